"""The pantry as a list: by name, by date, by what runs low and what runs out of time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.factories import Cook, check_refused

SORTS = [
    (sort, order)
    for sort in ("name", "category", "expires_on", "created_at", "updated_at")
    for order in ("asc", "desc")
]


def days_from_now(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


@pytest.fixture
def full(cook: Cook) -> Cook:
    """Some with a date, two with the same, most without."""
    for name, date_or_none in [
        ("yoghurt", "2031-01-02"),
        ("Äpfel", None),
        ("milk", "2031-01-01"),
        ("flour", None),
        ("cream", "2031-01-02"),
        ("apples", None),
        ("zest", "9999-12-30"),
        ("old bread", "0001-01-01"),
    ]:
        cook.stock(name, 1, expires_on=date_or_none)
    return cook


@pytest.mark.parametrize(("sort", "order"), SORTS)
@pytest.mark.parametrize("limit", [1, 3])
def test_all_pages_together_have_every_entry_once(
    full: Cook, sort: str, order: str, limit: int
) -> None:
    whole = full.ok("GET", "/ingredients", params={"sort_by": sort, "order": order})
    pages = full.pages("/ingredients", sort_by=sort, order=order, limit=limit)
    assert [entry for page in pages for entry in page] == whole
    assert len({entry["id"] for entry in whole}) == 8


def test_what_expires_first_comes_first_and_what_never_does_last(full: Cook) -> None:
    rows = full.ok("GET", "/ingredients", params={"sort_by": "expires_on"})
    dates = [row["expires_on"] or "9999-12-31" for row in rows]
    assert dates == sorted(dates)
    assert [row["expires_on"] for row in rows[:2]] == ["0001-01-01", "2031-01-01"]
    back = full.ok("GET", "/ingredients", params={"sort_by": "expires_on", "order": "desc"})
    assert back == rows[::-1]


def test_names_sort_without_regard_to_accents(full: Cook) -> None:
    assert full.names("/ingredients") == [
        *("Äpfel", "apples", "cream", "flour", "milk", "old bread", "yoghurt", "zest"),
    ]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (0, {"rotten", "today"}),
        (1, {"rotten", "today", "tomorrow"}),
        (7, {"rotten", "today", "tomorrow", "week"}),
        (3650, {"rotten", "today", "tomorrow", "week"}),
    ],
)
def test_what_expires_within_days_is_found_the_past_included(
    cook: Cook, days: int, found: set[str]
) -> None:
    for name, when in [("rotten", -30), ("today", 0), ("tomorrow", 1), ("week", 7)]:
        cook.stock(name, expires_on=days_from_now(when))
    cook.stock("honey")
    assert set(cook.names("/ingredients", expiring_within=days)) == found


def test_what_runs_low_is_found(cook: Cook) -> None:
    cook.stock("plenty", 5, low_at=2)
    cook.stock("just", 2, low_at=2)
    cook.stock("none", 0, low_at=0)
    cook.stock("uncounted", low_at=3)
    cook.stock("unlimited", 1)
    assert set(cook.names("/ingredients", low="true")) == {"just", "none"}
    assert set(cook.names("/ingredients", low="false")) == {"plenty", "uncounted", "unlimited"}


def test_a_category_is_found_by_its_name(cook: Cook) -> None:
    cook.stock("milk", category="dairy")
    cook.stock("cream", category="dairy")
    cook.stock("flour", category="baking")
    assert set(cook.names("/ingredients", category="dairy")) == {"milk", "cream"}
    assert cook.names("/ingredients", category="dair") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("tomato", {"Cherry tomatoes", "Tomato passata"}),
        ("TOMATOES", {"Cherry tomatoes", "Tomato passata"}),
        ("tom", {"Cherry tomatoes", "Tomato passata"}),
        ("tomatos cherry", {"Cherry tomatoes"}),
        ("tomatoe", {"Cherry tomatoes", "Tomato passata"}),
        ("pasata", {"Tomato passata"}),
        ("jalapeno", {"Jalapeño"}),
        ("xyzzy", set()),
        ("%", set()),
        ("", {"Cherry tomatoes", "Tomato passata", "Jalapeño"}),
    ],
)
def test_entries_are_found_by_words_with_a_typo_forgiven(
    cook: Cook, asked: str, found: set[str]
) -> None:
    for name in ("Cherry tomatoes", "Tomato passata", "Jalapeño"):
        cook.stock(name)
    for sort in ("name", "expires_on", "created_at"):
        assert set(cook.names("/ingredients", q=asked, sort_by=sort)) == found


def test_the_next_page_keeps_every_filter(cook: Cook) -> None:
    for number in range(5):
        soon = days_from_now(number)
        cook.stock(f"milk {number}", 1, expires_on=soon, category="dairy & co", low_at=1)
        cook.stock(f"milk {number}", 9, expires_on="9000-01-01", category="dairy & co", low_at=1)
    asked = {"q": "milk", "category": "dairy & co", "expiring_within": 3, "low": "true"}
    pages = list(cook.pages("/ingredients", **asked, sort_by="expires_on", order="desc", limit=1))
    assert [entry["name"] for page in pages for entry in page] == [
        f"milk {number}" for number in (3, 2, 1, 0)
    ]


@pytest.mark.parametrize(
    "params",
    [
        {"sort_by": "quantity"},
        {"order": "ASC"},
        {"limit": 0},
        {"limit": 201},
        {"expiring_within": -1},
        {"expiring_within": 3651},
        {"expiring_within": "soon"},
        {"low": "perhaps"},
        {"category": ""},
        {"category": "\x00"},
        {"q": "\x00"},
        {"ingredient": "eggs"},
    ],
)
def test_a_question_the_list_cannot_answer_is_refused(cook: Cook, params: Any) -> None:
    problem = check_refused(cook.get("/ingredients", params=params), 422, "invalid_request")
    assert problem["errors"][0]["field"] == next(iter(params))


def test_dates_travel_as_dates(cook: Cook) -> None:
    entry = cook.stock("leap milk", expires_on="2032-02-29")
    assert date.fromisoformat(entry["expires_on"]) == date(2032, 2, 29)
