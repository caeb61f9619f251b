"""Two processes are one kitchen: what one answers is read, stopped and decided on through both."""

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import pytest

from kitchen_app.ai.steps import LOOK_AGAIN
from tests.api.conftest import Stranger
from tests.api.crashing import kill
from tests.api.processes import (
    OneMore,
    Two,
    half_a_minute_later,
    only_session,
    pieces,
    reader,
    standing_still,
)
from tests.factories import Cook, check_refused, make_cook, until
from tests.fake_openai import KEY, Call, FakeModel, Gate, call, say
from tests.servers import ApiServer, api_server
from tests.sse import Answer, read_until, spelled
from tests.valkeys import Valkey, valkey

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})


@pytest.fixture(scope="module")
def redis() -> Iterator[Valkey]:
    with valkey() as server:
        yield server


@pytest.fixture(scope="module")
def one_more(database_url: str, model: FakeModel, redis: Valkey) -> OneMore:
    """Starts a process of the kitchen."""
    return partial(
        api_server,
        database_url,
        openai_base_url=model.url,
        openai_api_key=KEY,
        redis_url=redis.url,
    )


@pytest.fixture(scope="module")
def processes(one_more: OneMore) -> Iterator[tuple[ApiServer, ApiServer]]:
    with one_more() as one, one_more() as other:
        yield one, other


@pytest.fixture
def two(processes: tuple[ApiServer, ApiServer]) -> Iterator[Two]:
    one, other = processes
    with make_cook(one) as here, here.at(other) as there:
        yield Two(here, there)


def test_a_turn_is_read_through_the_other_process_from_any_place(
    two: Two, model: FakeModel
) -> None:
    """While it runs, and when it has ended."""
    gate = Gate()
    script = model.script(call(EGGS, before="Let me 🍅 see."), say("Añadido so…", gate, " there."))
    with ExitStack() as streams:
        live = streams.enter_context(two.here.asking(script.question()))
        read = read_until(live, "…")
        answer, places = Answer(read), range(len(spelled(read)))
        joined = [
            streams.enter_context(
                two.there.joining(answer.session_id, f"{answer.message_id}:{place}")
            )
            for place in places
        ]
        caught_up = [read_until(events, "…") for events in joined]
        gate.open()
        told = spelled([*read, *live])
        for place in places:
            assert spelled([*caught_up[place], *joined[place]]) == told[place:]
    for cook in (two.here, two.there):
        after = f"{answer.message_id}:7"
        assert spelled(cook.join(answer.session_id, after).events) == told[7:]
        assert cook.last_message(answer.session_id)["status"] == "complete"


def test_ten_readers_of_both_at_their_own_speeds_read_the_same(two: Two, model: FakeModel) -> None:
    middle, end, joined, awake = Gate(), Gate(), threading.Barrier(11), threading.Event()
    script = model.script(
        call(EGGS, before="So: "), say(*pieces("early"), middle, *pieces("late"), end, "The end.")
    )
    with two.here.asking(script.question()) as live, ThreadPoolExecutor(10) as pool:
        read = [next(live)]
        session_id = read[0].data["session_id"]
        readers = [
            pool.submit(reader(rest, joined, awake), cook, session_id)
            for cook in (two.here, two.there)
            for rest in (0, 1, 2, 5, 20)
        ]
        joined.wait(20)
        for gate in (middle, end):
            assert gate.reached.wait(20)
            gate.open()
        told = spelled([*read, *live])
        awake.set()
        assert [spelled(one.result(60)) for one in readers] == [told] * 10


def test_stopped_through_the_other_process_the_models_stream_ends_within_a_second(
    two: Two, model: FakeModel
) -> None:
    script = model.script(say("Half an ", Gate(), "answer."))
    with two.here.asking(script.question()) as live:
        session_id = read_until(live, "an ")[0].data["session_id"]
        two.there.stop(session_id)
        assert script.asked[0].hung_up.wait(1)
        last = two.there.last_message(session_id)
        assert (last["status"], last["content"]) == ("stopped", "Half an ")
        assert [event.data for event in live] == [{"done": True}]


@pytest.mark.parametrize("approve", [True, False])
def test_what_is_decided_through_the_other_process_goes_on_at_once(
    two: Two, model: FakeModel, approve: bool
) -> None:
    two.there.ok("PATCH", "/auth/me", {"asks_first": True})
    script = model.script(call(EGGS, before="May I?"), say("Well."))
    with two.here.asking(script.question()) as live, ExitStack() as streams:
        proposed = next(event for event in live if event.data.get("status") == "proposed")
        (session,) = two.there.ok("GET", "/chat/sessions")
        events = streams.enter_context(two.there.joining(session["id"]))
        message_id = next(events).data["message_id"]
        began = time.monotonic()
        two.there.decide(message_id, proposed.data["id"], approve=approve)
        elsewhere = Answer([*events])
        assert time.monotonic() - began < LOOK_AGAIN  # without a signal it looks so often
        assert [*live][-1].data == {"done": True}
    settled = elsewhere.named("tool")[-1]["status"]
    assert (settled, elsewhere.text) == ("finished" if approve else "declined", "May I?\n\nWell.")
    assert two.here.names("/ingredients") == (["eggs"] if approve else [])


def test_of_two_questions_to_both_at_the_same_instant_one_is_answered(
    two: Two, model: FakeModel
) -> None:
    session_id = two.here.ask(model.script(say("Yes?")).question()).session_id
    gate, together = Gate(), threading.Barrier(2)
    body = {"message": model.script(say(gate, "One.")).question(), "session_id": session_id}

    def send(cook: Cook) -> int:
        together.wait()
        with cook.stream("POST", "/chat/send", json=body) as response:
            if response.status_code == 409:
                gate.open()
            response.read()
            return response.status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, (two.here, two.there))) == [200, 409]
    assert len(two.there.session(session_id)["messages"]) == 4


def test_a_stranger_finds_nothing_at_the_other_process(
    two: Two, model: FakeModel, processes: tuple[ApiServer, ApiServer], stranger: Stranger
) -> None:
    gate = Gate()
    with (
        two.here.asking(model.script(say("Mine ", gate, "alone.")).question()) as live,
        stranger.at(processes[1]) as other,
    ):
        answer = Answer(read_until(live, "Mine "))
        path = f"/chat/sessions/{answer.session_id}"
        for after in (None, f"{answer.message_id}:1"):
            headers = {"Last-Event-ID": after} if after else {}
            check_refused(other.get(f"{path}/stream", headers=headers), 404, "session_not_found")
        check_refused(other.post(f"{path}/stop"), 404, "session_not_found")
        word = {"step": "call_1", "approve": True}
        refused = other.post(f"/chat/messages/{answer.message_id}/decision", json=word)
        check_refused(refused, 404, "step_not_found")
        gate.open()
        answer.events += live
    assert answer.text == "Mine alone."


def test_what_redis_has_let_go_comes_from_the_database(
    two: Two, model: FakeModel, redis: Valkey
) -> None:
    gate = Gate()
    with two.here.asking(model.script(say(*pieces("early"), gate, "…")).question()) as live:
        read = read_until(live, pieces("early")[-1])
        answer = Answer(read)
        redis.forget(read[-1].id)
        with two.there.joining(answer.session_id) as events:
            joined = read_until(events, pieces("early")[-1])
            gate.open()
            assert spelled([*joined, *events]) == spelled([*read, *live])


def test_a_reader_whom_redis_has_left_behind_misses_nothing(
    two: Two, model: FakeModel, processes: tuple[ApiServer, ApiServer], redis: Valkey
) -> None:
    """The other process stands still for a while; what it has not read is gone when it goes on."""
    gates = Gate(), Gate()
    script = model.script(say("One, ", gates[0], *pieces("early"), gates[1], "and done."))
    with (
        two.here.asking(script.question()) as live,
        two.there.joining(read_until(live, "One, ")[0].data["session_id"]) as events,
    ):
        read = read_until(events, "One, ")
        with standing_still(processes[1]):
            gates[0].open()
            redis.forget(read_until(live, pieces("early")[-1])[-1].id)
        gates[1].open()
        answer = Answer([*read, *events])
    assert answer.text == f"One, {''.join(pieces('early'))}and done."


def test_what_another_version_sends_holds_nobody_up(
    two: Two, model: FakeModel, redis: Valkey
) -> None:
    gate = Gate()
    script = model.script(say("One, ", gate, *pieces("late")))
    with (
        two.here.asking(script.question()) as live,
        two.there.joining(read_until(live, "One, ")[0].data["session_id"]) as events,
    ):
        read = read_until(events, "One, ")
        redis.garble(Answer(read).message_id)
        gate.open()
        answer = Answer([*read, *events])
    assert answer.text == f"One, {''.join(pieces('late'))}"


def test_a_third_process_neither_ends_what_the_others_answer_nor_what_it_leaves(
    two: Two, model: FakeModel, one_more: OneMore
) -> None:
    gate = Gate()
    with two.here.asking(model.script(say("Still ", gate, "here.")).question()) as live:
        answer = Answer(read_until(live, "Still "))
        with one_more() as third, two.here.at(third) as cook:
            assert cook.last_message(answer.session_id)["status"] == "streaming"
        gate.open()
        answer.events += live
    assert (answer.text, answer.error) == ("Still here.", None)


@pytest.mark.parametrize("how_it_ends", [signal.SIGTERM, signal.SIGKILL])
def test_readers_elsewhere_are_told_that_a_process_has_gone(
    processes: tuple[ApiServer, ApiServer],
    model: FakeModel,
    one_more: OneMore,
    how_it_ends: signal.Signals,
) -> None:
    with (
        one_more() as doomed,
        make_cook(doomed) as cook,
        cook.at(processes[0]) as elsewhere,
        cook.stream("POST", "/chat/send", json=asked(model, "Half an ", Gate(), "answer.")),
        elsewhere.joining(only_session(elsewhere)) as events,
    ):
        answer = Answer(read_until(events, "Half an "))
        until(lambda: elsewhere.last_message(answer.session_id)["content"] == "Half an ")
        kill(doomed, how_it_ends)
        if how_it_ends == signal.SIGKILL:
            half_a_minute_later(elsewhere)
        answer.events += events
        last = elsewhere.last_message(answer.session_id)
        assert (last["status"], last["content"]) == ("interrupted", "Half an ")
        again = model.script(say("Whole.")).question()
        assert elsewhere.ask(again, answer.session_id).text == "Whole."
    assert answer.error["code"] == "turn_interrupted"
    assert (answer.text, answer.events[-1].data) == ("Half an ", {"done": True})


def asked(model: FakeModel, *said: str | Gate) -> dict[str, str]:
    return {"message": model.script(say(*said)).question()}


def test_health_says_whether_redis_is_there(two: Two) -> None:
    assert two.here.ok("GET", "/health")["redis"] == "ok"
