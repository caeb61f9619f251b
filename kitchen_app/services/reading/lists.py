"""Lists of foods: "2 dozen eggs, a bag of rice and half a kilo of tomatoes" is three items."""

import re
from dataclasses import replace
from datetime import date

from kitchen_app.ai.offline.amounts import read_amount
from kitchen_app.ai.offline.dates import find_expiry
from kitchen_app.ai.offline.items import NAME_GLUE, Item, read_item
from kitchen_app.services.units import canonical

_WITHIN_A_NAME = re.compile(
    r"\b(?:mac(?:aroni)? (?:and|&|n) cheese|half (?:and|&) half|sweet and sour|fish and chips|"
    r"salt and vinegar|cheese and onion|sour cream and onion|bread and butter pickles|"
    r"cookies and cream|pork and beans|bangers and mash|lemon and ginger|garlic and herb|"
    r"ginger and lemon|bubble and squeak|surf and turf|black and white pudding|hot and sour|"
    r"chicken and mushroom soup|leek and potato soup|tomato and basil soup|"
    r"oil and vinegar dressing)\b",
    re.IGNORECASE,
)
_AND_A_PART = re.compile(
    r"(?<=\w)\s+and\s+(?=(?:a |an |one )?(?:half|quarter)\b|[1-9]/\d)", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\s*(?:,(?!\d)|;|\s\+\s|\s&\s|\bas well as\b|\balong with\b|\bplus\b|\band\b)(?:\s*(?:and|"
    r"also|plus|then|&)\b)*\s*",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"(?:but )?(?:no|not|without)\b", re.IGNORECASE)
_GLUE = "ǂ"  # like NAME_GLUE a letter to the regex engine: no word boundary is left inside


def read_items(text: str, today: date) -> list[Item] | None:
    """Every item of a list; None when any part of it is no food with an amount."""
    items: list[Item] = []
    for part in _parts(text):
        if items and _EXCEPT.match(part):
            continue
        expiry = find_expiry(part, today)
        if not expiry.rest and items:
            items[-1] = replace(items[-1], expires_on=expiry.on, unclear_date=expiry.unclear)
            continue
        item = read_item(expiry.rest)
        if item is None:
            return None
        items.append(replace(item, expires_on=expiry.on, unclear_date=expiry.unclear))
    return items or None


def _parts(text: str) -> list[str]:
    """Cut at commas and "and", but not inside "mac and cheese", "1,5" or "June 3, 2027"."""
    text = re.sub(r"(?<=\d), (?=20\d\d\b)", " ", text)
    text = _WITHIN_A_NAME.sub(lambda m: m.group().replace(" ", NAME_GLUE), text)
    text = _glue_numbers(text)
    parts = (part.replace(_GLUE, " ").strip(" ,.-:") for part in _BETWEEN.split(text))
    return [part for part in parts if part]


def _glue_numbers(text: str) -> str:
    """Keep "one and a half litres" and "a litre and a half" whole, but cut "eggs and a half "
    "loaf"."""

    def glue(found: re.Match[str]) -> str:
        before = text[: found.start()].rsplit(" ", 2)[-2:]
        counted = read_amount(before[-1:]) or (
            canonical(before[-1]) and len(before) > 1 and read_amount(before[:1])
        )
        return found.group().replace(" ", _GLUE) if counted else found.group()

    return _AND_A_PART.sub(glue, text)
