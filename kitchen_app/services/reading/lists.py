"""Where foods end: "2 dozen eggs, a bag of rice and half a kilo of tomatoes" is three parts."""

import re

from kitchen_app.services.reading.amounts import read_amount
from kitchen_app.services.units import canonical

NAME_GLUE = "ǁ"  # stands for the spaces of "half and half" while a list is read
_WITHIN_A_NAME = re.compile(
    r"\b(?:mac(?:aroni)? (?:and|&|n) cheese|half (?:and|&) half|sweet and sour|fish and chips|"
    r"salt and vinegar|cheese and onion|sour cream and onion|bread and butter pickles|"
    r"cookies and cream|pork and beans|bangers and mash|lemon and ginger|garlic and herb|"
    r"ginger and lemon|bubble and squeak|surf and turf|black and white pudding|hot and sour|"
    r"chicken and mushroom soup|leek and potato soup|tomato and basil soup|"
    r"oil and vinegar dressing|half[- ]fat|(?:five|5)[- ]spice)\b",
    re.IGNORECASE,
)
_AND_A_PART = re.compile(
    r"(?<=\w)\s+and\s+(?=(?:a |an |one )?(?:half|quarter)\b|[1-9]/\d)", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\s*(?:(?<!\d),|,(?!\d)|;|\s\+\s|\s&\s|\bas well as\b|\balong with\b|\bplus\b|\band\b)"
    r"(?:\s*(?:and|also|plus|then|&)\b)*\s*",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\([^()]*\)")
# Like NAME_GLUE letters to the regex engine: no word boundary is left inside.
_GLUE, _COMMA = "ǂ", "ɕ"


def cut(text: str) -> list[str]:
    """Cut at commas and "and", but not inside "mac and cheese", "1,5" or "June 3, 2027"."""
    text = re.sub(r"(?<=\d), (?=20\d\d\b)", " ", text)
    text = glue_names(text)
    text = _PARENTHESES.sub(lambda m: m.group().replace(" ", _GLUE).replace(",", _COMMA), text)
    text = _glue_numbers(text)
    parts = (
        part.replace(_GLUE, " ").replace(_COMMA, ",").strip(" ,.-:")
        for part in _BETWEEN.split(text)
    )
    return [part for part in parts if part]


def glue_names(text: str) -> str:
    """Keep "mac and cheese" and "5 spice" whole."""
    return _WITHIN_A_NAME.sub(lambda m: m.group().replace(" ", NAME_GLUE), text)


def _glue_numbers(text: str) -> str:
    """Keep "a litre and a half" whole, but cut "eggs and a half loaf"."""

    def glue(found: re.Match[str]) -> str:
        before = text[: found.start()].rsplit(" ", 2)[-2:]
        counted = read_amount(before[-1:]) or (
            canonical(before[-1]) and len(before) > 1 and read_amount(before[:1])
        )
        return found.group().replace(" ", _GLUE) if counted else found.group()

    return _AND_A_PART.sub(glue, text)
