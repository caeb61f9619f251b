"""What the assistant can do between cookbook and pantry."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy import Connection

from kitchen_app.ai.deeds import Outcome
from kitchen_app.ai.tools.base import kitchen_tool
from kitchen_app.ai.tools.pantry import PANTRY
from kitchen_app.ai.tools.recipes import COOKBOOK, MOST_FOUND, RecipeName
from kitchen_app.ai.wording import found, listed
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.cooking import (
    Cookable,
    CookableLine,
    CookableQuery,
    Cooked,
    Foods,
    TakenRead,
)
from kitchen_app.schemas.ingredient import IngredientRead
from kitchen_app.schemas.recipe import Servings
from kitchen_app.schemas.text import Request
from kitchen_app.services import cooking, matching, recipes, soon, units
from kitchen_app.services.journal import Author
from kitchen_app.services.same_foods import Names, names_of

MOST_SOON = 50


class WhatCanICook(Request):
    using: Annotated[Foods, Field(description="The recipe uses all of these foods.")] = []
    without: Annotated[Foods, Field(description="Foods the recipe must not use.")] = []
    max_missing: (
        Annotated[int, Field(ge=0, le=200, description="Lines that are missing or short, at most.")]
        | None
    ) = None
    servings: Annotated[Servings, Field(description="For so many people.")] | None = None
    use_soon: Annotated[bool, Field(description="What uses up soonest comes first.")] = False


@kitchen_tool(WhatCanICook)
def what_can_i_cook(
    connection: Connection, user: UserRead, wanted: WhatCanICook, _by: Author
) -> Outcome:
    """Rank the cook's recipes by how much of what they need is in the pantry, with the amounts
    that are short."""
    given = wanted.model_dump(exclude={"using"}) | {"with": wanted.using, "limit": MOST_FOUND}
    query = CookableQuery.model_validate(given)
    page = matching.list_cookable(connection, user, query)
    fitting = page.items()
    used = _soonest(connection, user, fitting) if wanted.use_soon else {}
    lines = [f"- {_say_cookable(recipe, wanted, used.get(recipe.id))}" for recipe in fitting]
    more = page.next_cursor is not None
    lines += [f"(the first {MOST_FOUND}; there are more)"] * more
    text = "\n".join(lines) or "No recipe in the cookbook fits what is in the pantry."
    return Outcome(text, f"{_looked_for(wanted)}: {found(fitting, more=more)}", COOKBOOK)


def _looked_for(wanted: WhatCanICook) -> str:
    parts = ["Looked for recipes"]
    parts += [f"for {wanted.servings}"] if wanted.servings else []
    parts += [f"with {listed(wanted.using)}"] if wanted.using else []
    parts += [f"without {listed(wanted.without)}"] if wanted.without else []
    what = "what expires first" if wanted.use_soon else "what is in the pantry"
    return f"{' '.join(parts)} that fit {what}"


def _soonest(
    connection: Connection, user: UserRead, ranked: Sequence[Cookable]
) -> dict[UUID, IngredientRead]:
    """By recipe, the entry that it would use and that expires first, where that is soon."""
    today = date.today()  # noqa: DTZ011 (the server's day)
    entries = soon.expiring_soon(connection, user, today=today, most=MOST_SOON)
    names = names_of(connection, user)
    uses = {
        recipe.id: next((entry for entry in entries if _is_used(entry, recipe, names)), None)
        for recipe in ranked
    }
    return {recipe_id: entry for recipe_id, entry in uses.items() if entry}


def _is_used(entry: IngredientRead, recipe: Cookable, names: Names) -> bool:
    kinds = names.identify(entry.name).kinds
    return any(
        names.identify(line.name).key in kinds
        for line in recipe.lines
        if line.status not in ("missing", "to_taste")
    )


def _say_cookable(recipe: Cookable, wanted: WhatCanICook, used: IngredientRead | None) -> str:
    unknown = [line.name for line in recipe.lines if line.status == "unknown"]
    parts = [*_lacking(recipe.lines)]
    parts += [f"perhaps not enough {', '.join(unknown)}"] if unknown else []
    parts = parts or ["everything is there"]
    if wanted.servings and not recipe.servings:
        parts.append("it does not say how many it serves")
    if used:
        parts.append(f"uses {used.name} (best before {used.expires_on})")
    return f"{recipe.name}: {'; '.join(parts)}"


def _lacking(lines: Sequence[CookableLine]) -> Iterator[str]:
    """What is missing or short, in amounts that one would measure."""
    if missing := [line.name for line in lines if line.status == "missing"]:
        yield f"missing {', '.join(missing)}"
    short = [
        units.say_short(line.short, line.unit, line.name)
        for line in lines
        if line.short is not None
    ]
    if short:
        yield f"short of {', '.join(short)}"


class CookRecipe(Request):
    recipe: RecipeName
    servings: (
        Annotated[Servings, Field(description="For how many; left out: as the recipe says.")] | None
    ) = None


@kitchen_tool(CookRecipe, writes=True)
def cook_recipe(connection: Connection, user: UserRead, wanted: CookRecipe, by: Author) -> Outcome:
    """Take what a recipe wants out of the pantry, because the cook has made it: one call does all
    of it. Not for planning."""
    recipe = recipes.find_recipe(connection, user, wanted.recipe)
    cooked = cooking.cook_recipe(connection, user, recipe.id, servings=wanted.servings, by=by)
    what = f"Cooked {cooked.name}" + (f" for {wanted.servings}" if wanted.servings else "")
    taken, lacking = cooking.taken_from_each(cooked), [*_lacking(cooked.lines), *_uncounted(cooked)]
    out = listed([units.say(one.quantity, one.unit, one.name) for one in taken] or ["nothing"])
    summary = "; ".join([f"{what}: {out} out of the pantry", *lacking])
    lines = [f"{what}.", *(f"- Took {_say_taken(one)}." for one in taken)]
    lines += [] if taken else ["Nothing came out of the pantry."]
    lines += [f"Not taken: {'; '.join(lacking)}."] if lacking else []
    return Outcome("\n".join(lines), summary, PANTRY)


def _say_taken(taken: TakenRead) -> str:
    left = units.say(taken.left, taken.unit, "") if taken.left else "none"
    return f"{units.say(taken.quantity, taken.unit, taken.name)}, {left} left"


def _uncounted(cooked: Cooked) -> Iterator[str]:
    """What is there and was left alone: nobody knows how much of it that was."""
    there = [line for line in cooked.lines if line.status in ("unknown", "have")]
    if names := [line.name for line in there if not line.taken]:
        yield f"in an unknown amount {', '.join(names)}"
