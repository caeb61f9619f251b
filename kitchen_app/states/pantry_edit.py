"""Editing one entry of the pantry, in its place in the list."""

from typing import Any

import reflex as rx
from pydantic import ValidationError

from kitchen_app.errors import IngredientExists, IngredientNotFound
from kitchen_app.schemas.ingredient import IngredientRead, IngredientUpdate
from kitchen_app.services import pantry
from kitchen_app.services.aisles import AISLES
from kitchen_app.services.reading import amounts, measures
from kitchen_app.states.base import CookState, as_id, handler
from kitchen_app.states.pantry import Pantry
from kitchen_app.states.pantry_drawn import NO_LONGER
from kitchen_app.states.sentences import wrong_fields

ANOTHER = "+"  # an aisle of the cook's own, named beside it
FIELDS = ("name", "quantity", "unit", "expires_on", "category", "low_at")


class PantryEdit(CookState, rx.State):
    """`id` is the entry that is open, `form` how it was then; `wrong` is by field, "" for all.

    `own_aisles` are the cook's, to choose from beside the shop's.
    """

    id: str = ""
    form: dict[str, str] = {}
    own_aisles: list[str] = []
    wrong: dict[str, str] = {}

    @handler
    async def edit(self, entry_id: str) -> None:
        try:
            row = await self._as_cook(pantry.read_ingredient, as_id(entry_id))
        except IngredientNotFound:
            await self._notify(NO_LONGER)
            return
        self.form = _form(IngredientRead.model_validate_json(row))
        aisles = {*(await self.get_state(Pantry)).aisles, self.form["category"]}
        self.own_aisles = sorted(aisles.difference(AISLES, ("",)))
        self.id, self.wrong = entry_id, {}

    @handler
    async def save(self, form: dict) -> None:
        """Write what was changed, and only that: an amount may have been stepped meanwhile."""
        if not self.id:
            return  # a second press on Save
        changed = {name: text for name, text in _typed(form).items() if text != self.form[name]}
        try:
            if changed:
                patch = IngredientUpdate(**{n: _read(n, text) for n, text in changed.items()})
                await self._as_cook(pantry.update_ingredient, as_id(self.id), patch)
        except ValidationError as error:
            self.wrong = wrong_fields(error)
            return
        except IngredientExists as error:
            self.wrong = {"": error.detail}
            return
        except IngredientNotFound:
            self.wrong = {"": NO_LONGER}
            return
        await self._close(seen=[self.id] if changed else [])

    @handler
    async def delete(self) -> None:
        if self.id:
            gone = await self._as_cook(pantry.delete_ingredient, as_id(self.id))
            (await self.get_state(Pantry))._forget(self.id)
            await self._notify(f"Deleted {self.form['name']}.", undoes=[gone])
            await self._close(seen=[])

    @handler
    async def cancel(self) -> None:
        self.id, self.wrong = "", {}

    async def _close(self, *, seen: list[str]) -> None:
        self.id, self.wrong = "", {}
        await (await self.get_state(Pantry))._look_for(seen)


def _form(entry: IngredientRead) -> dict[str, str]:
    given = {name: getattr(entry, name) for name in FIELDS}
    return {name: "" if value is None else str(value) for name, value in given.items()}


def _typed(form: dict[str, Any]) -> dict[str, str]:
    typed = {name: str(form.get(name, "")).strip() for name in FIELDS}
    if typed["category"] == ANOTHER:
        typed["category"] = str(form.get("own_category", "")).strip()
    return typed


def _read(name: str, text: str) -> str | None:
    """What a field means: 1 1/2 is 1.5, and nothing is None but for the name."""
    found = measures.only_amount(text) if name in ("quantity", "low_at") else None
    if found and not found[1]:
        return str(amounts.number(found[0]))
    return text if name == "name" else text or None
