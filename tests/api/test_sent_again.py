"""A question that is sent again with its Idempotency-Key is the same question, answered once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import pytest

from tests.api.conftest import MakeCook
from tests.factories import Cook, at_once
from tests.fake_openai import Call, FakeModel, Gate, call, say
from tests.sse import Event, read_events, spelled

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
KEY = {"Idempotency-Key": "a-question"}


def events_of(answer: httpx.Response) -> list[Event]:
    assert answer.status_code == 200, answer.text
    return list(read_events([answer.content]))


def asking(cook: Cook, question: str) -> Callable[[], httpx.Response]:
    return partial(cook.post, "/chat/send", json={"message": question}, headers=KEY)


def test_sent_again_after_its_end_it_is_told_again(cook: Cook, model: FakeModel) -> None:
    script = model.script(call(EGGS, before="So: "), say("Added."))
    ask = asking(cook, script.question())
    first, second = ask(), ask()
    assert spelled(events_of(second)) == spelled(events_of(first))
    assert second.headers["idempotency-replayed"] == "true"
    assert (len(script.asked), cook.names("/ingredients")) == (2, ["eggs"])


def test_sent_again_while_it_runs_it_is_joined(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(say("First ", gate, "last."))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(asking(cook, script.question()))
        assert gate.reached.wait(20)
        second = pool.submit(asking(cook, script.question()))
        gate.open()
        assert spelled(events_of(second.result(30))) == spelled(events_of(first.result(30)))
    assert len(script.asked) == 1


def test_sent_twice_at_the_same_instant_it_is_answered_once(
    new_cook: MakeCook, model: FakeModel
) -> None:
    for _ in range(20):
        cook, script = new_cook(), model.script(say("Only ", "once."))
        with ThreadPoolExecutor(4) as pool:
            answers = at_once(pool, *[asking(cook, script.question())] * 4)
        told = [spelled(events_of(answer)) for answer in answers]
        assert told == [told[0]] * 4
        assert len(script.asked) == 1
        assert len(cook.ok("GET", "/chat/sessions")) == 1


@pytest.mark.parametrize("again", [1, 3])
def test_answering_again_is_done_once_a_key(cook: Cook, model: FakeModel, again: int) -> None:
    script = model.script(say("One."), say("Two."))
    session_id = cook.ask(script.question()).session_id
    path = f"/chat/sessions/{session_id}/regenerate"
    told = [spelled(events_of(cook.post(path, headers=KEY))) for _ in range(again)]
    assert told == [told[0]] * again
    assert len(cook.last_message(session_id)["versions"]) == 2
