"""The pantry's rows: made, merged, changed and removed by their owner alone."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import Stranger
from tests.factories import Cook, Json, check_refused
from tests.journals import chained

WHOLE: Json = {
    "name": "Whole milk",
    "quantity": 1.5,
    "unit": "l",
    "category": "dairy",
    "expires_on": "2031-05-01",
    "low_at": 0.5,
}
EMPTY: Json = dict.fromkeys(["quantity", "unit", "expires_on", "low_at"])
AISLE = {"category": "Dairy & eggs"}  # where the kitchen knows milk to be
BY_ITSELF = {"id", "created_at", "updated_at"}
VERBS = [
    ("GET", None),
    ("PUT", {"name": "Mine now"}),
    ("PATCH", {"name": "Mine now"}),
    ("DELETE", None),
]


def told(entry: Json) -> Json:
    return {name: value for name, value in entry.items() if name not in BY_ITSELF}


def amounts(cook: Cook) -> list[tuple[str, Any, Any]]:
    rows = cook.ok("GET", "/ingredients")
    return [(row["name"], row["quantity"], row["unit"]) for row in rows]


def test_an_entry_comes_back_as_it_was_stocked(cook: Cook) -> None:
    answer = cook.post("/ingredients", json=WHOLE)
    assert answer.status_code == 201
    saved = answer.json()
    assert told(saved) == WHOLE
    assert set(saved) == BY_ITSELF | set(WHOLE)
    assert cook.ok("GET", f"/ingredients/{saved['id']}") == saved
    assert cook.ok("GET", "/ingredients") == [saved]


def test_put_empties_what_it_leaves_out(cook: Cook) -> None:
    saved = cook.ok("POST", "/ingredients", WHOLE)
    put = cook.ok("PUT", f"/ingredients/{saved['id']}", {"name": "milk"})
    assert told(put) == {"name": "milk"} | EMPTY | AISLE
    assert (put["id"], put["created_at"]) == (saved["id"], saved["created_at"])
    assert put["updated_at"] > saved["updated_at"]


@pytest.mark.parametrize("field", WHOLE)
def test_patch_changes_what_it_names_and_nothing_else(cook: Cook, field: str) -> None:
    saved = cook.stock("bread")
    patched = cook.ok("PATCH", f"/ingredients/{saved['id']}", {field: WHOLE[field]})
    assert told(patched) == told(saved) | {field: WHOLE[field]}
    assert cook.ok("GET", f"/ingredients/{saved['id']}") == patched


@pytest.mark.parametrize("field", EMPTY)
def test_patch_empties_what_may_be_empty(cook: Cook, field: str) -> None:
    saved = cook.ok("POST", "/ingredients", WHOLE)
    patched = cook.ok("PATCH", f"/ingredients/{saved['id']}", {field: None})
    assert told(patched) == WHOLE | {field: None}


@pytest.mark.parametrize("body", [{}, {"name": None}, {"name": ""}, {"quantity": -1}])
def test_a_patch_that_changes_nothing_or_too_much_is_refused(cook: Cook, body: Json) -> None:
    saved = cook.stock("bread", 1)
    answer = cook.patch(f"/ingredients/{saved['id']}", json=body)
    check_refused(answer, 422, "invalid_request")
    assert cook.ok("GET", "/ingredients") == [saved]


def test_a_removed_entry_is_gone(cook: Cook) -> None:
    saved, kept = cook.stock("bread"), cook.stock("butter")
    assert cook.delete(f"/ingredients/{saved['id']}").status_code == 204
    for method, body in VERBS:
        answer = cook.request(method, f"/ingredients/{saved['id']}", json=body)
        check_refused(answer, 404, "ingredient_not_found")
    assert cook.ok("GET", "/ingredients") == [kept]


@pytest.mark.parametrize(("method", "body"), VERBS)
def test_a_strangers_entry_is_not_there(
    cook: Cook, stranger: Stranger, method: str, body: Any
) -> None:
    theirs = cook.request(method, f"/ingredients/{stranger.ingredient_id}", json=body)
    nobodys = cook.request(method, f"/ingredients/{(nobody := uuid4())}", json=body)
    problem = check_refused(theirs, 404, "ingredient_not_found")
    same = check_refused(nobodys, 404, "ingredient_not_found")
    detail = problem["detail"].replace(stranger.ingredient_id, "")
    assert detail == same["detail"].replace(str(nobody), "")


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (("flour", 500, "g"), ("Flour", 1, "kg"), ("flour", 1500, "g")),
        (("flour", 1, "kg"), ("flour", 250, "grams"), ("flour", 1.25, "kg")),
        (("eggs", 6, None), ("egg", 6, None), ("eggs", 12, None)),
        (("eggs", 6, None), ("Eggs", 2, "pieces"), ("eggs", 8, None)),
        (("milk", 1, "l"), ("milk", 500, "ml"), ("milk", 1.5, "l")),
        (("jalapeño", 1, None), ("Jalapenos", 2, None), ("jalapeño", 3, None)),
        (("tomatoes", 2, "cans"), ("tomato", 1, "tin"), ("tomatoes", 3, "can")),
        (("rice", None, None), ("rice", 1, "kg"), ("rice", 1, "kg")),
        (("rice", 1, "kg"), ("rice", None, None), ("rice", 1, "kg")),
        (("rice", 0, "g"), ("rice", 0.1, "kg"), ("rice", 100, "g")),
        (("basil", 1, "pot"), ("Basil", 2, "POT"), ("basil", 3, "pot")),
        (
            ("fresh tomatoes, chopped", 1, None),
            ("tomato", 1, None),
            ("fresh tomatoes, chopped", 2, None),
        ),
    ],
)
def test_the_same_food_in_a_unit_of_its_kind_adds_up(
    cook: Cook, first: Any, second: Any, together: Any
) -> None:
    saved = cook.stock(*first)
    added = cook.post(
        "/ingredients", json=dict(zip(("name", "quantity", "unit"), second, strict=True))
    )
    assert added.status_code == 200
    assert added.json()["id"] == saved["id"]
    assert amounts(cook) == [together]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("milk", 1, "l"), ("oat milk", 1, "l")),
        (("flour", 1, "kg"), ("flour", 2, "cup")),
        (("eggs", 6, None), ("eggs", 1, "box")),
        (("tomatoes", 1, "can"), ("tomatoes", 1, "jar")),
        (("rice", 1, "bag"), ("rice", 1, "sack")),
    ],
)
def test_what_does_not_add_up_stays_apart(cook: Cook, first: Any, second: Any) -> None:
    cook.stock(*first)
    cook.stock(*second)
    assert sorted(amounts(cook), key=str) == sorted([first, second], key=str)


def test_the_same_food_of_another_date_stays_apart(cook: Cook) -> None:
    dates = ["2031-01-01", "2031-01-02", None]
    for date in dates * 2:
        cook.stock("milk", 1, "l", expires_on=date)
    rows = cook.ok("GET", "/ingredients", params={"sort_by": "expires_on"})
    assert [(row["expires_on"], row["quantity"]) for row in rows] == [(date, 2) for date in dates]


def test_adding_keeps_what_it_does_not_mention(cook: Cook) -> None:
    cook.stock("flour", 1, "kg", category="baking", low_at=0.5)
    grown = cook.stock("flour", 500, "g")
    assert (grown["quantity"], grown["category"], grown["low_at"]) == (1.5, "baking", 0.5)
    said = cook.stock("flour", 500, "g", low_at=750, category="dry")
    assert (said["quantity"], said["unit"], said["low_at"]) == (2, "kg", 0.75)
    assert said["category"] == "dry"


def test_twenty_adds_at_once_add_up_exactly(cook: Cook) -> None:
    def add(number: int) -> int:
        unit = ("g", 100) if number % 2 else ("kg", 0.1)
        body = {"name": "flour", "unit": unit[0], "quantity": unit[1]}
        return cook.post("/ingredients", json=body).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(pool.map(add, range(20)))
    assert statuses == [200] * 19 + [201]
    (row,) = cook.ok("GET", "/ingredients")
    assert row["quantity"] == {"g": 2000, "kg": 2}[row["unit"]]
    chained(cook, writes=20)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize(
    "clash", [{"name": "Egg", "unit": None}, {"name": "eggs", "unit": "pieces", "quantity": 3}]
)
def test_an_entry_cannot_become_a_second_one_of_the_same(
    cook: Cook, method: str, clash: Json
) -> None:
    cook.stock("eggs", 6)
    milk = cook.stock("milk", 1, "l")
    before = cook.ok("GET", "/ingredients")
    answer = cook.request(method, f"/ingredients/{milk['id']}", json=clash)
    check_refused(answer, 409, "ingredient_exists")
    assert cook.ok("GET", "/ingredients") == before


def test_an_entry_may_be_put_in_its_own_place(cook: Cook) -> None:
    eggs = cook.stock("eggs", 6)
    for method in ("PUT", "PATCH"):
        body = {"name": "Egg", "quantity": 5}
        assert cook.ok(method, f"/ingredients/{eggs['id']}", body)["quantity"] == 5


@pytest.mark.parametrize(("there", "more"), [(1_000_000, 1), (999_999.9999, 0.0002)])
def test_more_than_the_pantry_holds_is_refused(cook: Cook, there: float, more: float) -> None:
    saved = cook.stock("salt", there, "g")
    answer = cook.post("/ingredients", json={"name": "salt", "quantity": more, "unit": "g"})
    assert "1,000,000" in check_refused(answer, 422, "invalid")["detail"]
    tons = cook.post("/ingredients", json={"name": "salt", "quantity": 1_000_000, "unit": "kg"})
    assert "1,000,000" in check_refused(tons, 422, "invalid")["detail"]
    assert cook.ok("GET", "/ingredients") == [saved]


def test_a_limit_that_grows_past_reason_is_refused(cook: Cook) -> None:
    cook.stock("salt", 1, "mg")
    body = {"name": "salt", "quantity": 0, "unit": "kg", "low_at": 1_000_000}
    assert cook.post("/ingredients", json=body).status_code == 422


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("expires_on", "tomorrow"),
        ("expires_on", "2031-02-30"),
        ("expires_on", "10000-01-01"),
        ("expires_on", "-0001-01-01"),
        ("expires_on", 10**30),
        ("expires_on", True),
        ("unit", ""),
        ("unit", "u" * 51),
        ("unit", 5),
        ("category", []),
    ],
)
def test_a_field_that_is_wrong_is_named(cook: Cook, field: str, value: Any) -> None:
    answer = cook.post("/ingredients", json={"name": "flour"} | {field: value})
    problem = check_refused(answer, 422, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == [field]


def test_a_name_of_nothing_but_signs_is_a_name(cook: Cook) -> None:
    assert cook.stock(",", 1)["name"] == ","
    assert cook.stock(",", 1)["quantity"] == 2
