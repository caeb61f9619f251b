"""The only way to write to cookbook and pantry: each write and its journal entry, one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.sql.expression import Grouping

from kitchen_app.models import Change, Ingredient, Recipe
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.change import Action, Actor
from kitchen_app.schemas.ingredient import IngredientRead
from kitchen_app.schemas.recipe import RecipeRead
from kitchen_app.services.rendering import json_object, table_of

Model = type[Recipe] | type[Ingredient]


@dataclass(frozen=True)
class Author:
    """Who writes: the cook, or the assistant in one tool call of one answer."""

    actor: Actor = "cook"
    message_id: UUID | None = None
    tool_call_id: str | None = None


COOK = Author()
MOST_STATEMENTS = 64  # kept; a PATCH has one for every set of fields
JOURNAL = table_of(Change)
_USER = bindparam("by_user", type_=JOURNAL.c.user_id.type)
_ENTRY = bindparam("entry", type_=JOURNAL.c.id.type)

_DERIVED: dict[Model, list[str]] = {
    Recipe: ["sort_name", "ingredient_keys", "ingredient_terms", "search_text", "search"],
    Ingredient: ["sort_name", "food_key", "unit_kind", "aisle_key"],
}
READABLE: dict[Model, tuple[str, ...]] = {
    Recipe: tuple(RecipeRead.model_fields),
    Ingredient: tuple(IngredientRead.model_fields),
}


def create(
    connection: Connection,
    user: UserRead,
    model: Model,
    values: dict[str, Any],
    *,
    by: Author = COOK,
) -> str | None:
    """The new row as JSON; None where a unique index already holds such a row."""
    row = values | {"id": new_id()}
    return _write(connection, _creation(model, tuple(row)), user, by, row)


def change(
    connection: Connection,
    user: UserRead,
    model: Model,
    row_id: UUID,
    values: dict[str, Any],
    *,
    by: Author = COOK,
) -> str | None:
    """The changed row as JSON; None where the user has no such row."""
    return _write(connection, _change(model, tuple(values)), user, by, values, row_id)


def remove(
    connection: Connection, user: UserRead, model: Model, row_id: UUID, *, by: Author = COOK
) -> str | None:
    """The removed row as JSON; None where the user has no such row."""
    return next(iter(remove_all(connection, user, model, [row_id], by=by)), None)


def remove_all(
    connection: Connection,
    user: UserRead,
    model: Model,
    row_ids: Collection[UUID],
    *,
    by: Author = COOK,
) -> list[str]:
    """The removed rows as JSON: those of these that the user has."""
    given = _given(user, by) | {"rows": list(row_ids), "entries": [new_id() for _ in row_ids]}
    return list(connection.execute(_removal(model), given).scalars())


def _write(
    connection: Connection,
    statement: Select[str],
    user: UserRead,
    by: Author,
    values: dict[str, Any],
    row_id: UUID | None = None,
) -> str | None:
    given = _given(user, by) | {"entry": new_id(), "row": row_id}
    new = {f"new_{name}": value for name, value in values.items()}
    return connection.execute(statement, given | new).scalar_one_or_none()


def _given(user: UserRead, by: Author) -> dict[str, Any]:
    return {
        "by_user": user.id,
        "by_actor": by.actor,
        "by_message": by.message_id,
        "by_call": by.tool_call_id,
    }


# Statements are built once: to build one takes longer than to run it.


@lru_cache(MOST_STATEMENTS)
def _creation(model: Model, names: tuple[str, ...]) -> Select[str]:
    table = table_of(model)
    written = (
        insert_or_skip(table)
        .values({"user_id": _USER} | _new(table, names))
        .on_conflict_do_nothing()
        .returning(*table.columns)
        .cte("written")
    )
    return _journalled(model, "created", None, written)


@lru_cache(MOST_STATEMENTS)
def _change(model: Model, names: tuple[str, ...]) -> Select[str]:
    table = table_of(model)
    before = select(table).where(_mine(table)).with_for_update().cte("before")
    written = (
        update(table)
        .where(_mine(table), table.c.id == before.c.id)  # after the lock: else `before` may be old
        .values(_new(table, names) | {"updated_at": func.clock_timestamp()})
        .returning(*table.columns)
        .cte("written")
    )
    return _journalled(model, "updated", before, written)


@lru_cache(MOST_STATEMENTS)
def _removal(model: Model) -> Select[str]:
    table = table_of(model)
    rows = bindparam("rows", type_=ARRAY(table.c.id.type))
    locked = (  # in one order, whoever removes some of the same rows
        select(table.c.id)
        .where(table.c.user_id == _USER, table.c.id == func.any(rows))
        .order_by(table.c.id)
        .with_for_update()
        .cte("locked")
    )
    mine = (table.c.user_id == _USER) & (table.c.id == locked.c.id)
    removed = delete(table).where(mine).returning(*table.columns).cte("before")
    entries = bindparam("entries", type_=ARRAY(JOURNAL.c.id.type))
    return _journalled(
        model, "deleted", removed, None, entry=Grouping(entries)[func.row_number().over()]
    )


def _new(table: Table, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}


def _mine(table: Table) -> ColumnElement[bool]:
    return (table.c.user_id == _USER) & (table.c.id == bindparam("row", type_=table.c.id.type))


def _journalled(
    model: Model,
    action: Action,
    before: CTE | None,
    after: CTE | None,
    *,
    entry: ColumnElement[UUID] = _ENTRY,
) -> Select[str]:
    """The write with its journal `entry`; the JSON of the row as it is, or as it last was."""
    row = after if after is not None else before
    assert row is not None  # noqa: S101 (one of the two is always given)
    values = {
        "user_id": _USER,
        "id": entry,
        "created_at": func.clock_timestamp(),  # now() is before the wait for a lock
        "actor": bindparam("by_actor", type_=JOURNAL.c.actor.type),
        "action": literal(action),
        "entity": literal(model.__name__.lower()),
        "entity_id": row.c.id,
        "before": _snapshot(model, before),
        "after": _snapshot(model, after),
        "message_id": bindparam("by_message", type_=JOURNAL.c.message_id.type),
        "tool_call_id": bindparam("by_call", type_=JOURNAL.c.tool_call_id.type),
    }
    source = select(*values.values()).select_from(row)
    if before is not None and after is not None:
        source = source.join(before, before.c.id == after.c.id)
    journal = insert(JOURNAL).from_select(list(values), source).cte("journal")
    return select(json_object(row.c, READABLE[model])).select_from(row).add_cte(journal)


def _snapshot(model: Model, cte: CTE | None) -> Any:
    """The whole row but what is derived and whose it is, as JSONB."""
    if cte is None:
        return null()
    hidden = "{" + ",".join(("user_id", *_DERIVED[model])) + "}"
    return func.to_jsonb(literal_column(cte.name)).op("-")(literal_column(f"'{hidden}'::text[]"))
