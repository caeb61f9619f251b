"""What is wrong with an input, in our words: pydantic's own are for programs."""

from typing import Any

from pydantic import ValidationError

_NUMBER = "Write a number, such as 1.5."
_WHOLE = "must be a whole number"
_DATE = "must be a date, such as 2031-05-01"
_UNKNOWN = "cannot be read. Reload the page and try again."
# By pydantic's type of error, with what its context holds.
_SAID = {
    "missing": "must not be empty",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length:,} characters",
    "too_short": "must have at least {min_length:,} {things}",
    "too_long": "must have at most {max_length:,} {things}",
    "greater_than": "must be more than {gt:,}",
    "greater_than_equal": "must be at least {ge:,}",
    "less_than": "must be less than {lt:,}",
    "less_than_equal": "must be at most {le:,}",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
}
# Fields as a notice may name them, where they are not beside it.
_NAMES = {
    "name": "The name",
    "title": "The title",
    "q": "The search",
    "tag": "The tag",
    "ingredient": "The list of ingredients",
}


def wrong_fields(error: ValidationError) -> dict[str, str]:
    """What is wrong with each field of a form, by the field's name."""
    found = error.errors(include_input=False, include_url=False)
    return {_field(one): _say(one, "It") for one in found}


def wrong(error: ValidationError) -> str:
    """The first thing that is wrong, for where its field is not in sight."""
    first = error.errors(include_input=False, include_url=False)[0]
    return _say(first, _NAMES.get(_field(first), "It"))


def sentence(message: str, subject: str = "It") -> str:
    """A schema's "must be …" as a sentence of its own."""
    text = message.removeprefix("Value error, ")
    text = f"{subject} {text}" if text.startswith(("must ", "cannot ")) else text
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _say(error: Any, subject: str) -> str:
    """`subject` is the field; what is wrong may be one entry of it."""
    whose = "Each entry" if len(error["loc"]) > 1 else subject
    if error["type"] == "value_error":
        return sentence(error["msg"], whose)
    context = error.get("ctx", {})
    things = "entries" if context.get("field_type") == "List" else "characters"
    said = _SAID.get(error["type"], _UNKNOWN).format(**context, things=things)
    return sentence(said, whose)


def _field(error: Any) -> str:
    return str(error["loc"][0]) if error["loc"] else ""
