"""The event log of one turn: the turn appends, any number of readers tail."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from kitchen_app.schemas.chat import ChatEvent


class EventLog:
    """Kept in memory while someone may read it. An event's number is its place, from 1."""

    def __init__(self) -> None:
        self._events: list[ChatEvent] = []
        self._closed = False
        self._grown = asyncio.Event()

    @property
    def closed(self) -> bool:
        return self._closed

    def append(self, *events: ChatEvent) -> None:
        self._events += events
        self._wake()

    def close(self) -> None:
        """No event will follow; readers end when they have read them all."""
        self._closed = True
        self._wake()

    async def tail(
        self, *, after: int = 0, patience: float | None = None
    ) -> AsyncIterator[tuple[int, Sequence[ChatEvent]]]:
        """Batches of events, each with the number of its first, from right after `after`.

        An empty batch says that nothing came for `patience` seconds. A slow reader gets larger
        batches; it never slows the turn.
        """
        while True:
            grown = self._grown
            batch = self._events[after:]
            if batch:
                yield after + 1, batch
                after += len(batch)
            elif self._closed:
                return
            elif not await _set_within(grown, patience):
                yield after + 1, ()

    def _wake(self) -> None:
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()


async def _set_within(event: asyncio.Event, seconds: float | None) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
