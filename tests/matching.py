"""How many lines of food_lines.toml are read right; `python -m tests.matching` writes it down."""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kitchen_app.services.foods import identify
from kitchen_app.services.measures import measure
from kitchen_app.services.reading import read_ingredient_line

LINES = Path(__file__).parent / "food_lines.toml"
PAGE = Path(__file__).parents[1] / "docs" / "matching.md"
TEMPLATE = Path(__file__).parent / "matching.md.in"


@dataclass(frozen=True)
class Case:
    """A line, and what it says: key, quantity, unit, and the measure where it is of interest."""

    kitchen: str
    line: str
    expected: tuple[str, str, str]
    measure: str | None

    @property
    def found(self) -> tuple[str, str, str]:
        read = read_ingredient_line(self.line)
        quantity = "" if read.quantity is None else f"{read.quantity:f}"
        return identify(read.name).key, quantity, read.unit or ""

    @property
    def measured(self) -> str:
        read = read_ingredient_line(self.line)
        found = measure(identify(read.name).key, read.quantity, read.unit, read.note)
        return f"{round(found.amount, 4).normalize():f} {found.dimension}" if found else ""

    @property
    def is_right(self) -> bool:
        return self.found == self.expected and self.measure in (None, self.measured)


def cases() -> Iterator[Case]:
    """Every line of the table."""
    for kitchen, rows in tomllib.loads(LINES.read_text(encoding="utf-8")).items():
        for line, key, quantity, unit, *rest in rows:
            amount = f"{Decimal(quantity):f}" if quantity else ""
            yield Case(kitchen, line, (key, amount, unit), rest[0] if rest else None)


def page() -> str:
    """docs/matching.md, with the numbers of now."""
    every = list(cases())
    misses = [case for case in every if not case.is_right]
    kitchens = {
        kitchen: [case for case in every if case.kitchen == kitchen]
        for kitchen in dict.fromkeys(case.kitchen for case in every)
    }
    by_kitchen = [
        f"| {name.replace('_', ' ')} | {len(group)} | {sum(case.is_right for case in group)} |"
        for name, group in kitchens.items()
    ]
    listed = [f"| {case.line} | {_said(case, True)} | {_said(case, False)} |" for case in misses]
    right = len(every) - len(misses)
    return TEMPLATE.read_text(encoding="utf-8").format(
        total=len(every),
        right=right,
        percent=f"{100 * right / len(every):.1f}",
        kitchens="\n".join(by_kitchen),
        misses="\n".join(listed),
    )


def _said(case: Case, expected: bool) -> str:
    key, quantity, unit = case.expected if expected else case.found
    measured = case.measure if expected else case.measured if case.measure else None
    amount = " ".join(filter(None, (quantity, unit))) or "no amount"
    return f"{key}: {amount}" + (f" = {measured}" if measured else "")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE}.\n")
