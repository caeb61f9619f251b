"""Taking back what a notice has just said."""

from typing import Any

import reflex as rx

from kitchen_app.errors import Unavailable
from kitchen_app.schemas.change import ChangeRead
from kitchen_app.services import undoing
from kitchen_app.states.base import CookState, handler
from kitchen_app.states.cookbook import Cookbook
from kitchen_app.states.notice import Notice
from kitchen_app.states.pantry import Pantry
from kitchen_app.states.recipe import Recipe


class Undo(CookState, rx.State):
    @handler
    async def take_back(self) -> Any:
        """Undo what the last notice was about, and show it where one is."""
        if not (changes := [*(await self.get_state(Notice))._changes]):
            return None  # a second press
        try:
            back = await self._as_cook(undoing.undo_changes, changes)
        except Unavailable as error:
            await self._notify(error.detail, undoes=changes)
            return None
        await self._notify("Back as it was.")
        return await self._show(back)

    async def _show(self, back: list[ChangeRead]) -> Any:
        match self.router.url.path.strip("/").split("/"):
            case ["pantry"]:
                pantry = await self.get_state(Pantry)
                await pantry._look_for(str(change.entity_id) for change in back)
            case ["cookbook"]:
                return Cookbook.open
            case ["cookbook", _]:
                return Recipe.open
        return None
