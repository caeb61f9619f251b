"""A model whose reply a test dictates while it is given, and readers of what comes of it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack

from tests.fake_openai import Gate, Part
from tests.sse import Answer, Event


class Dictation:
    """The parts of a reply that are not known yet: it waits for each."""

    def __init__(self) -> None:
        self._parts: list[Part | None] = []
        self._gates = [Gate()]

    def say(self, *parts: Part) -> None:
        for part in parts:
            self._add(part)

    def end(self, *parts: Part) -> None:
        """The last parts."""
        self.say(*parts)
        self._add(None)

    def _add(self, part: Part | None) -> None:
        self._parts.append(part)
        self._gates.append(Gate())
        self._gates[-2].open()

    def __iter__(self) -> Iterator[Part]:
        for at in range(1_000_000):
            yield self._gates[at]
            part = self._parts[at]
            if part is None:
                return
            yield part


class Reader:
    """Somebody who reads along, may hang up, and may come back to where they were."""

    def __init__(self, opened: AbstractContextManager[Iterator[Event]]) -> None:
        self.answer = Answer()
        self._open(opened)

    def _open(self, opened: AbstractContextManager[Iterator[Event]]) -> None:
        self._stack = ExitStack()
        self._events = self._stack.enter_context(opened)

    @property
    def last(self) -> str:
        return str(self.answer.events[-1].id)

    @property
    def place(self) -> int:
        return int(self.last.rpartition(":")[2])

    def next(self) -> Event:
        event = next(self._events)
        self.answer.events.append(event)
        return event

    def read_to(self, place: int) -> None:
        while self.place < place:
            self.next()

    def read_all(self) -> None:
        self.answer.events += self._events
        self._stack.close()
        assert self.answer.events[-1].data == {"done": True}

    def hang_up(self) -> None:
        self._stack.close()

    def come_back(self, opened: AbstractContextManager[Iterator[Event]]) -> None:
        self._open(opened)
