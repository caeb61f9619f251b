"""Sends the other processes what the turns of this one say: all of it in one go, every beat."""

import asyncio
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from uuid import UUID

import structlog

from kitchen_app.ai.events import EventLog
from kitchen_app.ai.parcels import Parcel
from kitchen_app.ai.relay import Relay, RelayAway, Signal

logger = structlog.get_logger(__name__)

BEAT = 0.05  # seconds
AGAIN = 0.5  # seconds, while Redis is away
LAST_WORDS = 1.0  # seconds, when the process is to stop


@dataclass
class Outgoing:
    """What a turn tells, and the place up to which it was sent."""

    log: EventLog
    sent: int = 0

    def done(self) -> bool:
        return self.log.closed and self.sent == self.log.ends


class Publisher:
    """One more reader of every turn's log. It beats while there is something to send."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._outgoing: dict[UUID, Outgoing] = {}
        self._signals: list[Signal] = []
        self._beating: asyncio.Task[None] | None = None

    def follow(self, message_id: UUID, log: EventLog) -> None:
        """Send this log as it grows, to its end."""
        self._outgoing[message_id] = Outgoing(log)
        self._wake()

    def signal(self, signal: Signal) -> None:
        """Send this once."""
        self._signals.append(signal)
        self._wake()

    async def close(self) -> None:
        """Send what there still is, if Redis is there."""
        if self._beating:
            self._beating.cancel()
        with suppress(TimeoutError, RelayAway):
            async with asyncio.timeout(LAST_WORDS):
                while self._busy():
                    await self._send()

    def _wake(self) -> None:
        if self._beating is None or self._beating.done():
            self._beating = asyncio.create_task(self._beat(), context=Context())  # of no request

    def _busy(self) -> bool:
        return bool(self._outgoing or self._signals)

    async def _beat(self) -> None:
        away = False
        while self._busy():
            try:
                await self._send()
                away = False
            except RelayAway as error:
                if not away:
                    logger.warning("redis is away", kind=str(error))
                away = True
                self._let_go()
            await asyncio.sleep(AGAIN if away else BEAT)

    async def _send(self) -> None:
        parcels: dict[UUID, Parcel] = {}
        for message_id, one in self._outgoing.items():
            events, ends = one.log.since(one.sent)
            if events:
                parcels[message_id] = Parcel(one.sent, ends, events)
        signals, self._signals = self._signals, []
        if parcels or signals:
            await self._relay.send(parcels, signals)
        for message_id, parcel in parcels.items():
            self._outgoing[message_id].sent = parcel.ends
        self._outgoing = {key: one for key, one in self._outgoing.items() if not one.done()}

    def _let_go(self) -> None:
        """Of the turns that have ended: whoever reads along elsewhere finds them stored."""
        self._outgoing = {key: one for key, one in self._outgoing.items() if not one.log.closed}
