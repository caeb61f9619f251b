"""Choosing many entries of the pantry, to delete them at once."""

import reflex as rx

from kitchen_app.services import pantry
from kitchen_app.states.base import CookState, as_id, handler
from kitchen_app.states.pantry import Pantry

MOST = 500  # chosen at a time


class PantryChoice(CookState, rx.State):
    """A box is the browser's, so that it answers at once; `sets` counts when we set them all."""

    chosen: list[str] = []
    sets: int = 0

    @handler
    async def choose(self, entry_id: str, on: bool) -> None:
        kept = [one for one in self.chosen if one != entry_id]
        self.chosen = [*kept, str(as_id(entry_id))][:MOST] if on else kept

    @handler
    async def choose_shown(self) -> None:
        """All that is on the page now, beside what is chosen already."""
        held = (await self.get_state(Pantry))._held()
        shown = [row["id"] for rows in held.values() for row in rows if "gone" not in row]
        self._set_all([*self.chosen, *shown])

    @handler
    async def clear(self) -> None:
        self._set_all([])

    @handler
    async def delete(self) -> None:
        """Delete all that are chosen; some may be gone already."""
        ids = [as_id(one) for one in self.chosen]
        count = await self._as_cook(pantry.delete_ingredients, ids)
        self._set_all([])
        await self._notify(f"Deleted {count} {'entry' if count == 1 else 'entries'}.")
        await (await self.get_state(Pantry))._look()

    def _set_all(self, ids: list[str]) -> None:
        self.chosen = list(dict.fromkeys(ids))[:MOST]
        self.sets += 1
