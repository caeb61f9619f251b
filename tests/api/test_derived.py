"""What is derived, damaged behind the kitchen's back, found and made anew."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from kitchen_app.schemas.recipe import RecipeCreate
from kitchen_app.services import recipes
from kitchen_app.services.derivation import STEPS, cookbook, pantries, unused
from tests.api.conftest import MakeCook
from tests.api.keepers import Keep, keep
from tests.api.test_cookable import check, ranked, save, statuses
from tests.api.test_food_names_together import NAME, transaction, wait_for
from tests.factories import Cook, at_once, calling, rows_of

__all__ = ["keep"]

# What is damaged, the table whose rows are then named, and how.
DAMAGE = {
    "names": ("recipes", "UPDATE recipes SET sort_name = 'x'"),
    "words": ("recipes", "UPDATE recipes SET search_text = '', ingredient_terms = '{}'"),
    "the wants of a recipe": ("recipes", "UPDATE recipes SET needs = '{2,99}'"),
    "no wants": ("recipes", "UPDATE recipes SET needs = '{}'"),
    "amounts": ("needs", "UPDATE needs SET amount = amount + 1"),
    "kinds": ("needs", "UPDATE needs SET kinds = '{zorb}', food_key = 'zorb'"),
    "fingerprints": ("recipes", "UPDATE needs SET fingerprint = gen_random_uuid()"),
    "wants that are gone": ("recipes", "DELETE FROM needs"),
    "foods": (
        "ingredients",
        "UPDATE ingredients SET food_key = food_key || 'x', food_kinds = '{}'",
    ),
    "measures": ("ingredients", "UPDATE ingredients SET amount = 1, dimension = 'x'"),
    "aisles": ("ingredients", "UPDATE ingredients SET aisle_key = 'x', unit_kind = 'y'"),
    "a chat's words": ("chat_sessions", "UPDATE chat_sessions SET search = 'x'"),
    "a question's words": ("messages", "UPDATE messages SET search = 'x'"),
}


def execute(cook: Cook, statement: str) -> None:
    with cook.server.database.transaction() as connection:
        connection.execute(text(statement), {"cook": cook.id})


def furnish(cook: Cook) -> None:
    save(cook, "Pancakes", ("flour", 200, "g"), ("milk", 300, "ml"), ("eggs", 2, None))
    save(cook, "Bread", ("flour", 500, "g"), ("caster sugar", 10, "g"), ("sugar", 20, "g"))
    cook.stock("flour", 1, "kg")
    cook.stock("milk", 200, "ml")
    cook.stock("eggs", 6)


def derived(cook: Cook) -> tuple[Any, ...]:
    """All that is the cook's: ids of wants apart, as they may be others afterwards."""
    matched = cook.ok("GET", "/recipes/cookable")
    rows = rows_of(cook.server, cook)
    return matched, [row for row in rows if row[0] not in ("needs", "recipes")]


@pytest.fixture
def with_a_chat(cook: Cook) -> Cook:
    furnish(cook)
    with cook.server.database.transaction() as connection:
        connection.execute(
            text(
                "WITH s AS (INSERT INTO chat_sessions (user_id, id, title, search) VALUES "
                "(:cook, gen_random_uuid(), 'Two eggs', to_tsvector('simple', 'two egg')) "
                "RETURNING id) INSERT INTO messages (user_id, id, session_id, parent_id, role, "
                "content, status, search) SELECT :cook, gen_random_uuid(), id, id, 'user', "
                "'Three eggs', 'complete', to_tsvector('simple', 'three egg') FROM s"
            ),
            {"cook": cook.id},
        )
    return cook


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_found_and_made_anew(
    keep: Keep, with_a_chat: Cook, new_cook: MakeCook, damage: str
) -> None:
    cook, other = with_a_chat, new_cook()
    furnish(other)
    mine = ("--cook", cook.username)
    assert keep("derived", "check", *mine) == (0, "Nothing differs.\n", "")
    before, theirs = derived(cook), rows_of(other.server, other)
    table, how = DAMAGE[damage]
    execute(cook, f"{how} WHERE user_id = :cook")
    found, rows = keep("derived", "check", *mine), ids(cook, table)
    assert (found.code, found.err) == (1, "")
    assert f": {len(rows)} of {table} (" in found.out
    assert {*rows} <= {line.strip() for line in found.out.splitlines()}
    assert keep("derived", "rebuild", *mine).code == 0
    assert keep("derived", "check", *mine) == (0, "Nothing differs.\n", "")
    assert derived(cook) == before
    assert rows_of(other.server, other) == theirs


def ids(cook: Cook, table: str) -> list[str]:
    with cook.server.database.transaction() as connection:
        found = text(f"SELECT id FROM {table} WHERE user_id = :cook ORDER BY id")  # noqa: S608
        return [str(one) for one in connection.execute(found, {"cook": cook.id}).scalars()]


def test_two_entries_may_have_changed_places(keep: Keep, cook: Cook) -> None:
    for food in ("quix", "zorb"):
        cook.stock(food, 100, "g")
    for damage in (
        "UPDATE ingredients SET food_key = food_key || 'x'",
        "UPDATE ingredients SET food_key = CASE name WHEN 'quix' THEN 'zorb' ELSE 'quix' END",
    ):
        execute(cook, f"{damage} WHERE user_id = :cook")
    mine = ("--cook", cook.username)
    assert keep("derived", "check", *mine).code == 1
    assert "\n2 corrected" in keep("derived", "rebuild", *mine).out
    assert keep("derived", "check", *mine).code == 0


def test_two_entries_that_have_become_one_food_stay_two(keep: Keep, cook: Cook) -> None:
    """As after an upgrade that knows more names."""
    for food in ("scallions", "zorb"):
        cook.stock(food, 3)
    execute(
        cook,
        "UPDATE ingredients SET name = 'spring onions' WHERE user_id = :cook AND name = 'zorb'",
    )
    mine = ("--cook", cook.username)
    assert keep("derived", "check", *mine).code == 1
    assert keep("derived", "rebuild", *mine).code == 0
    assert keep("derived", "check", *mine).code == 0
    assert len(cook.ok("GET", "/ingredients")) == 2


def test_wants_that_no_recipe_has_any_more_go_and_the_others_are_still_right(
    keep: Keep, cook: Cook
) -> None:
    cook.stock("flour", 1, "kg")
    old = save(cook, "Old", ("flour", 300, "g"), ("zorb", 1, None))
    new = save(cook, "New", ("flour", 400, "g"), ("flour", 2, "kg"), ("quix", 1, None))
    cook.delete(f"/recipes/{old['id']}")
    before = statuses(check(cook, new))
    mine = ("--cook", cook.username)
    found = keep("derived", "check", *mine)
    assert found.code == 0
    assert "2 needs are no recipe's any more" in found.out
    assert "0 corrected, 2 needs removed" in keep("derived", "rebuild", *mine).out
    assert ids(cook, "needs") == ["1", "2", "3"]
    assert statuses(check(cook, new)) == before
    assert ranked(cook) == ["New"]
    assert keep("derived", "check", *mine).out == "Nothing differs.\n"


def rebuild(cook: Cook) -> None:
    """As the keeper's command does it, transaction by transaction."""
    do = calling(cook)
    for see in STEPS:
        last = None
        while True:
            last = do(see, last, write=True).last
            if last is None:
                break
    while do(unused.remove):
        pass


def check_all(cook: Cook) -> None:
    do = calling(cook)
    assert [do(see, None, write=False).differences for see in STEPS] == [[], [], [], []]
    assert do(unused.left).missing == 0


def test_rebuilds_race_each_other_and_everybody_who_saves(cook: Cook) -> None:
    furnish(cook)

    def write(number: int) -> None:
        for turn in range(6):
            made = save(cook, f"{number}", ("flour", 10 * turn + number, "g"), ("zorb", turn, None))
            if turn % 2:
                assert cook.delete(f"/recipes/{made['id']}").is_success
            cook.stock(f"quix {number}", 1, "g")

    def rebuilding() -> None:
        for _ in range(4):
            rebuild(cook)

    execute(cook, "UPDATE recipes SET needs = '{}', search_text = '' WHERE user_id = :cook")
    with ThreadPoolExecutor(4) as pool:
        at_once(pool, rebuilding, rebuilding, lambda: write(1), lambda: write(2))
    rebuild(cook)
    check_all(cook)
    assert len(cook.ok("GET", "/recipes")) == 8


@pytest.mark.parametrize("see", [cookbook.see, pantries.see], ids=["cookbook", "pantry"])
def test_names_that_are_just_being_given_are_gone_by(cook: Cook, see: Callable[..., Any]) -> None:
    save(cook, "Seed bread", ("pumpkin seeds", 80, "g"))
    cook.stock("pepitas", 100, "g")
    with ThreadPoolExecutor(1) as pool:
        with transaction(cook) as do:
            do(NAME)
            rebuilding = pool.submit(calling(cook), see, None, write=True)
            wait_for(cook, rebuilding)
        rebuilding.result()
    check_all(cook)


@pytest.mark.parametrize("begins", ["the rebuild", "the save"])
def test_a_recipe_that_is_saved_meanwhile_has_the_wants_of_its_lines(
    cook: Cook, begins: str
) -> None:
    """Its wants are known, so that it would wait for nobody: and one of them is being moved."""
    cook.stock("quix", 5)
    for name in ("Old", "New"):
        save(cook, name, ("flour", 7, "g"), ("quix", 1 if name == "Old" else 2, None))
    (old,) = [row for row in cook.ok("GET", "/recipes") if row["name"] == "Old"]
    assert cook.delete(f"/recipes/{old['id']}").is_success
    saved = RecipeCreate.model_validate(
        {"name": "Third", "ingredients": [{"name": "quix", "quantity": 2}]}
    )
    steps: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
        "the rebuild": (unused.remove, ()),
        "the save": (recipes.create_recipe, (saved,)),
    }
    first, (last,) = steps.pop(begins), [*steps.values()]
    with ThreadPoolExecutor(1) as pool:
        with transaction(cook) as do:
            do(first[0], *first[1])
            other: Future[Any] = pool.submit(calling(cook), last[0], *last[1])
            wait_for(cook, other)
        other.result()
    check_all(cook)
    assert ids(cook, "needs") == ["1", "2"]
