"""The pantry by aisle: where the kitchen puts what has no category, and the walk in that order."""

import pytest

from kitchen_app.services.aisles import AISLES
from tests.factories import Cook, Json


def category(entry: Json) -> str | None:
    found: str | None = entry["category"]
    return found


def test_what_has_no_category_gets_its_aisle(cook: Cook) -> None:
    assert category(cook.stock("plain flour", 1, "kg")) == "Baking"
    assert category(cook.stock("tomatoes", 2, "cans")) == "Tins & jars"
    assert category(cook.stock("xylophone")) is None


def test_a_cooks_own_category_wins(cook: Cook) -> None:
    mine = cook.stock("milk", category="Fridge door")
    assert category(mine) == "Fridge door"
    put = cook.ok("PUT", f"/ingredients/{mine['id']}", {"name": "milk", "category": "Cellar"})
    assert category(put) == "Cellar"


def test_replacing_without_a_category_fills_it_in(cook: Cook) -> None:
    mine = cook.stock("milk", category="Fridge door")
    put = cook.ok("PUT", f"/ingredients/{mine['id']}", {"name": "leeks"})
    assert category(put) == "Vegetables"


def test_a_patch_without_a_category_leaves_it_and_null_leaves_it_to_the_kitchen(
    cook: Cook,
) -> None:
    mine = cook.stock("milk", category="Fridge door")
    path = f"/ingredients/{mine['id']}"
    assert category(cook.ok("PATCH", path, {"quantity": 2})) == "Fridge door"
    assert category(cook.ok("PATCH", path, {"category": None})) == "Dairy & eggs"


def test_an_entry_keeps_its_category_when_it_grows(cook: Cook) -> None:
    cook.stock("flour", 1, "kg", category="Top shelf")
    assert category(cook.stock("flour", 500, "g")) == "Top shelf"
    assert category(cook.stock("flour", 500, "g", category="Cellar")) == "Cellar"
    assert cook.names("/ingredients", category="Cellar") == ["flour"]


@pytest.fixture
def shopped(cook: Cook) -> list[str]:
    """Names in the order of the walk, stocked in another; someone else has stocked as well."""
    walk = [
        *("Äpfel leeks", "leeks", "tomatoes", "apples", "salt", "bread", "beef", "cod"),
        *("butter", "eggs", "milk", "rice", "honey", "flour", "olive oil", "chocolate", "tea"),
        *("frozen peas", "soap", "banana mash", "carrot mash", "Zebra food", "gizmo", "widget"),
    ]
    own = {"banana mash": "baby food", "carrot mash": "Baby food", "Zebra food": "zoo"}
    for name in sorted(walk, key=lambda name: name[::-1]):
        cook.stock(name, 1, category=own.get(name))
    return walk


@pytest.mark.parametrize("limit", [1, 5, 200])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_a_whole_pantry_is_walked_aisle_by_aisle(
    cook: Cook, shopped: list[str], order: str, limit: int
) -> None:
    pages = cook.pages("/ingredients", sort_by="category", order=order, limit=limit)
    walked = [entry["name"] for page in pages for entry in page]
    assert walked == (shopped if order == "asc" else shopped[::-1])


def test_every_aisle_comes_in_its_turn(cook: Cook, shopped: list[str]) -> None:
    rows = cook.ok("GET", "/ingredients", params={"sort_by": "category", "limit": 200})
    assert len(rows) == len(shopped)
    met = list(dict.fromkeys(row["category"] for row in rows))
    assert met == [*AISLES, "baby food", "Baby food", "zoo", None]


def test_an_entry_moves_with_its_category_and_its_name(cook: Cook) -> None:
    for name in ("leeks", "milk"):
        cook.stock(name)
    soap = cook.stock("soap")
    path = f"/ingredients/{soap['id']}"
    assert cook.names("/ingredients", sort_by="category") == ["leeks", "milk", "soap"]
    cook.ok("PATCH", path, {"category": "vegetables"})
    assert cook.names("/ingredients", sort_by="category") == ["leeks", "soap", "milk"]
    cook.ok("PATCH", path, {"name": "fennel"})
    assert cook.names("/ingredients", sort_by="category") == ["fennel", "leeks", "milk"]
