"""What happens to measure and threshold when something is added to what is there."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.factories import Cook, Json, check_refused
from tests.fake_openai import Call, FakeModel, call, say


def added(cook: Cook, **item: object) -> Json:
    found: Json = cook.ok("POST", "/ingredients", {"name": "rice"} | item)
    return found


def test_what_has_the_measure_grows_before_what_has_none(cook: Cook) -> None:
    some = added(cook, quantity=3)
    measured = added(cook, quantity=1, unit="kg")
    cook.ok("PATCH", f"/ingredients/{some['id']}", {"quantity": None})
    grown = added(cook, quantity=500, unit="g")
    assert (grown["id"], grown["quantity"], grown["unit"]) == (measured["id"], 1.5, "kg")


def test_some_takes_the_measure_it_is_given_in_its_own_unit(cook: Cook) -> None:
    added(cook, unit="g", low_at=500)
    grown = added(cook, quantity=2, unit="kg")
    assert (grown["quantity"], grown["unit"], grown["low_at"]) == (2000, "g", 500)


def test_a_threshold_given_in_another_unit_is_converted(cook: Cook) -> None:
    added(cook, quantity=500, unit="g")
    assert added(cook, unit="kg", low_at=1)["low_at"] == 1000


def test_adding_nothing_new_writes_nothing(cook: Cook) -> None:
    there = added(cook, quantity=500, unit="g")
    assert added(cook) == there
    assert len(cook.ok("GET", "/changes")) == 1


@pytest.mark.parametrize("unit", ["mass", "volume", "count"])
def test_a_unit_named_like_a_kind_of_unit_is_only_itself(cook: Cook, unit: str) -> None:
    added(cook, quantity=5, unit=unit)
    added(cook, quantity=5, unit={"mass": "g", "volume": "ml", "count": None}[unit])
    assert [row["quantity"] for row in cook.ok("GET", "/ingredients")] == [5, 5]


@pytest.mark.parametrize("day", ["9999-12-31", 0, 86400])
def test_a_date_that_is_none_is_refused(cook: Cook, day: object) -> None:
    body = {"name": "rice", "expires_on": day}
    check_refused(cook.post("/ingredients", json=body), 422, "invalid_request")


def test_tools_that_want_the_same_foods_in_another_order_do_not_block_each_other(
    cook: Cook, model: FakeModel
) -> None:
    foods = ["flour", "sugar", "salt", "rice", "oats"]
    start = threading.Barrier(4)

    def stock(order: int) -> None:
        items = [{"name": food, "quantity": 1} for food in foods[::order]]
        script = model.script(call(Call("add_to_pantry", {"items": items})), say("Done."))
        start.wait()
        assert cook.ask(script.question()).named("tool")[-1]["status"] == "finished"

    for _ in range(5):
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(stock, [1, -1, 1, -1]))
    assert {row["quantity"] for row in cook.ok("GET", "/ingredients")} == {20}
