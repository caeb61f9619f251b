"""Which Last-Event-IDs there are: what is none, or somebody else's, is refused in plain words."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.api.conftest import MakeCook, Stranger
from tests.factories import Cook, check_refused
from tests.fake_openai import FakeModel, Gate, say
from tests.sse import Answer, read_events, spelled


@pytest.fixture
def held(cook: Cook, model: FakeModel) -> Iterator[tuple[Answer, Gate]]:
    """An answer that waits after "First "."""
    gate = Gate()
    with cook.asking(model.script(say("First ", gate, "and last.")).question()) as events:
        yield Answer([next(events), next(events)]), gate
        gate.open()
        assert list(events)[-1].data == {"done": True}


NO_IDS = [
    *("x", ":", "1", "-1", "None", "x:1", ":1", "{id}", "{id}:", "{id}:x", "{id}:-1", "{id}:+1"),
    *("{id}:1.0", "{id}:1e3", "{id}: 1", "{id}:1:1", "{id}:0x1", "{id}:1_0", "1:{id}"),
    *("{id}:1000000000", f"{{id}}:{10**30}", f"{{id}}:{'9' * 5_000}", "{id}:\xb2", "{id}:\u0661"),
    *("\xff\xfe", "\u00e9", "%00", "' OR 1=1 --", "00000000-0000-0000-0000-000000000000:1"),
]


@pytest.mark.parametrize("last", NO_IDS)
@pytest.mark.parametrize("running", [True, False])
def test_an_id_that_is_none_is_refused_whether_or_not_a_turn_runs(
    cook: Cook, model: FakeModel, last: str, running: bool
) -> None:
    gate = Gate()
    with cook.asking(model.script(say("First ", gate, "and last.")).question()) as events:
        answer = Answer([next(events)])
        if not running:
            gate.open()
            answer.events += events
        wrong = last.format(id=answer.message_id).encode()
        path = f"/chat/sessions/{answer.session_id}/stream"
        refused = cook.get(path, headers={b"Last-Event-ID": wrong})
        check_refused(refused, 422, "invalid_event_id")
        gate.open()


def test_an_empty_id_is_none_at_all(cook: Cook, held: tuple[Answer, Gate]) -> None:
    answer, gate = held
    path = f"/chat/sessions/{answer.session_id}/stream"
    with cook.stream("GET", path, headers={"Last-Event-ID": ""}) as response:
        gate.open()
        assert spelled(read_events(response.iter_raw()))[: len("1First ")] == spelled(answer.events)


@pytest.mark.parametrize("place", [1_000, 999_999_999])
def test_one_who_claims_to_have_read_ahead_hears_the_end(
    cook: Cook, held: tuple[Answer, Gate], place: int
) -> None:
    answer, gate = held
    with cook.joining(answer.session_id, f"{answer.message_id}:{place}") as events:
        gate.open()
        assert [event.data for event in events] == [{"done": True}]


def test_the_ids_of_others_are_refused(
    cook: Cook, new_cook: MakeCook, stranger: Stranger, model: FakeModel, held: tuple[Answer, Gate]
) -> None:
    """Of the cook's question, of their other session, of other people's, of nobody's."""
    session_id = held[0].session_id
    others = [
        cook.session(session_id)["messages"][0]["id"],
        cook.ask(model.script(say("Other.")).question()).message_id,
        new_cook().ask(model.script(say("Theirs.")).question()).message_id,
        stranger.session(stranger.session_id)["messages"][-1]["id"],
        session_id,
        str(uuid4()),
    ]
    for message_id in others:
        headers = {"Last-Event-ID": f"{message_id}:3"}
        refused = cook.get(f"/chat/sessions/{session_id}/stream", headers=headers)
        check_refused(refused, 422, "invalid_event_id")


def test_nothing_runs_where_nothing_was_asked(cook: Cook, model: FakeModel) -> None:
    answer = cook.ask(model.script(say("Done.")).question())
    ended = cook.get(f"/chat/sessions/{answer.session_id}/stream")
    assert (ended.status_code, ended.content) == (204, b"")


def test_a_stranger_cannot_read_along(
    cook: Cook, new_cook: MakeCook, stranger: Stranger, held: tuple[Answer, Gate]
) -> None:
    answer, _ = held
    for other in (new_cook(), stranger):
        for headers in ({}, {"Last-Event-ID": str(answer.events[-1].id)}):
            refused = other.get(f"/chat/sessions/{answer.session_id}/stream", headers=headers)
            check_refused(refused, 404, "session_not_found")
    check_refused(cook.get(f"/chat/sessions/{uuid4()}/stream"), 404, "session_not_found")


def test_the_rest_of_one_answer_comes_before_the_next_ones(cook: Cook, model: FakeModel) -> None:
    """Who was away while an answer ended and another began reads the first to its end."""
    first = cook.ask(model.script(say("One ", "two.")).question())
    gate = Gate()
    with cook.asking(model.script(say("Three", gate)).question(), first.session_id) as events:
        second = [next(events), next(events)]
        rest = cook.join(first.session_id, first.events[1].id)
        assert rest.events == first.events[2:]
        with cook.joining(first.session_id, first.events[-1].id) as joined:
            assert [next(joined), next(joined)] == second
            gate.open()
            assert list(joined) == list(events)
