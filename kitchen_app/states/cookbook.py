"""`/cookbook`: all recipes, and finding some of them. What is looked for is in the address too."""

import json
from collections.abc import AsyncIterator
from typing import Any, TypedDict
from urllib.parse import parse_qs, urlencode

import reflex as rx
from pydantic import ValidationError

from kitchen_app.errors import Unavailable
from kitchen_app.schemas.cooking import CookableQuery
from kitchen_app.schemas.recipe import RecipeCreate, RecipeQuery, RecipeRead
from kitchen_app.services import matching, recipes
from kitchen_app.states import cookable_drawn
from kitchen_app.states.base import handler
from kitchen_app.states.clock import today
from kitchen_app.states.recipe_drawn import duration
from kitchen_app.states.window import PAGE, Query, Row, Window

SORTS = {
    "name": ("name", "asc"),
    "newest": ("created_at", "desc"),
    "changed": ("updated_at", "desc"),
}
ALL: Query = {
    "q": "",
    "ingredient": [],
    "tag": "",
    "max_minutes": "",
    "sort": "name",
    "have": "",
    "soon": "",
}
ON = "1"  # of have and soon
NONE = "No recipes"
BEST = {"": "What you have most of comes first", ON: "What expires first comes first"}
MOST_LETTERS = 160  # of a description in the list
MOST_TAGS = 3
MOST_WAYS = 5


class Choice(TypedDict):
    """Of a filter; `text` says how much it finds."""

    value: str
    text: str


class Way(TypedDict):
    """Out of having found nothing: without this one filter there would be some."""

    kind: str
    value: str
    text: str


class Cookbook(Window, rx.State):
    """`total` is how many are found, in words, or in what order. `typed` counts when the search
    box was set.

    `refused` counts the new recipes that could not be made. `away` is why there is nothing to show.
    """

    wanted: Query = ALL
    address: str = ""
    total: str = ""
    is_filtered: bool = False
    tags: list[Choice] = []
    ways: list[Way] = []
    typed: int = 0
    refused: int = 0
    away: str = ""

    @handler
    async def open(self) -> AsyncIterator[None]:
        """What the address asks for; the same place of it, where that is what was shown."""
        try:
            await self._look(_from_address(self.router.url.query))
        except Unavailable as error:
            if self.span["number"]:
                raise
            self.away = error.detail
            return
        self.away = ""
        yield
        tags = await self._as_cook(recipes.list_tags)
        self.tags = [Choice(value=tag.name, text=f"{tag.name} ({tag.recipes:,})") for tag in tags]

    @handler
    async def search(self, text: str) -> None:
        await self._find({**self.wanted, "q": text.strip()})

    @handler
    async def use(self, form: dict) -> None:
        """Only recipes that use this ingredient, too."""
        ingredient = str(form.get("ingredient", "")).strip()
        if ingredient and ingredient not in self.wanted["ingredient"]:
            more = [*self.wanted["ingredient"], ingredient]
            await self._find({**self.wanted, "ingredient": more})

    @handler
    async def choose(self, kind: str, value: str) -> None:
        """Filter by a tag or by minutes, or sort; "" for any."""
        if kind in ("tag", "max_minutes", "sort"):
            await self._find({**self.wanted, kind: value})

    @handler
    async def switch(self, kind: str, on: bool) -> None:
        """Only what the pantry can cook, and of that what expires first; by ingredient alone."""
        if kind in ("have", "soon"):
            await self._find(_fitting({**self.wanted, kind: ON if on else ""}))

    @handler
    async def drop(self, kind: str, value: str) -> None:
        """Find more, without this filter."""
        if kind in _NAMES:
            await self._find(_without(self.wanted, kind, value))
            self.typed += kind == "q"

    @handler
    async def clear(self) -> None:
        await self._find({**ALL, "sort": self.wanted["sort"]})
        self.typed += 1

    @handler
    async def create(self, form: dict) -> Any:
        try:
            recipe = RecipeCreate(name=form.get("name", ""))
            created = json.loads(await self._as_cook(recipes.create_recipe, recipe))
        except Exception:
            self.refused += 1
            raise
        return rx.redirect(f"/cookbook/{created['id']}?edit=1")

    async def _look(self, wanted: Query) -> None:
        if self.span["number"] and wanted == self.wanted:
            total = await self._count(wanted)
            await self._refresh()
            self.total = total
        else:
            self.typed += wanted["q"] != self.wanted["q"]
            await self._find(wanted)

    async def _find(self, wanted: Query) -> None:
        wanted = {**wanted, "ingredient": list(wanted["ingredient"])}
        total = await self._count(wanted)
        ways = await self._ways(wanted) if total == NONE else []
        await self._restart(wanted)
        self.wanted, self.total, self.ways = wanted, total, ways
        self.address = _address(wanted)
        self.is_filtered = bool(_filters(wanted))

    async def _fetch(self, query: Query, cursor: str | None) -> tuple[list[Row], str | None]:
        if query["have"]:
            return await self._fetch_cookable(query, cursor)
        page = await self._as_cook(recipes.list_recipes, _checked(query, cursor))
        return [_row(recipe) for recipe in page.items()], page.next_cursor

    async def _fetch_cookable(
        self, query: Query, cursor: str | None
    ) -> tuple[list[Row], str | None]:
        page = await self._as_cook(matching.list_cookable, _cookable(query, cursor))
        day, soon = today(self.router.headers.cookie), bool(query["soon"])
        rows = [cookable_drawn.row(recipe, day, soon=soon) for recipe in page.items()]
        return rows, page.next_cursor

    async def _count(self, wanted: Query) -> str:
        """How many are found; of what the pantry can cook, in what order they are."""
        if wanted["have"]:
            return BEST[wanted["soon"]]
        return _recipes(await self._as_cook(recipes.count_recipes, _checked(wanted)))

    async def _ways(self, wanted: Query) -> list[Way]:
        filters = _filters(wanted)[:MOST_WAYS]
        without = [_checked(_without(wanted, *one)) for one in filters]
        totals = await self._as_cook(recipes.count_each, without)
        return [
            Way(kind=kind, value=value, text=f"{_NAMES[kind].format(value)}: {_recipes(total)}")
            for (kind, value), total in zip(filters, totals, strict=True)
            if total
        ]


_NAMES = {
    "q": "Without “{}”",
    "ingredient": "Without {}",
    "tag": "Without the tag {}",
    "max_minutes": "However long it takes",
}


def _filters(wanted: Query) -> list[tuple[str, str]]:
    one = [(kind, wanted[kind]) for kind in ("q", "tag", "max_minutes") if wanted[kind]]
    return one + [("ingredient", ingredient) for ingredient in wanted["ingredient"]]


def _without(wanted: Query, kind: str, value: str) -> Query:
    if kind == "ingredient":
        return {**wanted, kind: [kept for kept in wanted[kind] if kept != value]}
    return {**wanted, kind: ALL.get(kind, "")}


def _checked(wanted: Query, cursor: str | None = None) -> RecipeQuery:
    sort_by, order = SORTS.get(wanted["sort"], ("", ""))
    return RecipeQuery(
        sort_by=sort_by,
        order=order,
        q=wanted["q"],
        ingredient=wanted["ingredient"],
        tag=wanted["tag"] or None,
        max_minutes=wanted["max_minutes"] or None,
        limit=PAGE,
        cursor=cursor,
    )


def _cookable(wanted: Query, cursor: str | None) -> CookableQuery:
    asked = {"with": wanted["ingredient"], "use_soon": bool(wanted["soon"])}
    return CookableQuery.model_validate({**asked, "limit": PAGE, "cursor": cursor})


def _fitting(wanted: Query) -> Query:
    """Of what the pantry can cook one chooses by ingredient, and only there by date."""
    if not wanted["have"]:
        return {**wanted, "soon": ""}
    kept = {kind: wanted[kind] for kind in ("ingredient", "sort")}
    return {**ALL, **kept, "have": ON, "soon": ON if wanted["soon"] else ""}


def _from_address(query: str) -> Query:
    """All recipes, where the address asks for what cannot be."""
    given = parse_qs(query)
    one = {key: given[key][0] for key in ALL if key in given and key != "ingredient"}
    wanted = {**ALL, "ingredient": given.get("ingredient", []), **one}
    try:
        _checked(wanted)
    except ValidationError:
        return ALL
    return _fitting(wanted)


def _address(wanted: Query) -> str:
    changed = {key: value for key, value in wanted.items() if value != ALL[key]}
    return f"?{urlencode(changed, doseq=True)}" if changed else ""


def _row(recipe: RecipeRead) -> Row:
    known = [m for m in (recipe.prep_minutes, recipe.cook_minutes) if m is not None]
    return {
        "id": str(recipe.id),
        "name": recipe.name,
        "about": " ".join(recipe.description.split())[:MOST_LETTERS],
        "time": duration(sum(known)) if known else "",
        "serves": f"Serves {recipe.servings}" if recipe.servings else "",
        "tags": ", ".join(recipe.tags[:MOST_TAGS]),
        "badge": "",
        "mood": "",
    }


def _recipes(count: int) -> str:
    if not count:
        return NONE
    return f"{count:,} {'recipe' if count == 1 else 'recipes'}"
