"""Editing a recipe as text: what was typed is read, what was left alone stays as it is stored."""

from uuid import UUID

from sqlalchemy import Connection

from kitchen_app.errors import Invalid, RecipeChanged, UnreadableLine
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.draft import RecipeDraft
from kitchen_app.schemas.recipe import IngredientLine, RecipeCreate
from kitchen_app.services import recipes
from kitchen_app.services.reading import ingredient_line, read_ingredient_line


def save_draft(connection: Connection, user: UserRead, recipe_id: UUID, draft: RecipeDraft) -> None:
    """Put what was typed in the place of the version it was typed over.

    RecipeNotFound; RecipeChanged where there is a newer version; UnreadableLine. Nothing is
    written where nothing is new.
    """
    stored = recipes.lock_recipe(connection, user, recipe_id)
    if stored.updated_at != draft.seen:
        raise RecipeChanged(stored.name, stored.updated_at)
    typed = draft.model_dump(exclude={"seen", "ingredients"})
    lines = _lines(draft.ingredients, stored.ingredients)
    new = RecipeCreate.model_validate(typed | {"ingredients": lines})
    if new != RecipeCreate.model_validate(stored.model_dump(include=set(typed) | {"ingredients"})):
        recipes.replace_recipe(connection, user, recipe_id, new)


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
