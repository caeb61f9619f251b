"""What the pantry has for a recipe, as the pages draw it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kitchen_app.ai.wording import listed
from kitchen_app.schemas.cooking import Cookable, CookableLine, Cooked
from kitchen_app.services import cooking, foods, units
from kitchen_app.states.pantry_drawn import NEXT_DAYS, due

MOST_LACKS = 3  # named in the list
MOST_TAKEN = 4  # named in a notice


@dataclass(frozen=True)
class Stock:
    """What a recipe's page says above its lines: `lacks` are things to get, `perhaps` foods that
    are there in nobody knows what amount. Not `known` where there is nothing to compare with."""

    known: bool = False
    lacks: list[str] = field(default_factory=list)
    perhaps: list[str] = field(default_factory=list)


def stock(found: Cookable | None) -> Stock:
    return Stock(True, lacking(found.lines), _perhaps(found.lines)) if found else Stock()


def lacking(lines: Iterable[CookableLine]) -> list[str]:
    """What is missing or short, with how much of it: 250 g flour."""
    return [
        _say(_lacking(line), line.unit, line.name)
        for line in lines
        if line.status in ("missing", "short")
    ]


def _lacking(line: CookableLine) -> Decimal | None:
    return units.at_least(line.short, line.unit) if line.short is not None else line.quantity


def _perhaps(lines: Iterable[CookableLine]) -> list[str]:
    return [line.name for line in lines if line.status == "unknown"]


def status(line: CookableLine) -> tuple[str, str]:
    """Of a line, in a word or two, and its colour."""
    match line.status:
        case "have":
            return "here", "herb"
        case "short":
            return f"short {units.say(_lacking(line), line.unit, '')}", "amber"
        case "missing":
            return "missing", "amber"
        case "unknown":
            return "perhaps enough", ""
    says_so = "to taste" in (line.note or "").lower()
    return "" if says_so else "to taste", ""


def row(recipe: Cookable, today: date, *, soon: bool) -> dict[str, Any]:
    """A row of the cookbook; `mood` is the colour of `badge`."""
    badge, mood, about = _badge(recipe)
    soonest = _soonest(recipe.expires_on, today) if soon and recipe.expires_on else ""
    return {
        "id": str(recipe.id),
        "name": recipe.name,
        "about": about,
        "time": "",
        "serves": f"Serves {recipe.servings}" if recipe.servings and not soonest else "",
        "tags": soonest,
        "badge": badge,
        "mood": mood,
    }


def _badge(recipe: Cookable) -> tuple[str, str, str]:
    if lacks := lacking(recipe.lines):
        return f"{len(lacks)} short", "amber", f"Short of {_some_of(lacks, MOST_LACKS)}"
    if perhaps := _perhaps(recipe.lines):
        return "Perhaps", "", f"Perhaps enough {_some_of(perhaps, MOST_LACKS)}"
    return "All here", "herb", ""


def _soonest(day: date, today: date) -> str:
    """What of it expires first, where that is soon."""
    if (day - today).days > NEXT_DAYS:
        return ""
    said = due(day, today)
    said = said[:1].lower() + said[1:]
    return f"Uses what {said}" if day < today else f"Uses what expires {said}"


def told(cooked: Cooked) -> str:
    """What cooking took out of the pantry, and what it could not take."""
    entries, lacks = cooking.taken_from_each(cooked), lacking(cooked.lines)
    taken = [_say(one.quantity, one.unit, one.name) for one in entries]
    parts = [f"Taken out: {_some_of(taken, MOST_TAKEN)}." if taken else "Nothing was taken out."]
    parts += [f"Not there: {_some_of(lacks, MOST_TAKEN)}."] if lacks else []
    if perhaps := _perhaps(cooked.lines):
        parts.append(f"Look after {_some_of(perhaps, MOST_TAKEN)} yourself.")
    return " ".join(parts)


def _say(quantity: Decimal | None, unit: str | None, name: str) -> str:
    """Of 3 eggs, one is 1 egg."""
    *words, last = name.split(" ")
    if quantity is not None and quantity <= 1 and not unit and last.isascii() and last.islower():
        name = " ".join([*words, foods.singular(last)])
    return units.say(quantity, unit, name)


def _some_of(things: Sequence[str], most: int) -> str:
    """milk, eggs, rice and 2 more; never 1 more, which is as long as its name."""
    rest = len(things) - most
    return listed([*things[:most], f"{rest} more"] if rest > 1 else things)
