"""A line typed into the pantry: "2 kg flour, best before June", "6 eggs and milk 2l"."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pydantic import ValidationError

from kitchen_app.errors import Invalid
from kitchen_app.schemas.ingredient import IngredientCreate
from kitchen_app.services import foods, units
from kitchen_app.services.reading.amounts import BELOW_ZERO, TOO_LARGE, number
from kitchen_app.services.reading.dates import find_expiry
from kitchen_app.services.reading.food import Food, read_food
from kitchen_app.services.reading.lists import cut
from kitchen_app.services.reading.measures import only_amount
from kitchen_app.services.reading.text import tidy, without_emoji

LONGEST = 2_000  # characters typed at a time
_BULLET = re.compile(r"^(?:[-*+]\s+|\[[ xX]?\]\s*|\d{1,2}[.)]\s+)+", re.MULTILINE)
_LOW_AT = re.compile(
    r"(?:^|[\s,(]+)(?:low (?:at|below|under)|(?:always )?keep(?: at least)?|at least)[: ]+"
    r"(\d[\w.,/ ]{0,20})\)?$",
    re.IGNORECASE,
)
_THE = re.compile(r"^the (?=\S)", re.IGNORECASE)
_SUCH_AS = "Type what there is, such as “2 kg flour, best before June” or “6 eggs, milk 2 l”."


@dataclass(frozen=True)
class _Part:
    """One food as typed, with the date and the threshold that were said of it."""

    text: str
    expires_on: date | None = None
    low_at: tuple[Fraction, str | None] | None = None


def read_stock(text: str, today: date) -> list[IngredientCreate]:
    """Every food of what is typed, with its amount, date and threshold. Invalid says what to type.

    What is no amount stays in the name. "About", "some" and "the" go with the amount.
    """
    if len(text) > LONGEST:
        raise Invalid(f"Type at most {LONGEST:,} characters at a time.")
    if BELOW_ZERO.search(text):
        raise Invalid(f"An amount cannot be below zero. {_SUCH_AS}")
    parts = _parts(_BULLET.sub("", tidy(text, emoji=True)).replace("\n", "; "), today)
    if not parts:
        raise Invalid(f"There is nothing to read. {_SUCH_AS}")
    return [_entry(part) for part in parts]


def _parts(text: str, today: date) -> list[_Part]:
    """One for each food: a date, a threshold or "chopped" on its own belongs to the one before."""
    parts: list[_Part] = []
    for typed in cut(text):
        new = _part(typed, today)
        if parts and (not new.text or foods.only_describes(new.text)):
            last = parts.pop()
            new = _Part(
                ", ".join(filter(None, (last.text, new.text))),
                new.expires_on or last.expires_on,
                new.low_at or last.low_at,
            )
        parts.append(new)
    return parts


def _part(typed: str, today: date) -> _Part:
    expiry = find_expiry(typed, today, typed=True)
    if expiry.unclear is not None:
        which = f"Which day is “{expiry.unclear[:50]}”?" if expiry.unclear else "Which day?"
        raise Invalid(f"{which} Write the date like 3 June or {today.year + 1}-06-03.")
    found = _LOW_AT.search(expiry.rest)
    low_at = only_amount(found.group(1)) if found else None
    if found is None or low_at is None:
        return _Part(expiry.rest, expiry.on)
    return _Part(expiry.rest[: found.start()].strip(" ,"), expiry.on, low_at)


def _entry(part: _Part) -> IngredientCreate:
    text, _, description = _THE.sub("", part.text).partition(", ")
    food = read_food(without_emoji(text)) or read_food(text)
    if TOO_LARGE.search(part.text):
        raise _too_much(part)
    if food is None:
        of_what = f"What is “{part.text}” of?" if part.text else "What is it of?"
        raise Invalid(f"{of_what} {_SUCH_AS}")
    if part.low_at and food.quantity is None:
        food = replace(food, unit=part.low_at[1])
    try:
        return IngredientCreate(
            name=_name(food, description),
            quantity=_decimal(food.quantity),
            unit=food.unit,
            expires_on=part.expires_on,
            low_at=part.low_at and _threshold(part.low_at, food.unit),
        )
    except ValidationError:
        raise _too_much(part) from None


def _too_much(part: _Part) -> Invalid:
    return Invalid(f"“{part.text[:50]}” is more than the pantry can hold. {_SUCH_AS}")


def _name(food: Food, description: str) -> str:
    """With every word that is no amount; what follows a comma does not make it another food."""
    asides = " ".join(f"({aside})" for aside in food.asides)
    name = " ".join(filter(None, (food.size, food.name, asides)))
    return ", ".join(filter(None, (name, food.pack, description)))


def _threshold(low_at: tuple[Fraction, str | None], unit: str | None) -> Decimal:
    """In the entry's unit; IncompatibleUnits."""
    amount = _decimal(low_at[0]) or Decimal(0)
    return units.convert(amount, low_at[1], unit)


def _decimal(quantity: Fraction | None) -> Decimal | None:
    return None if quantity is None else Decimal(str(number(quantity)))
