"""Text, numbers and lists as they may come in, whoever sends them."""

import math
import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_WHITE = re.compile(r"\s+")

MAXIMUM_QUANTITY = Decimal(1_000_000)


def storable(text: str) -> str:
    """The text with what PostgreSQL cannot store replaced: NUL and lone surrogates."""
    return _UNSTORABLE.sub("\ufffd", text)


def storable_json(value: Any) -> Any:
    """The same for every string in a JSON value, and for numbers that JSON does not have."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [storable_json(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): storable_json(item) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def printable(text: str) -> str:
    """Any text but control characters, without the white space around it."""
    if _UNPRINTABLE.search(text):
        raise ValueError("must not contain control characters")
    return text.strip()


def one_line(text: str) -> str:
    """The same, with every run of white space made one space."""
    return _WHITE.sub(" ", printable(text))


def trimmed(most: int, *, least: int = 0) -> StringConstraints:
    """Its length in characters, without the white space around it."""
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


def no_boolean(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("must be a number")  # noqa: TRY004 (pydantic turns ValueError into a 422)
    return value


def plain(value: Decimal) -> Decimal:
    """No exponent and no trailing zeros, at most four decimals: 2.50 is 2.5, 1e3 is 1000."""
    rounded = value.quantize(Decimal("0.0001")).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def as_number(value: Decimal) -> int | float:
    """A JSON number; four decimals below a million are exact in a float's shortest form."""
    return int(value) if value == value.to_integral_value() else float(value)


Line = Annotated[str, trimmed(200, least=1), AfterValidator(one_line)]
OptionalLine = Annotated[str, trimmed(200), AfterValidator(one_line)]
Paragraph = Annotated[str, trimmed(5_000), AfterValidator(printable)]
Word = Annotated[str, trimmed(50, least=1), AfterValidator(one_line)]
Quantity = Annotated[
    Decimal,
    Field(ge=0, le=MAXIMUM_QUANTITY),
    AfterValidator(plain),
    PlainSerializer(as_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1_000_000, "examples": [2.5]}),
]
Minutes = Annotated[int, Field(ge=0, le=100_000), BeforeValidator(no_boolean)]


class Request(BaseModel):
    """What a client may send: known fields only."""

    model_config = ConfigDict(extra="forbid")
