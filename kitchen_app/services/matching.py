"""What the pantry can cook, and what exactly is short."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from kitchen_app.errors import InvalidCursor, RecipeNotFound
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.cooking import Cookable, CookableQuery
from kitchen_app.schemas.page import Page, read_cursor, write_cursor
from kitchen_app.services import foods, matching_sql

_ALL = 201 * matching_sql.LACKING  # more than any recipe lacks


def list_cookable(connection: Connection, user: UserRead, query: CookableQuery) -> Page[Cookable]:
    """One page of all recipes that have a list of ingredients, best first."""
    after = _after(query)
    choosy = bool(query.using or query.without)
    statement = matching_sql.ranking(
        scaled=query.servings is not None,
        soon=query.use_soon,
        choosy=choosy,
        follows=after is not None,
    )
    given = {"user": user.id, "limit": query.limit + 1, "most": _most(query)}
    given |= {"servings": query.servings} if query.servings else {}
    given |= _choice(query) if choosy else {}
    rows = connection.execute(statement, given | (after or {})).all()
    page, following = rows[: query.limit], None
    if len(rows) > query.limit:
        following = write_cursor(
            *_shape(query), *(str(getattr(page[-1], n)) for n in _place(query))
        )
    return Page(Cookable, [row.row for row in page], following)


def check_recipe(
    connection: Connection, user: UserRead, recipe_id: UUID, *, servings: int | None = None
) -> str:
    """One recipe against the pantry, the JSON of a Cookable; RecipeNotFound."""
    statement = matching_sql.checking(scaled=servings is not None)
    given = {"user": user.id, "recipe": recipe_id} | ({"servings": servings} if servings else {})
    row = connection.execute(statement, given).one_or_none()
    if row is None:
        raise RecipeNotFound(recipe_id)
    return str(row.row)


def _most(query: CookableQuery) -> int:
    """The highest score of a recipe that lacks so many lines: all else of it is unknown."""
    if query.max_missing is None:
        return _ALL
    return query.max_missing * matching_sql.LACKING + 200 * matching_sql.UNKNOWN


def _choice(query: CookableQuery) -> dict[str, Any]:
    using = {foods.name_key(name): foods.whole_and_parts(name) for name in query.using}
    asked = [(key, place) for place, keys in enumerate(using.values()) for key in keys]
    return {
        "using": [key for key, _ in asked],
        "places": [place for _, place in asked],
        "all_used": (1 << len(using)) - 1,
        "without": [key for name in query.without for key in foods.whole_and_parts(name)],
    }


def _shape(query: CookableQuery) -> tuple[str, ...]:
    return ("cookable", "soon" if query.use_soon else "best")


def _place(query: CookableQuery) -> list[str]:
    return ["soonest"] * query.use_soon + ["score", "sort_name", "id"]


def _after(query: CookableQuery) -> dict[str, Any] | None:
    """The place of the row that a cursor names."""
    if query.cursor is None:
        return None
    written = read_cursor(query.cursor, *_shape(query))
    names = _place(query)
    try:
        place = dict(zip(names, written, strict=True))
        numbers = {name: int(place[name]) for name in names[:-2]}
        return {**place, **numbers, "id": UUID(place["id"])}
    except ValueError:
        raise InvalidCursor from None
