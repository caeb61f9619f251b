"""`/cookbook/[id]`: one recipe, for as many as come to eat."""

from collections.abc import AsyncIterator
from fractions import Fraction
from typing import Any

import reflex as rx

from kitchen_app.errors import NotFound, Unavailable
from kitchen_app.schemas.cooking import Cookable
from kitchen_app.schemas.recipe import IngredientLine, RecipeRead
from kitchen_app.services import cooking, matching, recipes, scaling
from kitchen_app.states.base import CookState, as_id, handler
from kitchen_app.states.cookable_drawn import Stock, stock, told
from kitchen_app.states.recipe_drawn import DrawnRecipe, Line, draw, draw_lines
from kitchen_app.states.recipe_edit import RecipeEdit

NOTHING = DrawnRecipe()
UNKNOWN = Stock()
MOST_SERVINGS = 1_000
TIMES = {"½": Fraction(1, 2), "1": Fraction(1), "2": Fraction(2), "3": Fraction(3)}


class Recipe(CookState, rx.State):
    """`lines` and `stock` follow `servings`, or `times` where those are not known; `drawn` stays.

    `is_cooked` from when it was taken out of the pantry until it is scaled or opened again.
    `missing` is the last part of an address where there is no recipe; `away` says why it could
    not be looked for.
    """

    drawn: DrawnRecipe = NOTHING
    missing: str = ""
    away: str = ""
    lines: list[Line] = []
    servings: int = 0
    times: str = "1"
    stock: Stock = UNKNOWN
    is_cooked: bool = False

    @handler
    async def open(self) -> AsyncIterator[None]:
        """Also after every reconnect: what is being edited or scaled stays as it is."""
        wanted, edit = _last_part(self.router.url.path), await self.get_state(RecipeEdit)
        writing = self.router.url.query_parameters.get("edit") == "1"
        self.away = ""
        yield
        try:
            recipe = await self._read(wanted)
        except NotFound:
            self.drawn, self.lines, self.missing = NOTHING, [], wanted
        except Unavailable as error:
            if (self.drawn.id, edit.form.id) == (wanted, wanted if writing else ""):
                raise
            self.drawn, self.lines, self.away = NOTHING, [], error.detail
        else:
            await self._show(recipe)
            edit._open(recipe if writing else None)

    @handler
    async def serve(self, more: int) -> None:
        """For `more` people than now, or fewer."""
        if self.drawn.servings:
            wanted = min(max(self.servings + more, 1), MOST_SERVINGS)
            await self._serve(wanted, self.times)

    @handler
    async def multiply(self, times: str) -> None:
        if times in TIMES:
            await self._serve(self.servings, times)

    @handler
    async def restore(self) -> None:
        """As the recipe is."""
        await self._serve(self.drawn.servings, "1")

    @handler
    async def cook(self) -> None:
        """Take what it wants, for as many as are shown, out of the pantry, once."""
        if self.is_cooked or not self.stock.known:
            return
        cooked = await self._as_cook(
            cooking.cook_recipe, as_id(self.drawn.id), servings=self.servings or None
        )
        self.is_cooked = True
        await self._notify(told(cooked), undoes=cooked.change_ids)
        await self._scale(await self._read(self.drawn.id), self.servings, self.times)

    @handler
    async def delete(self) -> Any:
        name = self.drawn.name
        gone = await self._as_cook(recipes.delete_recipe, as_id(self.drawn.id))
        await self._notify(f"{name} is deleted.", undoes=[gone])
        return rx.redirect("/cookbook")

    async def _read(self, recipe_id: str) -> RecipeRead:
        found = await self._as_cook(recipes.read_recipe, as_id(recipe_id))
        return RecipeRead.model_validate_json(found)

    async def _show(self, recipe: RecipeRead) -> None:
        """Scaled as it was where it was open already, for as many as it is for where not."""
        drawn, before = draw(recipe), self.drawn
        same = (drawn.id, drawn.servings) == (before.id, before.servings)
        self.missing, self.is_cooked = "", False
        if drawn != before:
            self.drawn = drawn
        if same:
            await self._scale(recipe, self.servings, self.times)
        else:
            await self._scale(recipe, drawn.servings, "1")

    async def _serve(self, servings: int, times: str) -> None:
        await self._scale(await self._read(self.drawn.id), servings, times)
        self.is_cooked = False

    async def _scale(self, recipe: RecipeRead, servings: int, times: str) -> None:
        found = await self._check(recipe, servings, times)
        lines, has = draw_lines(_scaled(recipe, servings, times), found), stock(found)
        if lines != self.lines:
            self.lines = lines
        if has != self.stock:
            self.stock = has
        self.servings, self.times = servings, times

    async def _check(self, recipe: RecipeRead, servings: int, times: str) -> Cookable | None:
        """Against the pantry; None where it is for so many times nobody knows how many."""
        if not (recipe.ingredients and (recipe.servings or times == "1")):
            return None
        found = await self._as_cook(
            matching.check_recipe, recipe.id, servings=servings if recipe.servings else None
        )
        return Cookable.model_validate_json(found)


def _scaled(recipe: RecipeRead, servings: int, times: str) -> list[IngredientLine]:
    factor = Fraction(servings, recipe.servings) if recipe.servings else TIMES[times]
    return scaling.scale(
        recipe.ingredients, servings_from=factor.denominator, servings_to=factor.numerator
    )


def _last_part(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2].lower()
