"""The short transactions that begin, keep, stop and end a turn."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    insert,
    select,
    update,
)

from kitchen_app.errors import (
    AlreadyUndone,
    ChangeNotFound,
    MessageNotFound,
    SessionNotFound,
    TooManyTurns,
    TurnInProgress,
)
from kitchen_app.models import ToolStep, User
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import ChatSend, Regenerate, Status
from kitchen_app.services import journal, search, undoing
from kitchen_app.services.branches import MESSAGES, SESSIONS
from kitchen_app.services.rendering import table_of

USERS = table_of(User)
STEPS = table_of(ToolStep)
STALE_AFTER = timedelta(seconds=30)  # without a heartbeat, the process that answered is gone
UNRESPONSIVE_AFTER = timedelta(seconds=5)  # … is not waited for by who asks it to stop
LONGEST_TITLE = 60
MOST_RUNNING_TURNS = 8  # of one user


@dataclass(frozen=True)
class BegunTurn:
    """A question that is stored, and the empty answer that waits for its text."""

    user: UserRead
    session_id: UUID
    question_id: UUID
    message_id: UUID
    question: str
    asks_first: bool = False


def begin_turn(connection: Connection, user: UserRead, data: ChatSend) -> BegunTurn:
    """Store the question and an empty answer.

    SessionNotFound, MessageNotFound, TurnInProgress, TooManyTurns.
    """
    _refuse_too_many(connection, user)
    if data.session_id is None:
        session_id = parent_id = _open_session(connection, user, data.message)
    else:
        session_id = data.session_id
        leaf_id = _claim_session(connection, user, session_id)
        parent_id = leaf_id or session_id
    if data.replaces is not None:
        parent_id = _find(connection, user, session_id, data.replaces, role="user").parent_id
    question_id = _add_message(
        connection, user, session_id, parent_id, role="user", content=data.message
    )
    return _begin_answer(connection, user, session_id, question_id, data.message)


def regenerate(
    connection: Connection, user: UserRead, session_id: UUID, query: Regenerate
) -> BegunTurn:
    """An empty answer beside one that is there; the errors of `begin_turn`.

    With `undo`, what that one changed is taken back, or ChangedSince.
    """
    _refuse_too_many(connection, user)
    leaf_id = _claim_session(connection, user, session_id)
    wanted = query.message_id or leaf_id or session_id
    answer = _find(connection, user, session_id, wanted, role="assistant")
    question = _find(connection, user, session_id, answer.parent_id, role="user")
    if query.undo:
        with suppress(AlreadyUndone, ChangeNotFound):
            undoing.undo_answer(connection, user, answer.id)
    return _begin_answer(connection, user, session_id, question.id, question.content)


def _begin_answer(
    connection: Connection, user: UserRead, session_id: UUID, question_id: UUID, question: str
) -> BegunTurn:
    answer_id = _add_message(connection, user, session_id, question_id, role="assistant")
    connection.execute(
        update(SESSIONS)
        .where(SESSIONS.c.user_id == user.id, SESSIONS.c.id == session_id)
        .values(leaf_id=answer_id)
    )
    asks_first = connection.execute(_asks_first(user)).scalar_one()
    return BegunTurn(user, session_id, question_id, answer_id, question, asks_first)


def _asks_first(user: UserRead) -> Select[Any]:
    return select(USERS.c.asks_first).where(USERS.c.id == user.id)


def _refuse_too_many(connection: Connection, user: UserRead) -> None:
    journal.queue_up(connection, user)  # they are counted one by one
    running = select(func.count()).where(
        MESSAGES.c.user_id == user.id,
        MESSAGES.c.status == "streaming",
        MESSAGES.c.heartbeat_at >= func.now() - STALE_AFTER,
    )
    if connection.execute(running).scalar_one() >= MOST_RUNNING_TURNS:
        raise TooManyTurns(MOST_RUNNING_TURNS)


def _open_session(connection: Connection, user: UserRead, question: str) -> UUID:
    session_id = new_id()
    title = title_for(question)
    row = {"user_id": user.id, "id": session_id, "title": title, "search": search.vector(title)}
    connection.execute(insert(SESSIONS).values(row))
    return session_id


def title_for(question: str) -> str:
    """The question's first words."""
    line = " ".join(question.split())
    if len(line) <= LONGEST_TITLE:
        return line
    return line[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def _claim_session(connection: Connection, user: UserRead, session_id: UUID) -> UUID | None:
    """Lock the session: of two questions at once the second finds the first one's turn.

    The last message of its conversation; None where it has none.
    """
    claimed = connection.execute(
        update(SESSIONS)
        .where(SESSIONS.c.user_id == user.id, SESSIONS.c.id == session_id)
        .values(updated_at=func.now())
        .returning(SESSIONS.c.leaf_id)
    ).one_or_none()
    if claimed is None:
        raise SessionNotFound(session_id)
    if _running_turn(connection, user, session_id):
        raise TurnInProgress(session_id)
    leaf_id: UUID | None = claimed.leaf_id
    return leaf_id


def _find(
    connection: Connection, user: UserRead, session_id: UUID, message_id: UUID, *, role: str
) -> Row[*tuple[Any, ...]]:
    found = connection.execute(
        select(MESSAGES.c.id, MESSAGES.c.parent_id, MESSAGES.c.content).where(
            MESSAGES.c.user_id == user.id,
            MESSAGES.c.session_id == session_id,
            MESSAGES.c.id == message_id,
            MESSAGES.c.role == role,
        )
    ).one_or_none()
    if found is None:
        raise MessageNotFound(message_id)
    return found


def _add_message(
    connection: Connection,
    user: UserRead,
    session_id: UUID,
    parent_id: UUID,
    *,
    role: str,
    content: str = "",
) -> UUID:
    """A question, or the answer that will be streamed."""
    message_id, running = new_id(), role == "assistant"
    row = {
        "user_id": user.id,
        "id": message_id,
        "session_id": session_id,
        "parent_id": parent_id,
        "role": role,
        "content": content,
        "search": search.vector(content),
        "status": "streaming" if running else "complete",
        "heartbeat_at": func.now() if running else None,
    }
    connection.execute(insert(MESSAGES).values(row))
    return message_id


def find_running(connection: Connection, user: UserRead, session_id: UUID) -> BegunTurn | None:
    """The turn that is answering in this session, in whichever process; SessionNotFound."""
    _require_session(connection, user, session_id)
    return _running_turn(connection, user, session_id)


def _require_session(connection: Connection, user: UserRead, session_id: UUID) -> None:
    mine = (SESSIONS.c.user_id == user.id) & (SESSIONS.c.id == session_id)
    if connection.execute(select(SESSIONS.c.id).where(mine)).one_or_none() is None:
        raise SessionNotFound(session_id)


def _running_turn(connection: Connection, user: UserRead, session_id: UUID) -> BegunTurn | None:
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
    return _running_turn(connection, user, session_id)


def mark_interrupted(
    connection: Connection, user: UserRead, session_id: UUID, *, after: timedelta = STALE_AFTER
) -> None:
    """An answer whose process has died keeps the text it had."""
    stale = and_(
        _running(user, session_id),
        MESSAGES.c.heartbeat_at < func.now() - after,
    )
    connection.execute(update(MESSAGES).where(stale).values(status="interrupted"))


def interrupt_all(connection: Connection) -> int:
    """Where one process serves alone and has just begun, whoever was answering is gone."""
    left = update(MESSAGES).where(MESSAGES.c.status == "streaming")
    return connection.execute(left.values(status="interrupted")).rowcount


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
        connection.execute(update(STEPS).where(proposed).values(status="declined"))


def unfinished_answer(user: UserRead, message_id: UUID) -> ColumnElement[bool]:
    """Taken for dead while the database was away, an answer is still its turn's to finish."""
    return and_(
        MESSAGES.c.user_id == user.id,
        MESSAGES.c.id == message_id,
        MESSAGES.c.status.in_(("streaming", "interrupted")),
    )


def is_active(user: UserRead, session_id: Any) -> ColumnElement[bool]:
    """Somebody is answering in the session."""
    alive = MESSAGES.c.heartbeat_at >= func.now() - STALE_AFTER
    return select(MESSAGES.c.id).where(_running(user, session_id), alive).exists()


def _running(user: UserRead, session_id: Any) -> ColumnElement[bool]:
    return and_(
        MESSAGES.c.user_id == user.id,
        MESSAGES.c.session_id == session_id,
        MESSAGES.c.status == "streaming",
    )
