"""The agent: a model, the kitchen's tools, and bounds on how long it may go round."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import date
from typing import Any, cast

import structlog
from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelCallLimitMiddleware
from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
from langchain.agents.middleware.types import AgentState, ToolCallRequest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, SystemMessage, ToolMessage
from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphRecursionError
from langgraph.types import Command

from kitchen_app.ai.history import build_history
from kitchen_app.ai.prompts import system_prompt
from kitchen_app.ai.tools import TOOLS
from kitchen_app.ai.tools.base import RunContext, TurnTools
from kitchen_app.errors import KitchenError, TurnFailed
from kitchen_app.services.messages import StoredMessage

log = structlog.get_logger(__name__)

MOST_MODEL_CALLS = 12  # in one turn
MOST_STEPS = 10 * MOST_MODEL_CALLS

ToolAnswer = ToolMessage | Command[Any]
Usage = dict[str, int]


class WatchedTools(AgentMiddleware[AgentState[Any], RunContext, Any]):
    """Runs tool calls one after the other, and answers a failure in words, to model and reader."""

    async def awrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolAnswer]],
    ) -> ToolAnswer:
        call = request.tool_call
        call_id, name = call["id"] or "", call["name"]
        turn = cast(RunContext, request.runtime.context).turn
        async with turn.one_tool(call_id, name):
            try:
                answer = await handler(request)
                summary = "The assistant asked for this in a way that does not work."
            except KitchenError as error:
                answer, summary = _refusal(call_id, error.detail), error.detail
            except Exception:
                log.exception("tool failed", tool=name)
                summary = "That did not work, and nothing was changed."
                answer = _refusal(call_id, summary)
            if isinstance(answer, ToolMessage) and answer.status == "error":
                await turn.tool_failed(call_id, name, call["args"], str(answer.content), summary)
            return answer


def _refusal(call_id: str, reason: str) -> ToolMessage:
    return ToolMessage(reason, tool_call_id=call_id, status="error")


class Agent:
    """Built once a process: the graph is the same for every turn."""

    def __init__(self, model: BaseChatModel) -> None:
        middleware: list[AgentMiddleware[Any, Any, Any]] = [
            WatchedTools(),
            ModelCallLimitMiddleware(run_limit=MOST_MODEL_CALLS, exit_behavior="error"),
        ]
        self._graph = create_agent(model, TOOLS, middleware=middleware, context_schema=RunContext)

    async def answer(
        self, question: str, history: Iterable[StoredMessage], turn: TurnTools
    ) -> AsyncIterator[tuple[str, Usage | None]]:
        """The answer's text as it comes, with the tokens used where the model tells.

        Tools run in between, through `turn`. TurnFailed where the model cannot go on.
        """
        prompt = SystemMessage(system_prompt(date.today()))  # noqa: DTZ011 (the server's day)
        messages: Any = {"messages": [prompt, *build_history(history, question)]}
        stream = self._graph.astream(
            messages,
            RunnableConfig(recursion_limit=MOST_STEPS),
            context=RunContext(turn),
            stream_mode="messages",
        )
        try:
            async for message, _metadata in stream:
                if isinstance(message, AIMessageChunk):
                    yield _text_and_usage(message)
        except (ModelCallLimitExceededError, GraphRecursionError):
            raise TurnFailed(
                "assistant_going_round",
                "The assistant went round in circles. Ask for less at once.",
            ) from None


def _text_and_usage(chunk: AIMessageChunk) -> tuple[str, Usage | None]:
    text = chunk.content if isinstance(chunk.content, str) else str(chunk.text)
    used = chunk.usage_metadata
    if used is None:
        return text, None
    return text, {name: used[name] for name in ("input_tokens", "output_tokens")}
