"""An answer that is stored, told again as its turn told it: each event at the same place."""

from collections.abc import Iterator
from uuid import UUID

from kitchen_app.errors import TurnInterrupted
from kitchen_app.schemas.chat import (
    ChatEvent,
    Done,
    MessageRead,
    Token,
    ToolProgress,
    ToolStepRead,
    TurnError,
    TurnStarted,
)


def replay(session_id: UUID, message: MessageRead) -> Iterator[ChatEvent]:
    """The events of an answer, from the first to the last."""
    yield from told(session_id, message)
    yield from ending(message)


def told(session_id: UUID, message: MessageRead) -> Iterator[ChatEvent]:
    """The events of an answer up to its end; of one that is running, as far as its text is kept."""
    yield TurnStarted(session_id, message.id)
    start = 0
    for step in message.steps:
        if message.status == "streaming" and step.position > len(message.content):
            break  # steps are kept at once, the text before them by and by
        if text := message.content[start : step.position]:
            yield Token(text)
        start = step.position
        yield from _step(step)
    if text := message.content[start:]:
        yield Token(text)


def ending(message: MessageRead) -> Iterator[ChatEvent]:
    """How an answer ended: why early, where it did, and that it is done."""
    error = message.error
    if error is None and message.status == "interrupted":
        gone = TurnInterrupted()
        error = {"code": gone.code, "detail": gone.detail}
    if error:
        yield TurnError(error["code"], error["detail"])
    yield Done()


def _step(step: ToolStepRead) -> Iterator[ChatEvent]:
    yield ToolProgress(step.id, step.name, "started", started(step.name), [])
    if step.asked:
        yield ToolProgress(step.id, step.name, "proposed", step.summary, [])
    if step.status != "proposed":
        yield ToolProgress(
            step.id, step.name, step.status, step.summary, step.change_ids, step.link
        )


def started(name: str) -> str:
    """What is said of a tool while it runs."""
    return name.replace("_", " ")
