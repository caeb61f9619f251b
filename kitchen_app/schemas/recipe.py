"""Recipes as they cross a boundary."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic.config import JsonDict

from kitchen_app.schemas.page import Cursor, Limit, Order
from kitchen_app.schemas.text import (
    Line,
    Minutes,
    OptionalLine,
    Paragraph,
    Quantity,
    Request,
    Word,
    no_boolean,
    one_line,
    printable,
    trimmed,
)


def _web_address(url: str) -> str:
    """http or https only: the page makes a link of it, and javascript: is a link too."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError("must be a web address") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("must be a web address that begins with http:// or https://")
    return url


def _unique(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


class IngredientLine(Request):
    """One line of a recipe's list: 2 cups flour, sifted. `quantity` null is "to taste"."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "flour", "quantity": 2, "unit": "cup", "note": "sifted"}]
        }
    )

    name: Line
    quantity: Quantity | None = None
    unit: Word | None = None
    note: OptionalLine | None = None


TypedLine = Annotated[
    str,
    trimmed(500, least=1),
    AfterValidator(one_line),
    Field(description="A line as a cook writes it, to be read.", examples=["2 eggs, beaten"]),
]
_TYPED: TypeAdapter[str] = TypeAdapter(TypedLine)


def _text_or_parts(value: Any, _either: ValidatorFunctionWrapHandler) -> IngredientLine | str:
    """So that what is wrong is told of the one that was sent, and not of either."""
    if isinstance(value, str):
        return _TYPED.validate_python(value)
    return IngredientLine.model_validate(value)


Ingredient = Annotated[IngredientLine | TypedLine, WrapValidator(_text_or_parts)]
Ingredients = Annotated[
    list[Ingredient],
    Field(max_length=200, description="Each in its parts, or as the text of a line."),
]
Step = Annotated[str, trimmed(5_000, least=1), AfterValidator(printable)]
Steps = Annotated[list[Step], Field(max_length=200)]
Servings = Annotated[int, Field(ge=1, le=10_000), BeforeValidator(no_boolean)]
Tags = Annotated[list[Word], AfterValidator(_unique), Field(max_length=50)]
WebAddress = Annotated[
    str, trimmed(2_000, least=1), AfterValidator(one_line), AfterValidator(_web_address)
]

_EXAMPLE: JsonDict = {
    "name": "Tomato soup",
    "description": "Ten minutes, one pot.",
    "ingredients": [
        {"name": "tomatoes", "quantity": 800, "unit": "g", "note": "chopped"},
        "1 large onion, finely chopped",
        {"name": "salt"},
    ],
    "steps": ["Soften the onion.", "Add the tomatoes, simmer, and blend."],
    "servings": 4,
    "prep_minutes": 5,
    "cook_minutes": 10,
    "tags": ["soup", "vegan"],
}


class RecipeCreate(Request):
    """A whole recipe, for POST and PUT: what is left out is empty."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    name: Line
    description: Paragraph = ""
    ingredients: Ingredients = []
    steps: Steps = []
    servings: Servings | None = None
    prep_minutes: Minutes | None = None
    cook_minutes: Minutes | None = None
    tags: Tags = []
    source_url: WebAddress | None = None


class RecipeUpdate(Request):
    """The fields to change, for PATCH: what is left out stays. At least one is given."""

    model_config = ConfigDict(
        json_schema_extra={"minProperties": 1, "examples": [{"servings": 6, "tags": ["soup"]}]}
    )

    name: Line | None = None
    description: Paragraph | None = None
    ingredients: Ingredients | None = None
    steps: Steps | None = None
    servings: Servings | None = None
    prep_minutes: Minutes | None = None
    cook_minutes: Minutes | None = None
    tags: Tags | None = None
    source_url: WebAddress | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        required = ("name", "description", "ingredients", "steps", "tags")
        refuse_empty_patch(self, never_null=required)
        return self


def refuse_empty_patch(patch: BaseModel, *, never_null: tuple[str, ...]) -> None:
    """A PATCH names at least one field, and null only where a field may be empty."""
    if not patch.model_fields_set:
        raise ValueError("name at least one field to change")
    for name in never_null:
        if name in patch.model_fields_set and getattr(patch, name) is None:
            raise ValueError(f"{name} cannot be null; leave it out to keep it")


class RecipeRead(BaseModel):
    id: UUID
    name: str
    description: str
    ingredients: list[IngredientLine]
    steps: list[str]
    servings: int | None
    prep_minutes: int | None
    cook_minutes: int | None
    tags: list[str]
    source_url: str | None
    created_at: datetime
    updated_at: datetime


class TagRead(BaseModel):
    """A tag, and how many recipes have it."""

    name: str
    recipes: int


class RecipeQuery(Request):
    """Which recipes, in what order."""

    sort_by: Literal["name", "created_at", "updated_at"] = "name"
    order: Order = "asc"
    ingredient: Annotated[
        list[Line],
        Field(max_length=20, description="May repeat: recipes that use all of them."),
    ] = []
    q: Annotated[OptionalLine, Field(description="Words to find; a typo is forgiven.")] = ""
    tag: Word | None = None
    max_minutes: Annotated[
        int | None, Field(ge=1, le=200_000, description="Preparing and cooking together.")
    ] = None
    limit: Limit = 50
    cursor: Cursor | None = None
