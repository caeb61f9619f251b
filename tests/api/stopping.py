"""Answers that are stopped, and what must hold of them afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.factories import Cook, Json
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
