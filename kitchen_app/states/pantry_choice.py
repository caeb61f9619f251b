"""Choosing many entries of the pantry, to delete them at once."""

from collections.abc import Iterable

from kitchen_app.services import pantry
from kitchen_app.states.base import as_id, handler
from kitchen_app.states.window import Row, Window

MOST = 500  # chosen at a time
TOO_MANY = f"At most {MOST} can be selected at a time."


class Choice(Window, mixin=True):
    """A list whose rows can be chosen: `count` are, of which `chosen` are here.

    A box is the browser's, so that it answers at once; `sets` counts when we set them all.
    """

    chosen: list[str] = []
    count: int = 0
    sets: int = 0

    _chosen: list[str] = []

    @handler
    async def tick(self, entry_id: str, on: bool) -> None:
        if not on:
            self._forget(entry_id)
        elif len(self._chosen) < MOST:
            self._keep([*self._chosen, str(as_id(entry_id))])
        else:  # the box has to go back
            await self._set_all([*self._chosen, str(as_id(entry_id))])

    @handler
    async def tick_shown(self) -> None:
        """All that is on the page now, beside what is chosen already."""
        shown = [row["id"] for rows in self._held().values() for row in rows if not row.get("gone")]
        await self._set_all([*self._chosen, *shown])

    @handler
    async def untick(self) -> None:
        await self._set_all([])

    @handler
    async def delete(self) -> None:
        """Delete all that are chosen; some may be gone already."""
        ids = [as_id(one) for one in self._chosen]
        gone = await self._as_cook(pantry.delete_ingredients, ids)
        await self._set_all([])
        entries = "entry" if len(gone) == 1 else "entries"
        await self._notify(f"Deleted {len(gone)} {entries}.", undoes=gone)
        await self._look()

    async def _look(self) -> None:
        """Show what is there now."""
        raise NotImplementedError

    def _forget(self, entry_id: str) -> None:
        self._keep(one for one in self._chosen if one != entry_id)

    async def _set_all(self, ids: list[str]) -> None:
        kept = list(dict.fromkeys(ids))
        self._keep(kept[:MOST])
        self.sets += 1
        if len(kept) > MOST:
            await self._notify(TOO_MANY)

    def _keep(self, ids: Iterable[str]) -> None:
        self._chosen = list(dict.fromkeys(ids))
        self._set("count", len(self._chosen))
        self._mark()

    def _draw(self, number: int, shown: dict[int, list[Row]]) -> None:
        super()._draw(number, shown)
        self._mark()

    def _mark(self) -> None:
        here, chosen = self._held().values(), set(self._chosen)
        self._set("chosen", [row["id"] for rows in here for row in rows if row["id"] in chosen])
