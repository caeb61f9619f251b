"""How much one press on − or + means, by the unit and by how much there is."""

from decimal import Decimal

from kitchen_app.services import units

# Of what a scale or a jug shows: up to so many grams or millilitres, so many at a time.
_METRIC = ((2, "0.1"), (20, "1"), (200, "10"), (10_000, "100"))
_METRIC_MOST = Decimal(1_000)
_OF_NOTHING = Decimal(1_000)  # what is all gone comes back in steps as of a kilo
_METRIC_UNITS = {"mg": "g", "g": "g", "kg": "g", "ml": "ml", "cl": "ml", "dl": "ml", "l": "ml"}
_LARGE = frozenset("lb st cup pint quart gallon".split())


def step_of(quantity: Decimal, unit: str | None, *, up: bool) -> Decimal:
    """In the entry's own unit. Never more than half of a metric amount, so that less stays some."""
    small = _METRIC_UNITS.get(unit or "")
    if small is None:
        return Decimal("0.25") if unit in _LARGE else Decimal(1)
    amount = units.convert(quantity, unit, small) or _OF_NOTHING
    for most, step in _METRIC:
        if amount < most or (amount == most and not up):
            return units.convert(Decimal(step), small, unit)
    return units.convert(_METRIC_MOST, small, unit)
