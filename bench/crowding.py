"""A thousand open streams on one process: all complete, at little memory, beside quick answers."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

from bench import load
from bench.listening import listen
from bench.report import Figure, no_more
from bench.seeding import Seeded
from bench.servers import Server
from bench.streaming import Side, Streams

KILOBYTE = 1_000


def figures(seeded: Seeded, kitchen: Server, streams: Streams) -> Iterator[Figure]:
    """Beside them another cook looks at a cookbook of ten thousand recipes, ten times a second."""
    weights = [kitchen.memory()]
    heard = listen(
        replace(
            Side(kitchen, seeded.guests).asking(streams),
            once_open=lambda: weights.append(kitchen.memory()),
            probing=(kitchen.port, cycle([load.get("/recipes", seeded.token)])),
        )
    )
    broken, beside = heard.broken(streams.tokens), heard.beside
    name = f"{streams.at_once:,} streams of {streams.pace:.0f}/s on one process, that broke off"
    yield no_more(name, len(broken), wanted=0, unit="")
    yield no_more("… errors beside them", len(beside.errors), wanted=0, unit="")
    yield no_more(
        "… list of 50 by name beside them, p95",
        1000 * beside.percentile(0.95),
        wanted=100,
        unit="ms",
    )
    gap = 1000 * load.percentile(heard.gaps(), 0.95)
    yield no_more("… gap between tokens, p95", gap, wanted=None, unit="ms")
    each = (weights[1] - weights[0]) / streams.at_once / KILOBYTE
    yield no_more("… memory for each (PSS)", each, wanted=None, unit="kB")
