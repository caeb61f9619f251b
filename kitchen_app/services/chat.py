"""Chat sessions, and the short transactions that begin, keep and end a turn."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from kitchen_app.errors import SessionNotFound, TooManyTurns, TurnInProgress
from kitchen_app.models import ChatSession, Message
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import (
    ChatSend,
    MessageQuery,
    SessionDetail,
    SessionPage,
    SessionQuery,
    SessionRead,
    SessionUpdate,
    Status,
)
from kitchen_app.schemas.page import Page
from kitchen_app.services import search
from kitchen_app.services.listing import fetch_page
from kitchen_app.services.messages import read_messages
from kitchen_app.services.rendering import json_object, table_of

SESSIONS = table_of(ChatSession)
MESSAGES = table_of(Message)
STALE_AFTER = timedelta(seconds=30)  # without a heartbeat, the process that answered is gone
LONGEST_TITLE = 60
MOST_RUNNING_TURNS = 8  # of one user
MOST_TERMS = 12  # that a session is looked for by


@dataclass(frozen=True)
class BegunTurn:
    """A question that is stored, and the empty answer that waits for its text."""

    user: UserRead
    session_id: UUID
    question_id: UUID
    message_id: UUID
    question: str


def begin_turn(connection: Connection, user: UserRead, data: ChatSend) -> BegunTurn:
    """Store the question and an empty answer; SessionNotFound, TurnInProgress, TooManyTurns."""
    _refuse_too_many(connection, user)
    if data.session_id is None:
        session_id = _open_session(connection, user, data.message)
    else:
        session_id = data.session_id
        _claim_session(connection, user, session_id)
    question = _add_message(connection, user, session_id, "user", data.message, "complete")
    answer = _add_message(connection, user, session_id, "assistant", "", "streaming")
    return BegunTurn(user, session_id, question, answer, data.message)


def _refuse_too_many(connection: Connection, user: UserRead) -> None:
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


def _claim_session(connection: Connection, user: UserRead, session_id: UUID) -> None:
    """Lock the session: of two questions at once the second finds the first one's turn."""
    claimed = connection.execute(
        update(SESSIONS).where(_mine(user, session_id)).values(updated_at=func.now())
    )
    if not claimed.rowcount:
        raise SessionNotFound(session_id)
    mark_interrupted(connection, user, session_id)
    if connection.execute(select(_is_active(user, session_id))).scalar_one():
        raise TurnInProgress(session_id)


def _add_message(
    connection: Connection,
    user: UserRead,
    session_id: UUID,
    role: str,
    content: str,
    status: Status,
) -> UUID:
    message_id = new_id()
    row = {
        "user_id": user.id,
        "id": message_id,
        "session_id": session_id,
        "role": role,
        "content": content,
        "search": search.vector(content),
        "status": status,
        "heartbeat_at": func.now() if status == "streaming" else None,
    }
    connection.execute(insert(MESSAGES).values(row))
    return message_id


def mark_interrupted(connection: Connection, user: UserRead, session_id: UUID) -> None:
    """An answer whose process has died keeps the text it had."""
    stale = and_(
        MESSAGES.c.user_id == user.id,
        MESSAGES.c.session_id == session_id,
        MESSAGES.c.status == "streaming",
        MESSAGES.c.heartbeat_at < func.now() - STALE_AFTER,
    )
    connection.execute(update(MESSAGES).where(stale).values(status="interrupted"))


def checkpoint(connection: Connection, user: UserRead, message_id: UUID, content: str) -> bool:
    """Keep the text so far and say the turn is alive; False where the answer was deleted.

    Never shortens it: a checkpoint may arrive after the end that overtook it.
    """
    grows = func.char_length(MESSAGES.c.content) <= len(content)
    kept = connection.execute(
        update(MESSAGES)
        .where(_unfinished(user, message_id), grows)
        .values(content=content, heartbeat_at=func.now())
    )
    return bool(kept.rowcount)


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
    """Store the whole answer, unless it was deleted."""
    values = {
        "content": content,
        "search": search.vector(content),
        "status": status,
        "error": error,
        "usage": usage,
    }
    connection.execute(update(MESSAGES).where(_unfinished(user, message_id)).values(values))


def list_sessions(connection: Connection, user: UserRead, query: SessionQuery) -> Page[SessionRead]:
    """One page of the user's sessions, the latest used first; with `q`, those that have its words
    anywhere in their title and messages."""
    conditions = [_mentions(user, term) for term in search.terms_of(query.q)[:MOST_TERMS]]
    if query.q and not conditions:
        conditions = [false()]
    return fetch_page(
        connection,
        select(_session_json(user)).where(SESSIONS.c.user_id == user.id, *conditions),
        SessionRead,
        query,
        sort=SESSIONS.c.updated_at,
        row_id=SESSIONS.c.id,
        shape=("sessions", "found") if query.q else ("sessions",),
    )


def _mentions(user: UserRead, term: str) -> ColumnElement[bool]:
    """The session's title or some message of it has this word."""
    said = exists().where(
        MESSAGES.c.user_id == user.id,
        MESSAGES.c.session_id == SESSIONS.c.id,
        search.matches(MESSAGES.c.search, term),
    )
    return or_(search.matches(SESSIONS.c.search, term), said)


def read_session(
    connection: Connection, user: UserRead, session_id: UUID, query: MessageQuery
) -> SessionPage:
    """The session with a page of its messages and what the assistant did; SessionNotFound."""
    session = _read_session(connection, user, session_id)
    page, has_more = read_messages(connection, user, session_id, query)
    return SessionPage(SessionDetail(**dict(session), messages=page), has_more)


def _read_session(connection: Connection, user: UserRead, session_id: UUID) -> SessionRead:
    mark_interrupted(connection, user, session_id)
    row = connection.execute(
        select(_session_json(user)).where(_mine(user, session_id))
    ).scalar_one_or_none()
    if row is None:
        raise SessionNotFound(session_id)
    return SessionRead.model_validate_json(row)


def rename_session(
    connection: Connection, user: UserRead, session_id: UUID, data: SessionUpdate
) -> SessionRead:
    """Give it another title; SessionNotFound."""
    values = {"title": data.title, "search": search.vector(data.title)}
    connection.execute(update(SESSIONS).where(_mine(user, session_id)).values(values))
    return _read_session(connection, user, session_id)


def delete_session(connection: Connection, user: UserRead, session_id: UUID) -> None:
    """Remove it with its messages, a running turn as well; SessionNotFound."""
    gone = connection.execute(delete(SESSIONS).where(_mine(user, session_id)))
    if not gone.rowcount:
        raise SessionNotFound(session_id)


def _mine(user: UserRead, session_id: UUID) -> ColumnElement[bool]:
    return and_(SESSIONS.c.user_id == user.id, SESSIONS.c.id == session_id)


def _unfinished(user: UserRead, message_id: UUID) -> ColumnElement[bool]:
    """Taken for dead while the database was away, an answer is still its turn's to finish."""
    return and_(
        MESSAGES.c.user_id == user.id,
        MESSAGES.c.id == message_id,
        MESSAGES.c.status.in_(("streaming", "interrupted")),
    )


def _is_active(user: UserRead, session_id: Any) -> ColumnElement[bool]:
    return exists().where(
        MESSAGES.c.user_id == user.id,
        MESSAGES.c.session_id == session_id,
        MESSAGES.c.status == "streaming",
        MESSAGES.c.heartbeat_at >= func.now() - STALE_AFTER,
    )


def _session_json(user: UserRead) -> ColumnElement[str]:
    count = (
        select(func.count())
        .where(MESSAGES.c.user_id == user.id, MESSAGES.c.session_id == SESSIONS.c.id)
        .scalar_subquery()
    )
    return json_object(
        SESSIONS.c,
        ("id", "title", "created_at", "updated_at"),
        message_count=count,
        active=_is_active(user, SESSIONS.c.id),
    )
