"""The event log of one turn: the turn appends, any number of readers tail.

A place in it is a number of characters: a token moves on by its length, any other event by one. So
a reader may go on in the middle of a token, tokens may be joined, and the places of an answer can
be told from what is stored of it (`ai/replay.py`).
"""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from itertools import groupby

from kitchen_app.schemas.chat import ChatEvent, Token, TurnError

LOOSE = 256  # events before their tokens are joined: one object a token is many times its text
LARGEST = 4_096  # characters of joined tokens
MOST_AT_ONCE = 64  # events in a batch, so that a reader who was away gets them in pieces


def size(event: ChatEvent) -> int:
    """How far an event moves on the place."""
    if isinstance(event, Token):
        return len(event.token)
    return 1 + event.lost if isinstance(event, TurnError) else 1


def rest(event: ChatEvent, known: int) -> ChatEvent:
    """An event without the first part of it, less than all."""
    if isinstance(event, Token) and known:
        return Token(event.token[known:])
    if isinstance(event, TurnError) and known:
        return TurnError(event.code, event.detail, lost=event.lost - known)
    return event


class EventLog:
    """Kept in memory while someone may read it. `ends` is the place behind its last event."""

    def __init__(self) -> None:
        self.ends = 0
        self._events: list[ChatEvent] = []
        self._places: list[int] = []  # where each event ends
        self._joined = 0  # events whose tokens have been joined
        self._waiting: set[asyncio.Future[bool]] = set()
        self.closed = False

    @classmethod
    def of(cls, events: Iterable[ChatEvent]) -> "EventLog":
        """A log that is whole."""
        log = cls()
        log.append(*events)
        log.close()
        return log

    def append(self, *events: ChatEvent) -> None:
        for event in events:
            self.ends += size(event)
            self._events.append(event)
            self._places.append(self.ends)
        if len(self._events) - self._joined >= LOOSE:
            self._join()
        self._wake()

    def close(self) -> None:
        """No event will follow; readers end when they have read them all."""
        self.closed = True
        self._wake()

    async def closing(self, patience: float) -> None:
        """Wait until it is closed, so many seconds at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                async for _ in self.tail(after=self.ends):
                    pass

    async def tail(
        self, *, after: int = 0, patience: float | None = None
    ) -> AsyncIterator[tuple[int, Sequence[ChatEvent]]]:
        """Batches of events, each with the place where it begins, from the place `after` on.

        An empty batch says that nothing came for `patience` seconds. A slow reader gets larger
        batches; it never slows the turn.
        """
        while True:
            batch, ends = self.since(after)
            if batch:
                yield after, batch
                after = ends
            elif self.closed and after <= self.ends:
                return
            elif self.closed:  # who claims to have read what never was hears the end
                after = self.ends - 1
            elif not await self._grown(patience):
                yield after, ()

    def since(self, place: int) -> tuple[list[ChatEvent], int]:
        """What there is after this place, MOST_AT_ONCE at most, and the place where that ends."""
        first = bisect_right(self._places, place)
        batch = self._events[first : first + MOST_AT_ONCE]
        ends = self._places[first + len(batch) - 1] if batch else place
        if batch:
            left = self._places[first] - place
            batch[0] = rest(batch[0], size(batch[0]) - left)
        return batch, ends

    def _join(self) -> None:
        loose = self._events[self._joined :]
        del self._events[self._joined :], self._places[self._joined :]
        place = self._places[-1] if self._places else 0
        for event in joined(loose):
            place += size(event)
            self._events.append(event)
            self._places.append(place)
        self._joined = len(self._events)

    async def _grown(self, patience: float | None) -> bool:
        loop = asyncio.get_running_loop()
        grown: asyncio.Future[bool] = loop.create_future()
        timer = loop.call_later(patience, _set, grown, False) if patience else None
        self._waiting.add(grown)
        try:
            return await grown
        finally:
            if timer:
                timer.cancel()
            self._waiting.discard(grown)

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for grown in waiting:
            _set(grown, True)


def _set(future: "asyncio.Future[bool]", value: bool) -> None:
    if not future.done():
        future.set_result(value)


def joined(events: Iterable[ChatEvent]) -> Iterable[ChatEvent]:
    """The same with fewer tokens: those that follow one another are one, up to LARGEST."""
    for is_text, group in groupby(events, key=lambda event: isinstance(event, Token)):
        if not is_text:
            yield from group
            continue
        text = "".join(event.token for event in group if isinstance(event, Token))
        yield from (Token(text[at : at + LARGEST]) for at in range(0, len(text), LARGEST))
