"""Best-before dates the way they are said. A date that can be read two ways is not guessed."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_DAYS |= {name.lower(): n for n, name in enumerate(calendar.day_abbr)}
_DAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = "(" + "|".join(sorted(_DAYS, key=len, reverse=True)) + ")"
_SPELLED = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}

_WHEN = (
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{4}\b|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?(?!\d)"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}})?\b|{_MONTH} \d{{4}}\b|"
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|(?:this |next |on )?{_DAY}\b"
    r"|today|tonight|tomorrow|the day after tomorrow|next week|end of the month|in (?:\d{1,3}|a|"
    r"one|two|three|four|five|six|seven) (?:days?|weeks?|months?)\b"
    rf"|(?:the )?(?:end of )?{_MONTH}(?!\w)"
)
_LABEL = (
    r"(?:which |that |they |it |both |all )?(?:is |are |'s )?(?:best[ -]?(?:if used )?(?:before|"
    r"by)(?: end)?|use[ -]by|used by|sell[ -]by|bbf|bbe|bb|good (?:until|till|til|to)|expir(?:es?|"
    r"ing|y date|ation date|y)|exp\.?|goes off|lasts until)[: ]*(?:is |on |by |date )?"
)
_TYPED = r"(?:(?:keeps )?(?:until|till|til)|before|by|best|mhd)[: ]*(?:the )?"


def _labelled(labels: str) -> re.Pattern[str]:
    return re.compile(rf"[\s,(\[-]{{0,9}}\b{labels}\s*({_WHEN})[)\]]?", re.IGNORECASE)


_EXPIRY = _labelled(_LABEL)
# A line for the pantry has no verbs: "parsley until friday" and "milk 2031-06-03" are clear there.
_TYPED_EXPIRY = re.compile(
    rf"{_EXPIRY.pattern}|{_labelled(_TYPED).pattern}|[\s,(\[]+(\d{{4}}-\d{{2}}-\d{{2}})[)\]]?$",
    re.IGNORECASE,
)


# What follows is meant as a date even where it is none ("best before banana").
_UNREAD_EXPIRY = re.compile(
    rf"[\s,(\[-]{{0,9}}\b(?!bb\b|good\b)(?:{_LABEL}|(?:keeps )?(?:until|till|til)\b[: ]*)"
    r"(?!(?<=\w)\w)(.*?)[)\]]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Expiry:
    """A date found in a text, the text without it, and the written date when it is unclear."""

    rest: str
    on: date | None = None
    unclear: str | None = None


def find_expiry(text: str, today: date, *, typed: bool = False) -> Expiry:
    """Take the first labelled date out of a text ("milk best before June 3").

    `typed` is a line for the pantry, where fewer words are needed: "milk until friday".
    """
    found = (_TYPED_EXPIRY if typed else _EXPIRY).search(text)
    if found is None and typed:
        found = _UNREAD_EXPIRY.search(text)
    if found is None:
        return Expiry(text)
    rest = (text[: found.start()] + " " + text[found.end() :]).strip(" ,")
    written = found.group(found.lastindex or 0)
    on = read_date(written, today)
    return Expiry(rest, on, None if on else written)


def read_date(text: str, today: date) -> date | None:
    """The day meant, counted from today; None when it cannot be known."""
    said = text.lower().strip()
    try:
        return _relative(said, today) or _numeric(said, today) or _named(said, today)
    except (ValueError, OverflowError):
        return None


def _relative(said: str, today: date) -> date | None:
    fixed = {"today": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2, "next week": 7}
    if said in fixed:
        return today + timedelta(days=fixed[said])
    if said == "end of the month":
        return _month_end(today.year, today.month)
    if found := re.fullmatch(r"in (\w+) (day|week|month)s?", said):
        count = _SPELLED.get(found.group(1)) or int(found.group(1))
        return today + timedelta(days=count * {"day": 1, "week": 7, "month": 30}[found.group(2)])
    if found := re.fullmatch(rf"(this |next |on )?{_DAY}", said):
        ahead = (_DAYS[found.group(2)] - today.weekday()) % 7
        return today + timedelta(days=ahead or (7 if found.group(1) == "next " else 0))
    return None


def _numeric(said: str, today: date) -> date | None:
    """ISO, month and year, or day and month where only one of the two can be the month."""
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", said):
        year, month, day = map(int, said.split("-"))
        return date(year, month, day)
    if found := re.fullmatch(r"(\d{1,2})[./-](\d{4})", said):
        return _month_end(int(found.group(2)), int(found.group(1)))
    found = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})(?:[./-](20\d\d|\d\d))?", said)
    if not found:
        return None
    first, second = int(found.group(1)), int(found.group(2))
    if min(first, second) > 12 or (max(first, second) <= 12 and first != second):
        return None
    day, month = max(first, second), min(first, second)
    if year_said := found.group(3):
        return date(2000 + int(year_said[-2:]), month, day)
    return _next(today, month, day) if day == first else None  # 12/26 may be a month and a year


def _next(today: date, month: int, day: int) -> date:
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _named(said: str, today: date) -> date | None:
    month = re.search(_MONTH, said)
    if not month:
        return None
    numbers = [int(n) for n in re.findall(r"\d+", said)]
    year = next((n for n in numbers if n > 31), None)
    day = next((n for n in numbers if n <= 31), None)
    at = _MONTHS[month.group(1)]
    if day is None:
        return _month_end(year or _next(today, at, 28).year, at)
    return date(year, at, day) if year else _next(today, at, day)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
