"""Chats by day, as the cook's own clock has them."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

from kitchen_app.schemas.chat import SessionRead
from kitchen_app.states.sessions import by_day, by_day_and_page, cut, place

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


def test_what_moves_up_changes_the_first_page_and_the_one_it_leaves() -> None:
    found = [used(NOW - timedelta(hours=20 * n)) for n in range(40)]
    cuts = [place(one) for one in found[10::10]]
    moved = found[25].model_copy(update={"updated_at": NOW + timedelta(seconds=1)})
    before = by_day_and_page(cut(found, cuts), NOW)
    now = by_day_and_page(cut([moved, *found[:25], *found[26:]], cuts), NOW)
    assert [old == new for old, new in zip(before, now, strict=True)] == [False, True, False, True]
    named = [day["name"] for page in before for day in page if day["name"]]
    assert len(named) == len(set(named))
