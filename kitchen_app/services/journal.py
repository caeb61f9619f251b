"""The only way to write to cookbook and pantry: each write and its journal entry, one statement."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.change import Actor
from kitchen_app.services import journal_statements as statements
from kitchen_app.services.journal_statements import MODELS, Model
from kitchen_app.services.rendering import table_of


@dataclass(frozen=True)
class Author:
    """Who writes: the cook, or the assistant in one tool call of one answer."""

    actor: Actor = "cook"
    message_id: UUID | None = None
    tool_call_id: str | None = None


COOK = Author()
_QUEUE = select(func.pg_advisory_xact_lock(func.hashtext(bindparam("user"))))


def create(
    connection: Connection,
    user: UserRead,
    model: Model,
    values: dict[str, Any],
    *,
    by: Author = COOK,
) -> str | None:
    """The new row as JSON; None where a unique index already holds such a row."""
    row = values | {"id": new_id()}
    return _write(connection, statements.creation(model, tuple(row)), user, by, row)


def change(
    connection: Connection,
    user: UserRead,
    model: Model,
    row_id: UUID,
    values: dict[str, Any],
    *,
    by: Author = COOK,
    entry: UUID | None = None,
) -> str | None:
    """The changed row as JSON; None where the user has no such row. `entry` is the journal's."""
    statement = statements.change(model, tuple(values))
    return _write(connection, statement, user, by, values, row_id, entry)


def remove(
    connection: Connection, user: UserRead, model: Model, row_id: UUID, *, by: Author = COOK
) -> UUID | None:
    """The journal entry's id; None where the user has no such row."""
    return next(iter(remove_all(connection, user, model, [row_id], by=by)), None)


def remove_all(
    connection: Connection,
    user: UserRead,
    model: Model,
    row_ids: Collection[UUID],
    *,
    by: Author = COOK,
) -> list[UUID]:
    """The ids of the journal entries, one for each of these rows that the user has."""
    given = _given(user, by) | {"rows": list(row_ids), "entries": [new_id() for _ in row_ids]}
    return list(connection.execute(statements.removal(model), given).scalars())


def undo(
    connection: Connection, user: UserRead, undone: Row[Any], derived: Mapping[str, Any]
) -> UUID | None:
    """Put a row back as it was before a change, to the last column; the journal entry's id.

    `derived` is what its snapshot does not hold. None where the row is not as the change left it,
    or is there although that deleted it; IntegrityError where another row has its place.
    """
    model = MODELS[undone.entity]
    restored = {*(undone.before or ()), *derived}
    names = tuple(c.name for c in table_of(model).columns if c.name in restored)
    anew = {name: str(v) if isinstance(v, Decimal) else v for name, v in derived.items()}
    given = {"entry": new_id(), "undone": undone.id, "derived": anew}
    statement = statements.undoing(model, undone.action, names)
    return connection.execute(statement, _given(user, COOK) | given).scalar_one_or_none()


def queue_up(connection: Connection, user: UserRead) -> None:
    """Wait until none of the user's writes to several rows is under way, and hold the others up
    until the transaction ends.

    They lock rows in any order, and two could otherwise wait for each other for ever. So the first
    lock of such a write is this one.
    """
    connection.execute(_QUEUE, {"user": str(user.id)})


def _write(
    connection: Connection,
    statement: Select[str],
    user: UserRead,
    by: Author,
    values: dict[str, Any],
    row_id: UUID | None = None,
    entry: UUID | None = None,
) -> str | None:
    given = _given(user, by) | {"entry": entry or new_id(), "row": row_id}
    new = {f"new_{name}": value for name, value in values.items()}
    return connection.execute(statement, given | new).scalar_one_or_none()


def _given(user: UserRead, by: Author) -> dict[str, Any]:
    return {
        "by_user": user.id,
        "by_actor": by.actor,
        "by_message": by.message_id,
        "by_call": by.tool_call_id,
    }
