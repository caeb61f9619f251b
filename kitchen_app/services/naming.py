"""A cook says that two names are the same food, and all of the kitchen goes by it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from kitchen_app.errors import FoodNameNotFound, Invalid
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.food import SameFood, SameFoodRead
from kitchen_app.services import foods, needs, pantry
from kitchen_app.services.needs import NEEDS
from kitchen_app.services.pantry import INGREDIENTS
from kitchen_app.services.recipes import RECIPES, searchable
from kitchen_app.services.same_foods import FOOD_NAMES, Names, hold_names, names_of

MOST_ALIKE = 20  # names of one food
MOST_NAMES = 1_000


def list_same(connection: Connection, user: UserRead) -> list[SameFoodRead]:
    """The names that the user says are the same as another, by name."""
    rows = connection.execute(
        select(FOOD_NAMES.c.key, FOOD_NAMES.c.same_as)
        .where(FOOD_NAMES.c.user_id == user.id)
        .order_by(FOOD_NAMES.c.key)
    )
    return [SameFoodRead(name=key, same_as=same_as) for key, same_as in rows]


def make_same(connection: Connection, user: UserRead, same: SameFood) -> SameFoodRead:
    """From now on the one is the same food as the other, and as all that are the same as that.

    Invalid for more than MOST_ALIKE of one food, or MOST_NAMES in all.
    """
    hold_names(connection, user)
    key, other = foods.name_key(same.name), foods.name_key(same.same_as)
    names = names_of(connection, user)
    head = _head(connection, user, other)
    if key not in (other, *names.same.get(other, ())):
        is_head = _head(connection, user, key) == key
        coming = names.same.get(key, frozenset()) if is_head else frozenset()
        _refuse_too_many(names, {key, other} | coming | names.same.get(other, frozenset()))
        _follow(connection, user, key, head)
        _derive_again(connection, user, {*names.keys_of(key), *names.keys_of(other)})
    return SameFoodRead(name=key, same_as=head)


def _refuse_too_many(names: Names, together: Collection[str]) -> None:
    """Each line of such a food names all of them, and each save reads all names."""
    if len(together) > MOST_ALIKE:
        raise Invalid(f"A food has at most {MOST_ALIKE} names.")
    if len(names.same) >= MOST_NAMES:
        raise Invalid(f"There are {MOST_NAMES:,} names already. Forget one that you do not need.")


def _follow(connection: Connection, user: UserRead, key: str, head: str) -> None:
    """Those that were the same as this one come along."""
    mine = FOOD_NAMES.c.user_id == user.id
    moved = update(FOOD_NAMES).where(mine, FOOD_NAMES.c.same_as == key).values(same_as=head)
    connection.execute(moved)
    row = insert(FOOD_NAMES).values(user_id=user.id, key=key, same_as=head)
    connection.execute(
        row.on_conflict_do_update(
            index_elements=["user_id", "key"], set_={"same_as": row.excluded.same_as}
        )
    )


def forget_same(connection: Connection, user: UserRead, name: str) -> None:
    """The name is a food of its own again; FoodNameNotFound."""
    hold_names(connection, user)
    key = foods.name_key(name)
    before = names_of(connection, user).keys_of(key)
    said = (FOOD_NAMES.c.user_id == user.id) & (FOOD_NAMES.c.key == key)
    if not connection.execute(delete(FOOD_NAMES).where(said)).rowcount:
        raise FoodNameNotFound(name)
    _derive_again(connection, user, before)


def _head(connection: Connection, user: UserRead, key: str) -> str:
    said = (FOOD_NAMES.c.user_id == user.id) & (FOOD_NAMES.c.key == key)
    found = connection.execute(select(FOOD_NAMES.c.same_as).where(said)).scalar_one_or_none()
    return found or key


def _derive_again(connection: Connection, user: UserRead, keys: Collection[str]) -> None:
    """What is derived from names of these foods, in pantry and cookbook. The rows themselves stay
    as they are, so this is nothing for the journal."""
    names = names_of(connection, user)
    _derive_entries(connection, user, keys, names)
    _derive_recipes(connection, user, keys, names)


def _derive_entries(
    connection: Connection, user: UserRead, keys: Collection[str], names: Names
) -> None:
    of_these = INGREDIENTS.c.food_kinds.overlap(list(keys))
    rows = [
        {"row": entry.id, "new_food_kinds": pantry.keys_of(entry._asdict(), names)["food_kinds"]}
        for entry in _locked(connection, user, INGREDIENTS, of_these)
    ]
    _rewrite(connection, user, INGREDIENTS, rows)


def _derive_recipes(
    connection: Connection, user: UserRead, keys: Collection[str], names: Names
) -> None:
    theirs = select(NEEDS.c.id).where(NEEDS.c.user_id == user.id, NEEDS.c.kinds.overlap(list(keys)))
    ids = connection.execute(theirs).scalars().all()
    found = _locked(connection, user, RECIPES, RECIPES.c.needs.overlap(ids))
    wants = [needs.wanted(recipe.ingredients, names) for recipe in found]
    need_ids = iter(needs.ids_of(connection, user, [one for want in wants for one in want]))
    rows = [
        {"row": recipe.id, "new_needs": [next(need_ids) for _ in want]}
        | {f"new_{name}": value for name, value in searchable(recipe._asdict(), names).items()}
        for recipe, want in zip(found, wants, strict=True)
    ]
    _rewrite(connection, user, RECIPES, rows)


def _locked(
    connection: Connection, user: UserRead, table: Table, condition: ColumnElement[bool]
) -> Sequence[Row[Any]]:
    mine = select(table).where(table.c.user_id == user.id, condition)
    return connection.execute(mine.order_by(table.c.id).with_for_update()).all()


def _rewrite(
    connection: Connection, user: UserRead, table: Table, rows: list[dict[str, Any]]
) -> None:
    """Set `new_…` columns of each `row`."""
    if not rows:
        return
    columns = [name.removeprefix("new_") for name in rows[0] if name != "row"]
    statement = (
        update(table)
        .where(table.c.user_id == user.id, table.c.id == bindparam("row"))
        .values({name: bindparam(f"new_{name}") for name in columns})
    )
    connection.execute(statement, rows)
