"""One page of a list, in the form PostgreSQL made it."""

import base64
import json
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field, TypeAdapter

from kitchen_app.errors import InvalidCursor
from kitchen_app.schemas.text import storable

Item = TypeVar("Item", bound=BaseModel)

Order = Literal["asc", "desc"]
Limit = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, Field(max_length=2_000)]


@dataclass(frozen=True)
class Page(Generic[Item]):
    """`rows` are JSON objects of schema `schema`, written by PostgreSQL and not parsed again.

    `next_cursor` names the last row; None where no row follows.
    """

    schema: type[Item]
    rows: list[str]
    next_cursor: str | None = None

    def json(self) -> str:
        return f"[{','.join(self.rows)}]"

    def items(self) -> list[Item]:
        return TypeAdapter(list[self.schema]).validate_json(self.json())  # type: ignore[name-defined]


def write_cursor(*place: Any) -> str:
    """An opaque name for a place in a sorted list."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *shape: str) -> list[Any]:
    """The place a cursor names. It must begin with the words of `shape`; InvalidCursor if not."""
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        raise InvalidCursor from None
    if not isinstance(place, list) or place[: len(shape)] != list(shape):
        raise InvalidCursor
    if not all(isinstance(part, str) and storable(part) == part for part in place):
        raise InvalidCursor
    return place[len(shape) :]
