"""The ingredients of a line in a pasted recipe; a line that reads as a sentence names none."""

import re
from typing import Any

from kitchen_app.ai.offline.items import read_item
from kitchen_app.errors import Invalid
from kitchen_app.services.reading import read_ingredient_line
from kitchen_app.services.reading.lines import BULLET

_SALT_AND_PEPPER = re.compile(
    r"(salt) (?:and|&) ((?:freshly )?(?:ground )?(?:black )?pepper)(?:,? (to taste))?$",
    re.IGNORECASE,
)


def ingredients_of(line: str) -> list[dict[str, Any]]:
    """The ingredients of one line as JSON, usually one; none when the line names no food."""
    line = BULLET.sub("", line).strip(" .;")
    pair = _SALT_AND_PEPPER.fullmatch(line)
    tail = f", {pair.group(3)}" if pair and pair.group(3) else ""
    lines = [f"{name}{tail}" for name in pair.groups()[:2]] if pair else [line]
    return [found for text in lines for found in _ingredient(text)]


def _ingredient(line: str) -> list[dict[str, Any]]:
    try:
        read = read_ingredient_line(line)
    except Invalid:
        return []
    named = read_item(read.name) is not None
    return [read.model_dump(mode="json", exclude_none=True)] if named else []
