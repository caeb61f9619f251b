"""A cook says that two names are the same food."""

from typing import Any

from sqlalchemy import insert

from kitchen_app.services import naming
from kitchen_app.services.same_foods import FOOD_NAMES
from tests.api.conftest import MakeCook
from tests.api.test_cookable import check, ranked, save, statuses
from tests.factories import Cook, check_refused, rows_of


def same(cook: Cook, name: str, other: str) -> Any:
    return cook.ok("PUT", "/foods/same", {"name": name, "same_as": other})


def derived_rows(cook: Cook) -> list[tuple[str, str]]:
    kept = ("ingredients", "recipes", "changes")
    return [row for row in rows_of(cook.server, cook) if row[0] in kept]


def test_the_same_food_is_matched_found_and_stocked_as_one(cook: Cook) -> None:
    cook.stock("pepitas", 100, "g")
    bread = save(cook, "Seed bread", ("pumpkin seeds", 80, "g"), ("Pepitas", 50, "g"))
    assert statuses(check(cook, bread)) == ["missing", "have"]
    assert same(cook, "Pepitas", "pumpkin seeds") == {"name": "pepita", "same_as": "pumpkin seed"}
    assert statuses(check(cook, bread)) == ["have", ("short", 30)]
    assert ranked(cook, **{"with": "pumpkin seed"}) == ["Seed bread"]
    cook.stock("pumpkin seed", 30, "g")
    assert statuses(check(cook, bread)) == ["have", "have"]
    assert [row["quantity"] for row in cook.ok("GET", "/ingredients")] == [130]
    assert cook.names("/ingredients", q="pumpkin") == ["pepitas"]


def test_recipes_are_found_by_either_name(cook: Cook) -> None:
    save(cook, "Old", ("spring onions", 2, None))
    same(cook, "scallion", "spring onion")
    save(cook, "New", ("scallions", 2, None))
    for name in ("scallion", "spring onion"):
        assert cook.names("/recipes", ingredient=name) == ["New", "Old"]


def test_names_that_are_the_same_as_one_are_all_the_same(cook: Cook) -> None:
    for name, other in (("flim", "quix"), ("yarrol", "zorb"), ("quix", "zorb")):
        same(cook, name, other)
    found = [(one["name"], one["same_as"]) for one in cook.ok("GET", "/foods/same")]
    assert found == [(name, "zorb") for name in ("flim", "quix", "yarrol")]
    cook.stock("yarrol", 1)
    assert statuses(check(cook, save(cook, "Tea", ("flim", 1, None)))) == ["have"]
    assert same(cook, "zorb", "flim")["same_as"] == "zorb", "they are the same already"


def test_what_is_forgotten_is_as_it_was(cook: Cook) -> None:
    cook.stock("pepitas", 100, "g")
    cook.stock("pumpkin seeds", 100, "g")
    bread = save(cook, "Seed bread", ("pumpkin seeds", 150, "g"), ("Pepitas", 50, "g"))
    before = derived_rows(cook)
    same(cook, "pepitas", "pumpkin seeds")
    assert statuses(check(cook, bread)) == ["have", "have"]
    assert derived_rows(cook) != before
    assert cook.delete("/foods/same/Pepitas").status_code == 204
    assert derived_rows(cook) == before
    check_refused(cook.delete("/foods/same/Pepitas"), 404, "food_name_not_found")
    same(cook, "half/half", "cream")
    assert cook.delete("/foods/same/half%2Fhalf").status_code == 204
    assert cook.ok("GET", "/foods/same") == []


def test_it_is_so_for_nobody_else(cook: Cook, new_cook: MakeCook) -> None:
    other = new_cook()
    other.stock("pepitas", 100, "g")
    theirs = save(other, "Theirs", ("pumpkin seeds", 80, "g"))
    same(cook, "pepitas", "pumpkin seeds")
    assert statuses(check(other, theirs)) == ["missing"]
    assert other.ok("GET", "/foods/same") == []
    check_refused(other.delete("/foods/same/pepitas"), 404, "food_name_not_found")


def test_what_the_journal_puts_back_goes_by_the_names_of_now(cook: Cook) -> None:
    bread = save(cook, "Seed bread", ("pumpkin seeds", 80, "g"))
    entry = cook.stock("pepitas", 100, "g")
    for path in (f"/recipes/{bread['id']}", f"/ingredients/{entry['id']}"):
        cook.delete(path)
    same(cook, "pepitas", "pumpkin seeds")
    for change in cook.ok("GET", "/changes")[:2]:
        cook.ok("POST", f"/changes/{change['id']}/undo")
    assert statuses(check(cook, bread)) == ["have"]


def test_another_name_of_a_food_makes_no_kind_of_it_the_ordinary_one(cook: Cook) -> None:
    cook.stock("brown sugar", 100, "g")
    same(cook, "zucker", "sugar")
    wanted = [("granulated sugar", 10, "g"), ("zucker", 10, "g"), ("sugar", 10, "g")]
    assert statuses(check(cook, save(cook, "Syrup", *wanted))) == ["missing", "have", "have"]


def test_a_food_has_no_more_names_than_anyone_needs(cook: Cook) -> None:
    for count in range(1, naming.MOST_ALIKE):
        same(cook, f"alias{count}q", "zorb")
    answer = cook.put("/foods/same", json={"name": "one more", "same_as": "zorb"})
    check_refused(answer, 422, "invalid")
    same(cook, "one more", "another")
    both = cook.put("/foods/same", json={"name": "another", "same_as": "zorb"})
    check_refused(both, 422, "invalid")
    assert same(cook, "alias1q", "another")["same_as"] == "another", "there is room"


def test_a_cook_has_no_more_names_than_anyone_needs(cook: Cook) -> None:
    names = [
        {"user_id": cook.id, "key": f"alias{at}q", "same_as": f"food{at}q"}
        for at in range(naming.MOST_NAMES // 2)
    ]
    with cook.server.database.transaction() as connection:
        connection.execute(insert(FOOD_NAMES), names)
    answer = cook.put("/foods/same", json={"name": "one more", "same_as": "zorb"})
    check_refused(answer, 422, "invalid")
    assert cook.delete("/foods/same/alias1q").is_success
    same(cook, "one more", "zorb")
