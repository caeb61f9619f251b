"""Chats by day, as the cook's own clock has them."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

from kitchen_app.schemas.chat import SessionRead
from kitchen_app.states.sessions import by_day

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=timezone(timedelta(hours=-8)))


def used(at: datetime) -> SessionRead:
    return SessionRead(
        id=uuid4(), title=f"{at}", created_at=at, updated_at=at, message_count=2, active=False
    )


def test_days_are_the_cooks_days_and_what_is_older_goes_by_month() -> None:
    ago = [timedelta(minutes=59), timedelta(minutes=61), timedelta(days=2), timedelta(days=7)]
    older = [timedelta(days=9), timedelta(days=40), timedelta(days=400)]
    sessions = [used((NOW - one).astimezone(UTC)) for one in (*ago, *older)]
    days = by_day(sessions, NOW)
    assert [(day["name"], len(day["sessions"])) for day in days] == [
        ("Today", 1),
        ("Yesterday", 1),
        ("Previous 7 days", 2),
        ("March", 1),
        ("January", 1),
        ("February 2025", 1),
    ]
    assert [one["id"] for day in days for one in day["sessions"]] == [str(s.id) for s in sessions]


def test_a_clock_that_is_behind_makes_nothing_later_than_today() -> None:
    assert by_day([used(NOW + timedelta(days=1))], NOW)[0]["name"] == "Today"
