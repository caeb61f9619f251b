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
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}})?\b|{_MONTH} \d{{4}}\b|"
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|(?:this |next |on )?{_DAY}\b"
    r"|today|tonight|tomorrow|the day after tomorrow|next week|end of the month|in (?:\d{1,3}|a|"
    r"one|two|three|four|five|six|seven) (?:days?|weeks?|months?)\b"
)
_LABEL = (
    r"(?:which |that |they |it |both |all )?(?:is |are |'s )?(?:best[ -]?(?:if used )?(?:before|"
    r"by)(?: end)?|use[ -]by|used by|sell[ -]by|bbf|bbe|bb|good (?:until|till|til|to)|expir(?:es?|"
    r"ing|y date|ation date|y)|exp\.?|goes off|lasts until)[: ]*(?:is |on |by |date )?"
)
_EXPIRY = re.compile(rf"[\s,(\[-]*\b{_LABEL}\s*({_WHEN})[)\]]?", re.IGNORECASE)


@dataclass(frozen=True)
class Expiry:
    """A date found in a text, the text without it, and the written date when it is unclear."""

    rest: str
    on: date | None = None
    unclear: str | None = None


def find_expiry(text: str, today: date) -> Expiry:
    """Take the first labelled date out of a text ("milk best before June 3")."""
    found = _EXPIRY.search(text)
    if found is None:
        return Expiry(text)
    rest = (text[: found.start()] + " " + text[found.end() :]).strip(" ,")
    on = read_date(found.group(1), today)
    return Expiry(rest, on, None if on else found.group(1))


def read_date(text: str, today: date) -> date | None:
    """The day meant, counted from today; None when it cannot be known."""
    said = text.lower().strip()
    try:
        return _relative(said, today) or _numeric(said) or _named(said, today)
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


def _numeric(said: str) -> date | None:
    """ISO, or day and month where only one of the two can be the month."""
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", said):
        year, month, day = map(int, said.split("-"))
        return date(year, month, day)
    found = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", said)
    if not found:
        return None
    first, second, year = map(int, found.groups())
    if first > 12 >= second:
        return date(year, second, first)
    if second > 12 >= first:
        return date(year, first, second)
    return date(year, first, second) if first == second else None


def _named(said: str, today: date) -> date | None:
    month = re.search(_MONTH, said)
    if not month:
        return None
    numbers = [int(n) for n in re.findall(r"\d+", said)]
    year = next((n for n in numbers if n > 31), None)
    day = next((n for n in numbers if n <= 31), None)
    at = _MONTHS[month.group(1)]
    if day is None:
        return _month_end(year or today.year, at)
    if year:
        return date(year, at, day)
    this_year = date(today.year, at, day)
    return this_year if this_year >= today else date(today.year + 1, at, day)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
