"""Rows as JSON, written by PostgreSQL: Python only passes them on."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Numeric,
    Table,
    Text,
    cast,
    func,
    literal_column,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import SQLModel


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model, for statements that need no objects."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def rfc3339(moment: ColumnElement[Any]) -> ColumnElement[str]:
    """A timestamp in UTC, whatever the connection's time zone."""
    return func.to_char(
        func.timezone("UTC", moment), literal_column("""'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'""")
    )


def json_object(
    columns: ReadOnlyColumnCollection[str, Any],
    fields: tuple[str, ...],
    **computed: ColumnElement[Any],
) -> ColumnElement[str]:
    """The text of a JSON object of these columns: times in RFC 3339, decimals without zeros."""
    values = {field: _json_value(columns[field]) for field in fields} | computed
    pairs = [part for name, value in values.items() for part in (_quoted(name), value)]
    return cast(func.json_build_object(*pairs), Text)


def _quoted(name: str) -> ColumnElement[str]:
    return literal_column(f"'{name}'")


def _json_value(column: ColumnElement[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, DateTime):
        return rfc3339(column)
    if isinstance(column.type, Numeric):
        return func.trim_scale(column)
    return column
