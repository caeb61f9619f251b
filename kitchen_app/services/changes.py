"""Reading the journal of writes."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, exists, func, select

from kitchen_app.models import Change
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.change import ChangeQuery, ChangeRead
from kitchen_app.schemas.page import Page
from kitchen_app.services.listing import fetch_page
from kitchen_app.services.rendering import json_object, table_of

CHANGES = table_of(Change)
_LATER = CHANGES.alias("later")
_OF_USER = _LATER.c.user_id == CHANGES.c.user_id
IS_UNDONE = exists().where(_OF_USER, _LATER.c.undoes == CHANGES.c.id).correlate(CHANGES)
# Of a write that is no undo: its undo, the undo of that and so on are one chain.
_UNDOS = select(func.count()).where(_OF_USER, _LATER.c.original == CHANGES.c.id).correlate(CHANGES)
IS_IN_EFFECT = _UNDOS.scalar_subquery() % 2 == 0
CHANGE_JSON = json_object(
    CHANGES.c, tuple(name for name in ChangeRead.model_fields if name != "undone"), undone=IS_UNDONE
)


def list_changes(connection: Connection, user: UserRead, query: ChangeQuery) -> Page[ChangeRead]:
    """One page of the user's writes, newest first."""
    return fetch_page(
        connection,
        select(CHANGE_JSON).where(*_conditions(user, query)),
        ChangeRead,
        query,
        sort=CHANGES.c.created_at,
        row_id=CHANGES.c.id,
        shape=("changes",),
    )


def _conditions(user: UserRead, query: ChangeQuery) -> list[ColumnElement[bool]]:
    wanted: dict[str, Any] = query.model_dump(
        include={"entity_id", "message_id"}, exclude_none=True
    )
    return [CHANGES.c.user_id == user.id, *(CHANGES.c[name] == v for name, v in wanted.items())]


def read_changes(connection: Connection, user: UserRead, ids: Collection[UUID]) -> list[ChangeRead]:
    """Those of these that are the user's, in the order in which they were made."""
    statement = (
        select(CHANGE_JSON)
        .where(CHANGES.c.user_id == user.id, CHANGES.c.id == func.any(list(ids)))
        .order_by(CHANGES.c.created_at, CHANGES.c.id)
    )
    rows = connection.execute(statement).scalars()
    return [ChangeRead.model_validate_json(row) for row in rows]
