"""What entries of the pantry derive."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from kitchen_app.schemas.auth import UserRead
from kitchen_app.services import pantry
from kitchen_app.services.derivation.rows import (
    Difference,
    Seen,
    begin,
    differing,
    locked,
    rewrite,
)
from kitchen_app.services.pantry import INGREDIENTS
from kitchen_app.services.same_foods import names_of

IDENTITY = {"food_key", "unit_kind"}


def see(connection: Connection, user: UserRead, _after: UUID | None, *, write: bool) -> Seen:
    """The whole pantry: what an entry's key may be depends on the others."""
    begin(connection, user, write=write)
    names = names_of(connection, user)
    mine = select(INGREDIENTS).where(INGREDIENTS.c.user_id == user.id).order_by(INGREDIENTS.c.id)
    rows = connection.execute(locked(mine, write)).all()
    fresh = _apart(rows, {row.id: pantry.keys_of(row._asdict(), names) for row in rows})
    found = {row.id: differing(row._asdict(), fresh[row.id]) for row in rows}
    wrong = {row_id: fresh[row_id] for row_id, columns in found.items() if columns}
    if write:
        moving = [row_id for row_id in wrong if not IDENTITY.isdisjoint(found[row_id])]
        # Two may change places, and the unique index looks after each row.
        rewrite(connection, user, INGREDIENTS, {i: {"food_key": f"moving {i}"} for i in moving})
        rewrite(connection, user, INGREDIENTS, wrong)
    return Seen([Difference("ingredients", row_id, found[row_id]) for row_id in wrong])


def _apart(
    rows: Sequence[Row[Any]], fresh: dict[UUID, dict[str, Any]]
) -> dict[UUID, dict[str, Any]]:
    """Two entries whose names have become one food stay two, until the cook makes them one: one
    has the food's key, the other the one it had."""
    taken: set[tuple[Any, ...]] = set()
    for row in sorted(rows, key=lambda row: row.food_key != fresh[row.id]["food_key"]):
        new = fresh[row.id]
        rest = (new["unit_kind"], row.expires_on)
        for key in (new["food_key"], row.food_key, f"{new['food_key']} {row.id}"):
            if (key, *rest) not in taken:
                new["food_key"] = key
                taken.add((key, *rest))
                break
    return fresh
