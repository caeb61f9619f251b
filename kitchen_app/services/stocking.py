"""What comes into the pantry and what is used up: amounts add up, the oldest goes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, func

from kitchen_app.errors import (
    AmbiguousName,
    IncompatibleUnits,
    IngredientExists,
    IngredientNotFound,
    Invalid,
)
from kitchen_app.models import Ingredient
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.ingredient import IngredientCreate, IngredientRead
from kitchen_app.schemas.text import MAXIMUM_QUANTITY, plain
from kitchen_app.services import journal, units
from kitchen_app.services.journal import COOK, Author
from kitchen_app.services.pantry import (
    INGREDIENTS,
    derived,
    locked_entries,
    measured,
    named,
    normalised,
    present,
    read_ingredient,
)
from kitchen_app.services.same_foods import names_of
from kitchen_app.services.steps import step_of

MOST_AT_ONCE = 100  # in one transaction


def find_food(connection: Connection, user: UserRead, name: str) -> list[IngredientRead]:
    """The entries of the one food a person means by a name, the first to expire first.

    The same food wins over one whose name has more words ("oat milk" for "milk").
    IngredientNotFound, or AmbiguousName where several foods could be meant.
    """
    names = names_of(connection, user)
    for condition in (INGREDIENTS.c.food_key == func.any(names.keys_of(name)), named(name)):
        entries = locked_entries(connection, user, condition)
        if len({min(names.keys_of(entry.name)) for entry in entries}) > 1:
            raise AmbiguousName(name, sorted({entry.name for entry in entries}))
        if entries:
            return entries
    raise IngredientNotFound(name)


@dataclass(frozen=True)
class Added:
    """`row` is the entry's JSON; not `created` where it was there and grew."""

    row: str
    created: bool


def add_ingredient(
    connection: Connection, user: UserRead, item: IngredientCreate, *, by: Author = COOK
) -> Added:
    """Stock one thing. The same food with the same date in a unit of the same kind grows."""
    journal.queue_up(connection, user)
    return _add(connection, user, item, by)


def _add(connection: Connection, user: UserRead, item: IngredientCreate, by: Author) -> Added:
    values = normalised(item.model_dump())
    new = values | derived(connection, user, values)
    same_food = and_(
        INGREDIENTS.c.food_key == func.any(new["food_kinds"]),
        INGREDIENTS.c.food_kinds.contains([new["food_key"]]),
        INGREDIENTS.c.expires_on.is_not_distinct_from(item.expires_on),
    )
    for _ in range(2):
        entries = locked_entries(connection, user, same_food)
        for entry in sorted(entries, key=lambda e: not _alike(e.unit, values["unit"])):
            grown = _merged(entry, values)
            if grown is not None:
                return Added(_grow(connection, user, entry, grown, by), created=False)
        row = journal.create(connection, user, Ingredient, new, by=by)
        if row is not None:
            return Added(row, created=True)
    raise IngredientExists(item.name)


def stock(
    connection: Connection, user: UserRead, items: Sequence[IngredientCreate], *, by: Author = COOK
) -> list[Added]:
    """Stock several things, all or none; each in its place. Invalid for too many."""
    if len(items) > MOST_AT_ONCE:
        raise Invalid(f"Add at most {MOST_AT_ONCE} things at a time.")
    journal.queue_up(connection, user)
    return [_add(connection, user, item, by) for item in items]


def _alike(unit: str | None, other: str | None) -> bool:
    return units.kind(unit) == units.kind(other)


def _grow(
    connection: Connection,
    user: UserRead,
    entry: IngredientRead,
    grown: dict[str, Any],
    by: Author,
) -> str:
    """The entry with what is new in it; where nothing is, nothing is written."""
    new = {name: value for name, value in grown.items() if getattr(entry, name) != value}
    if not new:
        return read_ingredient(connection, user, entry.id)
    values = new | derived(connection, user, {"name": entry.name} | grown)
    row = journal.change(connection, user, Ingredient, entry.id, values, by=by)
    return present(row, entry.name)


def _merged(entry: IngredientRead, new: dict[str, Any]) -> dict[str, Any] | None:
    """The entry with this added to it, None where the two do not add up.

    An unmeasured "some" adds nothing; an entry that has only "some" takes the measure it is given.
    """
    alike, more = _alike(entry.unit, new["unit"]), new["quantity"]
    if not alike and more is not None and entry.quantity is not None:
        return None
    unit = entry.unit if alike or more is None else new["unit"]
    quantity = entry.quantity
    if more is not None:
        quantity = _within_reason(units.convert(more, new["unit"], unit) + (quantity or 0))
    return {
        "quantity": quantity,
        "unit": unit,
        "category": new["category"] or entry.category,
        "low_at": _low_at(entry, new, unit),
    }


def _low_at(entry: IngredientRead, new: dict[str, Any], unit: str | None) -> Decimal | None:
    """The threshold, in the entry's unit from now on; None where it was in one of another kind."""
    for amount, given in ((new["low_at"], new["unit"]), (entry.low_at, entry.unit)):
        if amount is not None and _alike(given, unit):
            return plain(units.convert(amount, given, unit))
    return None


@dataclass(frozen=True)
class Used:
    """What became of one entry. `quantity` None is all of an unmeasured one.

    `left` is what remains of it, `change` the journal's entry; `removed` is the same where that
    took the entry out with the last.
    """

    name: str
    quantity: Decimal | None
    unit: str | None
    left: Decimal
    removed: UUID | None
    change: UUID


def use_up(
    connection: Connection,
    user: UserRead,
    name: str,
    *,
    quantity: Decimal | None = None,
    unit: str | None = None,
    fraction: Decimal | None = None,
    by: Author = COOK,
) -> list[Used]:
    """Take an amount, a fraction, or without either everything of a food, first to expire first.

    Takes less where there is less. IngredientNotFound, AmbiguousName, IncompatibleUnits where the
    amount cannot be known in the unit of any entry.
    """
    journal.queue_up(connection, user)
    entries = find_food(connection, user, name)
    if quantity is None and fraction is None:
        return [take(connection, user, entry, entry.quantity, by) for entry in entries]
    if fraction is not None:
        return _use_fraction(connection, user, entries, fraction, by)
    known = normalised({"unit": unit})["unit"]
    return _use_amount(connection, user, entries, quantity or Decimal(0), known, by)


def _use_amount(
    connection: Connection,
    user: UserRead,
    entries: list[IngredientRead],
    wanted: Decimal,
    unit: str | None,
    by: Author,
) -> list[Used]:
    used: list[Used] = []
    measured = [e for e in entries if e.quantity and units.kind(e.unit) == units.kind(unit)]
    if not measured:
        raise IncompatibleUnits(unit, entries[0].unit)
    for entry in measured:
        if wanted <= 0:
            break
        taken = min(plain(units.convert(wanted, unit, entry.unit)), entry.quantity or Decimal(0))
        wanted -= units.convert(taken, entry.unit, unit)
        used.append(take(connection, user, entry, taken, by))
    return used


def _use_fraction(
    connection: Connection,
    user: UserRead,
    entries: list[IngredientRead],
    fraction: Decimal,
    by: Author,
) -> list[Used]:
    """The fraction of the total where the entries add up, else of the first to expire."""
    measured = [e for e in entries if e.quantity]
    if not measured:
        raise Invalid(f"The pantry has some {entries[0].name}, but not how much.")
    first = measured[0]
    alike = [e for e in measured if units.kind(e.unit) == units.kind(first.unit)]
    total = sum(units.convert(e.quantity or Decimal(0), e.unit, first.unit) for e in alike)
    return _use_amount(connection, user, alike, plain(total * fraction), first.unit, by)


@dataclass(frozen=True)
class Stepped:
    """`row` is the entry's JSON. Where it was used up there is none, but the change `removed`."""

    row: str | None
    removed: UUID | None = None


def step(
    connection: Connection, user: UserRead, ingredient_id: UUID, *, up: bool, by: Author = COOK
) -> Stepped:
    """One step more or less than there is now.

    IngredientNotFound, Invalid where nobody knows how much there is.
    """
    entries = locked_entries(connection, user, INGREDIENTS.c.id == ingredient_id)
    if not entries:
        raise IngredientNotFound(ingredient_id)
    entry = entries[0]
    if entry.quantity is None:
        raise Invalid(f"Say how much {entry.name} there is first.")
    amount = step_of(entry.quantity, entry.unit, up=up)
    if up:
        more = _holding(entry, _within_reason(entry.quantity + amount))
        return Stepped(journal.change(connection, user, Ingredient, entry.id, more, by=by))
    if not entry.quantity and entry.low_at is not None:
        return Stepped(read_ingredient(connection, user, entry.id))
    used = take(connection, user, entry, plain(min(amount, entry.quantity)), by)
    if used.removed:
        return Stepped(None, used.removed)
    return Stepped(read_ingredient(connection, user, entry.id))


def take(
    connection: Connection,
    user: UserRead,
    entry: IngredientRead,
    taken: Decimal | None,
    by: Author,
) -> Used:
    """Take this much out; an entry that is empty goes, unless it is to be kept in stock."""
    left = (entry.quantity or Decimal(0)) - (taken or Decimal(0))
    removed = None
    if left <= 0 and entry.low_at is None:
        removed = journal.remove(connection, user, Ingredient, entry.id, by=by)
        change = present(removed, entry.id)
    else:
        change = new_id()
        values = _holding(entry, left)
        journal.change(connection, user, Ingredient, entry.id, values, by=by, entry=change)
    return Used(entry.name, taken, entry.unit, left, removed, change)


def _holding(entry: IngredientRead, quantity: Decimal) -> dict[str, Any]:
    return {"quantity": quantity} | measured(entry.name, quantity, entry.unit)


def _within_reason(quantity: Decimal) -> Decimal:
    if quantity > MAXIMUM_QUANTITY:
        raise Invalid(f"That would be more than {MAXIMUM_QUANTITY:,}; the pantry holds no more.")
    return plain(quantity)
