"""Undos at once, several in one, and in a database that has moved on."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import text

from kitchen_app.errors import AlreadyUndone, ChangedSince, ChangeNotFound
from kitchen_app.services import pantry, stocking, undoing
from tests.api.conftest import MakeCook
from tests.api.test_undo import FLOUR, SOUP
from tests.databases import copy_template, execute, shut
from tests.factories import Cook, Json, calling, kept, make_cook, rows_of
from tests.journals import journal, undo
from tests.servers import api_server


@pytest.mark.parametrize(("path", "body"), [("/recipes", SOUP), ("/ingredients", FLOUR)])
def test_of_many_undos_at_once_one_wins(cook: Cook, path: str, body: Json) -> None:
    row = cook.ok("POST", path, body)
    there = kept(cook)
    cook.ok("DELETE", f"{path}/{row['id']}")
    deleted = journal(cook)[0]
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(cook.post, f"/changes/{deleted['id']}/undo") for _ in range(8)]
    answers = [one.result() for one in asked]
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert {a.json()["code"] for a in answers if a.is_error} == {"already_undone"}
    assert kept(cook) == there
    assert len(journal(cook)) == 3


def test_an_undo_and_a_change_at_once_never_both_win(cook: Cook) -> None:
    eggs = cook.stock("eggs", 12)
    path = f"/ingredients/{eggs['id']}"
    for quantity in range(20):
        cook.ok("PATCH", path, {"quantity": 50})
        change = journal(cook)[0]
        with ThreadPoolExecutor(2) as pool:
            undone = pool.submit(cook.post, f"/changes/{change['id']}/undo")
            changed = pool.submit(cook.patch, path, json={"quantity": quantity})
        assert changed.result().status_code == 200, "whichever came first, there was an entry"
        last, before, *_ = journal(cook)
        assert last["after"]["quantity"] == quantity
        assert last["before"] == before["after"]
        assert undone.result().is_success == (before["undoes"] == change["id"])


def test_several_changes_are_undone_the_last_first_or_none(cook: Cook, new_cook: MakeCook) -> None:
    call, empty = calling(cook), kept(cook)
    eggs = cook.stock("eggs", 2)
    cook.ok("PATCH", f"/ingredients/{eggs['id']}", {"quantity": 1})
    there = kept(cook)
    used_up = call(stocking.step, UUID(eggs["id"]), up=False).removed
    changes = [UUID(change["id"]) for change in journal(cook)]
    other = new_cook()
    other.recipe("Theirs")
    theirs = UUID(journal(other)[0]["id"])
    before = rows_of(cook.server, cook)
    with pytest.raises(ChangeNotFound):
        call(undoing.undo_changes, [used_up, theirs])
    assert rows_of(cook.server, cook) == before
    call(undoing.undo_changes, [used_up])
    assert kept(cook) == there
    for given in (changes, changes[:2][::-1]):
        with pytest.raises(AlreadyUndone):
            call(undoing.undo_changes, given)
    assert kept(cook) == there
    made = call(undoing.undo_changes, [*changes[1:], changes[2]])
    assert [change.undoes for change in made] == changes[1:]
    assert kept(cook) == empty
    assert call(undoing.undo_changes, []) == []


def test_many_deletions_are_undone_together(cook: Cook) -> None:
    call = calling(cook)
    rows = [UUID(cook.stock(name)["id"]) for name in ("rice", "salt", "flour")]
    there = kept(cook)
    deleted = call(pantry.delete_ingredients, rows)
    salt = cook.stock("salt")
    with pytest.raises(ChangedSince, match="another salt"):
        call(undoing.undo_changes, deleted)
    assert cook.names("/ingredients") == ["salt"]
    cook.ok("DELETE", f"/ingredients/{salt['id']}")
    call(undoing.undo_changes, deleted)
    assert kept(cook) == there


def test_the_databases_time_zone_does_not_matter(postgres_url: str) -> None:
    name = "undo_elsewhere"
    url = copy_template(postgres_url, name)

    def move(zone: str) -> None:
        execute(url, f"ALTER DATABASE {name} SET timezone TO '{zone}'")
        with shut(postgres_url, name):
            pass  # who comes back has the new zone

    with api_server(url) as server, make_cook(server) as cook:
        move("UTC")
        soup, flour = cook.ok("POST", "/recipes", SOUP), cook.ok("POST", "/ingredients", FLOUR)
        before = kept(cook)
        cook.ok("PATCH", f"/recipes/{soup['id']}", {"name": "Other"})
        move("Asia/Kathmandu")
        cook.ok("DELETE", f"/ingredients/{flour['id']}")
        move("America/St_Johns")
        for change in journal(cook)[:2]:
            undo(cook, change)
        move("UTC")
        assert kept(cook) == before
        for created in journal(cook)[-2:]:
            undo(cook, created)
        assert kept(cook) == []


def test_a_column_that_is_younger_than_the_change_is_no_obstacle(postgres_url: str) -> None:
    name = "undo_with_another_column"
    url = copy_template(postgres_url, name)
    with api_server(url) as server, make_cook(server) as cook:
        soup = cook.recipe("Soup")
        cook.ok("PATCH", f"/recipes/{soup['id']}", {"servings": 2})
        cook.ok("DELETE", f"/recipes/{soup['id']}")
        execute(url, "ALTER TABLE recipes ADD stars integer NOT NULL DEFAULT 3")
        deleted, changed, created = journal(cook)
        for change in (deleted, changed):
            undo(cook, change)
        with server.database.transaction() as connection:
            stars = text("SELECT stars FROM recipes WHERE user_id = :user AND servings IS NULL")
            assert connection.execute(stars, {"user": cook.id}).scalars().all() == [3]
        undo(cook, created)
        assert cook.names("/recipes") == []
