"""Keeps what the running turns of this process have said, for all of them in one statement."""

import asyncio
from collections.abc import Iterable
from contextvars import Context
from functools import partial
from typing import Protocol
from uuid import UUID

import structlog

from kitchen_app.database import Database
from kitchen_app.services.keeping import MOST_AT_ONCE, Kept, Piece, keep

log = structlog.get_logger(__name__)

BEAT = 0.5  # seconds


class Speaker(Protocol):
    """A turn, as its keeper sees it."""

    def piece(self) -> Piece:
        """What it has said since it was last kept."""

    def kept(self, up_to: int) -> None:
        """So many characters are stored."""

    def stop(self) -> None:
        """Somebody asked for it, maybe in another process."""

    def drop(self) -> None:
        """The answer has been deleted."""


class Keeper:
    """Beats while turns run. Every beat is their heartbeat as well."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._speaking: dict[UUID, Speaker] = {}
        self._beating: asyncio.Task[None] | None = None

    def watch(self, message_id: UUID, turn: Speaker) -> None:
        self._speaking[message_id] = turn
        if self._beating is None or self._beating.done():
            self._beating = asyncio.create_task(self._beat(), context=Context())  # of no request

    def leave(self, message_id: UUID) -> None:
        self._speaking.pop(message_id, None)

    async def _beat(self) -> None:
        while self._speaking:
            await asyncio.sleep(BEAT)
            speaking = [*self._speaking.values()]
            for at in range(0, len(speaking), MOST_AT_ONCE):
                await self._keep(speaking[at : at + MOST_AT_ONCE])

    async def _keep(self, speaking: Iterable[Speaker]) -> None:
        pieces = {piece.message_id: piece for piece in (turn.piece() for turn in speaking)}
        try:
            kept = await self._database.run(partial(keep, pieces=list(pieces.values())))
        except Exception as error:
            log.warning("text not kept yet", kind=type(error).__name__)
            return
        for one in kept:
            if turn := self._speaking.get(one.message_id):
                _tell(turn, one, pieces[one.message_id])


def _tell(turn: Speaker, kept: Kept, piece: Piece) -> None:
    if not kept.there:
        turn.drop()
    elif kept.stopping:
        turn.stop()
    if kept.stored:
        turn.kept(piece.length)
