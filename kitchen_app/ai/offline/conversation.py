"""What the messages so far have come to: the question, the tools' answers, the recipes named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolCall,
    ToolMessage,
)

from kitchen_app.ai.offline.plan import WRITES, Context
from kitchen_app.ai.prompts import soon_in

_BULLET = re.compile(
    r"^\s*[-*] (?:\*\*)?(.{1,200}?)(?:\*\*)?"
    r"(?: \([^()]*\)|: (?:everything|missing|short of|perhaps)\b.*)?$"
)
_LISTING = ("find_recipes", "what_can_i_cook")


@dataclass(frozen=True)
class Answer:
    """One tool's answer beside the call it answers."""

    tool: str
    text: str
    failed: bool = False


def question(messages: Sequence[BaseMessage]) -> tuple[str, int]:
    """The last thing the cook said, and where it stands; empty and -1 when nothing was said."""
    for at in range(len(messages) - 1, -1, -1):
        if isinstance(messages[at], HumanMessage):
            return str(messages[at].text), at
    return "", -1


def answers(messages: Sequence[BaseMessage]) -> list[Answer]:
    """The tool answers that end the conversation, in the order the calls were made."""
    calls: list[ToolCall] = []
    found: dict[str, ToolMessage] = {}
    for message in reversed(messages):
        if isinstance(message, ToolMessage):
            found.setdefault(message.tool_call_id, message)
            continue
        calls = message.tool_calls if isinstance(message, AIMessage) and found else []
        break
    return [
        Answer(made["name"], str(found[id_].text), found[id_].status == "error")
        for made in calls
        if (id_ := made["id"] or "") in found
    ]


def rounds(messages: Sequence[BaseMessage]) -> int:
    """How many times tools were called since the cook last spoke."""
    _, at = question(messages)
    return sum(isinstance(m, AIMessage) and bool(m.tool_calls) for m in messages[at + 1 :])


def context_of(messages: Sequence[BaseMessage], today: date) -> Context:
    """What the conversation before the last question has come to."""
    _, end = question(messages)
    listed: tuple[str, ...] = ()
    shown = wrote = None
    made = {
        c["id"]: c
        for m in messages[: max(end, 0)]
        if isinstance(m, AIMessage)
        for c in m.tool_calls
    }
    for message in messages[: max(end, 0)]:
        answered = made.get(message.tool_call_id) if isinstance(message, ToolMessage) else None
        if answered is None:
            continue
        tool, args = answered["name"], answered["args"]
        if tool in _LISTING:
            listed, shown = names_in(str(message.text)), None
        elif tool in ("read_recipe", "cook_recipe") and getattr(message, "status", "") != "error":
            shown = str(args.get("recipe") or "") or shown
        elif tool == "save_recipe":
            shown = str(args.get("name") or "") or shown
        wrote = tool if tool in WRITES else None
    prompts = [str(m.text) for m in messages[:1] if isinstance(m, SystemMessage)]
    soon = tuple(said for prompt in prompts for said in soon_in(prompt))
    return Context(today, listed, shown, wrote, soon)


def names_in(text: str) -> tuple[str, ...]:
    """The names in a list of recipes: "- Lasagne (35 min, serves 4)", "- Soup: missing basil"."""
    found = (_BULLET.match(line) for line in text.split("\n"))
    return tuple(match.group(1) for match in found if match)
