"""What one streamed token costs us, and what it costs the smallest relay."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median

from bench import load, servers
from bench.model import WORD
from bench.report import Figure, at_most
from bench.seeding import Seeded
from bench.servers import Server

QUESTION = json.dumps({"message": "What is there, and what can I cook with it?"}).encode()


@dataclass(frozen=True)
class Streams:
    """So many at once, each of so many tokens at so many a second; each side so many times."""

    at_once: int
    tokens: int
    pace: float
    rounds: int


@contextmanager
def model(streams: Streams) -> Iterator[str]:
    """A fake model's address."""
    with servers.module("bench.model", str(streams.tokens), str(streams.pace)) as server:
        yield f"http://127.0.0.1:{server.port}/v1"


def ask(server: Server, token: str | None) -> None:
    """One turn to its end: afterwards everything is loaded."""
    load.read_streams(server.port, [load.post("/chat/send", QUESTION, token)])


def measure(seeded: Seeded, kitchen: Server, relay: Server, streams: Streams) -> Figure:
    """CPU per token of both, in turns."""
    sides = [(kitchen, seeded.tokens), (relay, [""])]
    for server, tokens in sides:
        _per_token(server, tokens, streams)
    spent: list[list[float]] = [[], []]
    for _ in range(streams.rounds):
        for side, (server, tokens) in enumerate(sides):
            spent[side].append(_per_token(server, tokens, streams))
    ours, theirs = (1e6 * median(costs) for costs in spent)
    what = "one streamed token, CPU, with tools and persistence"
    return at_most(what, ours, theirs, wanted=1.3, unit="µs")


def _per_token(server: Server, tokens: list[str], streams: Streams) -> float:
    """Seconds of CPU of the serving processes for each token that came out; cooks take turns."""
    before = server.cpu()
    asking = islice(cycle(tokens), streams.at_once)
    requests = [load.post("/chat/send", QUESTION, token) for token in asking]
    answers = load.read_streams(server.port, requests)
    text = WORD.strip().encode()
    for answer in answers:
        if answer.count(text) != streams.tokens or b'"done"' not in answer:
            raise RuntimeError(f"a stream broke off: {answer[-500:].decode()}")
    return (server.cpu() - before) / (streams.at_once * streams.tokens)
