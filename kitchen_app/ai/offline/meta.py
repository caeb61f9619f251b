"""What stands beside a recipe: servings, minutes, tags, where it comes from."""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from kitchen_app.services.reading.amounts import read_amount

_SERVES = re.compile(
    r"\(?\b(?:serves|servings?|makes|yields?|portions?|for|feeds)(?: about)?\s*:?\s*(\d{1,3}|one|"
    r"two|three|four|five|six|eight|ten|twelve)(?:\s?(?:-|to)\s?\d{1,3})?(?:\s+(?:people|"
    r"servings?|persons?|portions?|pancakes|cookies|muffins|pieces|rolls|guests|adults|slices|"
    r"bars|cupcakes))?\)?(?=$|[\s|,.;)/-])|\(?\b(\d{1,3}) (?:servings|portions|people)\b\)?",
    re.IGNORECASE,
)
_SPAN = (
    r"((?:\d[\d./ ]{0,6}?|an?|half an)\s?(?:hours?|hrs?|h|minutes?|mins?|min|"
    r"m)\b\.?(?:[ ,]*(?:and )?\d{1,2}\s?(?:minutes?|mins?|min|m)\b\.?)?)"
)
_PREP = re.compile(rf"\bprep(?:aration)?(?: time)?\s*[:=-]?\s*{_SPAN}", re.IGNORECASE)
_COOK = re.compile(
    rf"\b(?:cook(?:ing)?|bak(?:e|ing)|oven)(?: time)?\s*[:=-]?\s*{_SPAN}", re.IGNORECASE
)
_TOTAL = re.compile(rf"\b(?:total|ready in)(?: time)?\s*[:=-]?\s*{_SPAN}", re.IGNORECASE)
_PART = re.compile(r"(\d[\d./ ]*?|an?|half an)\s?(h|m)", re.IGNORECASE)
_TAGS = re.compile(r"(?:tags?|categor(?:y|ies)|labels?)\s*:\s*(.+)$", re.IGNORECASE)
_SOURCE = re.compile(
    r"(?:(?:source|from|link|url|via)\s*:?\s*)?(https?://[^\s<>\"]{4,1000})", re.IGNORECASE
)


@dataclass
class Meta:
    servings: int | None = None
    prep_minutes: int | None = None
    cook_minutes: int | None = None
    tags: list[str] = field(default_factory=list)
    source_url: str | None = None


def take_meta(line: str, meta: Meta) -> str:
    """Note what a line says about the recipe; the line without it, empty when that was all."""
    if found := _TAGS.match(line):
        meta.tags += [
            tag for part in re.split(r"[,;]", found.group(1)) if (tag := part.strip(" #").lower())
        ]
        return ""
    rest = _source(line, meta)
    rest = _time(rest, meta)
    if len(line) <= 120:
        rest = _servings(rest, meta)
    return rest if re.search(r"[^\W_]", rest) else ""


def _source(line: str, meta: Meta) -> str:
    found = _SOURCE.search(line)
    if not found:
        return line
    meta.source_url = meta.source_url or found.group(1).rstrip(".,)")
    return (line[: found.start()] + line[found.end() :]).strip(" ()")


def _time(line: str, meta: Meta) -> str:
    """Times are the recipe's only where the line says nothing else: "Bake 50 minutes" is a step."""
    prep, cook = _PREP.search(line), _COOK.search(line)
    rest = line
    for found in filter(None, (prep, cook, _TOTAL.search(line))):
        rest = rest.replace(found.group(), "", 1)
    alone = not re.search(r"[^\W\d_]{2}", _SERVES.sub("", rest))
    if not alone and not re.search(r"\btime\b|(?:prep|cook)\w*:", line, re.IGNORECASE):
        return line
    meta.prep_minutes = minutes(prep.group(1)) if prep else meta.prep_minutes
    meta.cook_minutes = minutes(cook.group(1)) if cook else meta.cook_minutes
    return rest.strip(" |,;/-()")


def _servings(line: str, meta: Meta) -> str:
    found = _SERVES.search(line)
    if not found or (
        re.match(r"\(?for\b", found.group(), re.IGNORECASE)
        and "(" not in found.group()
        and found.start()
    ):
        return line
    said = found.group(1) or found.group(2)
    amount = read_amount([said])
    if meta.servings is None and amount:
        meta.servings = int(amount.value)
    return (line[: found.start()] + line[found.end() :]).strip(" |,;/-()")


def minutes(span: str) -> int | None:
    """ "1 h 10 min" is 70."""
    total = Fraction(0)
    for said, unit in _PART.findall(span):
        word = said.strip().lower()
        amount = read_amount(word.split())
        value = (
            Fraction(1, 2) if word.startswith("half") else amount.value if amount else Fraction(0)
        )
        total += value * (60 if unit.lower() == "h" else 1)
    return int(total) or None
