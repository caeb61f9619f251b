"""Lists, numbers and dates in sentences."""

import re
from collections.abc import Sequence, Sized
from datetime import date

_BEST_BEFORE = re.compile(r"\bbest before (\d{4}-\d{2}-\d{2})\b", re.ASCII)


def listed(names: Sequence[str]) -> str:
    """milk, eggs and rice"""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def counted(things: Sized, name: str) -> str:
    """1 step, 2 steps"""
    return f"{len(things)} {name}" if len(things) == 1 else f"{len(things)} {name}s"


def found(things: Sized, *, more: bool = False) -> str:
    """What a search came to; `more` where these are only the first."""
    if not things:
        return "none found"
    return f"more than {len(things)} found" if more else f"{len(things)} found"


def best_before(day: date, today: date) -> str:
    """best before tomorrow, expires in 3 days, best before 24 November"""
    days = (day - today).days
    if 1 < days <= 7:
        return f"expires in {days} days"
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    year = "" if day.year == today.year else f" {day.year}"
    return f"best before {near.get(days) or f'{day:%-d %B}{year}'}"


def say_dates(text: str, today: date) -> str:
    """What a tool tells the model, for people: "best before 2026-11-24" is as they say it."""

    def said(found: re.Match[str]) -> str:
        try:
            return best_before(date.fromisoformat(found.group(1)), today)
        except ValueError:
            return found.group()

    return _BEST_BEFORE.sub(said, text)


_DONE = re.compile(r"(?:^|(?<=\. ))(Added|Used up|Used|Removed|Saved|Changed|Cooked)\b")
_TO_DO = {
    "Added": "Add",
    "Used up": "Use up",
    "Used": "Use",
    "Removed": "Remove",
    "Saved": "Save",
    "Changed": "Change",
    "Cooked": "Cook",
}


def proposed(summary: str) -> str:
    """What was done, as something to do: Added 12 eggs, Add 12 eggs."""
    return _DONE.sub(lambda found: _TO_DO[found.group(1)], summary)
