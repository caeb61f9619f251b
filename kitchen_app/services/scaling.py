"""A recipe's list for more or fewer people: exact, thirds and all."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from kitchen_app.errors import Invalid
from kitchen_app.schemas.recipe import IngredientLine
from kitchen_app.schemas.text import MAXIMUM_QUANTITY
from kitchen_app.services import units

_AMOUNT = re.compile(r"(up to |plus )?(\d+(?:\.\d+)?)(?: ?([A-Za-z]+(?: oz)?))?")


def scale(
    ingredients: Sequence[IngredientLine],
    *,
    servings_from: Decimal | int,
    servings_to: Decimal | int,
) -> list[IngredientLine]:
    """The list for `servings_to`. Amounts in notes ("up to 3", "plus 2 tbsp") go along.

    Invalid where an amount would be larger than a recipe may have.
    """
    factor = Fraction(servings_to) / Fraction(servings_from)
    return [_scaled(line, factor) for line in ingredients]


def _scaled(line: IngredientLine, factor: Fraction) -> IngredientLine:
    if line.quantity is None or factor == 1:
        return line
    quantity = _times(line.quantity, factor)
    if quantity > MAXIMUM_QUANTITY:
        raise Invalid(f"That would take more than {MAXIMUM_QUANTITY:,} of {line.name}.")
    parts = [_scaled_note(part, line.unit, factor) for part in (line.note or "").split(", ")]
    return line.model_copy(update={"quantity": quantity, "note": ", ".join(parts) or None})


def _times(quantity: Decimal, factor: Fraction) -> Decimal:
    product = units.meant(quantity) * factor
    return Decimal(product.numerator) / product.denominator


def _scaled_note(part: str, unit: str | None, factor: Fraction) -> str:
    """ "240 ml" beside a cup is the same amount again, but beside a can it is what one holds."""
    found = _AMOUNT.fullmatch(part)
    if found is None:
        return part
    prefix, amount, written = found.groups()
    known = units.canonical(written) if written else None
    if (written and not known) or not (prefix or units.kind(unit) in ("mass", "volume")):
        return part
    return f"{prefix or ''}{units.say(_times(Decimal(amount), factor), known, '')}"
