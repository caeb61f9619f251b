"""What time it is where the cook is. The browser says how far it is from UTC (assets/theme.js)."""

import re
from datetime import date, datetime, timedelta, timezone

_OFFSET = re.compile(r"(?:^|;) *kitchen_utc=(-?\d{1,3}) *(?:;|$)")
_FURTHEST = 14 * 60  # minutes


def cookie(cookies: str) -> str:
    """Of a Cookie header, what says so; "" where nothing does."""
    found = _OFFSET.search(cookies)
    return f"kitchen_utc={found[1]}" if found else ""


def now(cookies: str) -> datetime:
    """By a Cookie header; the server's own clock where it does not say."""
    found = _OFFSET.search(cookies)
    offset = int(found[1]) if found else _FURTHEST + 1
    if abs(offset) > _FURTHEST:
        return datetime.now().astimezone()
    return datetime.now(timezone(timedelta(minutes=offset)))


def today(cookies: str) -> date:
    return now(cookies).date()
