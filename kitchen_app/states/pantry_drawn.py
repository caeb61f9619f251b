"""Pantry entries as the page draws them, and what happens to them in words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kitchen_app.schemas.ingredient import IngredientCreate, IngredientRead
from kitchen_app.services import pantry, units
from kitchen_app.services.stocking import Added

SOON = 3  # days, in which something wants to be used
NEXT_DAYS = 7  # which are counted and not called by their dates
ELSEWHERE = "Anywhere else"
NO_LONGER = "That is no longer in your pantry."
GONE = {"amount": "None left", "due": "", "mood": "", "low": False, "gone": True}
_MONTH = 31  # days


def drawn(entry: IngredientRead, today: date, *, fresh: int = 0) -> dict[str, Any]:
    """`amount` is "" for some; `mood` is the colour of `due`; `fresh` is odd or even, 0 for not."""
    return {
        "id": str(entry.id),
        "name": entry.name,
        "amount": "" if entry.quantity is None else _amount(entry.quantity, entry.unit),
        "due": due(entry.expires_on, today) if entry.expires_on else "",
        "mood": _mood(entry.expires_on, today) if entry.expires_on else "",
        "aisle": entry.category or "",
        "low": pantry.is_low(entry),
    } | ({"fresh": fresh} if fresh else {})


def due(day: date, today: date) -> str:
    """When something is best before, said from today."""
    days = (day - today).days
    if days < 0:
        return f"Expired {_ago(day, today, -days)}"
    if days <= 1:
        return ("Today", "Tomorrow")[days]
    return f"In {days} days" if days <= NEXT_DAYS else _calendar(day, today)


def _ago(day: date, today: date, days: int) -> str:
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if days < _MONTH else _calendar(day, today)


def _calendar(day: date, today: date) -> str:
    return f"{day:%-d %B}" if day.year == today.year else f"{day:%-d %B} {day.year}"


def _mood(day: date, today: date) -> str:
    days = (day - today).days
    if days < 0:
        return "plum"
    return "amber" if days <= SOON else ""


def told(items: Sequence[IngredientCreate], added: Sequence[Added]) -> str:
    """What was stocked, in a sentence for each."""
    return " ".join(map(_told, items, added))


def _told(item: IngredientCreate, added: Added) -> str:
    entry = IngredientRead.model_validate_json(added.row)
    more = units.say(item.quantity, item.unit, item.name)
    if added.created:
        return f"Added {more}."
    if item.quantity is None or entry.quantity is None:
        return f"{entry.name[:1].upper()}{entry.name[1:]} was there already."
    now = units.say(entry.quantity, entry.unit, entry.name)
    had = entry.quantity - units.convert(item.quantity, item.unit, entry.unit)
    if had <= 0:
        return f"Added {more}."
    return f"Added {more} to the {_amount(had, entry.unit)} you had: {now}."


def _amount(quantity: Decimal, unit: str | None) -> str:
    return units.say(quantity, unit, "")
