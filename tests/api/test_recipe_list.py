"""The cookbook as a list: sorted, in pages, filtered and searched, with the same hits whatever
the order."""

from itertools import pairwise
from typing import Any

import pytest

from tests.api.conftest import Stranger
from tests.factories import Cook, check_refused

SORTS = [
    (sort, order) for sort in ("name", "created_at", "updated_at") for order in ("asc", "desc")
]
NAMES = ["Éclair", "apple pie", "Zabaglione", "eclair", "Apple pie", "zabaglione", "Œufs", "soup"]


@pytest.fixture
def full(cook: Cook) -> Cook:
    """A cook with recipes of alike and unlike names, changed in another order than made."""
    saved = [cook.recipe(name) for name in NAMES + ["soup"] * 3]
    for recipe in saved[::3]:
        cook.ok("PATCH", f"/recipes/{recipe['id']}", {"servings": 3})
    return cook


@pytest.mark.parametrize(("sort", "order"), SORTS)
@pytest.mark.parametrize("limit", [1, 3, 11])
def test_all_pages_together_have_every_recipe_once(
    full: Cook, sort: str, order: str, limit: int
) -> None:
    whole = full.ok("GET", "/recipes", params={"sort_by": sort, "order": order})
    pages = list(full.pages("/recipes", sort_by=sort, order=order, limit=limit))
    assert [recipe for page in pages for recipe in page] == whole
    assert len({recipe["id"] for recipe in whole}) == len(NAMES) + 3
    assert {len(page) for page in pages[:-1]} <= {limit}


@pytest.mark.parametrize("sort", ["created_at", "updated_at"])
def test_times_sort_as_times(full: Cook, sort: str) -> None:
    rising = [recipe[sort] for recipe in full.ok("GET", "/recipes", params={"sort_by": sort})]
    assert all(before < after for before, after in pairwise(rising))
    params = {"sort_by": sort, "order": "desc"}
    assert [r[sort] for r in full.ok("GET", "/recipes", params=params)] == rising[::-1]


def test_names_sort_as_people_sort_them(full: Cook) -> None:
    """By name is the default; accents and case do not matter."""
    names = full.names("/recipes")
    assert names == [
        *("apple pie", "Apple pie", "Éclair", "eclair", "Œufs"),
        *("soup", "soup", "soup", "soup", "Zabaglione", "zabaglione"),
    ]
    assert full.names("/recipes", sort_by="name", order="desc") == names[::-1]


def test_a_page_goes_on_where_it_was_though_rows_come_and_go(cook: Cook) -> None:
    saved = {name: cook.recipe(name) for name in "bdfhj"}
    pages = cook.pages("/recipes", limit=2)
    assert [recipe["name"] for recipe in next(pages)] == ["b", "d"]
    cook.recipe("a")
    cook.recipe("e")
    cook.ok("DELETE", f"/recipes/{saved['d']['id']}")
    assert [recipe["name"] for recipe in next(pages)] == ["e", "f"]
    assert [recipe["name"] for recipe in next(pages)] == ["h", "j"]


def test_the_next_page_keeps_every_filter(cook: Cook) -> None:
    for number in range(5):
        cook.recipe(f"Soup & co {number}", uses=["salt & pepper", "leeks"], tags=["a+b"])
        cook.recipe(f"Pie {number}", uses=["salt & pepper"], tags=["a+b"])
    asked: dict[str, Any] = {"q": "soup &", "tag": "a+b", "ingredient": ["leek", "salt & pepper"]}
    pages = list(cook.pages("/recipes", **asked, limit=2, order="desc", sort_by="name"))
    names = [recipe["name"] for page in pages for recipe in page]
    assert names == [f"Soup & co {number}" for number in (4, 3, 2, 1, 0)]


def test_the_last_page_names_no_next(cook: Cook) -> None:
    for name in "abcd":
        cook.recipe(name)
    assert "link" not in cook.get("/recipes", params={"limit": 4}).headers
    assert "link" in cook.get("/recipes", params={"limit": 3}).headers
    assert [len(page) for page in cook.pages("/recipes", limit=2)] == [2, 2]


def next_cursor(cook: Cook, path: str, **params: Any) -> str:
    link = cook.get(path, params={"limit": 1, **params}).links["next"]["url"]
    return str(cook.build_request("GET", link).url.params["cursor"])


@pytest.mark.parametrize(
    "cursor",
    ["x", "", "%00", "W10", "bnVsbA", "e30", "W1tdXQ", "/" * 50, "W" * 1999, "é", "MTIz", "WzFd"],
)
@pytest.mark.parametrize("path", ["/recipes", "/ingredients", "/changes", "/chat/sessions"])
def test_a_cursor_of_nobody_is_refused(cook: Cook, path: str, cursor: str) -> None:
    check_refused(cook.get(path, params={"cursor": cursor}), 422, "invalid_cursor")


def test_a_cursor_of_another_list_or_order_is_refused(full: Cook) -> None:
    full.stock("eggs")
    full.stock("milk")
    cursors = {
        ("/recipes", sort, order): next_cursor(full, "/recipes", sort_by=sort, order=order)
        for sort, order in SORTS
    }
    cursors["/ingredients", "name", "asc"] = next_cursor(full, "/ingredients")
    cursors["/changes", "", ""] = next_cursor(full, "/changes")
    asked = 0
    for (path, sort, order), cursor in cursors.items():
        for other, by, way in cursors:
            params = {"sort_by": by, "order": way} if by else {}
            if (path, sort, order) != (other, by, way):
                answer = full.get(other, params={"cursor": cursor, **params})
                check_refused(answer, 422, "invalid_cursor")
                asked += 1
    assert asked == 8 * 7


def test_a_cursor_of_a_strangers_list_shows_only_mine(full: Cook, stranger: Stranger) -> None:
    theirs = next_cursor(stranger, "/ingredients")
    full.stock("zucchini")
    full.stock("aubergine")
    mine = full.ok("GET", "/ingredients", params={"cursor": theirs})
    assert {entry["name"] for entry in mine} <= {"zucchini", "aubergine"}


@pytest.mark.parametrize(
    "params",
    [
        {"sort_by": "password_hash"},
        {"sort_by": "user_id"},
        {"order": "up"},
        {"limit": 0},
        {"limit": 201},
        {"limit": -1},
        {"limit": "many"},
        {"limit": 10**30},
        {"limit": "1.5"},
        {"max_minutes": 0},
        {"max_minutes": 10**20},
        {"tag": ""},
        {"tag": "t" * 51},
        {"ingredient": ""},
        {"ingredient": "\x00"},
        {"ingredient": ["x"] * 21},
        {"q": "\x00"},
        {"q": "q" * 201},
        {"cursor": "c" * 2001},
        {"page": 2},
        {"user_id": "1"},
    ],
)
def test_a_question_the_list_cannot_answer_is_refused(cook: Cook, params: Any) -> None:
    problem = check_refused(cook.get("/recipes", params=params), 422, "invalid_request")
    assert problem["errors"][0]["field"].split(".")[0] == next(iter(params))


def test_a_list_is_of_fifty_unless_asked_otherwise(cook: Cook) -> None:
    for number in range(51):
        cook.recipe(f"Soup {number}")
    assert [len(page) for page in cook.pages("/recipes")] == [50, 1]
    assert len(cook.ok("GET", "/recipes", params={"limit": 200})) == 51
