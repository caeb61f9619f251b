"""An answer is told again, from what is stored of it, just as it was told while it was given.

`elsewhere` is another kitchen on the same database: it never saw the answer being given.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.api.conftest import Stranger
from tests.factories import Cook, check_refused
from tests.fake_openai import Call, Cut, FakeModel, Gate, Reply, call, refuse, say, unfinished
from tests.servers import ApiServer
from tests.sse import Answer, Event, check_places, spelled

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
MILK = Call("add_to_pantry", {"items": [{"name": "milk", "quantity": 1, "unit": "l"}]})
USE_EGGS = Call("use_up", {"items": [{"name": "eggs", "quantity": 2}]})
NO_SUCH = Call("read_recipe", {"recipe": "Unicorn pie"})
BROKEN = Call("add_to_pantry", '{"items": ')
LOOK = Call("read_pantry")


@pytest.fixture
def elsewhere(cook: Cook, offline_server: ApiServer) -> Iterator[Cook]:
    """The same cook at a kitchen that has only the database in common."""
    with Cook(offline_server, id=cook.id, username=cook.username, token=cook.token) as same:
        yield same


def check_told_again(live: Answer, cook: Cook, elsewhere: Cook) -> None:
    """From its beginning, and from right after each event, in both kitchens."""
    told = spelled(live.events)
    check_places(live.events, live.message_id)
    for reader in (cook, elsewhere):
        assert spelled(reader.join(live.session_id, f"{live.message_id}:0").events) == told
    for event in live.events[:-1]:
        rest = elsewhere.join(live.session_id, event.id)
        assert spelled(rest.events) == told[int(str(event.id).rpartition(":")[2]) :]
    path = f"/chat/sessions/{live.session_id}/stream"
    for reader in (cook, elsewhere):
        ended = reader.get(path, headers={"Last-Event-ID": str(live.events[-1].id)})
        assert (ended.status_code, ended.content) == (204, b"")
    assert cook.last_message(live.session_id)["content"] == live.text


ANSWERS: dict[str, tuple[Reply, ...]] = {
    "text": (say("There are ", "12 ", "eggs."),),
    "awkward text": (say("\n\ndata: x\n", "🍅 米 \u202e\u0301", "\u2028\x85", "\ud83c", "e\x00"),),
    "a tool": (call(EGGS, before="One moment."), say("Added.")),
    "a tool before any text": (call(EGGS), say("Added.")),
    "several tools at once": (call(EGGS, MILK, LOOK, NO_SUCH, before="So:"), say("There.")),
    "tools round after round": (
        call(EGGS, before="Eggs. "),
        call(MILK, USE_EGGS),
        call(NO_SUCH, before="And 🥧? "),
        say("\n\n", "That is all."),
    ),
    "calls that are refused": (
        call(BROKEN, Call("fly"), NO_SUCH, Call("use_up", {"items": []})),
        say("I cannot."),
    ),
    "the same call twice": (call(EGGS, EGGS), say("Both.")),
    "broken off": (unfinished("Half an ", Cut()),),
    "broken off after a tool": (call(EGGS, before="So: "), refuse(401)),
    "nothing": (say(),),
    "nothing but a tool": (call(EGGS), say()),
    "too long": (say("x" * 150_000, "y" * 60_000),),
    "round in circles": (call(LOOK),),
    "too many calls": (call(*[LOOK] * 55, pieces=1), say("Never.")),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_is_told_again_as_it_was(
    cook: Cook, elsewhere: Cook, model: FakeModel, kind: str
) -> None:
    script = model.script(*ANSWERS[kind])
    session_id = cook.ask(model.script(say("Before.")).question()).session_id
    check_told_again(cook.ask(script.question(), session_id), cook, elsewhere)


@contextmanager
def proposing(
    cook: Cook, model: FakeModel, *calls: Call
) -> Iterator[tuple[list[Event], Iterator[Event]]]:
    """An answer that waits for a word on its first call: what was read, and what is to come."""
    cook.ok("PATCH", "/auth/me", {"asks_first": True})
    script = model.script(call(*calls, before="May I?"), say("Well."))
    with cook.asking(script.question()) as events:
        yield read_up_to(events, "proposed"), events


def read_up_to(events: Iterator[Event], status: str) -> list[Event]:
    """Events up to the first tool event with this status."""
    read: list[Event] = []
    for event in events:
        read.append(event)
        if event.name == "tool" and event.data["status"] == status:
            return read
    raise AssertionError(f"Nothing was {status}.")


@pytest.mark.parametrize("approve", [True, False])
def test_a_proposal_is_told_again_with_what_was_decided(
    cook: Cook, elsewhere: Cook, model: FakeModel, approve: bool
) -> None:
    with proposing(cook, model, EGGS, MILK) as (read, events):
        answer = Answer(read)
        cook.decide(answer.message_id, answer.named("tool")[-1]["id"], approve=approve)
        read += read_up_to(events, "proposed")
        cook.decide(answer.message_id, answer.named("tool")[-1]["id"], approve=not approve)
        read += events
    ends = ["finished", "declined"] if approve else ["declined", "finished"]
    assert [tool["status"] for tool in answer.named("tool")] == [
        *("started", "proposed", ends[0]),
        *("started", "proposed", ends[1]),
    ]
    assert cook.names("/ingredients") == (["eggs"] if approve else ["milk"])
    check_told_again(answer, cook, elsewhere)


def test_a_proposal_that_can_no_longer_be_done_is_told_again_as_failed(
    cook: Cook, elsewhere: Cook, model: FakeModel
) -> None:
    toast = cook.recipe("Toast")
    change = Call("update_recipe", {"recipe": "Toast", "servings": 2})
    with proposing(cook, model, change) as (read, events):
        cook.ok("DELETE", f"/recipes/{toast['id']}")
        answer = Answer(read)
        decided = cook.decide(answer.message_id, answer.named("tool")[-1]["id"], approve=True)
        read += events
    assert decided["status"] == answer.named("tool")[-1]["status"] == "failed"
    check_told_again(answer, cook, elsewhere)


def test_a_proposal_that_a_stop_ends_is_told_again_as_declined(
    cook: Cook, elsewhere: Cook, model: FakeModel
) -> None:
    with proposing(cook, model, EGGS, MILK) as (read, events):
        answer = Answer(read)
        cook.stop(answer.session_id)
        read += events
    assert [tool["status"] for tool in answer.named("tool")] == ["started", "proposed", "declined"]
    assert (answer.text, cook.names("/ingredients")) == ("May I?", [])
    step = answer.named("tool")[-1]["id"]
    late = cook.post(
        f"/chat/messages/{answer.message_id}/decision", json={"step": step, "approve": True}
    )
    check_refused(late, 409, "already_decided")
    check_told_again(answer, cook, elsewhere)


def test_a_stopped_answer_is_told_again_as_far_as_it_came(
    cook: Cook, elsewhere: Cook, model: FakeModel
) -> None:
    script = model.script(call(EGGS, before="Let me see."), say("You ", "have", Gate(), "!"))
    with cook.asking(script.question()) as events:
        read = [next(events) for _ in range(6)]
        answer = Answer(read)
        cook.stop(answer.session_id)
        read += events
    assert answer.text == "Let me see.\n\nYou have"
    check_told_again(answer, cook, elsewhere)


def test_one_may_go_on_in_the_middle_of_a_token(cook: Cook, model: FakeModel) -> None:
    script = model.script(call(EGGS, before="Gut 🍅🍅🍅 so."), say("Añadido ", "米米米."))
    answer = cook.ask(script.question())
    told = spelled(answer.events)
    for place in range(len(told)):
        rest = cook.join(answer.session_id, f"{answer.message_id}:{place}")
        assert spelled(rest.events) == told[place:]


def test_a_strangers_answer_is_not_told(cook: Cook, stranger: Stranger) -> None:
    theirs = stranger.session(stranger.session_id)["messages"][-1]["id"]
    answer = cook.get(
        f"/chat/sessions/{stranger.session_id}/stream", headers={"Last-Event-ID": f"{theirs}:0"}
    )
    check_refused(answer, 404, "session_not_found")
