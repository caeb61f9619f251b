"""The pantry's rules: what adds up, what is used first, and how entries are found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, cast, func, literal, literal_column, or_, select
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
from kitchen_app.services import aisles, foods, journal, measures, search, units
from kitchen_app.services.journal import COOK, Author
from kitchen_app.services.journal_statements import READABLE
from kitchen_app.services.listing import fetch_page
from kitchen_app.services.rendering import json_object, table_of
from kitchen_app.services.same_foods import Names, names_of

T = TypeVar("T")

INGREDIENTS = table_of(Ingredient)
INGREDIENT_JSON = json_object(INGREDIENTS.c, READABLE[Ingredient])
BEST_BEFORE = literal_column(NEVER.text, INGREDIENTS.c.expires_on.type)
IS_LOW = func.coalesce(INGREDIENTS.c.quantity <= INGREDIENTS.c.low_at, False)

SORTS: dict[str, ColumnElement[Any]] = {
    "name": INGREDIENTS.c.sort_name,
    "category": INGREDIENTS.c.aisle_key,
    "expires_on": BEST_BEFORE,
    "created_at": INGREDIENTS.c.created_at,
    "updated_at": INGREDIENTS.c.updated_at,
}


def is_low(entry: IngredientRead) -> bool:
    """What IS_LOW says, of an entry that is here."""
    quantity, low_at = entry.quantity, entry.low_at
    return quantity is not None and low_at is not None and quantity <= low_at


def list_ingredients(
    connection: Connection, user: UserRead, query: IngredientQuery, *, today: date | None = None
) -> Page[IngredientRead]:
    """One page of the pantry; `q` forgives a typo as the cookbook's does.

    `today` is the cook's, where it is known; else the server's.
    """
    day = today or date.today()  # noqa: DTZ011
    return search.forgiving(
        connection, query.q, query.cursor, lambda how: _page(connection, user, query, how, day)
    )


def _page(
    connection: Connection, user: UserRead, query: IngredientQuery, how: str, today: date
) -> Page[IngredientRead]:
    return fetch_page(
        connection,
        select(INGREDIENT_JSON).where(*_conditions(user, query, how, today)),
        IngredientRead,
        query,
        sort=SORTS[query.sort_by],
        row_id=INGREDIENTS.c.id,
        shape=(how, "ingredients", query.sort_by, query.order),
    )


@dataclass(frozen=True)
class Shelf:
    """How much of the pantry is in one category, and how much of that wants to be looked at."""

    category: str | None
    entries: int
    soon: int
    low: int


def list_shelves(connection: Connection, user: UserRead, *, soon: date) -> list[Shelf]:
    """The pantry's categories in the order of a walk. `soon` is the last day that counts as it."""
    columns = INGREDIENTS.c
    statement = (
        select(
            columns.category,
            func.count(),
            func.count().filter(columns.expires_on <= soon),
            func.count().filter(IS_LOW),
        )
        .where(columns.user_id == user.id)
        .group_by(columns.category)
        .order_by(func.min(columns.aisle_key))
    )
    return [Shelf(*row) for row in connection.execute(statement)]


def _conditions(
    user: UserRead, query: IngredientQuery, how: str, today: date
) -> list[ColumnElement[bool]]:
    columns = INGREDIENTS.c
    conditions = [columns.user_id == user.id]
    if query.q:
        conditions.append(named(query.q, how))
    if query.category:
        conditions.append(columns.category == query.category)
    if query.expiring_within is not None:
        last = today + timedelta(days=query.expiring_within)
        conditions.append(columns.expires_on <= last)
    if query.low is not None:
        conditions.append(IS_LOW if query.low else ~IS_LOW)
    return conditions


# What `foods.singular` cuts off most words. The key hides words of the name that is typed
# ("spring" of a scallion), and nothing else of the entry has them in the singular.
_PLURAL = r"((?<=o)es|(?<=[^su])s)\M"


def named(name: str, how: str = search.WORDS) -> ColumnElement[bool]:
    """Every word of the name or of its food is in the entry's or in what that does for, or is like
    one in it."""
    columns, key = INGREDIENTS.c, foods.name_key(name)
    if how == search.SIMILAR:
        texts = (columns.food_key, columns.sort_name)
        return or_(*(search.similar_words(text, name) for text in texts))
    simple = cast(literal("simple"), REGCONFIG)
    typed = func.regexp_replace(columns.sort_name, _PLURAL, "", "g")
    kinds = func.array_to_string(columns.food_kinds, " ")
    words = func.to_tsvector(simple, kinds + " " + typed)
    return or_(search.has_words(words, name), search.has_words(words, key))


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
    journal.queue_up(connection, user)
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
    journal.queue_up(connection, user)
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
            connection,
            user,
            Ingredient,
            ingredient_id,
            values | derived(connection, user, values),
            by=by,
        )
    except IntegrityError:
        raise IngredientExists(name) from None
    return present(row, ingredient_id)


def delete_ingredient(
    connection: Connection, user: UserRead, ingredient_id: UUID, *, by: Author = COOK
) -> UUID:
    """Take an entry out of the pantry; the change that this is. IngredientNotFound."""
    change_id = journal.remove(connection, user, Ingredient, ingredient_id, by=by)
    return present(change_id, ingredient_id)


def delete_ingredients(
    connection: Connection, user: UserRead, ids: Collection[UUID], *, by: Author = COOK
) -> list[UUID]:
    """Take these out of the pantry, as far as they are the cook's; a change for each."""
    journal.queue_up(connection, user)
    return journal.remove_all(connection, user, Ingredient, set(ids), by=by)


def normalised(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the unit's own symbol; a unit nobody knows stays as it is written."""
    unit = values["unit"]
    return values | {"unit": unit and (units.canonical(unit) or unit.lower())}


def derived(connection: Connection, user: UserRead, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is made anew from the entry itself: the aisle where no category is given, and what
    sorting, adding up and matching need."""
    category = values["category"] or aisles.aisle_of(values["name"], values["unit"])
    whole = {**values, "category": category}
    return {"category": category} | derived_keys(connection, user, whole)


def derived_keys(
    connection: Connection, user: UserRead, values: Mapping[str, Any]
) -> dict[str, Any]:
    """What sorting, adding up and matching need, of an entry whose category is settled."""
    return keys_of(values, names_of(connection, user))


def keys_of(values: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """The same, to a cook with these names."""
    name, unit = values["name"], values["unit"]
    food = names.identify(name)
    return {
        "sort_name": foods.sort_key(name),
        "food_key": food.key,
        "food_kinds": list(food.kinds),
        "unit_kind": units.kind(unit),
        "aisle_key": aisles.sort_key(values["category"], name),
    } | measured(name, values["quantity"], unit)


def measured(name: str, quantity: Decimal | float | None, unit: str | None) -> dict[str, Any]:
    """What adds up and compares with what recipes want."""
    known = None if quantity is None else Decimal(str(quantity))
    found = measures.measure(foods.name_key(name), known, unit)
    if found is None:
        return {"dimension": None, "amount": None}
    return {"dimension": found.dimension, "amount": Decimal(f"{found.amount.normalize():f}")}


def present(found: T | None, ingredient: UUID | str) -> T:
    """What was found; IngredientNotFound where that is nothing."""
    if found is None:
        raise IngredientNotFound(ingredient)
    return found
