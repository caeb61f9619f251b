"""The turns that run: found, stopped, taken for dead, and ended."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    func,
    select,
    tuple_,
    update,
)

from kitchen_app import metrics
from kitchen_app.errors import SessionNotFound
from kitchen_app.models import ToolStep
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import Status
from kitchen_app.services import search
from kitchen_app.services.branches import MESSAGES, SESSIONS
from kitchen_app.services.rendering import table_of

STEPS = table_of(ToolStep)
STALE_AFTER = timedelta(seconds=30)  # without a heartbeat, the process that answered is gone
UNRESPONSIVE_AFTER = timedelta(seconds=5)  # … is not waited for by who asks it to stop
WITHDRAWN = "The answer ended before the cook had decided. Nothing was changed."


@dataclass(frozen=True)
class BegunTurn:
    """A question that is stored, and the empty answer that waits for its text."""

    user: UserRead
    session_id: UUID
    question_id: UUID
    message_id: UUID
    question: str
    asks_first: bool = False


def find_running(connection: Connection, user: UserRead, session_id: UUID) -> BegunTurn | None:
    """The turn that is answering in this session, in whichever process; SessionNotFound."""
    _require_session(connection, user, session_id)
    return running_turn(connection, user, session_id)


def _require_session(connection: Connection, user: UserRead, session_id: UUID) -> None:
    mine = (SESSIONS.c.user_id == user.id) & (SESSIONS.c.id == session_id)
    if connection.execute(select(SESSIONS.c.id).where(mine)).one_or_none() is None:
        raise SessionNotFound(session_id)


def running_turn(connection: Connection, user: UserRead, session_id: UUID) -> BegunTurn | None:
    """The same of a session that is known to be the user's."""
    mark_interrupted(connection, user, session_id)
    return find_turn(connection, user, session_id, MESSAGES.c.status == "streaming")


def find_turn(
    connection: Connection, user: UserRead, session_id: UUID, which: ColumnElement[bool]
) -> BegunTurn | None:
    """The session's oldest turn whose answer is one of these messages."""
    question = MESSAGES.alias("question")
    found = connection.execute(
        select(MESSAGES.c.id, question.c.id.label("question_id"), question.c.content)
        .join(
            question,
            and_(question.c.user_id == MESSAGES.c.user_id, question.c.id == MESSAGES.c.parent_id),
        )
        .where(MESSAGES.c.user_id == user.id, MESSAGES.c.session_id == session_id, which)
        .order_by(MESSAGES.c.id)
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    return BegunTurn(user, session_id, found.question_id, found.id, found.content)


def request_stop(connection: Connection, user: UserRead, session_id: UUID) -> BegunTurn | None:
    """Have the session's turn stop, in whichever process it runs; None where none does.

    One that has not been heard of for a while is ended here. SessionNotFound.
    """
    _require_session(connection, user, session_id)
    connection.execute(update(MESSAGES).where(_running(user, session_id)).values(stopping=True))
    mark_interrupted(connection, user, session_id, after=UNRESPONSIVE_AFTER)
    return running_turn(connection, user, session_id)


def mark_interrupted(
    connection: Connection, user: UserRead, session_id: UUID, *, after: timedelta = STALE_AFTER
) -> None:
    """An answer whose process has died keeps the text it had."""
    _interrupt(connection, and_(_running(user, session_id), ~heard(after)))


def heard(within: timedelta) -> ColumnElement[bool]:
    """The answer's heartbeat is no older than that; nor is it from the future, which it would
    look to be for ever so long where the database's clock was set back."""
    beat, now = MESSAGES.c.heartbeat_at, func.now()
    return beat.between(now - within, now + STALE_AFTER)


def interrupt_all(connection: Connection) -> int:
    """Where one process serves alone and has just begun, whoever was answering is gone."""
    return _interrupt(connection, MESSAGES.c.status == "streaming")


def _interrupt(connection: Connection, which: ColumnElement[bool]) -> int:
    """They are found by the words they have got to, and counted by who finds them dead."""
    ended = update(MESSAGES).where(which).values(status="interrupted")
    key = (MESSAGES.c.user_id, MESSAGES.c.id)
    left = connection.execute(ended.returning(*key, MESSAGES.c.content)).all()
    for user_id, message_id, content in left:
        worded = update(MESSAGES).where(tuple_(*key) == (user_id, message_id))
        connection.execute(worded.values(search=search.vector(content)))
    metrics.TURNS.labels("interrupted").inc(len(left))
    return len(left)


def end_turn(
    connection: Connection,
    user: UserRead,
    message_id: UUID,
    *,
    content: str,
    status: Status,
    error: dict[str, str] | None,
    usage: dict[str, Any] | None,
) -> None:
    """Store the whole answer, unless it was deleted. What it still proposes goes with it, but
    after an interruption may yet be approved."""
    values = {
        "content": content,
        "search": search.vector(content),
        "status": status,
        "error": error,
        "usage": usage,
    }
    unfinished = unfinished_answer(user, message_id)
    connection.execute(update(MESSAGES).where(unfinished).values(values))
    if status != "interrupted":
        proposed = and_(
            STEPS.c.user_id == user.id,
            STEPS.c.message_id == message_id,
            STEPS.c.status == "proposed",
        )
        declined = {"status": "declined", "result": WITHDRAWN}
        connection.execute(update(STEPS).where(proposed).values(declined))


def unfinished_answer(user: UserRead, message_id: UUID) -> ColumnElement[bool]:
    """Taken for dead while the database was away, an answer is still its turn's to finish."""
    return and_(
        MESSAGES.c.user_id == user.id,
        MESSAGES.c.id == message_id,
        MESSAGES.c.status.in_(("streaming", "interrupted")),
    )


def is_active(user: UserRead, session_id: Any) -> ColumnElement[bool]:
    """Somebody is answering in the session."""
    alive = heard(STALE_AFTER)
    return select(MESSAGES.c.id).where(_running(user, session_id), alive).exists()


def _running(user: UserRead, session_id: Any) -> ColumnElement[bool]:
    return and_(
        MESSAGES.c.user_id == user.id,
        MESSAGES.c.session_id == session_id,
        MESSAGES.c.status == "streaming",
    )
