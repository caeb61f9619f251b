"""Keyset pages: a page five thousand deep costs what the first one costs."""

from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, Select, literal, tuple_

from kitchen_app.errors import InvalidCursor
from kitchen_app.schemas.page import Order, Page, read_cursor, write_cursor

Item = TypeVar("Item", bound=BaseModel)
_PARSERS: dict[type, Any] = {
    str: str,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
}


class ListQuery(Protocol):
    """What every list lets its reader say."""

    limit: int
    cursor: str | None

    @property
    def order(self) -> Order: ...


def fetch_page(
    connection: Connection,
    statement: Select[Any],
    schema: type[Item],
    query: ListQuery,
    *,
    sort: ColumnElement[Any],
    row_id: ColumnElement[UUID],
    shape: tuple[str, ...],
) -> Page[Item]:
    """One page, by (sort, row_id), of a statement whose only column is the row's JSON.

    `shape` names the list and its order: a cursor of another one is an InvalidCursor.
    """
    ascending = query.order == "asc"
    if query.cursor is not None:
        place, keyset = _place(query.cursor, shape, sort), tuple_(sort, row_id)
        statement = statement.where(keyset > place if ascending else keyset < place)
    directed = (c.asc() if ascending else c.desc() for c in (sort, row_id))
    statement = statement.add_columns(sort, row_id).order_by(*directed).limit(query.limit + 1)
    rows = connection.execute(statement).all()
    page, following = rows[: query.limit], None
    if len(rows) > query.limit:
        following = write_cursor(*shape, _text(page[-1][1]), str(page[-1][2]))
    return Page(schema, [row[0] for row in page], following)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value.isoformat())


def _place(cursor: str, shape: tuple[str, ...], sort: ColumnElement[Any]) -> Any:
    try:
        value, row_id = read_cursor(cursor, *shape)
        parsed = _PARSERS[sort.type.python_type](value)
        return tuple_(literal(parsed, sort.type), literal(UUID(row_id)))
    except ValueError:
        raise InvalidCursor from None
