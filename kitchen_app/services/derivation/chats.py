"""The words that search finds chats by."""

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, text

from kitchen_app.schemas.auth import UserRead
from kitchen_app.services import foods
from kitchen_app.services.branches import MESSAGES, SESSIONS
from kitchen_app.services.derivation.rows import Difference, Seen, batch
from kitchen_app.services.search import LONGEST_SEARCHED

_GIVEN = """
    FROM unnest(CAST(:rows AS uuid[]), CAST(:words AS text[])) AS given (id, words)
    WHERE {table}.user_id = :user AND {table}.id = given.id
        AND {table}.search <> to_tsvector('simple', given.words)
"""


def see_sessions(
    connection: Connection, user: UserRead, after: UUID | None, *, write: bool
) -> Seen:
    return _see(connection, user, after, SESSIONS, "title", write=write)


def see_messages(
    connection: Connection, user: UserRead, after: UUID | None, *, write: bool
) -> Seen:
    """Of an answer that is being written, the words are derived at its end."""
    done = MESSAGES.c.status != "streaming"
    return _see(connection, user, after, MESSAGES, "content", write=write, which=done)


def _see(
    connection: Connection,
    user: UserRead,
    after: UUID | None,
    table: Table,
    column: str,
    *,
    write: bool,
    which: ColumnElement[bool] | None = None,
) -> Seen:
    rows, last = batch(connection, user, table, after, write=write, which=which)
    words = [" ".join(foods.words(row._mapping[column][:LONGEST_SEARCHED])) for row in rows]
    given = {"user": user.id, "rows": [str(row.id) for row in rows], "words": words}
    wrong = _GIVEN.format(table=table.name)
    statement = f"SELECT {table.name}.id FROM {table.name}, {wrong.replace('FROM', '', 1)}"  # noqa: S608
    if write:
        statement = (
            f"UPDATE {table.name} SET search = to_tsvector('simple', given.words) "  # noqa: S608
            f"{wrong} RETURNING {table.name}.id"
        )
    found = connection.execute(text(statement), given).scalars()
    return Seen([Difference(table.name, row, ("search",)) for row in found], last)
