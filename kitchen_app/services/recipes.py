"""The cookbook's rules: what a recipe derives, how it is found, and how it is written."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Text

from kitchen_app.errors import AmbiguousName, Invalid, RecipeNotFound, UnreadableLine
from kitchen_app.models import Recipe
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.page import Page
from kitchen_app.schemas.recipe import RecipeCreate, RecipeQuery, RecipeRead, RecipeUpdate, TagRead
from kitchen_app.services import foods, journal, needs, search
from kitchen_app.services.journal import COOK, Author
from kitchen_app.services.journal_statements import READABLE
from kitchen_app.services.listing import fetch_page
from kitchen_app.services.reading import read_ingredient_line
from kitchen_app.services.rendering import json_object, table_of
from kitchen_app.services.same_foods import NO_NAMES, Names, kept_names_of

T = TypeVar("T")

RECIPES = table_of(Recipe)
RECIPE_JSON = json_object(RECIPES.c, READABLE[Recipe])
MOST_CHOICES = 5
MOST_TAGS = 100
_READ = select(RECIPE_JSON).where(
    RECIPES.c.user_id == bindparam("user"), RECIPES.c.id == bindparam("recipe")
)


def list_recipes(connection: Connection, user: UserRead, query: RecipeQuery) -> Page[RecipeRead]:
    """One page. Where no recipe has the words of `q`, those with similar words are found."""
    return search.forgiving(
        connection, query.q, query.cursor, lambda how: _page(connection, user, query, how)
    )


def _page(connection: Connection, user: UserRead, query: RecipeQuery, how: str) -> Page[RecipeRead]:
    return fetch_page(
        connection,
        select(RECIPE_JSON).where(*_conditions(user, query, how)),
        RecipeRead,
        query,
        sort=RECIPES.c.sort_name if query.sort_by == "name" else RECIPES.c[query.sort_by],
        row_id=RECIPES.c.id,
        shape=(how, "recipes", query.sort_by, query.order),
    )


def _conditions(user: UserRead, query: RecipeQuery, how: str) -> list[ColumnElement[bool]]:
    conditions = [RECIPES.c.user_id == user.id]
    conditions += [_uses(ingredient) for ingredient in query.ingredient]
    if query.tag:
        conditions.append(RECIPES.c.tags.contains([query.tag]))
    if query.max_minutes is not None:
        conditions.append(_total_minutes() <= query.max_minutes)
    if query.q and how == search.WORDS:
        conditions.append(search.has_words(RECIPES.c.search, query.q))
    elif query.q:
        conditions.append(search.similar_words(RECIPES.c.search_text, query.q))
    return conditions


def _total_minutes() -> ColumnElement[int]:
    """NULL, which no limit lets through, where neither time is known."""
    known = func.coalesce(RECIPES.c.prep_minutes, RECIPES.c.cook_minutes)
    rest = case(
        (RECIPES.c.prep_minutes.is_(None), 0), else_=func.coalesce(RECIPES.c.cook_minutes, 0)
    )
    return known + rest


def _uses(ingredient: str) -> ColumnElement[bool]:
    """Some one line of the recipe has all the words of this food."""
    terms = foods.name_key(ingredient).split()
    if not terms:
        return false()
    indexed: ColumnElement[bool] = RECIPES.c.ingredient_terms.contains(terms)
    if len(terms) == 1:
        return indexed
    line = func.unnest(RECIPES.c.ingredient_keys).table_valued("key").render_derived("line")
    words = func.string_to_array(line.c.key, " ", type_=ARRAY(Text))
    return and_(indexed, exists(select(1).select_from(line).where(words.contains(terms))))


def count_recipes(connection: Connection, user: UserRead, query: RecipeQuery) -> int:
    """How many recipes `list_recipes` finds for this query on all its pages."""
    for how in (search.WORDS, search.SIMILAR) if query.q else (search.WORDS,):
        if how == search.SIMILAR:
            search.forgive_typos(connection)
        matching = select(func.count()).where(*_conditions(user, query, how))
        if found := connection.execute(matching).scalar_one():
            return int(found)
    return 0


def count_each(connection: Connection, user: UserRead, queries: Sequence[RecipeQuery]) -> list[int]:
    """What `count_recipes` says of each of these."""
    return [count_recipes(connection, user, query) for query in queries]


def list_tags(connection: Connection, user: UserRead) -> list[TagRead]:
    """The tags that most recipes have, MOST_TAGS at most."""
    name, count = func.unnest(RECIPES.c.tags).label("name"), func.count()
    statement = (
        select(name, count)
        .where(RECIPES.c.user_id == user.id)
        .group_by(name)
        .order_by(count.desc(), name)
        .limit(MOST_TAGS)
    )
    return [TagRead(name=name, recipes=count) for name, count in connection.execute(statement)]


def read_recipe(connection: Connection, user: UserRead, recipe_id: UUID) -> str:
    """The recipe as JSON; RecipeNotFound."""
    found: str | None = connection.execute(
        _READ, {"user": user.id, "recipe": recipe_id}
    ).scalar_one_or_none()
    return _present(found, recipe_id)


def lock_recipe(connection: Connection, user: UserRead, recipe_id: UUID) -> RecipeRead:
    """The recipe, which nobody else changes until the transaction ends; RecipeNotFound."""
    found = connection.execute(
        _one(user, RECIPE_JSON, RECIPES.c.id == recipe_id).with_for_update()
    ).scalar_one_or_none()
    return RecipeRead.model_validate_json(_present(found, recipe_id))


def find_recipe(connection: Connection, user: UserRead, name: str) -> RecipeRead:
    """The one recipe a person means by a name or an id; RecipeNotFound, or AmbiguousName.

    The exact name wins over names with the same words, and those over similar ones.
    """
    search.forgive_typos(connection)
    wanted = foods.sort_key(name)
    for condition in (
        RECIPES.c.id == _as_id(name) if _as_id(name) else false(),
        RECIPES.c.sort_name == wanted,
        _named(name),
        search.similar_words(RECIPES.c.sort_name, name),
    ):
        rows = connection.execute(_one(user, RECIPE_JSON, condition).limit(MOST_CHOICES)).scalars()
        found = [RecipeRead.model_validate_json(row) for row in rows]
        if len(found) > 1:
            raise AmbiguousName(name, [f"{r.name} ({r.id})" for r in found])
        if found:
            return found[0]
    raise RecipeNotFound(name)


def _named(name: str) -> ColumnElement[bool]:
    parts = (RECIPES.c.sort_name.contains(word) for word in foods.words(name))
    return and_(search.has_words(RECIPES.c.search, name), *parts)


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _one(user: UserRead, column: Any, condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(column).where(RECIPES.c.user_id == user.id, condition).order_by(RECIPES.c.sort_name)
    )


def create_recipe(
    connection: Connection, user: UserRead, recipe: RecipeCreate, *, by: Author = COOK
) -> str:
    """Save a recipe; its JSON. UnreadableLine."""
    values = _with_lines_read(recipe.model_dump(mode="json"))
    values |= derived(connection, user, values)
    created = journal.create(connection, user, Recipe, values, by=by)
    return _present(created, recipe.name)


def replace_recipe(
    connection: Connection,
    user: UserRead,
    recipe_id: UUID,
    recipe: RecipeCreate,
    *,
    by: Author = COOK,
) -> str:
    """Put this recipe in the place of that one; RecipeNotFound, UnreadableLine."""
    values = _with_lines_read(recipe.model_dump(mode="json"))
    values |= derived(connection, user, values)
    changed = journal.change(connection, user, Recipe, recipe_id, values, by=by)
    return _present(changed, recipe_id)


def update_recipe(
    connection: Connection,
    user: UserRead,
    recipe_id: UUID,
    patch: RecipeUpdate,
    *,
    by: Author = COOK,
) -> str:
    """Change some fields; RecipeNotFound, UnreadableLine."""
    values = _with_lines_read(patch.model_dump(mode="json", include=patch.model_fields_set))
    names = kept_names_of(connection, user)
    new = {}
    if "ingredients" in values:  # before the lock
        new = {"needs": needs.ids_of(connection, user, needs.wanted(values["ingredients"], names))}
    row = connection.execute(
        _one(user, RECIPES, RECIPES.c.id == recipe_id).with_for_update()
    ).one_or_none()
    whole = dict(_present(row, recipe_id)._mapping) | values
    values |= searchable(whole, names) | new
    return _present(journal.change(connection, user, Recipe, recipe_id, values, by=by), recipe_id)


def delete_recipe(
    connection: Connection, user: UserRead, recipe_id: UUID, *, by: Author = COOK
) -> UUID:
    """Take a recipe out of the cookbook; the change that this is. RecipeNotFound."""
    return _present(journal.remove(connection, user, Recipe, recipe_id, by=by), recipe_id)


def _with_lines_read(values: dict[str, Any]) -> dict[str, Any]:
    """The values with every ingredient in its parts."""
    typed = values.get("ingredients", ())
    read = [_line(place, line) for place, line in enumerate(typed)]
    return values | ({"ingredients": read} if typed else {})


def _line(place: int, line: dict[str, Any] | str) -> dict[str, Any]:
    if isinstance(line, dict):
        return line
    try:
        return read_ingredient_line(line).model_dump(mode="json")
    except Invalid as error:
        raise UnreadableLine(place, f"Ingredient {place + 1}: {error.detail}") from None


def derived(connection: Connection, user: UserRead, recipe: Mapping[str, Any]) -> dict[str, Any]:
    """What is made anew from the recipe itself."""
    names = kept_names_of(connection, user)
    wants = needs.wanted(recipe["ingredients"], names)
    return searchable(recipe, names) | {"needs": needs.ids_of(connection, user, wants)}


def searchable(recipe: Mapping[str, Any], names: Names = NO_NAMES) -> dict[str, Any]:
    """What sorting, filtering and search need of it."""
    lines = [line["name"] for line in recipe["ingredients"]]
    text = " ".join((recipe["name"], *lines, *recipe["tags"], recipe["description"]))
    keys = [key for line in lines for key in names.keys_of(line)]
    words = {word for line in lines for word in foods.words(line)}
    return {
        "sort_name": foods.sort_key(recipe["name"]),
        "ingredient_keys": keys,
        "ingredient_terms": sorted(words.union(*(key.split() for key in keys))),
        "search_text": " ".join(foods.words(text)),
    }


def _present(found: T | None, recipe: UUID | str) -> T:
    if found is None:
        raise RecipeNotFound(recipe)
    return found
