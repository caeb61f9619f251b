"""One ingredient line of a recipe: "1 (400 g) can tomatoes, drained" is a can, with notes."""

import re
from dataclasses import replace
from typing import Any

from kitchen_app.ai.offline.amounts import number, read_amount
from kitchen_app.ai.offline.items import SIZES, Item, read_item, spaced
from kitchen_app.services.units import canonical

BULLET = re.compile(r"^(?:[-*+o]\s+|-(?=[A-Za-z\d])|\[[ xX]?\]\s*)+")
_SLASHED = re.compile(r"([A-Za-z]{1,10})\s?/\s?(\d[\d.,]*\s?[A-Za-z]{1,10})\b")
_TAIL = re.compile(
    r",?\s+((?:or more |or |plus more )?(?:to taste|as needed|as required|optional|for (?:serving|"
    r"frying|garnish|dusting|greasing|drizzling|the (?:pan|tin|dish|top))|to (?:serve|garnish|"
    r"finish|decorate)|divided))$",
    re.IGNORECASE,
)
_OF_FRUIT = re.compile(
    r"((?:finely |freshly )?(?:grated |squeezed )?(?:juice and zest|zest and juice|juice|zest|"
    r"rind)) (?:of|from)\s+(?=\S)",
    re.IGNORECASE,
)
_PLUS = re.compile(
    r"(\d[\d./, ]*[A-Za-z]+\.?) ((?:plus|\+|and) \d[\d./ ]*[A-Za-z]+\.?) (?=\S)", re.IGNORECASE
)
_SALT_AND_PEPPER = re.compile(
    r"(salt) (?:and|&) ((?:freshly )?(?:ground )?(?:black )?pepper)$", re.IGNORECASE
)
_WORDS_OF_AN_AMOUNT = "can jar bunch handful pinch bag pack stick dash splash knob sprig".split()
_DESCRIPTIONS = SIZES | frozenset(("ripe", "fresh", "boneless", "skinless", "dried", "firm", "raw"))


def ingredients_of(line: str) -> list[dict[str, Any]]:
    """The ingredients of one line as JSON, usually one; none when the line names no food."""
    line = BULLET.sub("", line).strip(" .;")
    line, tail = _tail(line)
    pair = _SALT_AND_PEPPER.fullmatch(line)
    items = [_item(text) for text in (pair.groups() if pair else (line,))]
    return [_json(item, tail) for item in items if item]


def starts_with_amount(line: str) -> bool:
    words = spaced(BULLET.sub("", line).strip(" ("))
    return bool(words) and read_amount(words) is not None and words[0].lower() not in ("a", "an")


def _tail(line: str) -> tuple[str, str | None]:
    found = _TAIL.search(line)
    return (line[: found.start()].rstrip(" ,"), found.group(1)) if found else (line, None)


def _item(line: str) -> Item | None:
    line = _SLASHED.sub(r"\1 (\2)", line)
    line = _PLUS.sub(lambda m: f"{m.group(1)} ({m.group(2)}) ", line)
    before = _OF_FRUIT.match(line)
    main, _, after = (line[before.end() :] if before else line).partition(", ")
    item = _read(main)
    if item and after and item.name.lower() in _DESCRIPTIONS:
        item, after = _read(f"{main} {after}"), ""
    if item is None:
        return None
    notes = [before.group(1).lower() if before else None, item.note, after or None]
    return replace(item, note=", ".join(filter(None, notes)) or None)


def _read(text: str) -> Item | None:
    words = text.replace("(", " (").split()
    bare = [word for word in spaced(re.sub(r"\([^()]*\)", " ", text)) if word]
    if len(bare) > 1 and canonical(bare[0]) in _WORDS_OF_AN_AMOUNT and read_amount(bare) is None:
        words = ["1", *words]
    return read_item(" ".join(words))


def _json(item: Item, tail: str | None) -> dict[str, Any]:
    quantity = item.quantity if item.quantity is not None else item.share
    vague = "some" if item.vague and not tail else None
    note = ", ".join(filter(None, (vague, item.note, tail))) or None
    given = {
        "name": item.name,
        "quantity": number(quantity) if quantity is not None else None,
        "unit": item.unit,
        "note": note,
    }
    return {key: value for key, value in given.items() if value is not None}
