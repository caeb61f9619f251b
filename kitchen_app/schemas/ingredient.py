"""The pantry as it crosses a boundary."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from kitchen_app.schemas.page import Cursor, Limit, Order
from kitchen_app.schemas.recipe import refuse_empty_patch
from kitchen_app.schemas.text import Line, OptionalLine, Quantity, Request, Word


def _written_date(value: Any) -> Any:
    if not isinstance(value, str | date):
        raise ValueError("must be a date like 2031-05-01")  # noqa: TRY004 (for pydantic)
    return value


def _not_the_last_day(day: date) -> date:
    """Which stands for "no date" where entries are sorted."""
    if day == date.max:
        raise ValueError("must be before 9999-12-31")
    return day


ExpiryDate = Annotated[date, BeforeValidator(_written_date), AfterValidator(_not_the_last_day)]

_EXAMPLE: JsonDict = {
    "name": "eggs",
    "quantity": 12,
    "category": "dairy and eggs",
    "expires_on": "2031-05-01",
    "low_at": 4,
}


class IngredientCreate(Request):
    """One thing in the pantry. `quantity` null is "some"; `unit` null counts pieces.

    `low_at`, in the same unit, is the amount at or below which it counts as running low.
    `category` null leaves it to the kitchen, which knows the aisles of everyday foods.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: Line
    quantity: Quantity | None = None
    unit: Word | None = None
    category: Word | None = None
    expires_on: ExpiryDate | None = None
    low_at: Quantity | None = None


class IngredientUpdate(Request):
    """The fields to change, for PATCH: what is left out stays. At least one is given."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "examples": [{"quantity": 6}]})

    name: Line | None = None
    quantity: Quantity | None = None
    unit: Word | None = None
    category: Word | None = None
    expires_on: ExpiryDate | None = None
    low_at: Quantity | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        refuse_empty_patch(self, never_null=("name",))
        return self

    def changes(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set}


class IngredientRead(BaseModel):
    id: UUID
    name: str
    quantity: Quantity | None
    unit: str | None
    category: str | None
    expires_on: date | None
    low_at: Quantity | None
    created_at: datetime
    updated_at: datetime


class IngredientQuery(Request):
    """Which pantry entries, in what order. Those without a date sort as the latest.

    By category is a walk through the shop: aisle by aisle, then a cook's own, then none.
    """

    sort_by: Literal["name", "category", "expires_on", "created_at", "updated_at"] = "name"
    order: Order = "asc"
    q: Annotated[OptionalLine, Field(description="Words to find; a typo is forgiven.")] = ""
    category: Word | None = None
    expiring_within: Annotated[
        int | None, Field(ge=0, le=3_650, description="Days from today; what is past counts.")
    ] = None
    low: Annotated[bool | None, Field(description="Only what is running low.")] = None
    limit: Limit = 50
    cursor: Cursor | None = None
