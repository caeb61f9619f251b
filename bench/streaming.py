"""What a streamed token costs us, how evenly it comes, and the same of the smallest relay."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median

from bench import load, servers
from bench.listening import Asking, Heard, listen
from bench.model import WORD
from bench.report import Figure, at_least, at_most, under
from bench.servers import Server

QUESTION = json.dumps({"message": "What is there, and what can I cook with it?"}).encode()


@dataclass(frozen=True)
class Streams:
    """So many at once, each of so many tokens at so many a second; each side so many times.

    They begin evenly over `ramp` seconds.
    """

    at_once: int
    tokens: int
    pace: float
    rounds: int = 1
    ramp: float = 0.0


@dataclass(frozen=True)
class Side:
    """Who is asked, and by whom: cooks take turns."""

    server: Server
    cooks: list[str]

    def asking(self, streams: Streams) -> Asking:
        asking = islice(cycle(self.cooks), streams.at_once)
        requests = [load.post("/chat/send", QUESTION, token or None) for token in asking]
        ports = [(self.server.port, request) for request in requests]
        return Asking(ports, WORD.strip().encode(), streams.ramp)


@contextmanager
def model(streams: Streams) -> Iterator[str]:
    """A fake model's address."""
    with servers.module("bench.model", str(streams.tokens), str(streams.pace)) as server:
        yield f"http://127.0.0.1:{server.port}/v1"


def ask(server: Server, token: str) -> None:
    """One turn to its end: afterwards everything is loaded."""
    listen(Side(server, [token]).asking(Streams(at_once=1, tokens=1, pace=1.0)))


def all_of(asking: Asking, tokens: int) -> Heard:
    """What came, when all of it did; RuntimeError where a stream broke off."""
    heard = listen(asking)
    for stream in heard.broken(tokens):
        raise RuntimeError(f"a stream broke off: {stream.last.decode()}")
    return heard


def costs(kitchen: Side, relay: Side, streams: Streams) -> tuple[float, float]:
    """Microseconds of CPU per token of both, in turns."""
    sides = (kitchen, relay)
    for side in sides:
        per_token([side], streams)
    spent: list[list[float]] = [[], []]
    for _ in range(streams.rounds):
        for side, measured in zip(sides, spent, strict=True):
            measured.append(per_token([side], streams))
    ours, theirs = (1e6 * median(measured) for measured in spent)
    return ours, theirs


def per_token(sides: list[Side], streams: Streams) -> float:
    """Seconds of CPU of the serving processes for each token; every side has so many streams."""
    before = sum(side.server.cpu() for side in sides)
    both = [side.asking(streams) for side in sides]
    requests = [request for asking in both for request in asking.requests]
    all_of(Asking(requests, both[0].word, streams.ramp), streams.tokens)
    spent = sum(side.server.cpu() for side in sides) - before
    return spent / (len(requests) * streams.tokens)


def token(kitchen: Side, relay: Side, streams: Streams) -> Figure:
    what = "one streamed token, CPU, with tools and persistence"
    return at_most(what, *costs(kitchen, relay, streams), wanted=1.0, unit="µs")


def short_token(kitchen: Side, relay: Side, streams: Streams) -> Figure:
    what = f"… in an answer of {streams.tokens}"
    return at_most(what, *costs(kitchen, relay, streams), wanted=None, unit="µs")


def gaps(kitchen: Side, relay: Side, streams: Streams) -> Iterator[Figure]:
    """How long a reader waits for the next token, while all streams are open; in turns."""
    seen: list[list[float]] = [[], []]
    for _ in range(streams.rounds):
        for side, waited in zip((kitchen, relay), seen, strict=True):
            waited += all_of(side.asking(streams), streams.tokens).gaps()
    names = (f"gap between tokens, {streams.at_once} streams of {streams.pace:.0f}/s, p95", "… p99")
    for name, part, wanted in zip(names, (0.95, 0.99), (60, 100), strict=True):
        ours, theirs = (1000 * load.percentile(waited, part) for waited in seen)
        yield under(name, ours, theirs, wanted=wanted, unit="ms")


def two_processes(both: list[Side], alone: Side, streams: Streams) -> Figure:
    """What two carry against one, each as busy as the one: by their CPU, for want of cores."""
    spent: list[list[float]] = [[], []]
    for sides in (both, [alone]):
        per_token(sides, streams)
    for _ in range(streams.rounds):
        for measured, sides in zip(spent, (both, [alone]), strict=True):
            measured.append(per_token(sides, streams))
    two, one = (median(measured) for measured in spent)
    what = "two processes, tokens/s that would fill a core each, against one"
    return at_least(what, 2 / two, 1 / one, wanted=1.8, unit="/s")
