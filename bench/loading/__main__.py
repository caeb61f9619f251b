"""`python -m bench.loading`: cooks, more and more, and for long; written to docs/performance.md."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench import servers
from bench.loading import curve, leaks, page
from bench.loading.crowd import crowd
from bench.loading.curve import Ramp, Step
from bench.loading.house import House, house
from bench.loading.leaks import Round, Sample
from bench.loading.page import Told
from kitchen_app.serving import open_more_files
from tests.valkeys import valkey

T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """How much of everything."""

    ramp: Ramp
    requests: int  # of the leak test
    tabs: int
    rounds: int


FULL = Plan(
    ramp=Ramp(clients=(1, 4, 16, 64, 256, 1_024, 2_048, 4_096), seconds=10.0, settling=3.0),
    requests=103_000,  # more than 2,000 of them turns
    tabs=200,
    rounds=6,
)
QUICK = Plan(
    ramp=Ramp(clients=(1, 16, 256), seconds=2.0, settling=1.0), requests=3_000, tabs=20, rounds=4
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.loading", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a little of it; writes no page")
    quick = parser.parse_args().quick
    open_more_files()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and stop what was started
    with tempfile.TemporaryDirectory(prefix="kitchen-load-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL may run under another account
        told = run(QUICK if quick else FULL, Path(folder) / "data")
    if not quick:
        page.write(told)
        print("written: docs/performance.md, from “Under load” on", flush=True)


def run(plan: Plan, folder: Path) -> Told:
    """All of it, told line by line as soon as it is known."""
    print("seeding", flush=True)
    with house(folder) as home:
        print(page.HEAD, end="")
        one = _telling(_step, _climb(home, plan.ramp, processes=1))
        two = _telling(_step, _climb(home, plan.ramp, processes=2))
        samples = _telling(_sample, _endure(home, plan.requests))
        print(page.grown(leaks.growth(samples)), flush=True)
        rounds = _telling(page.visit, _visits(home, plan))
        print(page.kept(leaks.kept(rounds)), flush=True)
        return Told(one, two, samples, rounds)


def _step(step: Step) -> str:
    failures = dict(step.seen.failures.most_common(5))
    return f"{page.row(step)} {failures or ''}"


def _sample(sample: Sample) -> str:
    return f"{page.sample(sample)} {sample.failures or ''}"


def _telling(say: Callable[[T], str], found: Iterable[T]) -> list[T]:
    kept = []
    for one in found:
        print(say(one), flush=True)
        kept.append(one)
    return kept


def _climb(home: House, ramp: Ramp, *, processes: int) -> Iterator[Step]:
    with ExitStack() as stack:
        variables = home.variables
        if processes > 1:
            variables = variables | {"REDIS_URL": stack.enter_context(valkey()).url}
        kitchens = [stack.enter_context(servers.kitchen(**variables)) for _ in range(processes)]
        clients = stack.enter_context(crowd(kitchens, home.described()))
        yield from curve.climb(clients, kitchens, ramp)


def _endure(home: House, requests: int) -> Iterator[Sample]:
    with (
        servers.kitchen(**home.variables) as kitchen,
        crowd([kitchen], home.described()) as clients,
    ):
        yield from leaks.endure(clients, kitchen, requests)


def _visits(home: House, plan: Plan) -> Iterator[Round]:
    shorter = {"REFLEX_REDIS_TOKEN_EXPIRATION": str(leaks.EXPIRY)}
    with servers.kitchen(**home.variables, **shorter) as kitchen:
        yield from leaks.visits(kitchen, home.tokens[0], tabs=plan.tabs, rounds=plan.rounds)


if __name__ == "__main__":
    main()
