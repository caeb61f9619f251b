"""A recipe as a page's form holds it: text, to be read into what the cookbook keeps."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, Json

from kitchen_app.schemas.recipe import Servings, Steps, WebAddress
from kitchen_app.schemas.text import Line, Minutes, Paragraph, Request


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


def _whole_number(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        return None
    if not value.strip().isdecimal():
        raise ValueError("must be a whole number")
    return int(value[:9])


Unknown = BeforeValidator(_none_if_empty)
Number = BeforeValidator(_whole_number)
WrittenLine = Annotated[str, Field(max_length=1_000)]


class RecipeDraft(Request):
    """What a cook typed over the version of `seen`. Empty is unknown; tags have commas between."""

    seen: datetime
    name: Line
    description: Paragraph = ""
    ingredients: Json[Annotated[list[WrittenLine], Field(max_length=200)]]
    steps: Json[Steps]
    servings: Annotated[Servings | None, Number] = None
    prep_minutes: Annotated[Minutes | None, Number] = None
    cook_minutes: Annotated[Minutes | None, Number] = None
    tags: Annotated[str, Field(max_length=5_000)] = ""
    source_url: Annotated[WebAddress | None, Unknown] = None
