"""Turns that the world is unkind to: they end, and what they said is kept."""

from contextlib import ExitStack
from uuid import UUID

from sqlalchemy import text

from kitchen_app.services.keeping import Kept, Piece, keep
from tests.factories import Cook, check_refused, until
from tests.fake_openai import FakeModel, Gate, say, unfinished
from tests.openai_wire import event


def test_a_turn_taken_for_dead_still_stores_its_whole_answer(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    with cook.asking(model.script(say("First, ", gate, "and the rest.")).question()) as events:
        session_id = next(events).data["session_id"]
        until(lambda: cook.last_message(session_id)["content"] == "First, ")
        with cook.server.database.transaction() as connection:
            connection.execute(
                text(
                    "UPDATE messages SET status = 'interrupted' "
                    "WHERE user_id = :user AND status = 'streaming'"
                ),
                {"user": cook.id},
            )
        gate.open()
        assert list(events)[-1].data == {"done": True}
    last = cook.last_message(session_id)
    assert (last["status"], last["content"]) == ("complete", "First, and the rest.")


def test_text_in_parts_is_stored_without_what_cannot_be(cook: Cook, model: FakeModel) -> None:
    parts = [{"type": "text", "text": "a\x00b"}]
    answer = cook.ask(model.script(unfinished(event({"content": parts}), "c")).question())
    assert answer.events[-1].data == {"done": True}
    assert "\x00" not in cook.last_message(answer.session_id)["content"]


def test_the_ninth_answer_at_once_waits_its_turn(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    with ExitStack() as running:
        for _ in range(8):
            next(running.enter_context(cook.asking(model.script(say("a", gate)).question())))
        ninth = cook.post("/chat/send", json={"message": "And this?"})
        check_refused(ninth, 429, "too_many_turns")
        gate.open()


def test_a_piece_that_comes_late_does_not_shorten_the_answer(cook: Cook, model: FakeModel) -> None:
    session_id = cook.ask(model.script(say("The whole of it.")).question()).session_id
    last = UUID(cook.last_message(session_id)["id"])
    with cook.server.database.transaction() as connection:
        connection.execute(
            text("UPDATE messages SET status = 'interrupted' WHERE user_id = :user"),
            {"user": cook.id},
        )
        assert keep(connection, [Piece(cook.id, last, 0, "The wh")]) == [
            Kept(last, stored=False, there=True, stopping=False)
        ]
    assert cook.last_message(session_id)["content"] == "The whole of it."
