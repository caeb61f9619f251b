"""What the kitchen knows of foods, as data for people to extend.

`words.toml` has plurals and descriptions, `synonyms.toml` other names, `kinds.toml` what stands in
for what, `weights.csv` what a cup, a piece or a clove of something weighs, with the source of each.
`tests/unit/test_knowledge.py` checks that they are well formed.
"""

import csv
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Weight:
    """`grams` of one `unit` of a food; the unit "piece" is one of them."""

    food: str
    grams: Decimal
    unit: str
    source: str


def load(name: str) -> dict[str, Any]:
    """One of the TOML files."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def listed(text: str) -> list[str]:
    """What stands between the commas."""
    return [name for name in map(str.strip, text.split(",")) if name]


def load_weights() -> list[Weight]:
    """The rows of `weights.csv`."""
    with (_FOLDER / "weights.csv").open(encoding="utf-8", newline="") as file:
        return [
            Weight(row["food"], Decimal(row["grams"]), row["unit"], row["source"])
            for row in csv.DictReader(file)
        ]
