"""Keeping what running turns have said so far: one statement for all that run in a process."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, text

MOST_AT_ONCE = 500  # turns in one statement


@dataclass(frozen=True)
class Piece:
    """What an answer has said after its first `kept` characters; `length` is how many in all."""

    user_id: UUID
    message_id: UUID
    kept: int
    said: str

    @property
    def length(self) -> int:
        return self.kept + len(self.said)


@dataclass(frozen=True)
class Kept:
    """What became of a piece. Not `there`: the answer was deleted. `stopping`: asked to stop."""

    message_id: UUID
    stored: bool
    there: bool
    stopping: bool


# Rows that somebody else holds wait for the next time: two who lock many rows in two orders would
# wait for each other. Never shortens: it may come after the end that overtook it.
_KEEP = text(
    """
    WITH given AS (
        SELECT * FROM unnest(
            CAST(:users AS uuid[]), CAST(:messages AS uuid[]), CAST(:kept AS int[]),
            CAST(:said AS text[])
        ) AS given (user_id, id, kept, said)
    ), held AS (
        SELECT m.user_id, m.id, given.kept, given.said
        FROM messages m JOIN given ON m.user_id = given.user_id AND m.id = given.id
        WHERE m.status IN ('streaming', 'interrupted')
        AND char_length(m.content) <= given.kept + char_length(given.said)
        FOR NO KEY UPDATE OF m SKIP LOCKED
    ), stored AS (
        UPDATE messages m
        SET content = left(m.content, held.kept) || held.said, heartbeat_at = now()
        FROM held WHERE m.user_id = held.user_id AND m.id = held.id
        RETURNING m.user_id, m.id, m.stopping
    )
    SELECT given.id, stored.id IS NOT NULL,
        EXISTS (SELECT FROM messages m WHERE m.user_id = given.user_id AND m.id = given.id),
        coalesce(stored.stopping, false)
    FROM given LEFT JOIN stored ON stored.user_id = given.user_id AND stored.id = given.id
    """
)


def keep(connection: Connection, pieces: Sequence[Piece]) -> list[Kept]:
    """Store these pieces and that their turns are alive. May be done twice."""
    given = {
        "users": [str(piece.user_id) for piece in pieces],
        "messages": [str(piece.message_id) for piece in pieces],
        "kept": [piece.kept for piece in pieces],
        "said": [piece.said for piece in pieces],
    }
    return [Kept(*row) for row in connection.execute(_KEEP, given)]
