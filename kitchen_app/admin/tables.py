"""Every table as PostgreSQL's own text, in an order that is the same everywhere.

Which tables there are is asked of the database: a new one is in the next backup by existing.
"""

from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from typing import Any, NamedTuple, Protocol

from psycopg2 import DataError, IntegrityError, OperationalError
from psycopg2.extensions import QueryCanceledError
from sqlalchemy import Connection, text

from kitchen_app.errors import DatabaseUnavailable

# What values look like must not depend on who looks.
SAME_EVERYWHERE = (
    "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL bytea_output = 'hex'; "
    "SET LOCAL client_encoding = 'UTF8'; SET LOCAL extra_float_digits = 1; "
    "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '5s'"
)
_COLUMNS = """
SELECT relname, array_agg(quote_ident(attname) ORDER BY attnum) FILTER (WHERE attgenerated = '')
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
WHERE relnamespace = current_schema::regnamespace AND relkind = 'r'
    AND relname <> 'alembic_version'
GROUP BY relname ORDER BY relname"""
_KEYS = """
SELECT conrelid::regclass::text, array_agg(
    quote_ident(attname) || CASE WHEN attcollation = 0 THEN '' ELSE ' COLLATE "C"' END
    ORDER BY array_position(conkey, attnum))
FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
WHERE connamespace = current_schema::regnamespace AND contype = 'p'
GROUP BY conrelid"""
_REFERENCES = """
SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
WHERE connamespace = current_schema::regnamespace AND contype = 'f' AND conrelid <> confrelid"""


class Table(NamedTuple):
    """Names as SQL takes them. `columns` are without those that PostgreSQL generates."""

    name: str
    columns: list[str]
    key: list[str]


class NotLines(Exception):
    """PostgreSQL cannot take this for rows of this table."""


class Readable(Protocol):
    def read(self, size: int) -> bytes: ...


class Writable(Protocol):
    def write(self, data: bytes) -> object: ...


def tables(connection: Connection) -> list[Table]:
    """All but Alembic's, each after those it refers to."""
    keys: dict[str, list[str]] = dict(_pairs(connection, _KEYS))
    columns: dict[str, list[str]] = dict(_pairs(connection, _COLUMNS))
    order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(columns, ()))
    for table, other in _pairs(connection, _REFERENCES):
        order.add(table, other)
    return [Table(name, columns[name], keys[name]) for name in order.static_order()]


def is_empty(connection: Connection, among: Sequence[Table]) -> bool:
    """Whether no table has a row."""
    rows = (f"EXISTS (SELECT FROM {table.name})" for table in among)
    return not connection.exec_driver_sql(f"SELECT {' OR '.join(rows)}").scalar()


def copy_out(connection: Connection, table: Table, to: Writable) -> None:
    """A line for each row, in the order of the key."""
    columns, key = ", ".join(table.columns), ", ".join(table.key)
    rows = f"SELECT {columns} FROM {table.name} ORDER BY {key}"  # noqa: S608
    _copy(connection, f"COPY ({rows}) TO STDOUT", to)


def copy_in(connection: Connection, table: Table, lines: Readable) -> None:
    """What `copy_out` wrote, from another database too. NotLines where it is something else."""
    columns = ", ".join(table.columns)
    try:
        _copy(connection, f"COPY {table.name} ({columns}) FROM STDIN", lines)
    except (DataError, IntegrityError, QueryCanceledError):
        raise NotLines from None


def _copy(connection: Connection, statement: str, file: object) -> None:
    try:
        cursor: Any = connection.connection.cursor()
        cursor.copy_expert(statement, file)
    except QueryCanceledError:  # reading the file went wrong
        raise
    except OperationalError:
        raise DatabaseUnavailable from None


def _pairs(connection: Connection, statement: str) -> Iterator[Any]:
    return iter(connection.execute(text(statement)))
