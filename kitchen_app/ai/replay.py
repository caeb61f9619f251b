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

LONGEST_TURN = 1_000_000  # characters and events, by far


def replay(session_id: UUID, message: MessageRead) -> Iterator[ChatEvent]:
    """The events of an answer from its first; to its last where it has ended, else as far as its
    text is kept."""
    running = message.status == "streaming"
    yield TurnStarted(session_id, message.id)
    start = 0
    for step in message.steps:
        if running and step.position > len(message.content):
            break  # steps are kept at once, the text before them by and by
        if text := message.content[start : step.position]:
            yield Token(text)
        start = step.position
        yield from _step(step)
    if text := message.content[start:]:
        yield Token(text)
    if not running:
        yield from _end(message)
        yield Done()


def _step(step: ToolStepRead) -> Iterator[ChatEvent]:
    yield ToolProgress(step.id, step.name, "started", started(step.name), [])
    if step.asked:
        yield ToolProgress(step.id, step.name, "proposed", step.asked, [])
    if step.status != "proposed":
        yield ToolProgress(
            step.id, step.name, step.status, step.summary, step.change_ids, step.link
        )


def started(name: str) -> str:
    """What is said of a tool while it runs."""
    return name.replace("_", " ")


def _end(message: MessageRead) -> Iterator[ChatEvent]:
    """Why it ended early, where it did. After a crash that is beyond whatever was read before."""
    if message.error:
        yield TurnError(message.error["code"], message.error["detail"])
    elif message.status == "interrupted":
        gone = TurnInterrupted()
        yield TurnError(gone.code, gone.detail, lost=LONGEST_TURN)
