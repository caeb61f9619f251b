"""Redis may go away at any moment, and come back empty: nothing that was said is lost by it."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import pytest

from tests.databases import copy_template, shut
from tests.factories import Cook, make_cook, until
from tests.fake_openai import KEY, FakeModel, Gate, Pause, say
from tests.servers import api_server
from tests.sse import Answer, read_until, spelled
from tests.valkeys import REFUSALS, Valkey, valkey

AWAY = 10.0  # seconds


@dataclass(frozen=True)
class Shared:
    """Two processes on a Redis and a database that nobody else needs; the cook is at each."""

    redis: Valkey
    database: str
    here: Cook
    there: Cook


@pytest.fixture(scope="module")
def shared(postgres_url: str, worker_id: str, model: FakeModel) -> Iterator[Shared]:
    name = f"shared_{worker_id}"
    with ExitStack() as opened:
        redis = opened.enter_context(valkey())
        one_more = partial(
            api_server,
            copy_template(postgres_url, name),
            openai_base_url=model.url,
            openai_api_key=KEY,
            redis_url=redis.url,
        )
        one, other = (opened.enter_context(one_more()) for _ in range(2))
        here = opened.enter_context(make_cook(one))
        yield Shared(redis, name, here, opened.enter_context(here.at(other)))


@pytest.mark.slow
def test_an_answer_is_read_and_stored_whole_though_redis_is_away_for_ten_seconds(
    shared: Shared, model: FakeModel
) -> None:
    """Readers of the other process get it from the database in the meantime."""
    away, back = Gate(), Gate()
    script = model.script(say("One, ", away, "two, ", Pause(AWAY), "three, ", back, "four."))
    with shared.here.asking(script.question()) as live:
        read = read_until(live, "One, ")
        session_id = Answer(read).session_id
        with shared.there.joining(session_id) as events:
            joined = read_until(events, "One, ")
            shared.redis.kill()
            away.open()
            joined += read_until(events, "three, ")
            for cook in (shared.here, shared.there):
                assert cook.ok("GET", "/health")["redis"] == "down"
            shared.redis.start()
            back.open()
            answers = [Answer([*read, *live]), Answer([*joined, *events])]
    assert [answer.text for answer in answers] == ["One, two, three, four."] * 2
    assert [answer.error for answer in answers] == [None, None]
    assert spelled(answers[0].events) == spelled(answers[1].events)
    last = shared.there.last_message(session_id)
    assert (last["status"], last["content"]) == ("complete", answers[0].text)
    works_again(shared, model)


def works_again(shared: Shared, model: FakeModel) -> None:
    """Both talk to each other over Redis."""
    until(lambda: shared.here.ok("GET", "/health")["redis"] == "ok")
    gate = Gate()
    with shared.here.asking(model.script(say("As ", gate, "before.")).question()) as live:
        answer = Answer(read_until(live, "As "))
        with shared.there.joining(answer.session_id) as events:
            joined = Answer(read_until(events, "As "))
            gate.open()
            joined.events += events
            answer.events += live
    assert answer.text == joined.text == "As before."
    assert shared.redis.client.exists(f"kitchen:turn:{answer.message_id}")


def test_a_turn_begun_while_redis_is_away_is_joined_and_stopped_through_the_other_process(
    shared: Shared, model: FakeModel
) -> None:
    shared.redis.kill()
    script = model.script(say("Half an ", Gate(), "answer."))
    with shared.here.asking(script.question()) as live:
        session_id = Answer(read_until(live, "Half an ")).session_id
        with shared.there.joining(session_id) as events:
            read_until(events, "Half an ")
            shared.there.stop(session_id)
            assert script.asked[0].hung_up.wait(1)
            assert [event.data for event in (*live, *events)] == [{"done": True}] * 2
    shared.redis.start()
    works_again(shared, model)


@pytest.mark.parametrize("how", REFUSALS)
def test_readers_of_both_processes_read_on_while_redis_takes_nothing(
    shared: Shared, model: FakeModel, how: str
) -> None:
    gate, back = Gate(), Gate()
    script = model.script(say("One, ", gate, "two, ", back, "three."))
    with shared.here.asking(script.question()) as live:
        read = read_until(live, "One, ")
        with shared.there.joining(Answer(read).session_id) as events:
            joined = read_until(events, "One, ")
            with shared.redis.refusing(how):
                gate.open()
                for one, coming in ((read, live), (joined, events)):
                    one += read_until(coming, "two, ")
                for cook in (shared.here, shared.there):
                    until(lambda: cook.ok("GET", "/health")["redis"] == "down")  # noqa: B023
            back.open()
            assert spelled([*read, *live]) == spelled([*joined, *events])
    works_again(shared, model)


def test_readers_of_both_processes_read_on_while_the_database_is_away(
    shared: Shared, postgres_url: str, model: FakeModel
) -> None:
    gate, back = Gate(), Gate()
    script = model.script(say("One, ", gate, "two, ", back, "three."))
    with shared.here.asking(script.question()) as live:
        read = read_until(live, "One, ")
        with shared.there.joining(Answer(read).session_id) as events:
            joined = read_until(events, "One, ")
            with shut(postgres_url, shared.database):
                gate.open()
                for one, coming in ((read, live), (joined, events)):
                    one += read_until(coming, "two, ")
            back.open()
            assert spelled([*read, *live]) == spelled([*joined, *events])
