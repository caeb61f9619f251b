"""A session as a tree: each message has the one before it, and messages with one parent are
versions of each other. What is shown is the path that ends at the session's leaf.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    Subquery,
    func,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from kitchen_app.errors import MessageNotFound
from kitchen_app.models import ChatSession, Message
from kitchen_app.schemas.auth import UserRead
from kitchen_app.services.rendering import table_of

SESSIONS = table_of(ChatSession)
MESSAGES = table_of(Message)


def hold(connection: Connection, user: UserRead, session_id: UUID) -> None:
    """Until the transaction ends nothing begins in the session."""
    mine = (SESSIONS.c.user_id == user.id) & (SESSIONS.c.id == session_id)
    connection.execute(select(SESSIONS.c.id).where(mine).with_for_update(key_share=True))


def leaf_of(user: UserRead, session_id: UUID) -> ScalarSelect[UUID]:
    """The message that the session's conversation ends with."""
    mine = (SESSIONS.c.user_id == user.id) & (SESSIONS.c.id == session_id)
    return select(SESSIONS.c.leaf_id).where(mine).scalar_subquery()


def parent_of(user: UserRead, session_id: UUID, message_id: UUID) -> ScalarSelect[UUID]:
    """The message before this one of the session."""
    this = _of_session(user, session_id) & (MESSAGES.c.id == message_id)
    return select(MESSAGES.c.parent_id).where(this).scalar_subquery()


def path(user: UserRead, session_id: UUID, end: ScalarSelect[UUID], *, limit: int) -> Subquery:
    """The ids of `limit` messages at most: the one at `end`, the one before it, and so on."""
    mine = _of_session(user, session_id)
    steps = (
        select(MESSAGES.c.id, MESSAGES.c.parent_id, literal(1).label("depth"))
        .where(mine, MESSAGES.c.id == end)
        .cte("path", recursive=True)
    )
    before = select(MESSAGES.c.id, MESSAGES.c.parent_id, steps.c.depth + 1).where(
        mine, MESSAGES.c.id == steps.c.parent_id, steps.c.depth < limit
    )
    return select(steps.union_all(before).c.id).subquery("path_ids")


def versions(
    connection: Connection, user: UserRead, session_id: UUID, parents: Collection[UUID]
) -> dict[UUID, list[UUID]]:
    """The messages that follow each of these, oldest first."""
    of_one = func.array_agg(aggregate_order_by(MESSAGES.c.id, MESSAGES.c.id))
    rows = connection.execute(
        select(MESSAGES.c.parent_id, of_one)
        .where(_of_session(user, session_id), MESSAGES.c.parent_id.in_(parents))
        .group_by(MESSAGES.c.parent_id)
    )
    return {parent_id: list(ids) for parent_id, ids in rows}


def show_version(
    connection: Connection, user: UserRead, session_id: UUID, message_id: UUID
) -> None:
    """Turn the conversation to the newest that followed on this message; MessageNotFound."""
    leaf = connection.execute(_newest_after(user, session_id, message_id)).scalar_one_or_none()
    if leaf is None:
        raise MessageNotFound(message_id)
    mine = (SESSIONS.c.user_id == user.id) & (SESSIONS.c.id == session_id)
    connection.execute(update(SESSIONS).where(mine).values(leaf_id=leaf))


def _newest_after(user: UserRead, session_id: UUID, message_id: UUID) -> Select[Any]:
    mine = _of_session(user, session_id)
    down = select(MESSAGES.c.id).where(mine, MESSAGES.c.id == message_id)
    steps = down.cte("down", recursive=True)
    newest = (
        select(MESSAGES.c.id)
        .where(mine, MESSAGES.c.parent_id == steps.c.id)
        .order_by(MESSAGES.c.id.desc())
        .limit(1)
        .lateral("newest")
    )
    walked = steps.union_all(select(newest.c.id).select_from(steps.join(newest, true())))
    return select(walked.c.id).order_by(walked.c.id.desc()).limit(1)  # ids grow along a path


def _of_session(user: UserRead, session_id: UUID) -> ColumnElement[bool]:
    return (MESSAGES.c.user_id == user.id) & (MESSAGES.c.session_id == session_id)
