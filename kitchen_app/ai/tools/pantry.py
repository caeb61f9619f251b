"""What the assistant can do with the pantry."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field
from sqlalchemy import Connection

from kitchen_app.ai.deeds import Outcome
from kitchen_app.ai.tools.base import kitchen_tool
from kitchen_app.ai.wording import counted, found, listed, say_dates
from kitchen_app.errors import KitchenError
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.ingredient import (
    ExpiryDate,
    IngredientCreate,
    IngredientQuery,
    IngredientRead,
)
from kitchen_app.schemas.page import Page
from kitchen_app.schemas.text import Line, OptionalLine, Quantity, Request, Word
from kitchen_app.services import pantry, stocking, units
from kitchen_app.services.journal import Author
from kitchen_app.services.stocking import Used

MOST_ENTRIES = 200
MOST_ITEMS = 50
PANTRY = "/pantry"


class ReadPantry(Request):
    search: Annotated[OptionalLine, Field(description="Only entries with these words.")] | None = (
        None
    )
    expiring_within: (
        Annotated[
            int,
            Field(ge=0, le=3650, description="Only what expires in so many days, and what has."),
        ]
        | None
    ) = None
    running_low: Annotated[bool, Field(description="Only what is to be bought again.")] = False


@kitchen_tool(ReadPantry)
def read_pantry(connection: Connection, user: UserRead, wanted: ReadPantry, _by: Author) -> Outcome:
    """List what is in the cook's pantry: amounts, and best-before dates where they are known."""
    query = IngredientQuery(
        q=wanted.search or "",
        expiring_within=wanted.expiring_within,
        low=wanted.running_low or None,
        limit=MOST_ENTRIES,
    )
    page = pantry.list_ingredients(connection, user, query)
    lines = [f"- {describe(entry)}{_expired(entry)}" for entry in page.items()]
    if page.next_cursor:
        lines.append(f"(the first {MOST_ENTRIES}; search for the others)")
    text = "\n".join(lines) or _say_nothing(wanted)
    return Outcome(text, _say_read(wanted, page), PANTRY)


def _say_nothing(wanted: ReadPantry) -> str:
    if wanted.search:
        return f"Nothing in the pantry matches {wanted.search}."
    if wanted.expiring_within is not None:
        return f"Nothing in the pantry expires within {wanted.expiring_within} days."
    return "Nothing is running low." if wanted.running_low else "The pantry is empty."


def _say_read(wanted: ReadPantry, page: Page[IngredientRead]) -> str:
    """What was looked for, and how much of it there is."""
    number = found(page.rows, more=page.next_cursor is not None)
    if wanted.search:
        return f"Looked for {wanted.search} in the pantry: {number}"
    if wanted.expiring_within is not None:
        return f"Looked for what expires within {wanted.expiring_within} days: {number}"
    if wanted.running_low:
        return f"Looked for what is running low: {number}"
    return f"Read the pantry: {counted(page.rows, 'thing') if page.rows else 'it is empty'}"


def describe(entry: IngredientCreate | IngredientRead) -> str:
    """An entry in one line: 2 kg flour (best before 2027-06-01)."""
    text = units.say(entry.quantity, entry.unit, entry.name)
    return f"{text} (best before {entry.expires_on})" if entry.expires_on else text


def _expired(entry: IngredientRead) -> str:
    today = date.today()  # noqa: DTZ011 (the server's day)
    return ", expired" if entry.expires_on and entry.expires_on < today else ""


class PantryItem(Request):
    name: Annotated[Line, Field(description="The food alone: flour, not 2 kg of flour.")]
    quantity: Annotated[Quantity, Field(description="Left out: some.")] | None = None
    unit: Annotated[Word, Field(description="g, ml, cup, can; left out: pieces.")] | None = None
    expires_on: ExpiryDate | None = None


class AddToPantry(Request):
    items: Annotated[list[PantryItem], Field(min_length=1, max_length=MOST_ITEMS)]


@kitchen_tool(AddToPantry, writes=True)
def add_to_pantry(connection: Connection, user: UserRead, new: AddToPantry, by: Author) -> Outcome:
    """Put things into the cook's pantry. What is already there in such a unit grows."""
    lines, said = [], []
    for item in new.items:
        data = IngredientCreate(**item.model_dump())
        added = stocking.add_ingredient(connection, user, data, by=by)
        entry = IngredientRead.model_validate_json(added.row)
        said.append(describe(data))
        now = "" if added.created else units.say(entry.quantity, entry.unit, "")
        lines.append(f"Added {said[-1]}, now {now}." if now else f"Added {said[-1]}.")
    return Outcome("\n".join(lines), _in_one([f"Added {listed(said)} to the pantry"]), PANTRY)


class PantryUse(Request):
    name: Line
    quantity: (
        Annotated[Quantity, Field(gt=0, description="Left out, with fraction: all of it.")] | None
    ) = None
    unit: Word | None = None
    fraction: (
        Annotated[Decimal, Field(gt=0, le=1, description="A share of what is there: 0.5 is half.")]
        | None
    ) = None


class UseUp(Request):
    items: Annotated[list[PantryUse], Field(min_length=1, max_length=MOST_ITEMS)]


@kitchen_tool(UseUp, writes=True)
def use_up(connection: Connection, user: UserRead, wanted: UseUp, by: Author) -> Outcome:
    """Take things that were eaten, drunk or cooked out of the pantry, the oldest first."""
    lines = [_use_up(connection, user, item, by) for item in wanted.items]
    return Outcome("\n".join(lines), _in_one(lines), PANTRY)


def _in_one(lines: list[str]) -> str:
    """A summary, with dates as people say them."""
    today = date.today()  # noqa: DTZ011 (the server's day)
    return say_dates(" ".join(lines).removesuffix("."), today)


def _use_up(connection: Connection, user: UserRead, item: PantryUse, by: Author) -> str:
    try:
        used = stocking.use_up(
            connection,
            user,
            item.name,
            quantity=item.quantity,
            unit=item.unit,
            fraction=item.fraction,
            by=by,
        )
    except KitchenError as error:
        return f"{item.name.capitalize()} stays as it is: {error.detail}"
    text = " ".join(_say_used(entry) for entry in used)
    if item.quantity is None:
        return text
    unit = item.unit and (units.canonical(item.unit) or item.unit)
    taken = sum(units.convert(u.quantity or Decimal(0), u.unit, unit) for u in used)
    if item.quantity - taken > Decimal("0.001"):
        text += f" There was no more: {units.say(item.quantity - taken, unit, item.name)} short."
    return text


def _say_used(used: Used) -> str:
    if used.quantity is None or used.removed:
        return f"Used up the {used.name}."
    left = units.say(used.left, used.unit, "")
    return f"Used {units.say(used.quantity, used.unit, used.name)}, {left} left."


class RemoveFromPantry(Request):
    names: Annotated[list[Line], Field(min_length=1, max_length=MOST_ITEMS)]


@kitchen_tool(RemoveFromPantry, writes=True)
def remove_from_pantry(
    connection: Connection, user: UserRead, wanted: RemoveFromPantry, by: Author
) -> Outcome:
    """Take entries out of the pantry altogether: spoiled, thrown away, or entered by mistake."""
    lines = [_remove(connection, user, name, by) for name in wanted.names]
    return Outcome("\n".join(lines), _in_one(lines), PANTRY)


def _remove(connection: Connection, user: UserRead, name: str, by: Author) -> str:
    try:
        entries = stocking.find_food(connection, user, name)
    except KitchenError as error:
        return error.detail
    for entry in entries:
        pantry.delete_ingredient(connection, user, entry.id, by=by)
    return f"Removed {listed([describe(entry) for entry in entries])} from the pantry."
