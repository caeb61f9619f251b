"""What recipes derive, and the wants they share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from kitchen_app.schemas.auth import UserRead
from kitchen_app.services import needs
from kitchen_app.services.derivation.rows import (
    Difference,
    Seen,
    batch,
    begin,
    differing,
    rewrite,
)
from kitchen_app.services.needs import NEEDS, Wanted
from kitchen_app.services.recipes import RECIPES, searchable
from kitchen_app.services.same_foods import names_of

Prints = dict[UUID, Wanted]


def see(connection: Connection, user: UserRead, after: UUID | None, *, write: bool) -> Seen:
    """A batch of recipes with the wants of their lines, which are corrected before: recipes have
    their ids."""
    begin(connection, user, write=write)
    names = names_of(connection, user)
    rows, last = batch(connection, user, RECIPES, after, write=write)
    wants = {row.id: needs.wanted(row.ingredients, names) for row in rows}
    by_print = {one.fingerprint: one for want in wants.values() for one in want}
    found, ids = _see_wants(connection, user, by_print, write=write)
    wrong: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        fresh = searchable(row._asdict(), names)
        fresh["needs"] = [ids.get(one.fingerprint) for one in wants[row.id]]
        if columns := differing(row._asdict(), fresh):
            wrong[row.id] = fresh
            found.append(Difference("recipes", row.id, columns))
    if write:
        rewrite(connection, user, RECIPES, wrong)
    return Seen(found, last)


def _see_wants(
    connection: Connection, user: UserRead, by_print: Prints, *, write: bool
) -> tuple[list[Difference], dict[UUID, int]]:
    """What differs in the rows of these wants, and the id of each that has one."""
    stored = _stored(connection, user, by_print)
    fresh = {row.id: needs.row_of(by_print[key]) for key, row in stored.items()}
    found = [
        Difference("needs", row.id, columns)
        for row in stored.values()
        if (columns := differing(row._asdict(), fresh[row.id]))
    ]
    if not write:
        return found, {key: row.id for key, row in stored.items()}
    rewrite(connection, user, NEEDS, {one.row: fresh[int(one.row)] for one in found})
    ids = needs.ids_of(connection, user, [*by_print.values()])
    return found, dict(zip(by_print, ids, strict=True))


def _stored(
    connection: Connection, user: UserRead, by_print: Mapping[UUID, Wanted]
) -> dict[UUID, Row[Any]]:
    mine = NEEDS.c.user_id == user.id
    statement = select(NEEDS).where(mine, NEEDS.c.fingerprint == func.any([*by_print]))
    return {row.fingerprint: row for row in connection.execute(statement)}
