"""What must hold when everything is up again."""

from collections import Counter
from typing import Any

import psutil  # type: ignore[import-untyped]

from tests.chaos.house import House
from tests.chaos.writers import Writer
from tests.factories import Cook, until

MOST_CONNECTIONS = 9  # of a kitchen, to PostgreSQL
MOST_MEMORY = 500_000_000  # bytes, of a kitchen


def check(house: House, writer: Writer) -> None:
    """Everything acknowledged is there once; what was not, once or not at all."""
    with writer.cook.at(house.kitchens[0]) as cook:
        changes = [change for page in cook.pages("/changes") for change in page]
        _check_recipes(cook, writer, changes)
        _check_pantry(cook, writer, changes)
        _check_chats(cook, writer)


def _check_recipes(cook: Cook, writer: Writer, changes: list[dict[str, Any]]) -> None:
    ledger = writer.ledger
    made = Counter(
        change["after"]["name"]
        for change in changes
        if change["entity"] == "recipe" and change["action"] == "created" and not change["undoes"]
    )
    assert set(made.values()) <= {1}, "something was saved twice"
    assert ledger.recipes <= set(made) <= ledger.recipes | ledger.maybe
    left = {recipe["id"] for page in cook.pages("/recipes") for recipe in page}
    taken_back = {c["entity_id"] for c in changes if c["entity"] == "recipe" and c["undoes"]}
    maybe = {what[1] for what in ledger.maybe if isinstance(what, tuple) and what[0] == "undo"}
    assert ledger.undone <= taken_back <= ledger.undone | maybe
    assert left.isdisjoint(taken_back)
    assert len(left) == len(made) - len(taken_back)


def _check_pantry(cook: Cook, writer: Writer, changes: list[dict[str, Any]]) -> None:
    ledger = writer.ledger
    added = Counter(_added(change) for change in changes if change["entity"] == "ingredient")
    assert set(added.values()) <= {1}, "something was added twice"
    assert ledger.amounts <= set(added) <= ledger.amounts | ledger.maybe
    there = sum(entry["quantity"] for entry in cook.ok("GET", "/ingredients"))
    assert there == sum(added), "the pantry does not add up"


def _added(change: dict[str, Any]) -> int:
    before = change["before"]["quantity"] if change["before"] else 0
    return int(change["after"]["quantity"] - before)


def _check_chats(cook: Cook, writer: Writer) -> None:
    sessions = [session for page in cook.pages("/chat/sessions") for session in page]
    for session in sessions:
        if session["active"]:
            cook.stop(session["id"])
        last = cook.last_message(session["id"])
        until(lambda: cook.last_message(session["id"])["status"] != "streaming")  # noqa: B023
        if session["id"] in writer.ledger.told:
            assert last["content"] == writer.ledger.told[session["id"]]
    assert set(writer.ledger.told) <= {session["id"] for session in sessions}


def check_house(house: House) -> int:
    """Nothing has grown; the memory of the larger kitchen."""
    memory = 0
    for kitchen in house.kitchens.values():
        process = psutil.Process(kitchen.process.pid)
        memory = max(memory, process.memory_info().rss)
        to_database = [one for one in process.net_connections("unix") if "PGSQL" in one.raddr]
        assert len(to_database) <= MOST_CONNECTIONS
    assert memory < MOST_MEMORY
    return memory
