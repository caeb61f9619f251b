"""What the pantry's page does that REST has no word for: steps, several at once, many deletions."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest

from kitchen_app.errors import Invalid, KitchenError
from kitchen_app.schemas.ingredient import IngredientCreate
from kitchen_app.services import pantry, stocking
from tests.api.conftest import MakeCook, Stranger
from tests.factories import Cook, calling
from tests.journals import chained


def test_no_step_is_lost_however_many_press_at_once(cook: Cook) -> None:
    entry = UUID(cook.stock("eggs", 100)["id"])
    call, start = calling(cook), threading.Barrier(4)

    def press(up: bool) -> None:
        start.wait()
        for _ in range(10):
            call(stocking.step, entry, up=up)

    with ThreadPoolExecutor(4) as presses:
        list(presses.map(press, (False, False, False, True)))
    assert cook.ok("GET", "/ingredients")[0]["quantity"] == 80
    chained(cook, writes=41)


def test_a_step_down_uses_up_unless_it_is_to_be_kept_in_stock(cook: Cook) -> None:
    eggs, milk = cook.stock("eggs", 1), cook.stock("milk", 0.5, "cup", low_at=1)
    call = calling(cook)
    used_up = call(stocking.step, UUID(eggs["id"]), up=False)
    assert used_up.row is None
    assert str(used_up.removed) == cook.ok("GET", "/changes")[0]["id"]
    for left in ("0.25", "0", "0"):
        stepped = call(stocking.step, UUID(milk["id"]), up=False)
        assert f'"quantity" : {left},' in stepped.row
        assert stepped.removed is None
    assert cook.names("/ingredients") == ["milk"]
    assert len(cook.ok("GET", "/changes")) == 5, "nothing less than nothing is no change"


def test_there_is_no_step_from_some_nor_beyond_what_the_pantry_holds(cook: Cook) -> None:
    call = calling(cook)
    for quantity in (None, 1_000_000):
        entry = cook.stock("salt", quantity)
        with pytest.raises(Invalid):
            call(stocking.step, UUID(entry["id"]), up=True)


def test_several_are_stocked_all_or_none_in_their_order(cook: Cook) -> None:
    call = calling(cook)
    names = ("rice", "flour", "rice")
    items = [IngredientCreate(name=name, quantity=1) for name in names]
    added = call(stocking.stock, items)
    assert all(f'"{name}"' in one.row for name, one in zip(names, added, strict=True))
    assert [one.created for one in added] == [True, True, False]
    with pytest.raises(KitchenError):
        call(stocking.stock, [*items, IngredientCreate(name="rice", quantity=1_000_000)])
    assert [row["quantity"] for row in cook.ok("GET", "/ingredients")] == [1, 2]


def test_many_are_deleted_at_once_but_nobody_elses(
    cook: Cook, new_cook: MakeCook, stranger: Stranger
) -> None:
    mine = [UUID(cook.stock(name)["id"]) for name in ("rice", "salt", "flour")]
    other = new_cook()
    theirs = [UUID(other.stock("rice")["id"]), UUID(stranger.ingredient_id)]
    unknown = [UUID(int=1), mine[0]]
    changes = calling(cook)(pantry.delete_ingredients, [*mine[:2], *theirs, *unknown])
    assert {str(change) for change in changes} == {c["id"] for c in cook.ok("GET", "/changes")[:2]}
    assert cook.names("/ingredients") == ["flour"]
    assert other.names("/ingredients") == ["rice"]
    deleted = [c["before"]["name"] for c in cook.ok("GET", "/changes") if c["action"] == "deleted"]
    assert sorted(deleted) == ["rice", "salt"]


def test_shelves_come_in_the_order_of_a_walk_with_what_wants_to_be_looked_at(cook: Cook) -> None:
    cook.stock("flour", 1, "kg", low_at=2)
    cook.stock("milk", expires_on="2026-01-01")
    cook.stock("leeks", 2, low_at=1, expires_on="2026-01-03")
    cook.stock("gadget", category="Shed")
    shelves = calling(cook)(pantry.list_shelves, soon=date(2026, 1, 2))
    assert [(shelf.category, shelf.entries, shelf.soon, shelf.low) for shelf in shelves] == [
        ("Vegetables", 1, 0, 0),
        ("Dairy & eggs", 1, 1, 0),
        ("Baking", 1, 0, 1),
        ("Shed", 1, 0, 0),
    ]
