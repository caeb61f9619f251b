"""Editing one recipe. What is typed stays in the browser until it is saved (recipe-edit.js)."""

import json
from dataclasses import dataclass
from typing import Any

import reflex as rx
from pydantic import ValidationError

from kitchen_app.errors import RecipeChanged, UnreadableLine
from kitchen_app.schemas.draft import RecipeDraft
from kitchen_app.schemas.recipe import RecipeRead
from kitchen_app.services import drafts
from kitchen_app.services.reading import ingredient_line
from kitchen_app.states.base import CookState, as_id, handler
from kitchen_app.states.sentences import wrong_fields


@dataclass(frozen=True)
class Form:
    """What the form begins with; `seen` is the version that is. Lists are JSON."""

    id: str = ""
    seen: str = ""
    name: str = ""
    description: str = ""
    ingredients: str = "[]"
    steps: str = "[]"
    servings: str = ""
    prep_minutes: str = ""
    cook_minutes: str = ""
    tags: str = ""
    source_url: str = ""


CLOSED = Form()


class RecipeEdit(CookState, rx.State):
    """`form` is sent once, when it opens. `wrong` is by field; `<list>_row` is which line of it.

    `newer` is the version that somebody else saved meanwhile, `saved` the one that we replaced,
    and `tries` counts what was refused.
    """

    form: Form = CLOSED
    wrong: dict[str, str] = {}
    newer: str = ""
    saved: str = ""
    tries: int = 0

    @handler
    async def save(self, form: dict) -> Any:
        """Write it, and show the recipe; what is wrong is said, and what was typed stays."""
        if form.get("seen") == self.saved:
            return None  # a second press on Save
        try:
            draft = RecipeDraft.model_validate(form)
            await self._as_cook(drafts.save_draft, as_id(self.form.id), draft)
        except (ValidationError, RecipeChanged, UnreadableLine) as error:
            self._refuse(error)
            return None
        self.saved, self.wrong, self.newer = form["seen"], {}, ""
        await self._notify("Saved.")
        return rx.redirect(f"/cookbook/{self.form.id}")

    def _open(self, recipe: RecipeRead | None) -> None:
        """Begin with this recipe, if it is not open yet; None closes."""
        if recipe and self.form.id == str(recipe.id):
            return
        self.form = _form(recipe) if recipe else CLOSED
        self.wrong, self.newer, self.saved = {}, "", ""

    def _refuse(self, error: ValidationError | RecipeChanged | UnreadableLine) -> None:
        self.tries += 1
        self.wrong, self.newer = {}, ""
        if isinstance(error, RecipeChanged):
            self.newer = error.current.isoformat()
        elif isinstance(error, UnreadableLine):
            self.wrong = {"ingredients": error.detail, "ingredients_row": str(error.position)}
        else:
            self.wrong = _wrong(error)


def _wrong(error: ValidationError) -> dict[str, str]:
    places = [one["loc"] for one in error.errors(include_input=False, include_url=False)]
    rows = {f"{place[0]}_row": str(place[1]) for place in places if len(place) > 1}
    return wrong_fields(error) | rows


def _form(recipe: RecipeRead) -> Form:
    return Form(
        id=str(recipe.id),
        seen=recipe.updated_at.isoformat(),
        name=recipe.name,
        description=recipe.description,
        ingredients=json.dumps([ingredient_line(line) for line in recipe.ingredients]),
        steps=json.dumps(recipe.steps),
        servings=_known(recipe.servings),
        prep_minutes=_known(recipe.prep_minutes),
        cook_minutes=_known(recipe.cook_minutes),
        tags=drafts.tags_line(recipe.tags),
        source_url=recipe.source_url or "",
    )


def _known(number: int | None) -> str:
    return "" if number is None else str(number)
