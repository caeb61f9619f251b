"""Endless lists: of any list, three pages are in the state and in the browser.

A state that has such a list is a `Window` and says how one page is read:

    class Cookbook(Window, rx.State):
        async def _fetch(self, query, cursor):
            wanted = RecipeQuery(**query, limit=PAGE, cursor=cursor)
            page = await self._as_cook(recipes.list_recipes, wanted)
            return [_row(recipe) for recipe in page.items()], page.next_cursor

- `_fetch(query, cursor)` returns PAGE rows, fewer only at the end, and the cursor of the next page.
  A row is a small dict, ready for drawing, with an `id`. Where rows have a `group`, the first row
  of each group gets it as its `head`, the others "".
- `_restart(query)` shows another list from its top, `_refresh()` reads again what is shown, and
  `_replace(row)` puts a changed row in the place of the one with its id. All of them, like `see`,
  which the browser calls as one scrolls, change nothing when they fail, and send only pages that
  are not there yet or have changed.
- components/window.py draws it and says what the CSS has to fix.

The page with index i is in the var page_{i % 3}. `span["number"]` changes with every `_restart`, so
what a browser asks about an earlier list is ignored. A page's beginning is remembered as a keyset
cursor, so a page deep down costs what the first costs. Where a page, read again, ends elsewhere
than it did, the pages after it are read again too: no row is lost or shown twice.
"""

from typing import Any, NamedTuple, TypedDict

from kitchen_app.states.base import CookState, handler

Row = dict[str, Any]
Query = dict[str, Any]

PAGE = 30  # rows
SLOTS = 3
MOST_PAGES = 1_000  # whose beginnings are remembered; whoever wants more had better search


class Slot(TypedDict):
    """A page of the list; `index` is -1 where there is none."""

    index: int
    rows: list[Row]


class Span(TypedDict):
    """The pages that are here, `first` up to but not including `below`, of `known` pages.

    `number` counts the lists; 0 until one has been read. `is_cut` where MOST_PAGES ended it.
    """

    number: int
    first: int
    below: int
    known: int
    heads_above: int
    heads_below: int
    is_empty: bool
    is_cut: bool


class Start(NamedTuple):
    """Where a page begins: after the row `cursor` names, of `group`, and below `heads` heads."""

    cursor: str | None = None
    heads: int = 0
    group: str = ""


NO_PAGE = Slot(index=-1, rows=[])
NO_SPAN = Span(
    number=0,
    first=0,
    below=0,
    known=0,
    heads_above=0,
    heads_below=0,
    is_empty=False,
    is_cut=False,
)


class Window(CookState, mixin=True):
    page_0: Slot = NO_PAGE
    page_1: Slot = NO_PAGE
    page_2: Slot = NO_PAGE
    span: Span = NO_SPAN

    _query: Query = {}
    _starts: list[Start] = []

    @handler
    async def see(self, number: int, index: int) -> None:
        """Have the pages around this one, which has come into view."""
        if number == self.span["number"] and 0 <= index < len(self._starts):
            await self._show(number, index, self._query, list(self._starts), self._held())

    async def _fetch(self, query: Query, cursor: str | None) -> tuple[list[Row], str | None]:
        raise NotImplementedError

    async def _restart(self, query: Query) -> None:
        await self._show(self.span["number"] + 1, 0, query, [Start()], {})

    async def _refresh(self) -> None:
        if held := sorted(self._held()):
            middle = held[(len(held) - 1) // 2]
            await self._show(self.span["number"], middle, self._query, list(self._starts), {})

    def _replace(self, row: Row) -> None:
        """The row keeps its place and its head; nothing happens where it is not shown."""
        for index, rows in self._held().items():
            if any(old["id"] == row["id"] for old in rows):
                changed = [
                    dict(old, **row) if old["id"] == row["id"] else dict(old) for old in rows
                ]
                self._set(f"page_{index % SLOTS}", Slot(index=index, rows=changed))

    def _held(self) -> dict[int, list[Row]]:
        slots = (getattr(self, f"page_{number}") for number in range(SLOTS))
        return {slot["index"]: slot["rows"] for slot in slots if slot["index"] >= 0}

    async def _show(
        self,
        number: int,
        index: int,
        query: Query,
        starts: list[Start],
        held: dict[int, list[Row]],
    ) -> None:
        """Show the pages index - 1 to index + 1, of which `held` need not be read."""
        shown: dict[int, list[Row]] = {}
        for place in range(max(index - 1, 0), index + 2):
            if place >= len(starts):
                break
            if place not in held:
                rows, cursor = await self._fetch(query, starts[place].cursor)
                held[place], following = _with_heads(rows, starts[place], cursor)
                if starts[place + 1 : place + 2] != following:
                    starts[place + 1 :] = following[: MOST_PAGES - place - 1]
                    held = {place: held[place]}
            shown[place] = held[place]
            if place and not held[place]:  # what was here has gone
                return await self._show(number, 0, query, [Start()], {})
        self._query, self._starts = query, starts
        self._draw(number, shown)
        return None

    def _draw(self, number: int, shown: dict[int, list[Row]]) -> None:
        slots = {index % SLOTS: Slot(index=index, rows=rows) for index, rows in shown.items()}
        for place in range(SLOTS):
            self._set(f"page_{place}", slots.get(place, NO_PAGE))
        first, below, starts = min(shown), max(shown) + 1, self._starts
        span = Span(
            number=number,
            first=first,
            below=below,
            known=len(starts),
            heads_above=starts[first].heads,
            heads_below=starts[-1].heads - starts[below].heads if below < len(starts) else 0,
            is_empty=not any(shown.values()),
            is_cut=below == MOST_PAGES and len(shown[below - 1]) == PAGE,
        )
        self._set("span", span)

    def _set(self, name: str, value: Any) -> None:
        """Assigning is sending."""
        if getattr(self, name) != value:
            setattr(self, name, value)


def _with_heads(rows: list[Row], start: Start, cursor: str | None) -> tuple[list[Row], list[Start]]:
    """The rows with their heads, and the start of the page after them where one follows."""
    group, heads, headed = start.group, start.heads, []
    for row in rows:
        if "group" in row:
            is_first = row["group"] != group
            group, heads = row["group"], heads + is_first
            row = {**row, "head": group if is_first else ""}
        headed.append(row)
    return headed, [Start(cursor, heads, group)] if cursor else []
