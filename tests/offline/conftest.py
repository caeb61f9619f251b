"""One offline cook, on a fixed day, and what it does when it is told something."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from kitchen_app.ai.offline import OfflineCook

SUNDAY = date(2026, 11, 22)

Said = tuple[str, list[tuple[str, dict[str, Any]]]]


@pytest.fixture(scope="session")
def cook() -> OfflineCook:
    return OfflineCook(today=lambda: SUNDAY)


@pytest.fixture(scope="session")
def hear(cook: OfflineCook) -> Callable[..., Said]:
    """The text and the tool calls that answer a message, after what was said before it."""

    def hear(text: str, *before: BaseMessage) -> Said:
        answer = cook.invoke([*before, HumanMessage(text)])
        assert isinstance(answer, AIMessage)
        return answer.text, [(call["name"], call["args"]) for call in answer.tool_calls]

    return hear
