"""Clocks that differ, or are set back: the database's, this process's, another one's."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import text

from kitchen_app.models.base import new_id
from tests.api.crashing import again, kill
from tests.api.talks import Talk
from tests.factories import Cook, check_refused, make_cook, until
from tests.fake_openai import FakeModel, Gate, say
from tests.servers import ApiServer, api_server
from tests.sse import read_events

A_BIT = timedelta(minutes=2)
HOUR = 3_600_000  # milliseconds


def made_later(one: UUID, milliseconds: int) -> UUID:
    """The same id as it had been so much later."""
    return UUID(int=one.int + (milliseconds << 80))


@pytest.mark.parametrize("ahead", [A_BIT, -A_BIT], ids=["ahead", "behind"])
def test_a_token_of_a_process_with_another_clock_opens_the_door(
    server: ApiServer, ahead: timedelta
) -> None:
    with make_cook(server, at=datetime.now(UTC) + ahead) as cook:
        assert cook.ok("GET", "/auth/me")["id"] == str(cook.id)


def test_a_token_of_far_ahead_is_no_matter_of_clocks(server: ApiServer) -> None:
    with make_cook(server, at=datetime.now(UTC) + timedelta(hours=1)) as cook:
        check_refused(cook.get("/auth/me"), 401, "invalid_token")


def test_ids_grow_though_the_clock_steps_back() -> None:
    earlier = new_id()
    for ahead in (0, 1, 999, 1_000, HOUR):
        ids = [made_later(earlier, ahead)]
        for _ in range(50):
            ids.append(new_id(after=ids[-1]))
        assert ids == sorted(set(ids))
        assert {one.version for one in ids} == {7}


def an_hour_ahead(cook: Cook, session_id: str) -> None:
    """As if the session's messages had been made by a process whose clock is ahead."""
    ids = [UUID(message["id"]) for message in cook.session(session_id)["messages"]]
    moves = [{"user": cook.id, "old": one, "new": made_later(one, HOUR)} for one in ids]
    with cook.server.database.transaction() as connection:
        for column in ("messages.id", "messages.parent_id", "chat_sessions.leaf_id"):
            table, _, name = column.partition(".")
            moved = f"SET {name} = :new WHERE user_id = :user AND {name} = :old"
            connection.execute(text(f"UPDATE {table} {moved}"), moves)


def test_a_session_goes_on_in_order_after_a_process_whose_clock_is_ahead(talk: Talk) -> None:
    before = talk.shown()
    an_hour_ahead(talk.cook, talk.id)
    talk.ask("Third?", "Three.")
    assert talk.shown() == [*before, "Third?", "Three."]
    assert talk.told()[-5:] == [*before, "Third?"]
    talk.again(answer="Three again.")
    assert talk.shown() == [*before, "Third?", "Three again."]
    versions = talk.messages()[-1]["versions"]
    assert len(versions) == 2
    ids = [UUID(one["id"]) for one in talk.messages()]
    assert all(one < other for one, other in pairwise(ids))
    talk.show(versions[0])
    assert talk.shown()[-1] == "Three."


def test_the_answer_of_a_process_that_died_before_the_clock_was_set_back_is_ended(
    database_url: str, server: ApiServer, model: FakeModel
) -> None:
    question = model.script(say("Half an ", Gate(), "answer.")).question()
    with (
        api_server(database_url, openai_base_url=model.url) as doomed,
        make_cook(doomed) as cook,
        again(cook, server) as survivor,
        cook.stream("POST", "/chat/send", json={"message": question}) as response,
    ):
        session_id = next(read_events(response.iter_raw())).data["session_id"]
        until(lambda: survivor.last_message(session_id)["content"] == "Half an ")
        kill(doomed)
        with server.database.transaction() as connection:
            ahead = "UPDATE messages SET heartbeat_at = now() + interval '1 h' WHERE user_id = :u"
            connection.execute(text(ahead), {"u": cook.id})
        assert survivor.session(session_id)["active"] is False
        assert survivor.last_message(session_id)["status"] == "interrupted"
        assert survivor.ask(model.script(say("Whole.")).question(), session_id).text == "Whole."
