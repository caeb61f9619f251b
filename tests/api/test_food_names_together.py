"""Names are called the same at the very moment at which something else is saved."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.draft import RecipeDraft
from kitchen_app.schemas.food import SameFood
from kitchen_app.schemas.recipe import RecipeCreate, RecipeUpdate
from kitchen_app.services import drafts, journal, naming, recipes
from tests.api.test_cookable import check, save, statuses
from tests.factories import Cook, calling, until

Do = Callable[..., Any]
NAME = partial(naming.make_same, same=SameFood(name="pepitas", same_as="pumpkin seeds"))
BREAD = RecipeCreate(name="Seed bread", ingredients=["80 g pumpkin seeds"])
SAVES: dict[str, Callable[[Do, UUID], Any]] = {
    "created": lambda do, _: do(recipes.create_recipe, BREAD),
    "replaced": lambda do, old: do(recipes.replace_recipe, old, BREAD),
    "changed": lambda do, old: do(
        recipes.update_recipe, old, RecipeUpdate(ingredients=BREAD.ingredients)
    ),
}


@contextmanager
def transaction(cook: Cook) -> Iterator[Do]:
    """Services in one that ends with the block."""
    user = UserRead(id=cook.id, username=cook.username, created_at=datetime.now(UTC))
    with cook.server.database.transaction() as connection:
        yield lambda service, *arguments: service(connection, user, *arguments)


def wait_for(cook: Cook, other: Future[Any]) -> None:
    """Until it is done, or waits for a lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    def waits() -> bool:
        with cook.server.database.transaction() as connection:
            return bool(connection.execute(waiting).scalar_one())

    until(lambda: other.done() or waits())


def want_before(cook: Cook) -> None:
    """What nobody wanted before is saved in the queue."""
    bread = save(cook, "Old bread", ("pumpkin seeds", 80, "g"))
    assert cook.delete(f"/recipes/{bread['id']}").is_success


def check_matched(cook: Cook) -> None:
    """The bread, under whatever name, has the seeds of the pantry."""
    (bread,) = [row for row in cook.ok("GET", "/recipes") if "pumpkin" in json.dumps(row)]
    assert statuses(check(cook, bread)) == ["have"]
    assert cook.names("/recipes", ingredient="pepita") == [bread["name"]]


@pytest.mark.parametrize("how", SAVES)
def test_a_recipe_that_is_saved_meanwhile_goes_by_the_new_names(cook: Cook, how: str) -> None:
    cook.stock("pepitas", 100, "g")
    old = UUID(save(cook, "Mash", ("quix", 1, "kg"))["id"])
    with ThreadPoolExecutor(1) as pool:
        with transaction(cook) as do:
            do(NAME)
            saving = pool.submit(SAVES[how], calling(cook), old)
            wait_for(cook, saving)
        saving.result()
    check_matched(cook)


@pytest.mark.parametrize("how", SAVES)
def test_a_recipe_that_is_just_being_saved_gets_the_new_names(cook: Cook, how: str) -> None:
    cook.stock("pepitas", 100, "g")
    old = UUID(save(cook, "Mash", ("quix", 1, "kg"))["id"])
    want_before(cook)
    with ThreadPoolExecutor(1) as pool:
        with transaction(cook) as do:
            SAVES[how](do, old)
            naming_it = pool.submit(calling(cook), NAME)
            wait_for(cook, naming_it)
        naming_it.result()
    check_matched(cook)


def test_recipes_are_saved_side_by_side(cook: Cook) -> None:
    want_before(cook)
    with ThreadPoolExecutor(1) as pool, transaction(cook) as do:
        do(recipes.create_recipe, BREAD)
        saving = pool.submit(calling(cook), recipes.create_recipe, BREAD)
        wait_for(cook, saving)
        assert saving.done()


def test_who_saves_in_the_queue_and_who_names_do_not_wait_for_each_other(cook: Cook) -> None:
    cook.stock("pepitas", 100, "g")
    with ThreadPoolExecutor(1) as pool:
        with transaction(cook) as do:
            do(journal.queue_up)
            naming_it = pool.submit(calling(cook), NAME)
            wait_for(cook, naming_it)
            do(recipes.create_recipe, BREAD)
        naming_it.result()
    check_matched(cook)


def test_a_typed_recipe_and_a_write_to_several_rows_do_not_wait_for_each_other(cook: Cook) -> None:
    soup = save(cook, "Soup", ("pepitas", 1, "g"))
    typed = {"seen": soup["updated_at"], "name": "Soup", "ingredients": '["81 g zorb"]'}
    draft = RecipeDraft.model_validate(typed | {"steps": "[]"})
    with ThreadPoolExecutor(1) as pool:
        with transaction(cook) as do:
            do(journal.queue_up)
            saving = pool.submit(calling(cook), drafts.save_draft, UUID(soup["id"]), draft)
            wait_for(cook, saving)
            do(recipes.lock_recipe, UUID(soup["id"]))
        saving.result()
    (kept,) = cook.ok("GET", "/recipes")
    assert kept["ingredients"][0]["name"] == "zorb"
