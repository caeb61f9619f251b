"""What the model is shown of a session: as much as a budget of tokens allows, newest first."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage, trim_messages
from langchain_core.messages.utils import count_tokens_approximately

from kitchen_app.ai.marking import marked
from kitchen_app.services.messages import Step, StoredMessage

TOKEN_BUDGET = 12_000  # leaves room for tools and an answer in a window of 16,000


def build_history(stored: Iterable[StoredMessage], question: str) -> list[BaseMessage]:
    """The messages for the model, the question last and always whole.

    Cut oldest first and only before a question, so never between a tool call and its result.
    """
    messages = [message for one in stored for message in _as_messages(one)]
    kept = trim_messages(
        [*messages, HumanMessage(question)],
        max_tokens=TOKEN_BUDGET,
        token_counter=_tokens,
        strategy="last",
        start_on="human",
        end_on="human",
    )
    return list(kept) or [HumanMessage(question)]


def _tokens(messages: list[BaseMessage]) -> int:
    """Roughly: a token for four ASCII characters, and one for each other, as in Chinese."""
    shown = list(marked(messages))
    others = sum(not c.isascii() for message in shown for c in str(message.content))
    return count_tokens_approximately(shown) + others * 3 // 4


def _as_messages(stored: StoredMessage) -> Iterator[BaseMessage]:
    """An answer becomes its pieces of text, each with the tool calls that followed it."""
    if stored.role == "user":
        yield HumanMessage(stored.content)
        return
    start = 0
    for position, steps in groupby(stored.steps, key=lambda step: step.position):
        yield from _round(stored.content[start:position], list(steps))
        start = position
    if rest := stored.content[start:]:
        yield AIMessage(rest)


def _round(text: str, steps: list[Step]) -> Iterator[BaseMessage]:
    calls = [{"id": s.call_id, "name": s.name, "args": s.arguments} for s in steps]
    yield AIMessage(text, tool_calls=calls)
    for step in steps:
        yield ToolMessage(step.result, tool_call_id=step.call_id, status=_STATUS[step.status])


_STATUS = {"finished": "success", "failed": "error", "proposed": "error", "declined": "error"}
