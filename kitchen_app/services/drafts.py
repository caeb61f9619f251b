"""Editing a recipe as text: what was typed is read, what was left alone stays as it is stored."""

from uuid import UUID

from sqlalchemy import Connection

from kitchen_app.errors import Invalid, RecipeChanged, UnreadableLine
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.draft import RecipeDraft
from kitchen_app.schemas.recipe import IngredientLine, RecipeCreate
from kitchen_app.services import journal, recipes
from kitchen_app.services.reading import ingredient_line, read_ingredient_line


def save_draft(connection: Connection, user: UserRead, recipe_id: UUID, draft: RecipeDraft) -> None:
    """Put what was typed in the place of the version it was typed over.

    RecipeNotFound; RecipeChanged where there is a newer version; UnreadableLine. Nothing is
    written where nothing is new.
    """
    journal.queue_up(connection, user)  # its wants may be new
    stored = recipes.lock_recipe(connection, user, recipe_id)
    if stored.updated_at != draft.seen:
        raise RecipeChanged(stored.name, stored.updated_at)
    typed = draft.model_dump(exclude={"seen"}) | {
        "ingredients": _lines(draft.ingredients, stored.ingredients),
        "tags": _tags(draft.tags, stored.tags),
    }
    new = RecipeCreate.model_validate(typed)
    if new != RecipeCreate.model_validate(stored.model_dump(include=set(typed))):
        recipes.replace_recipe(connection, user, recipe_id, new)


def tags_line(tags: list[str]) -> str:
    """Tags as they are typed."""
    return ", ".join(tags)


def _tags(line: str, stored: list[str]) -> list[str]:
    """What is between the commas; a stored tag that has some stays whole where it still stands."""
    if line == tags_line(stored):
        return stored
    words, whole = _at_commas(line), {tuple(_at_commas(tag)): tag for tag in stored}
    sizes = sorted({1, *map(len, whole)} - {0}, reverse=True)
    tags, at = [], 0
    while at < len(words):
        size = next(size for size in sizes if size == 1 or tuple(words[at : at + size]) in whole)
        tags.append(whole.get(tuple(words[at : at + size]), words[at]))
        at += size
    return tags


def _at_commas(line: str) -> list[str]:
    return [word for word in map(str.strip, line.split(",")) if word]


def _lines(written: list[str], stored: list[IngredientLine]) -> list[IngredientLine]:
    """The stored structure for each line that still says the same, in whatever order."""
    kept: dict[str, list[IngredientLine]] = {}
    for line in stored:
        kept.setdefault(ingredient_line(line), []).append(line)
    return [
        kept[text].pop(0) if kept.get(text) else _read(position, text)
        for position, text in enumerate(written)
    ]


def _read(position: int, text: str) -> IngredientLine:
    try:
        return read_ingredient_line(text)
    except Invalid as error:
        raise UnreadableLine(position, error.detail) from None
