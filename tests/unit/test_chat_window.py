"""The messages that are shown: always the end of the conversation, whichever its versions are."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitchen_app.states.chat_window import CHUNK, PAGE, PAST, WINDOW
from kitchen_app.states.transcript import Row, question_row

STEPS = st.lists(
    st.tuples(st.sampled_from(["ask", "branch", "flip", "earlier"]), st.integers(0, 200)),
    max_size=120,
)


@pytest.fixture(scope="module")
def chat_state() -> type[Any]:
    os.environ["__REFLEX_SKIP_COMPILE"] = "true"
    from kitchen_app.states.chat import Chat

    return Chat


@dataclass
class Conversation:
    """Messages by number, each with the one before it; `leaf` ends what is shown."""

    before: dict[int, int] = field(default_factory=dict)
    leaf: int = 0

    def say(self, after: int) -> None:
        self.leaf = len(self.before) + 1
        self.before[self.leaf] = after

    def flip(self, message: int) -> None:
        """To the newest that followed on it."""
        while message:
            self.leaf = message
            message = max((one for one, b in self.before.items() if b == message), default=0)

    @property
    def path(self) -> list[int]:
        return [*self._up(self.leaf)][::-1]

    def _up(self, message: int) -> Iterator[int]:
        while message:
            yield message
            message = self.before[message]


def row(message: int) -> Row:
    return question_row(f"{message:05}", "")


def see_earlier(shown: Any, path: list[int]) -> None:
    """As `show_earlier` does with a page of the database."""
    rows = shown._rows()
    if not rows or not shown.has_earlier:
        return
    at = path.index(int(rows[0]["id"]))
    window = [*map(row, path[max(0, at - PAGE) : at]), *rows]
    shown.has_earlier = at > PAGE
    shown.has_later = shown.has_later or len(window) > WINDOW + CHUNK
    shown._lay(window[:WINDOW] if shown.has_later else window)


@settings(max_examples=60, deadline=None)
@given(start=st.integers(1, 90), steps=STEPS)
def test_what_is_shown_is_the_end_of_the_path(
    chat_state: type[Any], start: int, steps: list[tuple[str, int]]
) -> None:
    conversation, shown = Conversation(), chat_state(_reflex_internal_init=True)
    for number in range(start):
        conversation.say(number)
    shown._fit([row(one) for one in conversation.path[-PAGE:]], has_more=start > PAGE)
    for step, number in steps:
        path = conversation.path
        if step == "earlier":
            see_earlier(shown, path)
            continue
        if step == "ask":
            conversation.say(conversation.leaf)
        elif step == "branch":
            conversation.say(conversation.before[path[number % len(path)]])
        else:
            conversation.flip(number % len(conversation.before) + 1)
        path = conversation.path
        shown._fit([row(one) for one in path[-PAGE:]], has_more=len(path) > PAGE)
        ids = [int(one["id"]) for one in shown._rows()]
        assert ids == path[-len(ids) :]
        assert len(ids) >= min(len(path), CHUNK)
        assert shown.has_earlier == (len(ids) < len(path))
        assert not shown.has_later


def test_one_more_message_changes_one_chunk(chat_state: type[Any]) -> None:
    shown = chat_state(_reflex_internal_init=True)
    path = [*range(1, 31)]
    shown._fit([row(one) for one in path], has_more=False)
    before = {name: [*getattr(shown, name)] for name in PAST}
    for one in range(31, 41):
        path.append(one)
        shown._fit([row(each) for each in path[-PAGE:]], has_more=True)
        assert {name: [*getattr(shown, name)] for name in PAST} == before
    assert [int(one["id"]) for one in shown.recent] == path[-10:]


def test_a_chat_that_grows_lets_go_of_its_oldest_messages(chat_state: type[Any]) -> None:
    shown = chat_state(_reflex_internal_init=True)
    for end in range(1, 101):
        path = [*range(1, end + 1)]
        shown._fit([row(one) for one in path[-PAGE:]], has_more=end > PAGE)
        ids = [int(one["id"]) for one in shown._rows()]
        assert ids == path[-len(ids) :]
        assert len(ids) <= WINDOW + CHUNK
        assert shown.has_earlier == (len(ids) < end)
