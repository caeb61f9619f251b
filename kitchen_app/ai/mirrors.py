"""The logs of turns that other processes run, for those who read along here."""

import asyncio
from collections.abc import Iterable
from contextvars import Context
from functools import partial
from uuid import UUID
from weakref import WeakValueDictionary

from kitchen_app.ai.events import EventLog, rest, size
from kitchen_app.ai.relay import Relay, RelayAway
from kitchen_app.ai.replay import replay
from kitchen_app.database import Database
from kitchen_app.errors import DatabaseUnavailable, MessageNotFound, TurnInterrupted
from kitchen_app.schemas.chat import ChatEvent, Done, TurnError
from kitchen_app.services import following
from kitchen_app.services.turns import BegunTurn

BEAT = 0.05  # seconds
SILENCE = 3.0  # seconds without a parcel: then the database is asked what became of the turn
BEHIND = 1.0  # seconds, where parcels are missing or Redis is away


class Mirror(EventLog):
    """Fed with what is stored of its turn, and with what the turn's process sends."""

    def __init__(self, begun: BegunTurn) -> None:
        super().__init__()
        self.begun = begun
        self.fed = _now()

    def take(self, begins: int, events: Iterable[ChatEvent]) -> bool:
        """Append what is new of these; False where what comes before them is missing."""
        known, new = self.ends - begins, []
        for event in events:
            if known < size(event):
                new.append(rest(event, max(0, known)))
            known -= size(event)
        if begins <= self.ends and new and not self.closed:
            self.fed = _now()
            self.append(*new)
            if isinstance(new[-1], Done):
                self.close()
        return begins <= self.ends


class Mirrors:
    """One for each turn that is read along here, for as long as somebody holds it."""

    def __init__(self, database: Database, relay: Relay) -> None:
        self._database = database
        self._relay = relay
        self._mirrors: WeakValueDictionary[UUID, Mirror] = WeakValueDictionary()
        self._feeding: asyncio.Task[None] | None = None
        self._asking: dict[UUID, asyncio.Task[None]] = {}
        self._closing = False

    async def log_of(self, begun: BegunTurn) -> EventLog:
        """The log of another process's turn, as far as it is; MessageNotFound."""
        if mirror := self._mirrors.get(begun.message_id):
            return mirror
        mirror = self._mirrors[begun.message_id] = Mirror(begun)
        if self._feeding is None or self._feeding.done():
            self._feeding = asyncio.create_task(self._feed(), context=Context())  # of no request
        await self._ask(mirror)
        return mirror

    async def close(self) -> None:
        self._closing = True  # a Redis client may swallow that it was cancelled
        tasks = [task for task in (self._feeding, *self._asking.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _feed(self) -> None:
        while not self._closing:
            if not await self._round():  # which holds the mirrors no longer than it takes
                return
            await asyncio.sleep(BEAT)

    async def _round(self) -> bool:
        mirrors = {key: mirror for key, mirror in self._mirrors.items() if not mirror.closed}
        if not mirrors:
            return False
        try:
            found = await self._relay.read({key: mirror.ends for key, mirror in mirrors.items()})
        except RelayAway:
            found = None
        for key, mirror in mirrors.items():
            whole = found is not None and all(mirror.take(p.begins, p.events) for p in found[key])
            if _now() - mirror.fed > (SILENCE if whole else BEHIND) and key not in self._asking:
                self._asking[key] = asyncio.create_task(self._ask_again(mirror))
        return True

    async def _ask_again(self, mirror: Mirror) -> None:
        try:
            await self._ask(mirror)
        except MessageNotFound:
            gone = TurnInterrupted()
            mirror.take(mirror.ends, [TurnError(gone.code, gone.detail), Done()])
        except DatabaseUnavailable:
            mirror.fed = _now()
        finally:
            del self._asking[mirror.begun.message_id]

    async def _ask(self, mirror: Mirror) -> None:
        begun = mirror.begun
        message = await self._database.run(partial(following.read_answer, begun=begun))
        mirror.fed = _now()
        mirror.take(0, replay(begun.session_id, message))


def _now() -> float:
    return asyncio.get_running_loop().time()
