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


def json_object(
    columns: ReadOnlyColumnCollection[str, Any],
    fields: tuple[str, ...],
    **computed: ColumnElement[Any],
) -> ColumnElement[str]:
    """The text of a JSON object of these columns: times in RFC 3339, decimals without zeros.

    Written as SQL at once: SQLAlchemy walks a tree of functions again for every statement.
    """
    pairs: list[ColumnElement[Any]] = [
        literal_column(", ".join(f"'{field}', {_json_value(columns[field])}" for field in fields))
    ]
    for name, value in computed.items():
        pairs += (literal_column(f"'{name}'"), value)
    return cast(func.json_build_object(*pairs), Text)


def _json_value(column: ColumnElement[Any]) -> str:
    name = str(column)
    if isinstance(column.type, DateTime):  # in UTC, whatever the connection's time zone
        return f"""to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    if isinstance(column.type, Numeric):
        return f"trim_scale({name})"
    return name
