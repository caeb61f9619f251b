"""The short transactions that begin a turn: a question and an empty answer, or another answer."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from kitchen_app.errors import (
    AlreadyUndone,
    ChangeNotFound,
    MessageNotFound,
    SessionNotFound,
    TooManyTurns,
    TurnInProgress,
)
from kitchen_app.models import User
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.chat import ChatSend, Regenerate
from kitchen_app.services import journal, search, undoing
from kitchen_app.services.branches import MESSAGES, SESSIONS
from kitchen_app.services.rendering import table_of
from kitchen_app.services.turns import STALE_AFTER, BegunTurn, heard, running_turn

USERS = table_of(User)
LONGEST_TITLE = 60
MOST_RUNNING_TURNS = 8  # of one user


def begin_turn(connection: Connection, user: UserRead, data: ChatSend) -> BegunTurn:
    """Store the question and an empty answer.

    SessionNotFound, MessageNotFound, TurnInProgress, TooManyTurns.
    """
    _refuse_too_many(connection, user)
    if data.session_id is None:
        session_id = parent_id = newest = _open_session(connection, user, data.message)
    else:
        session_id = data.session_id
        leaf_id = _claim_session(connection, user, session_id)
        parent_id = leaf_id or session_id
        newest = _newest(connection, user, session_id)
    if data.replaces is not None:
        parent_id = _find(connection, user, session_id, data.replaces, role="user").parent_id
    question_id = _add_message(
        connection, user, session_id, parent_id, after=newest, role="user", content=data.message
    )
    return _begin_answer(connection, user, session_id, question_id, data.message, after=question_id)


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
    newest = _newest(connection, user, session_id)
    return _begin_answer(connection, user, session_id, question.id, question.content, after=newest)


def _begin_answer(
    connection: Connection,
    user: UserRead,
    session_id: UUID,
    question_id: UUID,
    question: str,
    *,
    after: UUID,
) -> BegunTurn:
    answer_id = _add_message(
        connection, user, session_id, question_id, after=after, role="assistant"
    )
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
        heard(STALE_AFTER),
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
    if running_turn(connection, user, session_id):
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


def _newest(connection: Connection, user: UserRead, session_id: UUID) -> UUID:
    """The last message that was made in the session, or the session: its ids grow."""
    mine = (MESSAGES.c.user_id == user.id) & (MESSAGES.c.session_id == session_id)
    by_age = select(MESSAGES.c.id).where(mine).order_by(MESSAGES.c.id.desc()).limit(1)
    return connection.execute(by_age).scalar_one_or_none() or session_id


def _add_message(
    connection: Connection,
    user: UserRead,
    session_id: UUID,
    parent_id: UUID,
    *,
    after: UUID,
    role: str,
    content: str = "",
) -> UUID:
    """A question, or the answer that will be streamed."""
    message_id, running = new_id(after=after), role == "assistant"
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
