"""What can be cooked, and what was, as it crosses a boundary."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from kitchen_app.schemas.page import Cursor, Limit, Order
from kitchen_app.schemas.recipe import Servings
from kitchen_app.schemas.text import Line, Request, as_number

Amount = Annotated[
    Decimal, PlainSerializer(as_number, return_type=int | float, when_used="json")
]  # of any size: a recipe for ten thousand wants more than a pantry holds
LineStatus = Literal["have", "short", "missing", "unknown", "to_taste"]
Foods = Annotated[list[Line], Field(max_length=20)]


class CookableLine(BaseModel):
    """One line of a recipe, for the servings asked for, against the pantry.

    `short` is how much is lacking, in the line's unit, where some is there. `unknown`: the food is
    there, but its amount does not compare with the one wanted.
    """

    name: str
    quantity: Amount | None
    unit: str | None
    note: str | None
    status: LineStatus
    short: Amount | None


class Cookable(BaseModel):
    """A recipe against the pantry. `servings` is what the amounts are for.

    `missing`, `short` and `unknown` count its lines; `expires_on` is the first date among the foods
    that it would use.
    """

    id: UUID
    name: str
    servings: int | None
    missing: int
    short: int
    unknown: int
    expires_on: date | None
    lines: list[CookableLine]


class ServingsQuery(Request):
    servings: Annotated[
        Servings | None,
        Field(description="For so many, where the recipe says how many it serves."),
    ] = None


class CookableQuery(ServingsQuery):
    """Best first: recipes that lack least, then those with the fewest unknown, then those that
    have the most; by name where that is the same."""

    max_missing: Annotated[
        int | None, Field(ge=0, le=200, description="Lines that are missing or short, at most.")
    ] = None
    use_soon: Annotated[
        bool, Field(description="Recipes that use what expires first come first.")
    ] = False
    using: Annotated[
        Foods, Field(alias="with", description="May repeat: recipes that use all of these.")
    ] = []
    without: Annotated[Foods, Field(description="May repeat: recipes that use none of these.")] = []
    limit: Limit = 50
    cursor: Cursor | None = None

    @property
    def order(self) -> Order:
        return "asc"


class CookedRequest(Request):
    """What was cooked: `servings` null is what the recipe is for."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"servings": 6}]})

    servings: Servings | None = None


class TakenRead(BaseModel):
    """What came out of one entry of the pantry, in its unit, and what is left there."""

    ingredient_id: UUID
    name: str
    quantity: Amount
    unit: str | None
    left: Amount


class CookedLine(CookableLine):
    """A line as `CookableLine` has it, before the pantry was touched; `taken` is what it took."""

    taken: list[TakenRead]


class Cooked(BaseModel):
    """What cooking a recipe took out of the pantry. `POST /changes/undo` takes `change_ids`."""

    id: UUID
    name: str
    servings: int | None
    lines: list[CookedLine]
    change_ids: list[UUID]


NEGLIGIBLE = Decimal("0.001")  # of an amount: nobody is short of so little
