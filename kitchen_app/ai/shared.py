"""The turns of all the kitchen's processes, as one of them sees them."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection

from kitchen_app.ai.events import EventLog
from kitchen_app.ai.mirrors import Mirrors
from kitchen_app.ai.publisher import AGAIN, Publisher
from kitchen_app.ai.register import KEEP_FOR, Told
from kitchen_app.ai.relay import Relay, RelayAway, Signal
from kitchen_app.ai.turn import Turn
from kitchen_app.ai.turns import STOP_PATIENCE, Turns
from kitchen_app.config import Settings
from kitchen_app.database import Database
from kitchen_app.errors import DatabaseUnavailable, MessageNotFound
from kitchen_app.schemas.health import RedisStatus
from kitchen_app.services import auth, following
from kitchen_app.services.turns import BegunTurn

RECENT = timedelta(seconds=KEEP_FOR)


@dataclass(frozen=True)
class Elsewhere:
    """A turn, as it may be read here."""

    begun: BegunTurn
    log: EventLog


class SharedTurns(Turns):
    """Which turns there are the database says; what they tell, those who run them.

    For as long as Redis is away, readers of other processes' turns get them from the database.
    """

    def __init__(self, database: Database, settings: Settings, redis_url: str) -> None:
        super().__init__(database, settings)
        self._relay = Relay(redis_url)
        self._publisher = Publisher(self._relay)
        self._mirrors = Mirrors(database, self._relay)
        self._listening = asyncio.create_task(self._listen())

    async def next_turn(
        self, user_id: UUID, session_id: UUID, *, after: UUID | None, patience: float
    ) -> Told | None:
        try:
            async with asyncio.timeout(patience):
                while True:
                    since = self.news(user_id)
                    if found := await self._find_next(user_id, session_id, after):
                        return found
                    await self.changed(user_id, since=since, patience=patience)
        except TimeoutError:
            return None

    async def log_of(self, begun: BegunTurn) -> EventLog:
        if turn := self.find(begun.user.id, begun.message_id):
            return turn.log
        return await self._mirrors.log_of(begun)

    async def stop(self, begun: BegunTurn) -> None:
        if self.find(begun.user.id, begun.message_id):
            await super().stop(begun)
            return
        self._publisher.signal(Signal("stop", begun.user.id, begun.message_id))
        log = await self.log_of(begun)
        await log.closing(STOP_PATIENCE)

    def nudge(self, user_id: UUID, message_id: UUID) -> None:
        super().nudge(user_id, message_id)
        self._publisher.signal(Signal("decided", user_id, message_id))

    def add(self, turn: Turn) -> None:
        super().add(turn)
        self._publisher.follow(turn.begun.message_id, turn.log)
        self._publisher.signal(Signal("news", turn.begun.user.id))

    def end(self, turn: Turn) -> None:
        super().end(turn)
        self._publisher.signal(Signal("news", turn.begun.user.id))

    async def redis(self) -> RedisStatus:
        return "ok" if await self._relay.answers() else "down"

    async def close(self) -> None:
        if self.closing:
            return
        await super().close()
        self._listening.cancel()
        await self._mirrors.close()
        await self._publisher.close()
        await self._relay.close()

    async def _find_next(
        self, user_id: UUID, session_id: UUID, after: UUID | None
    ) -> Elsewhere | None:
        def find(connection: Connection) -> BegunTurn | None:
            user = auth.find_user(connection, user_id)
            return following.find_next(connection, user, session_id, after=after, recent=RECENT)

        with suppress(DatabaseUnavailable, MessageNotFound):  # deleted in between
            if begun := await self._database.run(find):
                return Elsewhere(begun, await self.log_of(begun))
        return None

    async def _listen(self) -> None:
        while not self.closing:
            with suppress(RelayAway):
                async for signal in self._relay.signals():
                    self._heard(signal)
            await asyncio.sleep(AGAIN)

    def _heard(self, signal: Signal) -> None:
        if signal.what == "news":
            self.hear(signal.user_id)
        elif signal.message_id and (turn := self.find(signal.user_id, signal.message_id)):
            (turn.stop if signal.what == "stop" else turn.steps.nudge)()
