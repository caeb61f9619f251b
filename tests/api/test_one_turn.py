"""One turn a session: of many that begin at one instant one does, and the rest leave nothing."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from tests.factories import Cook, Json, check_refused
from tests.fake_openai import FakeModel, Gate, Script, say

Begin = tuple[str, str, Json]  # method, path, arguments


class Started:
    """A session with two answers, and the ways to begin a turn in it."""

    def __init__(self, cook: Cook, model: FakeModel) -> None:
        self.cook = cook
        self.gate = Gate()
        self.script: Script = model.script(say("One."), say("Two."), say("Three", self.gate))
        self.id = cook.ask(self.script.question()).session_id
        cook.ask(self.script.question(), self.id)
        self.before = cook.session(self.id)["messages"]

    def ways(self) -> dict[str, Begin]:
        send = {"message": self.script.question(), "session_id": self.id}
        question, answer = (message["id"] for message in self.before[:2])
        again = f"/chat/sessions/{self.id}/regenerate"
        return {
            "ask": ("POST", "/chat/send", {"json": send}),
            "edit": ("POST", "/chat/send", {"json": send | {"replaces": question}}),
            "again": ("POST", again, {}),
            "earlier": ("POST", again, {"params": {"message_id": answer}}),
        }

    def all_at_once(self, *names: str) -> list[int]:
        """Their statuses, all of which were known before the answer went on."""
        at_once = threading.Barrier(len(names))
        known = threading.Barrier(len(names), action=self.gate.open)
        ways = self.ways()

        def begin(name: str) -> int:
            method, path, arguments = ways[name]
            at_once.wait(30)
            with self.cook.stream(method, path, **arguments) as response:
                known.wait(30)
                response.read()
                if response.status_code != 200:
                    check_refused(response, 409, "turn_in_progress")
            return response.status_code

        with ThreadPoolExecutor(len(names)) as pool:
            return list(pool.map(begin, names))


MANY = [
    ("ask", "ask"),
    ("again", "again"),
    ("edit", "edit"),
    ("ask", "again"),
    ("edit", "again"),
    ("ask", "edit"),
    ("earlier", "again"),
    ("ask", "edit", "again", "earlier") * 2,
]
NEW = {"ask": 2, "edit": 2, "again": 1, "earlier": 1}


@pytest.mark.parametrize("names", MANY, ids="-".join)
def test_of_many_at_the_same_instant_one_begins(
    cook: Cook, model: FakeModel, names: tuple[str, ...]
) -> None:
    for _ in range(5):
        started = Started(cook, model)
        statuses = started.all_at_once(*names)
        assert sorted(statuses) == [200] + [409] * (len(names) - 1)
        (winner,) = (name for name, status in zip(names, statuses, strict=True) if status == 200)
        session = cook.session(started.id)
        assert session["message_count"] == len(started.before) + NEW[winner]
        assert session["messages"][-1]["content"] == "Three"
        assert len(started.script.asked) == 3


def test_a_version_shown_at_the_instant_a_turn_begins_does_not_hide_it(
    cook: Cook, model: FakeModel
) -> None:
    for attempt in range(20):
        started = Started(cook, model)
        show: Callable[[], Any] = partial(
            cook.patch, f"/chat/sessions/{started.id}", json={"version": started.before[1]["id"]}
        )
        at_once = threading.Barrier(2)

        def flip(show: Callable[[], Any] = show, at_once: threading.Barrier = at_once) -> int:
            at_once.wait(30)
            status: int = show().status_code
            return status

        method, path, arguments = started.ways()["edit"]
        with ThreadPoolExecutor(1) as pool:
            flipping = pool.submit(flip)
            at_once.wait(30)
            with cook.stream(method, path, **arguments) as response:
                assert response.status_code == 200
                assert flipping.result(30) in (200, 409)
                assert cook.session(started.id)["messages"][-1]["status"] == "streaming", attempt
                started.gate.open()
                response.read()
        assert cook.session(started.id)["messages"][-1]["content"] == "Three"


def test_no_more_than_eight_answers_run_for_one_cook(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(say("One", gate))
    running = threading.Barrier(16, action=gate.open)

    def ask(_: int) -> int:
        with cook.stream("POST", "/chat/send", json={"message": script.question()}) as response:
            running.wait(30)
            response.read()
        return response.status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(ask, range(16)))
    assert sorted(statuses) == [200] * 8 + [429] * 8
    assert len(cook.ok("GET", "/chat/sessions")) == 8
