"""`/pantry`: what is there, what comes in, and one press more or less of it."""

from collections.abc import AsyncIterator, Iterable
from datetime import date, timedelta
from typing import Any, TypedDict
from uuid import UUID

import reflex as rx

from kitchen_app.errors import Conflict, IngredientNotFound, Invalid, Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.ingredient import IngredientQuery, IngredientRead
from kitchen_app.services import pantry, stocking
from kitchen_app.services.pantry import Shelf
from kitchen_app.services.reading import read_stock
from kitchen_app.services.stocking import Added
from kitchen_app.states.base import as_id, handler
from kitchen_app.states.clock import today
from kitchen_app.states.pantry_choice import Choice
from kitchen_app.states.pantry_drawn import ELSEWHERE, GONE, NO_LONGER, SOON, drawn, told
from kitchen_app.states.window import PAGE, Query, Row

SORTS = {
    "aisle": ("category", "asc"),
    "name": ("name", "asc"),
    "date": ("expires_on", "asc"),
    "changed": ("updated_at", "desc"),
}
ALL: Query = {"q": "", "show": "", "aisle": "", "sort": "aisle"}
LOOK_AGAIN = 60.0  # seconds
MOST_AISLES = 60  # to choose from
FIELD = "stock"  # the id of the line where things are added


class Counts(TypedDict):
    """`entries` in words, what is soon to expire and what is low in figures."""

    entries: str
    soon: int
    low: int


class Pantry(Choice, rx.State):
    """`wanted` is which entries, in what order. `typed` counts how often the search was cleared.

    `answered` counts the lines that were sent, `accepted` those that were stocked. `away` is why
    there is nothing to show.
    """

    wanted: Query = ALL
    counts: Counts = Counts(entries="", soon=0, low=0)
    aisles: list[str] = []
    is_filtered: bool = False
    unread: str = ""
    answered: int = 0
    accepted: int = 0
    typed: int = 0
    away: str = ""

    _fresh: dict[str, int] = {}
    _adds: int = 0

    @handler
    async def open(self) -> None:
        """Show what is there now, in the same place where it was shown before."""
        try:
            await (self._look() if self.span["number"] else self._find(ALL))
        except Unavailable as error:
            if self.span["number"]:
                raise
            self.away = error.detail
        else:
            self.away = ""

    @handler(background=True)
    async def watch(self) -> AsyncIterator[Any]:
        """Look again whenever the assistant begins or ends an answer, until the page is left."""
        turns, user_id = kitchen().turns, self._claims().user_id
        while True:
            since = turns.news(user_id)
            if await turns.changed(user_id, since=since, patience=LOOK_AGAIN):
                yield Pantry.open

    @handler
    async def add(self, form: dict) -> AsyncIterator[None]:
        """Stock what is typed, all of it or nothing."""
        added = await self._stock(str(form.get(FIELD, "")))
        yield
        if added:
            await self._look_for(str(IngredientRead.model_validate_json(a.row).id) for a in added)

    @handler
    async def step(self, entry_id: str, up: bool) -> None:
        """A little more or less; what is used up keeps its place until the list is read again."""
        try:
            stepped = await self._as_cook(stocking.step, as_id(entry_id), up=up)
        except IngredientNotFound:
            await self._went(entry_id, NO_LONGER)
        else:
            if stepped.removed:
                said = f"Used up the {self._name_of(entry_id)}."
                await self._went(entry_id, said, undoes=[stepped.removed])
            elif stepped.row:
                self._replace(self._drawn(IngredientRead.model_validate_json(stepped.row)))
        await self._count()

    @handler
    async def search(self, text: str) -> None:
        await self._find({**self.wanted, "q": text.strip()})

    @handler
    async def choose(self, kind: str, value: str) -> None:
        """Filter by aisle or by what wants to be looked at, or sort."""
        if kind in ("show", "aisle", "sort"):
            wanted = {**self.wanted, kind: value}
            await self._find(_in_order(wanted) if kind == "show" else wanted)

    @handler
    async def clear(self) -> None:
        await self._find({**ALL, "sort": self.wanted["sort"]})
        self.typed += 1

    async def _went(self, entry_id: str, said: str, *, undoes: Iterable[UUID] = ()) -> None:
        self._replace({"id": entry_id, **GONE})
        self._forget(entry_id)
        await self._notify(said, undoes=undoes)

    def _today(self) -> date:
        return today(self.router.headers.cookie)

    async def _stock(self, line: str) -> list[Added]:
        """What was stocked; nothing where `unread` says why not."""
        self.answered += 1
        try:
            items = read_stock(line, self._today())
            added = await self._as_cook(stocking.stock, items)
        except (Invalid, Conflict) as error:
            self.unread = error.detail
            return []
        self.unread, self.accepted = "", self.accepted + 1
        await self._notify(told(items, added))
        return added

    async def _find(self, wanted: Query) -> None:
        await self._restart(wanted)
        self.wanted = wanted
        self.is_filtered = any(wanted[kind] for kind in ("q", "show", "aisle"))
        await self._count()

    async def _look(self) -> None:
        await self._refresh()
        await self._count()

    async def _look_for(self, ids: Iterable[str]) -> None:
        """Show the list with these entries lit up for a moment."""
        self._adds += 1
        self._fresh = dict.fromkeys(ids, 1 + self._adds % 2)
        await self._look()
        self._fresh = {}

    async def _count(self) -> None:
        soon = self._today() + timedelta(days=SOON)
        shelves = await self._as_cook(pantry.list_shelves, soon=soon)
        self._set("counts", _counts(shelves))
        named = [shelf.category for shelf in shelves if shelf.category]
        self._set("aisles", named[:MOST_AISLES])

    async def _fetch(self, query: Query, cursor: str | None) -> tuple[list[Row], str | None]:
        asked = _checked(query, cursor)
        page = await self._as_cook(pantry.list_ingredients, asked, today=self._today())
        rows = [self._drawn(entry) for entry in page.items()]
        if query["sort"] == "aisle":
            rows = [{**row, "group": row["aisle"] or ELSEWHERE} for row in rows]
        return rows, page.next_cursor

    def _drawn(self, entry: IngredientRead) -> Row:
        return drawn(entry, self._today(), fresh=self._fresh.get(str(entry.id), 0))

    def _name_of(self, entry_id: str) -> str:
        rows = (row for rows in self._held().values() for row in rows)
        return next((row["name"] for row in rows if row["id"] == entry_id), "last of it")


def _in_order(wanted: Query) -> Query:
    """What is to be used soon comes by its date, and all else as one walks again."""
    if wanted["show"] == "soon":
        return {**wanted, "sort": "date"}
    return {**wanted, "sort": ALL["sort"] if wanted["sort"] == "date" else wanted["sort"]}


def _checked(wanted: Query, cursor: str | None) -> IngredientQuery:
    sort_by, order = SORTS.get(wanted["sort"], (wanted["sort"], "asc"))
    return IngredientQuery(
        sort_by=sort_by,
        order=order,
        q=wanted["q"],
        category=wanted["aisle"] or None,
        expiring_within=SOON if wanted["show"] == "soon" else None,
        low=True if wanted["show"] == "low" else None,
        limit=PAGE,
        cursor=cursor,
    )


def _counts(shelves: list[Shelf]) -> Counts:
    entries = sum(shelf.entries for shelf in shelves)
    return Counts(
        entries=f"{entries:,} {'entry' if entries == 1 else 'entries'}",
        soon=sum(shelf.soon for shelf in shelves),
        low=sum(shelf.low for shelf in shelves),
    )
