"""The only way to write to cookbook and pantry: each write and its journal entry, one statement."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, delete, func, insert, literal, literal_column, null, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlmodel import Session

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
JOURNAL = table_of(Change)

_DERIVED: dict[Model, list[str]] = {
    Recipe: ["sort_name", "ingredient_keys", "ingredient_terms", "search_text", "search"],
    Ingredient: ["sort_name", "food_key", "unit_kind"],
}
READABLE: dict[Model, tuple[str, ...]] = {
    Recipe: tuple(RecipeRead.model_fields),
    Ingredient: tuple(IngredientRead.model_fields),
}


def create(
    session: Session, user: UserRead, model: Model, values: dict[str, Any], *, by: Author = COOK
) -> str | None:
    """The new row as JSON; None where a unique index already holds such a row."""
    row = values | {"user_id": user.id, "id": new_id()}
    written = (
        insert_or_skip(table_of(model))
        .values(row)
        .on_conflict_do_nothing()
        .returning(*table_of(model).columns)
        .cte("written")
    )
    return _journalled(session, user, model, "created", None, written, by)


def change(
    session: Session,
    user: UserRead,
    model: Model,
    row_id: UUID,
    values: dict[str, Any],
    *,
    by: Author = COOK,
) -> str | None:
    """The changed row as JSON; None where the user has no such row."""
    table = table_of(model)
    mine = (table.c.user_id == user.id) & (table.c.id == row_id)
    before = select(table).where(mine).with_for_update().cte("before")
    written = (
        update(table)
        .where(mine, table.c.id == before.c.id)  # after the lock: else it may not be what was
        .values(values | {"updated_at": func.clock_timestamp()})
        .returning(*table.columns)
        .cte("written")
    )
    return _journalled(session, user, model, "updated", before, written, by)


def remove(
    session: Session, user: UserRead, model: Model, row_id: UUID, *, by: Author = COOK
) -> str | None:
    """The removed row as JSON; None where the user has no such row."""
    table = table_of(model)
    mine = (table.c.user_id == user.id) & (table.c.id == row_id)
    removed = delete(table).where(mine).returning(*table.columns).cte("before")
    return _journalled(session, user, model, "deleted", removed, None, by)


def _journalled(
    session: Session,
    user: UserRead,
    model: Model,
    action: Action,
    before: CTE | None,
    after: CTE | None,
    by: Author,
) -> str | None:
    """Run the write with its journal entry; the JSON of the row as it is, or as it last was."""
    row = after if after is not None else before
    assert row is not None  # noqa: S101 (one of the two is always given)
    entry = {
        "user_id": literal(user.id),
        "id": literal(new_id()),
        "created_at": func.clock_timestamp(),  # now() is before the wait for a lock
        "actor": literal(by.actor),
        "action": literal(action),
        "entity": literal(model.__name__.lower()),
        "entity_id": row.c.id,
        "before": _snapshot(model, before),
        "after": _snapshot(model, after),
        "message_id": literal(by.message_id, JOURNAL.c.message_id.type),
        "tool_call_id": literal(by.tool_call_id, JOURNAL.c.tool_call_id.type),
    }
    source = select(*entry.values()).select_from(row)
    if before is not None and after is not None:
        source = source.join(before, before.c.id == after.c.id)
    journal = insert(JOURNAL).from_select(list(entry), source).cte("journal")
    statement = select(json_object(row.c, READABLE[model])).select_from(row).add_cte(journal)
    return session.execute(statement).scalar_one_or_none()


def _snapshot(model: Model, cte: CTE | None) -> Any:
    """The whole row but what is derived and whose it is, as JSONB."""
    if cte is None:
        return null()
    hidden = "{" + ",".join(("user_id", *_DERIVED[model])) + "}"
    return func.to_jsonb(literal_column(cte.name)).op("-")(literal_column(f"'{hidden}'::text[]"))
