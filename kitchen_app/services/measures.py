"""Amounts that can be compared: each food's in one dimension, or honestly not at all.

125 ml of a drink is no number of bottles. A cup of flour is grams, because its weight is known
(`knowledge/weights.csv`); a cup of something whose weight nobody knows stays a volume, and against
grams of it the answer is unknown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kitchen_app.services import units
from kitchen_app.services.foods import identify
from kitchen_app.services.knowledge import load_weights
from kitchen_app.services.reading.amounts import digits

GRAMS, MILLILITRES, PIECES = "g", "ml", "n"
# Small amounts that nobody measures, in millilitres. Spoon sets sell a dash (1/8 tsp) and a pinch
# (1/16 tsp); a drop is the pharmacist's; the rest is ours and rather too much than too little.
_SMALL = {
    "pinch": Decimal("0.3"),
    "dash": Decimal("0.6"),
    "drop": Decimal("0.05"),
    "squeeze": Decimal(5),
    "splash": Decimal(5),
    "drizzle": Decimal(5),
    "glug": Decimal(15),
    "dollop": Decimal(15),
}
# Words that count, where a client sends them as a unit: 1 dozen eggs, 2 large carrots.
_COUNTS = {"dozen": 12, "dozens": 12, "small": 1, "medium": 1, "large": 1, "extra large": 1}
# What a note says beside these is what one holds: "2 cans", "400 g". Beside others it may be all of
# them ("2 sticks", "1 cup"), but for what is said to be "each" or is a "6-ounce" one.
_PACKAGES = frozenset(
    "bag ball block bottle box bunch can carton glass head jar loaf pack pot punnet sachet sleeve "
    "tray tub tube".split()
)
_CONTENT = re.compile(
    r"(?:^|, )(?:about |approx\.? |ca\.? )?(?P<amount>\d+(?:[.,/]\d+)?)(?P<hyphen> ?-)? ?"
    r"(?P<unit>(?:fl\.? )?[a-z]+)\.?(?P<each> each)?(?=$|,)",
    re.IGNORECASE,
)


_MORE = re.compile(
    r"(?:^|, )plus (?P<amount>\d+(?:[.,/]\d+)?) ?(?P<unit>(?:fl\.? )?[a-z]+)\.?(?=$|,)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Measure:
    """An amount in what can be compared and added: "g", "ml", "n" (pieces), or "each can"."""

    dimension: str
    amount: Decimal


def measure(
    key: str, quantity: Decimal | None, unit: str | None, note: str | None = None
) -> Measure | None:
    """An amount of the food with this key, in the one dimension that is known of the food.

    `unit` and `note` are as they are stored: "can" with "400 g" measures what it holds. None where
    no amount is meant. Exact, and in proportion to the quantity, but for what a note adds to it
    ("plus 2 tbsp").
    """
    if quantity is None:
        return None
    one, times = _one(key, _known(unit), note), units.meant(quantity)
    amount = one.amount * times.numerator / times.denominator
    more = _more(key, note) if units.kind(_known(unit)) in ("mass", "volume") else None
    if more and more.dimension == one.dimension:
        amount += more.amount
    return Measure(one.dimension, amount)


def in_unit(key: str, amount: Measure, unit: str | None, note: str | None = None) -> Decimal | None:
    """A measured amount of a food in the unit of a line, to say it; None where it cannot be."""
    one = _one(key, _known(unit), note)
    return amount.amount / one.amount if one.dimension == amount.dimension else None


def _known(unit: str | None) -> str | None:
    return unit and (units.canonical(unit) or unit.lower())


def _one(key: str, unit: str | None, note: str | None) -> Measure:
    """What one of this unit is."""
    held = _held(unit, note)
    if held is not None:
        return _plain(key, *held)
    count, unit = (_COUNTS[unit], None) if unit in _COUNTS else (1, unit)
    by_weight = None if unit == MILLILITRES else _weighs(key, unit or "piece")
    return Measure(GRAMS, by_weight * count) if by_weight else _plain(key, Decimal(count), unit)


def _plain(key: str, amount: Decimal, unit: str | None) -> Measure:
    """An amount by its unit alone, in grams where a density is known."""
    if unit in _SMALL:
        amount, unit = amount * _SMALL[unit], MILLILITRES
    kind = units.kind(unit)
    if kind == "mass":
        return Measure(GRAMS, units.convert(amount, unit, GRAMS))
    if kind == "volume":
        volume, density = units.convert(amount, unit, MILLILITRES), _weighs(key, MILLILITRES)
        return Measure(MILLILITRES, volume) if density is None else Measure(GRAMS, volume * density)
    return Measure(PIECES if kind == "count" else kind, amount)


def _held(unit: str | None, note: str | None) -> tuple[Decimal, str] | None:
    """What one of them holds by its note; a measured amount holds nothing."""
    if units.kind(unit) in ("mass", "volume"):
        return None
    said = _CONTENT.finditer(note or "")
    amounts = (_amount(f) for f in said if unit in _PACKAGES or f["each"] or f["hyphen"])
    return next(filter(None, amounts), None)


def _more(key: str, note: str | None) -> Measure | None:
    """What a note adds."""
    found = _MORE.search(note or "")
    more = _amount(found) if found else None
    return _plain(key, *more) if more else None


def _amount(found: re.Match[str]) -> tuple[Decimal, str] | None:
    """A mass or a volume, None for any other."""
    unit, amount = units.canonical(found["unit"]), digits(found["amount"])
    if not amount or unit is None or units.kind(unit) not in ("mass", "volume"):
        return None
    return Decimal(amount.numerator) / amount.denominator, unit


@lru_cache(1)
def _weights() -> dict[tuple[str, str], Decimal]:
    """Grams by food and unit: "piece", a container, or "ml" for a density."""
    return dict(_rows())


def _rows() -> Iterator[tuple[tuple[str, str], Decimal]]:
    for weight in load_weights():
        if units.kind(weight.unit) == "volume":
            volume = units.convert(Decimal(1), weight.unit, MILLILITRES)
            yield (weight.food, MILLILITRES), weight.grams / volume
        else:
            yield (weight.food, weight.unit), weight.grams


def _weighs(key: str, unit: str) -> Decimal | None:
    """Grams of one of them; a kind whose own weight nobody knows weighs what its head does."""
    weights = _weights()
    return next(
        (weights[kind, unit] for kind in identify(key).kinds if (kind, unit) in weights), None
    )
