"""The pantry's rules: what adds up, what is used first, and how entries are found."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, cast, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.exc import IntegrityError

from kitchen_app.errors import IngredientExists, IngredientNotFound
from kitchen_app.models import Ingredient
from kitchen_app.models.ingredient import NEVER
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.ingredient import (
    IngredientCreate,
    IngredientQuery,
    IngredientRead,
    IngredientUpdate,
)
from kitchen_app.schemas.page import Page
from kitchen_app.services import foods, journal, search, units
from kitchen_app.services.journal import COOK, Author
from kitchen_app.services.listing import fetch_page
from kitchen_app.services.rendering import json_object, table_of

INGREDIENTS = table_of(Ingredient)
INGREDIENT_JSON = json_object(INGREDIENTS.c, journal.READABLE[Ingredient])
BEST_BEFORE = literal_column(NEVER.text, INGREDIENTS.c.expires_on.type)

SORTS: dict[str, ColumnElement[Any]] = {
    "name": INGREDIENTS.c.sort_name,
    "expires_on": BEST_BEFORE,
    "created_at": INGREDIENTS.c.created_at,
    "updated_at": INGREDIENTS.c.updated_at,
}


def list_ingredients(
    connection: Connection, user: UserRead, query: IngredientQuery
) -> Page[IngredientRead]:
    """One page of the pantry; `q` forgives a typo as the cookbook's does."""
    return search.forgiving(
        connection, query.q, query.cursor, lambda how: _page(connection, user, query, how)
    )


def _page(
    connection: Connection, user: UserRead, query: IngredientQuery, how: str
) -> Page[IngredientRead]:
    return fetch_page(
        connection,
        select(INGREDIENT_JSON).where(*_conditions(user, query, how)),
        IngredientRead,
        query,
        sort=SORTS[query.sort_by],
        row_id=INGREDIENTS.c.id,
        shape=(how, "ingredients", query.sort_by, query.order),
    )


def _conditions(user: UserRead, query: IngredientQuery, how: str) -> list[ColumnElement[bool]]:
    columns = INGREDIENTS.c
    conditions = [columns.user_id == user.id]
    if query.q:
        conditions.append(named(query.q, how))
    if query.category:
        conditions.append(columns.category == query.category)
    if query.expiring_within is not None:
        last = date.today() + timedelta(days=query.expiring_within)  # noqa: DTZ011
        conditions.append(columns.expires_on <= last)
    if query.low is not None:
        is_low = func.coalesce(columns.quantity <= columns.low_at, False)
        conditions.append(is_low if query.low else ~is_low)
    return conditions


def named(name: str, how: str = search.WORDS) -> ColumnElement[bool]:
    """Every word of the name is in the entry's, or is like one in it."""
    if how == search.SIMILAR:
        return search.similar_words(INGREDIENTS.c.food_key, name)
    simple = cast(literal("simple"), REGCONFIG)
    return search.has_words(func.to_tsvector(simple, INGREDIENTS.c.food_key), name)


def read_ingredient(connection: Connection, user: UserRead, ingredient_id: UUID) -> str:
    """The entry as JSON; IngredientNotFound."""
    mine = (INGREDIENTS.c.user_id == user.id) & (INGREDIENTS.c.id == ingredient_id)
    found = connection.execute(select(INGREDIENT_JSON).where(mine)).scalar_one_or_none()
    return present(found, ingredient_id)


def locked_entries(
    connection: Connection, user: UserRead, condition: ColumnElement[bool]
) -> list[IngredientRead]:
    """The matching entries, locked until the transaction ends."""
    statement = (
        select(INGREDIENT_JSON)
        .where(INGREDIENTS.c.user_id == user.id, condition)
        .order_by(BEST_BEFORE, INGREDIENTS.c.id)
        .with_for_update()
    )
    rows = connection.execute(statement).scalars()
    return [IngredientRead.model_validate_json(row) for row in rows]


def replace_ingredient(
    connection: Connection,
    user: UserRead,
    ingredient_id: UUID,
    item: IngredientCreate,
    *,
    by: Author = COOK,
) -> str:
    """Put this entry in the place of that one; IngredientNotFound, IngredientExists."""
    return _change(connection, user, ingredient_id, normalised(item.model_dump()), item.name, by)


def update_ingredient(
    connection: Connection,
    user: UserRead,
    ingredient_id: UUID,
    patch: IngredientUpdate,
    *,
    by: Author = COOK,
) -> str:
    """Change some fields; IngredientNotFound, IngredientExists."""
    entries = locked_entries(connection, user, INGREDIENTS.c.id == ingredient_id)
    if not entries:
        raise IngredientNotFound(ingredient_id)
    kept = entries[0].model_dump(include=set(IngredientCreate.model_fields))
    values = normalised(kept | patch.changes())
    return _change(connection, user, ingredient_id, values, values["name"], by)


def _change(
    connection: Connection,
    user: UserRead,
    ingredient_id: UUID,
    values: dict[str, Any],
    name: str,
    by: Author,
) -> str:
    try:
        row = journal.change(
            connection, user, Ingredient, ingredient_id, values | derived(values), by=by
        )
    except IntegrityError:
        raise IngredientExists(name) from None
    return present(row, ingredient_id)


def delete_ingredient(
    connection: Connection, user: UserRead, ingredient_id: UUID, *, by: Author = COOK
) -> None:
    """Take an entry out of the pantry; IngredientNotFound."""
    present(journal.remove(connection, user, Ingredient, ingredient_id, by=by), ingredient_id)


def normalised(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the unit's own symbol; a unit nobody knows stays as it is written."""
    unit = values["unit"]
    return values | {"unit": unit and (units.canonical(unit) or unit.lower())}


def derived(values: dict[str, Any]) -> dict[str, Any]:
    """What sorting and adding up need, made anew from name and unit."""
    return {
        "sort_name": foods.sort_key(values["name"]),
        "food_key": foods.name_key(values["name"]),
        "unit_kind": units.kind(values["unit"]),
    }


def present(row: str | None, ingredient: UUID | str) -> str:
    """The row; IngredientNotFound where there is none."""
    if row is None:
        raise IngredientNotFound(ingredient)
    return row
