"""The journal: every write to cookbook and pantry, with what was before and after."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.conftest import MakeCook
from tests.factories import Cook, check_refused
from tests.journals import chained


def test_every_write_of_a_cook_is_in_the_journal_newest_first(cook: Cook) -> None:
    recipe = cook.recipe("Soup")
    cook.ok("PATCH", f"/recipes/{recipe['id']}", {"servings": 2})
    entry = cook.stock("eggs", 6)
    cook.stock("egg", 6)
    cook.ok("PUT", f"/ingredients/{entry['id']}", {"name": "eggs", "quantity": 3})
    cook.ok("DELETE", f"/recipes/{recipe['id']}")
    cook.ok("DELETE", f"/ingredients/{entry['id']}")
    changes = cook.ok("GET", "/changes")
    assert [(change["entity"], change["action"]) for change in changes] == [
        ("ingredient", "deleted"),
        ("recipe", "deleted"),
        ("ingredient", "updated"),
        ("ingredient", "updated"),
        ("ingredient", "created"),
        ("recipe", "updated"),
        ("recipe", "created"),
    ]
    assert {change["actor"] for change in changes} == {"cook"}
    assert {change["message_id"] for change in changes} == {None}
    assert {change["entity_id"] for change in changes} == {recipe["id"], entry["id"]}


def test_a_change_says_what_was_before_and_after(cook: Cook) -> None:
    entry = cook.stock("flour", 1.5, "kg", low_at=1)
    cook.ok("PATCH", f"/ingredients/{entry['id']}", {"quantity": 0.25})
    cook.ok("DELETE", f"/ingredients/{entry['id']}")
    deleted, updated, created = cook.ok("GET", "/changes")
    assert created["before"] is None
    assert created["after"] == updated["before"]
    assert updated["after"] == deleted["before"]
    assert deleted["after"] is None
    assert (updated["before"]["quantity"], updated["after"]["quantity"]) == (1.5, 0.25)
    assert set(created["after"]) == set(entry)


def test_what_was_refused_is_not_in_the_journal(cook: Cook) -> None:
    check_refused(cook.post("/recipes", json={"name": ""}), 422, "invalid_request")
    first = cook.stock("eggs", 1)
    second = cook.stock("milk", 1)
    clash = cook.patch(f"/ingredients/{second['id']}", json={"name": "egg"})
    check_refused(clash, 409, "ingredient_exists")
    assert {change["entity_id"] for change in cook.ok("GET", "/changes")} == {
        first["id"],
        second["id"],
    }


def test_reading_is_not_a_change(cook: Cook) -> None:
    recipe = cook.recipe()
    for path in ("/recipes", f"/recipes/{recipe['id']}", "/ingredients", "/changes"):
        cook.ok("GET", path)
    assert len(cook.ok("GET", "/changes")) == 1


def test_the_journal_comes_in_pages(cook: Cook) -> None:
    for number in range(7):
        cook.recipe(f"Soup {number}")
    pages = list(cook.pages("/changes", limit=3))
    assert [len(page) for page in pages] == [3, 3, 1]
    names = [change["after"]["name"] for page in pages for change in page]
    assert names == [f"Soup {number}" for number in reversed(range(7))]


def test_each_cook_has_a_journal_of_their_own(cook: Cook, new_cook: MakeCook) -> None:
    cook.recipe("Mine")
    other = new_cook()
    assert other.ok("GET", "/changes") == []
    other.recipe("Theirs")
    assert [change["after"]["name"] for change in cook.ok("GET", "/changes")] == ["Mine"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("path", ["/recipes", "/ingredients"])
def test_writes_at_once_are_in_the_journal_in_the_order_they_happened(
    cook: Cook, path: str, method: str
) -> None:
    row = cook.ok("POST", path, {"name": "Soup"})
    address = f"{path}/{row['id']}"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: cook.ok(method, address, {"name": f"Soup {n}"}), range(40)))
    chained(cook, writes=41)
    last = cook.ok("GET", "/changes")[0]["after"]
    assert cook.ok("GET", address)["name"] == last["name"]
