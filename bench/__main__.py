"""`python -m bench`: measure us beside the floor, and write docs/performance.md."""

import argparse
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import cookable, crowding, report, routes, servers, starting, streaming, web
from bench.report import Figure, at_most, no_more
from bench.routes import CROWD, Effort, Slices
from bench.seeding import Seeded, seed
from bench.servers import Server
from bench.streaming import Side, Streams
from kitchen_app import embedded
from kitchen_app.services.asking import MOST_RUNNING_TURNS
from kitchen_app.serving import open_more_files
from tests.valkeys import valkey


@dataclass(frozen=True)
class Plan:
    """How much of everything."""

    cooks: int
    recipes_each: int
    effort: Effort
    streams: Streams
    short: Streams
    even: Streams  # how evenly tokens come
    crowd: Streams
    starts: int
    answer: Streams  # as the page shows it

    @property
    def guests(self) -> int:
        """Cooks enough to ask for all the streams at once."""
        return -(-self.crowd.at_once // MOST_RUNNING_TURNS)

    @property
    def setup(self) -> str:
        return (
            f"{self.cooks} cooks with {self.recipes_each:,} recipes of ten ingredients each; "
            f"{self.streams.at_once} streams of {self.streams.pace:.0f} tokens a second, "
            f"answers of {self.streams.tokens} tokens."
        )


FULL = Plan(
    cooks=10,
    recipes_each=10_000,
    effort=Effort(slices=5, alone=1.0, many=2.0, crowd=60.0),
    streams=Streams(at_once=25, tokens=400, pace=40.0, rounds=3),
    short=Streams(at_once=25, tokens=40, pace=40.0, rounds=5),
    even=Streams(at_once=100, tokens=400, pace=20.0, rounds=2, ramp=5.0),
    crowd=Streams(at_once=1_000, tokens=140, pace=2.0, ramp=40.0),
    starts=3,
    answer=Streams(at_once=1, tokens=1_000, pace=20.0),
)
QUICK = Plan(
    cooks=4,
    recipes_each=10_000,
    effort=Effort(slices=2, alone=0.25, many=0.5, crowd=3.0),
    streams=Streams(at_once=25, tokens=100, pace=40.0),
    short=Streams(at_once=25, tokens=40, pace=40.0),
    even=Streams(at_once=100, tokens=100, pace=20.0, ramp=2.0),
    crowd=Streams(at_once=200, tokens=20, pace=2.0, ramp=5.0),
    starts=1,
    answer=Streams(at_once=1, tokens=100, pace=20.0),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="roughly, in a minute and a half; writes no page"
    )
    quick = parser.parse_args().quick
    open_more_files()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and stop what was started
    plan = QUICK if quick else FULL
    figures = []
    with tempfile.TemporaryDirectory(prefix="kitchen-bench-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL may run under another account
        for figure in run(plan, Path(folder)):
            print(figure.line(), flush=True)
            figures.append(figure)
    if not quick:
        report.write(figures, setup=plan.setup)


def run(plan: Plan, folder: Path) -> Iterator[Figure]:
    """Every figure, as soon as it is known."""
    data, empty = folder / "full", folder / "empty"
    with embedded.running(data) as url, streaming.model(plan.streams) as model:
        seeded = seed(url, cooks=plan.cooks, guests=plan.guests, recipes_each=plan.recipes_each)
        ours = {**servers.with_database(url), "OPENAI_BASE_URL": model}
        yield from starting.memory(seeded, data, **ours)
        with servers.kitchen(**ours) as kitchen:
            streaming.ask(kitchen, seeded.token)
            floor = {"DATABASE_URL": url, "BENCH_COOK": str(seeded.cook)}
            with servers.uvicorn("bench.floor:app", **floor) as other:
                yield from _routes(seeded, kitchen, other, plan.effort)
            yield from _crowd(seeded, kitchen, plan.effort.crowd)
        yield from _streams(seeded, ours, plan)
        with _modelled(ours, plan.answer) as variables, servers.kitchen(**variables) as kitchen:
            yield from web.figures(seeded, kitchen)
    yield from cookable.figures(folder / "sizes")
    yield from starting.second_starts(empty, data, rounds=plan.starts)


def _routes(seeded: Seeded, kitchen: Server, floor: Server, effort: Effort) -> Iterator[Figure]:
    alone: list[Slices] = []
    for route in routes.routes(seeded):
        ours, theirs = routes.measure(route, kitchen.port, floor.port, effort)
        yield from routes.figures(route, ours, theirs)
        alone.append(ours)
        if len(alone) == 2:
            first, deep = (1000 * slices.alone.percentile(0.5) for slices in alone)
            yield at_most("the deep page against the first", deep, first, wanted=1.2, unit="ms")


def _streams(seeded: Seeded, ours: dict[str, str], plan: Plan) -> Iterator[Figure]:
    """Each of its own model; the kitchens live as long as what they are compared with."""
    cooks = [*seeded.tokens, *seeded.guests]
    with _beside_relay(ours, plan.streams, cooks) as sides:
        yield streaming.token(*sides, plan.streams)
    with _beside_relay(ours, plan.short, cooks) as sides:
        yield streaming.short_token(*sides, plan.short)
    with _beside_relay(ours, plan.even, cooks) as sides:
        yield from streaming.gaps(*sides, plan.even)
    with _modelled(ours, plan.crowd) as variables, servers.kitchen(**variables) as kitchen:
        streaming.ask(kitchen, seeded.token)
        yield from crowding.figures(seeded, kitchen, plan.crowd)
    with (
        _modelled(ours, plan.streams) as variables,
        valkey() as shared,
        servers.kitchen(**variables) as alone,
        servers.kitchen(**variables, REDIS_URL=shared.url) as one,
        servers.kitchen(**variables, REDIS_URL=shared.url) as other,
    ):
        both = [Side(one, cooks), Side(other, cooks)]
        yield streaming.two_processes(both, Side(alone, cooks), plan.streams)


@contextmanager
def _modelled(ours: dict[str, str], streams: Streams) -> Iterator[dict[str, str]]:
    with streaming.model(streams) as url:
        yield ours | {"OPENAI_BASE_URL": url}


@contextmanager
def _beside_relay(
    ours: dict[str, str], streams: Streams, cooks: list[str]
) -> Iterator[tuple[Side, Side]]:
    with (
        _modelled(ours, streams) as variables,
        servers.kitchen(**variables) as kitchen,
        servers.uvicorn("bench.relay:app", OPENAI_BASE_URL=variables["OPENAI_BASE_URL"]) as relay,
    ):
        yield Side(kitchen, cooks), Side(relay, [""])


def _crowd(seeded: Seeded, kitchen: Server, seconds: float) -> Iterator[Figure]:
    measured = routes.crowd(seeded, kitchen.port, seconds)
    print(f"{len(measured.latencies)} answers, errors: {Counter(measured.errors)}")
    name = f"{CROWD} clients, everything at once"
    yield no_more(f"{name}, errors", len(measured.errors), wanted=0, unit="")
    yield no_more("… slowest answer", max(measured.latencies), wanted=2.0, unit="s")
    yield no_more("… p99", measured.percentile(0.99), wanted=None, unit="s")


if __name__ == "__main__":
    main()
