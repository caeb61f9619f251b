"""Server-Sent Events as a client reads them, written from the specification, not from our code."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Event:
    """One event: `name` is None where the stream names none."""

    id: str | None
    name: str | None
    data: Any


def read_lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Lines end with CR, LF or both, and with nothing else that Unicode counts as a line's end."""
    rest = b""
    for chunk in chunks:
        rest = (rest + chunk).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, rest = rest.split(b"\n")
        for line in lines:
            yield line.decode()


def read_events(chunks: Iterable[bytes]) -> Iterator[Event]:
    """The events of a stream; comments are skipped, and an event without its blank line."""
    name = number = None
    data: list[str] = []
    for line in read_lines(chunks):
        if not line:
            if data:
                yield Event(number, name, json.loads("\n".join(data)))
            name, number, data = None, None, []
            continue
        word, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if word == "data":
            data.append(value)
        elif word == "event":
            name = value
        elif word == "id":
            number = value


def spelled(events: Iterable[Event]) -> list[tuple[int, str | None, Any]]:
    """Every event with the place it begins at, a token as one for each of its characters.

    However tokens were joined or split on their way, two streams of one answer are spelled alike.
    """
    return [part for event in events for part in _spelled(event)]


def _spelled(event: Event) -> Iterator[tuple[int, str | None, Any]]:
    end = int(str(event.id).rpartition(":")[2])
    if event.name is None and "token" in event.data:
        text = event.data["token"]
        yield from ((end - len(text) + at, None, letter) for at, letter in enumerate(text))
    else:
        yield end - 1, event.name, event.data


def check_places(events: Iterable[Event], message_id: str, *, after: int = 0) -> None:
    """Each event begins where the one before it ended."""
    seen = list(events)
    assert {str(event.id).rpartition(":")[0] for event in seen} == {message_id}
    places = [place for place, *_ in spelled(seen)]
    assert places == list(range(after, after + len(places)))


def read_until(events: Iterator[Event], last: str) -> list[Event]:
    """Events up to the token that ends with these words."""
    read: list[Event] = []
    for event in events:
        read.append(event)
        if event.name is None and event.data.get("token", "").endswith(last):
            return read
    raise AssertionError(f"Nobody said {last!r}.")


@dataclass
class Answer:
    """What came over one stream."""

    events: list[Event] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The concatenated tokens."""
        return "".join(e.data["token"] for e in self.events if e.name is None and "token" in e.data)

    @property
    def session_id(self) -> str:
        return str(self.events[0].data["session_id"])

    @property
    def message_id(self) -> str:
        return str(self.events[0].data["message_id"])

    def named(self, name: str) -> list[Any]:
        """The data of every event of that name."""
        return [event.data for event in self.events if event.name == name]

    @property
    def error(self) -> Any:
        """The only error event's data; None where there is none."""
        found = self.named("error")
        assert len(found) <= 1
        return found[0] if found else None
