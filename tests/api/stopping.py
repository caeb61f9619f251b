"""Answers that are held and stopped, and what must hold of them afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from tests.factories import Cook, Json, until
from tests.fake_openai import FakeModel, Gate, Script, say
from tests.sse import Answer, spelled


@contextmanager
def running(cook: Cook, script: Script, *, reached: Gate) -> Iterator[Answer]:
    """An answer that has come to a gate; read to its end when the block has ended."""
    with cook.asking(script.question()) as events:
        answer = Answer([next(events)])
        assert reached.reached.wait(20)
        yield answer
        answer.events += events
    assert answer.events[-1].data == {"done": True}


def check_stopped(cook: Cook, model: FakeModel, answer: Answer) -> Json:
    """Stored as it was told, and the session takes the next question."""
    stored = cook.last_message(answer.session_id)
    assert (stored["status"], stored["content"]) == ("stopped", answer.text)
    assert (stored["error"], answer.error) == (None, None)
    again = cook.join(answer.session_id, f"{answer.message_id}:0")
    assert spelled(again.events) == spelled(answer.events)
    assert cook.ask(model.script(say("Next.")).question(), answer.session_id).text == "Next."
    return stored


@contextmanager
def held_in_a_tool(cook: Cook, gate: Gate) -> Iterator[None]:
    """The tool that is called when the gate opens waits for the database while the block lasts."""
    lock = text("SELECT pg_advisory_xact_lock(hashtext(:user))")
    with cook.server.database.transaction() as connection:
        connection.execute(lock, {"user": str(cook.id)})
        gate.open()
        until(lambda: waiting_for_a_lock(cook))
        yield


def waiting_for_a_lock(cook: Cook) -> bool:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event = 'advisory'"
    )
    with cook.server.database.transaction() as connection:
        return bool(connection.execute(waiting).scalar_one())
