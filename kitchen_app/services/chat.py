"""Chat sessions: listed, read, renamed, turned to another version, deleted."""

from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    false,
    func,
    or_,
    select,
    update,
)

from kitchen_app.errors import SessionNotFound, TurnInProgress
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import (
    MessageQuery,
    SessionDetail,
    SessionPage,
    SessionQuery,
    SessionRead,
    SessionUpdate,
)
from kitchen_app.schemas.page import Page
from kitchen_app.services import branches, search
from kitchen_app.services.branches import MESSAGES, SESSIONS
from kitchen_app.services.listing import fetch_page
from kitchen_app.services.messages import read_messages
from kitchen_app.services.rendering import json_object
from kitchen_app.services.turns import is_active, mark_interrupted

MOST_TERMS = 12  # that a session is looked for by


def list_sessions(connection: Connection, user: UserRead, query: SessionQuery) -> Page[SessionRead]:
    """One page of the user's sessions, the latest used first; with `q`, those that have its words
    anywhere in their title and messages, in whichever version."""
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


def update_session(
    connection: Connection, user: UserRead, session_id: UUID, data: SessionUpdate
) -> SessionRead:
    """Another title, another version to show; SessionNotFound, MessageNotFound, TurnInProgress."""
    branches.hold(connection, user, session_id)
    session = _read_session(connection, user, session_id)
    if data.title is not None:
        values = {"title": data.title, "search": search.vector(data.title)}
        connection.execute(update(SESSIONS).where(_mine(user, session_id)).values(values))
    if data.version is not None:
        if session.active:
            raise TurnInProgress(session_id)
        branches.show_version(connection, user, session_id, data.version)
    return _read_session(connection, user, session_id)


def delete_session(connection: Connection, user: UserRead, session_id: UUID) -> None:
    """Remove it with its messages, a running turn as well; SessionNotFound."""
    gone = connection.execute(delete(SESSIONS).where(_mine(user, session_id)))
    if not gone.rowcount:
        raise SessionNotFound(session_id)


def _mine(user: UserRead, session_id: UUID) -> ColumnElement[bool]:
    return and_(SESSIONS.c.user_id == user.id, SESSIONS.c.id == session_id)


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
        active=is_active(user, SESSIONS.c.id),
    )
