"""Cooking takes things out of the pantry, and one undo puts them back."""

from typing import Any

from tests.api.conftest import MakeCook
from tests.api.test_cookable import save
from tests.factories import Cook, Json, check_refused, rows_of


def cooked(cook: Cook, recipe: Json, **body: Any) -> Json:
    found: Json = cook.ok("POST", f"/recipes/{recipe['id']}/cooked", body)
    return found


def stock_of(cook: Cook) -> list[tuple[Any, ...]]:
    rows = cook.ok("GET", "/ingredients?sort_by=expires_on")
    return [(row["name"], row["quantity"], row["unit"]) for row in rows]


def pantry_rows(cook: Cook) -> list[tuple[str, str]]:
    return [row for row in rows_of(cook.server, cook) if row[0] == "ingredients"]


def took(line: Json) -> list[tuple[Any, ...]]:
    return [(one["quantity"], one["unit"], one["left"]) for one in line["taken"]]


def test_what_expires_first_is_taken_first(cook: Cook) -> None:
    cook.stock("milk", 0.5, "l", expires_on="2031-05-02")
    cook.stock("milk", 200, "ml", expires_on="2031-05-01")
    cook.stock("milk", 1, "l")
    milk = save(cook, "Hot milk", ("milk", 400, "ml"), servings=2)
    found = cooked(cook, milk, servings=3)
    assert (found["servings"], found["lines"][0]["quantity"]) == (3, 600)
    assert took(found["lines"][0]) == [(200, "ml", 0), (0.4, "l", 0.1)]
    assert stock_of(cook) == [("milk", 0.1, "l"), ("milk", 1, "l")]


def test_without_a_word_it_was_cooked_as_it_is(cook: Cook) -> None:
    cook.stock("milk", 1, "l")
    milk = save(cook, "Hot milk", ("milk", 400, "ml"), servings=2)
    cook.ok("POST", f"/recipes/{milk['id']}/cooked")
    assert stock_of(cook) == [("milk", 0.6, "l")]


def test_it_says_what_it_could_not_take(cook: Cook) -> None:
    cook.stock("flour", 150, "g")
    cook.stock("oil", 1, "bottle")
    cook.stock("salt", 500, "g")
    wanted = (("flour", 200, "g"), ("oil", 2, "tbsp"), ("egg", 1, None), ("salt", 5, "g"))
    found = cooked(cook, save(cook, "Dough", *wanted))
    lines = [(line["status"], line["short"], len(line["taken"])) for line in found["lines"]]
    assert lines == [
        ("short", 50, 1),
        ("unknown", None, 0),
        ("missing", None, 0),
        ("to_taste", None, 0),
    ]
    assert stock_of(cook) == [("oil", 1, "bottle"), ("salt", 500, "g")]
    assert len(found["change_ids"]) == 1


def test_lines_of_one_food_share_what_is_there(cook: Cook) -> None:
    cook.stock("brown sugar", 150, "g")
    cook.stock("sugar", 80, "g", low_at=10)
    wanted = (("sugar", 100, "g"), ("brown sugar", 120, "g"), ("sugar, to dust", 40, "g"))
    found = cooked(cook, save(cook, "Cookies", *wanted))
    assert [line["status"] for line in found["lines"]] == ["have", "have", "short"]
    assert [took(line) for line in found["lines"]] == [
        [(80, "g", 0), (20, "g", 0)],
        [(120, "g", 0)],
        [(10, "g", 0)],
    ]
    assert stock_of(cook) == [("sugar", 0, "g")], "it is to be kept in stock"
    assert len(found["change_ids"]) == 2, "one write for each package"


def test_cooked_then_undone_restores_the_pantry_to_the_byte(cook: Cook) -> None:
    for day in (None, "2031-05-01"):
        cook.stock("flour", 0.3333, "kg", expires_on=day, low_at=0.1)
        cook.stock("egg", 3, expires_on=day)
    recipe = save(cook, "Pasta", ("flour", 1, "lb"), ("eggs", 4, None), servings=3)
    before = pantry_rows(cook)
    found = cooked(cook, recipe, servings=4)
    assert pantry_rows(cook) != before
    undone = cook.ok("POST", "/changes/undo", {"change_ids": found["change_ids"]})
    assert pantry_rows(cook) == before
    again = cook.post("/changes/undo", json={"change_ids": found["change_ids"]})
    check_refused(again, 409, "already_undone")
    cook.ok("POST", "/changes/undo", {"change_ids": [change["id"] for change in undone]})
    assert stock_of(cook) != before


def test_an_undo_of_several_is_all_or_nothing(cook: Cook) -> None:
    flour = cook.stock("flour", 1, "kg")
    cook.stock("egg", 3)
    found = cooked(cook, save(cook, "Pasta", ("flour", 100, "g"), ("egg", 1, None)))
    cook.ok("PATCH", f"/ingredients/{flour['id']}", {"quantity": 2})
    before = pantry_rows(cook)
    answer = cook.post("/changes/undo", json={"change_ids": found["change_ids"]})
    check_refused(answer, 409, "changed_since")
    assert pantry_rows(cook) == before


def test_nobody_elses_changes_are_undone(cook: Cook, new_cook: MakeCook) -> None:
    other = new_cook()
    other.stock("flour", 1, "kg")
    theirs = cooked(other, save(other, "Theirs", ("flour", 1, "g")))["change_ids"]
    check_refused(cook.post("/changes/undo", json={"change_ids": theirs}), 404, "change_not_found")


def test_what_serves_nobody_knows_how_many_is_not_scaled(cook: Cook) -> None:
    cook.stock("flour", 1, "kg")
    recipe = save(cook, "Roux", ("flour", 100, "g"))
    answer = cook.post(f"/recipes/{recipe['id']}/cooked", json={"servings": 3})
    check_refused(answer, 422, "invalid")
    assert stock_of(cook) == [("flour", 1, "kg")]


def test_different_dates_stay_apart_and_the_same_add_up(cook: Cook) -> None:
    for day in ("2031-05-01", "2031-05-02", "2031-05-01"):
        cook.stock("Milk", 500, "ml", expires_on=day)
    assert stock_of(cook) == [("Milk", 1000, "ml"), ("Milk", 500, "ml")]


def test_less_than_the_pantry_can_count_is_no_change(cook: Cook) -> None:
    cook.stock("saffron", 1, "kg")
    found = cooked(cook, save(cook, "Rice", ("saffron", 1, "mg"), servings=100), servings=1)
    assert (found["lines"][0]["taken"], found["change_ids"]) == ([], [])
    assert len(cook.ok("GET", "/changes")) == 2, "what was saved and stocked"
