"""The journal's SQL: a write and its entry, in one statement.

Statements are built once: to build one takes longer than to run it.
"""

from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Insert,
    Select,
    Table,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.sql.expression import Grouping

from kitchen_app.models import Change, Ingredient, Recipe
from kitchen_app.schemas.change import Action
from kitchen_app.schemas.ingredient import IngredientRead
from kitchen_app.schemas.recipe import RecipeRead
from kitchen_app.services.rendering import json_object, table_of

Model = type[Recipe] | type[Ingredient]
MODELS: dict[str, Model] = {"recipe": Recipe, "ingredient": Ingredient}

MOST_STATEMENTS = 64  # kept; a PATCH has one for every set of fields
JOURNAL = table_of(Change)
_USER = bindparam("by_user", type_=JOURNAL.c.user_id.type)
_ENTRY = bindparam("entry", type_=JOURNAL.c.id.type)

_DERIVED: dict[Model, list[str]] = {
    Recipe: ["sort_name", "ingredient_keys", "ingredient_terms", "needs", "search_text", "search"],
    Ingredient: [
        "sort_name",
        "food_key",
        "food_kinds",
        "unit_kind",
        "dimension",
        "amount",
        "aisle_key",
    ],
}
READABLE: dict[Model, tuple[str, ...]] = {
    Recipe: tuple(RecipeRead.model_fields),
    Ingredient: tuple(IngredientRead.model_fields),
}


@lru_cache(MOST_STATEMENTS)
def creation(model: Model, names: tuple[str, ...]) -> Select[str]:
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
def change(model: Model, names: tuple[str, ...]) -> Select[str]:
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
def removal(model: Model) -> ReturningInsert[UUID]:
    table = table_of(model)
    rows = bindparam("rows", type_=ARRAY(table.c.id.type))
    locked = (  # in one order, whoever removes some of the same rows
        select(table.c.id)
        .where(table.c.user_id == _USER, table.c.id == func.any(rows))
        .order_by(table.c.id)
        .with_for_update()
        .cte("locked")
    )
    entries = bindparam("entries", type_=ARRAY(JOURNAL.c.id.type))
    entry = Grouping(entries)[func.row_number().over()]
    removed = _removed(table, locked)
    return _entry(model, "deleted", removed, None, entry=entry).returning(JOURNAL.c.id)


@lru_cache(MOST_STATEMENTS)
def undoing(model: Model, action: Action, names: tuple[str, ...]) -> ReturningInsert[UUID]:
    """The inverse of an `action`; where it brings something back, these columns of it."""
    table = table_of(model)
    undone = _undone()
    if action == "created":
        removed = _removed(table, _as_left(table, undone, "locked"))
        entry = _entry(model, "deleted", removed, None, undone=undone)
    elif action == "deleted":
        entry = _entry(model, "created", None, _inserted(table, undone, names), undone=undone)
    else:
        left = _as_left(table, undone, "before")
        restored = _restored(table, undone, left, names)
        entry = _entry(model, "updated", left, restored, undone=undone)
    return entry.returning(JOURNAL.c.id)


def _undone() -> CTE:
    """The change, its snapshots by other names than those of the rows."""
    was, became = JOURNAL.c.before.label("was"), JOURNAL.c.after.label("became")
    return (
        select(JOURNAL.c.id, JOURNAL.c.original, JOURNAL.c.entity_id, was, became)
        .where(JOURNAL.c.user_id == _USER, JOURNAL.c.id == bindparam("undone"))
        .cte("undone")
    )


def _as_left(table: Table, undone: CTE, name: str) -> CTE:
    """The row, locked, if it is as the change left it. Columns that are younger than the change
    are not compared."""
    row = table.table_valued()
    left = func.jsonb_populate_record(row, undone.c.became)
    return (
        select(*table.columns)
        .where(table.c.user_id == _USER, table.c.id == undone.c.entity_id, left == row)
        .with_for_update(of=table)
        .cte(name)
    )


def _snapshot_of(table: Table, undone: CTE, names: tuple[str, ...]) -> CTE:
    """The row before the change. What it holds wins over what is derived anew."""
    held = bindparam("derived", type_=JSONB).op("||")(undone.c.was)
    row = func.jsonb_populate_record(literal_column(f"NULL::{table.name}"), held)
    held_columns = (column(name, table.c[name].type) for name in names)
    columns = row.table_valued(*held_columns, joins_implicitly=True)
    return select(*columns.c).select_from(undone, columns).cte("wanted")


def _inserted(table: Table, undone: CTE, names: tuple[str, ...]) -> CTE:
    wanted = _snapshot_of(table, undone, names)
    return (
        insert_or_skip(table)
        .from_select(["user_id", *names], select(_USER, *wanted.c))
        .on_conflict_do_nothing()
        .returning(*table.columns)
        .cte("written")
    )


def _restored(table: Table, undone: CTE, left: CTE, names: tuple[str, ...]) -> CTE:
    wanted = _snapshot_of(table, undone, names)
    return (
        update(table)
        .where(table.c.user_id == _USER, table.c.id == left.c.id, left.c.id == wanted.c.id)
        .values({name: wanted.c[name] for name in names})
        .returning(*table.columns)
        .cte("written")
    )


def _removed(table: Table, locked: CTE) -> CTE:
    mine = (table.c.user_id == _USER) & (table.c.id == locked.c.id)
    return delete(table).where(mine).returning(*table.columns).cte("before")


def _new(table: Table, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}


def _mine(table: Table) -> ColumnElement[bool]:
    return (table.c.user_id == _USER) & (table.c.id == bindparam("row", type_=table.c.id.type))


def _journalled(model: Model, action: Action, before: CTE | None, after: CTE) -> Select[str]:
    """The write with its journal entry; the JSON of the row as it is now."""
    journal = _entry(model, action, before, after).cte("journal")
    return select(json_object(after.c, READABLE[model])).select_from(after).add_cte(journal)


def _entry(
    model: Model,
    action: Action,
    before: CTE | None,
    after: CTE | None,
    *,
    entry: ColumnElement[UUID] = _ENTRY,
    undone: CTE | None = None,
) -> Insert:
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
    source: FromClause = row
    if before is not None and after is not None:
        source = source.join(before, before.c.id == after.c.id)
    if undone is not None:
        source = source.join(undone, undone.c.entity_id == row.c.id)
        original = func.coalesce(undone.c.original, undone.c.id)
        values |= {"undoes": undone.c.id, "original": original}
    return insert(JOURNAL).from_select(list(values), select(*values.values()).select_from(source))


def _snapshot(model: Model, cte: CTE | None) -> Any:
    """The whole row but what is derived and whose it is, as JSONB."""
    if cte is None:
        return null()
    hidden = "{" + ",".join(("user_id", *_DERIVED[model])) + "}"
    return func.to_jsonb(literal_column(cte.name)).op("-")(literal_column(f"'{hidden}'::text[]"))
