"""What the steps share: batches of rows, and what differs in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, select, text, true, update

from kitchen_app.schemas.auth import UserRead
from kitchen_app.services.same_foods import hold_names

BATCH = 100  # rows: a second on a busy machine, and others wait for five at most


@dataclass(frozen=True)
class Difference:
    """These columns of a row are not what they would be if they were derived now."""

    table: str
    row: UUID | int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """`last` is the row after which the next batch begins; None where this was the last one."""

    differences: list[Difference]
    last: UUID | None = None


def begin(connection: Connection, user: UserRead, *, write: bool) -> None:
    """The transaction's first statement. A reader sees one moment, and holds nobody up; a writer
    has the cook's cookbook, pantry and names for itself until it ends."""
    if write:
        hold_names(connection, user)
    else:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))


def batch(
    connection: Connection,
    user: UserRead,
    table: Table,
    after: UUID | None,
    *,
    write: bool,
    which: ColumnElement[bool] | None = None,
) -> tuple[Sequence[Row[Any]], UUID | None]:
    """The next rows, locked for a writer, and the `last` of them where there may be more."""
    mine = select(table).where(table.c.user_id == user.id, true() if which is None else which)
    if after is not None:
        mine = mine.where(table.c.id > after)
    rows = connection.execute(locked(mine.order_by(table.c.id).limit(BATCH), write)).all()
    return rows, rows[-1].id if len(rows) == BATCH else None


def locked(statement: Any, write: bool) -> Any:
    return statement.with_for_update(key_share=True) if write else statement


def differing(stored: Mapping[str, Any], fresh: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the columns that are not as they would be now."""
    return tuple(name for name, value in fresh.items() if stored[name] != value)


def rewrite(
    connection: Connection, user: UserRead, table: Table, fresh: Mapping[Any, Mapping[str, Any]]
) -> None:
    """Set columns, the same ones of each row, by the rows' ids."""
    if not fresh:
        return
    columns = [*next(iter(fresh.values()))]
    statement = (
        update(table)
        .where(table.c.user_id == user.id, table.c.id == bindparam("row"))
        .values({name: bindparam(f"new_{name}") for name in columns})
    )
    rows = [{"row": key} | {f"new_{n}": v for n, v in new.items()} for key, new in fresh.items()]
    connection.execute(statement, rows)
