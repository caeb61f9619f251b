"""Dates in answers, as people say them."""

from datetime import timedelta

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from kitchen_app.ai.offline import OfflineCook
from kitchen_app.ai.wording import best_before, say_dates
from tests.offline.conftest import SUNDAY


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-40, "best before 13 October"),
        (-1, "best before yesterday"),
        (0, "best before today"),
        (1, "best before tomorrow"),
        (2, "expires in 2 days"),
        (7, "expires in 7 days"),
        (8, "best before 30 November"),
        (39, "best before 31 December"),
        (40, "best before 1 January 2027"),
    ],
)
def test_a_date_is_said_from_today(days: int, said: str) -> None:
    assert best_before(SUNDAY + timedelta(days=days), SUNDAY) == said


def test_what_is_no_day_stays_as_it_is() -> None:
    text = "- jam best before 2026-99-99, best before June, 2026-11-23"
    assert say_dates(text, SUNDAY) == text


def test_an_answer_says_dates_as_people_do(cook: OfflineCook) -> None:
    call = {"name": "read_pantry", "args": {}, "id": "1", "type": "tool_call"}
    listed = "- milk (best before 2026-11-23)\n- jam (best before 2027-06-01)"
    answer = cook.invoke(
        [
            HumanMessage("what's in the pantry?"),
            AIMessage("", tool_calls=[call]),
            ToolMessage(listed, tool_call_id="1"),
        ]
    )
    assert answer.text.endswith("- milk (best before tomorrow)\n- jam (best before 1 June 2027)")
