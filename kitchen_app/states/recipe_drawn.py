"""What a recipe's page draws: words that are ready to be shown, and no more of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from kitchen_app.schemas.cooking import Cookable
from kitchen_app.schemas.recipe import IngredientLine, RecipeRead
from kitchen_app.services import units
from kitchen_app.states.cookable_drawn import status


@dataclass(frozen=True)
class Link:
    text: str = ""
    href: str = ""


@dataclass(frozen=True)
class Line:
    """`note` comes with its comma; `status` is what the pantry has for it, `mood` its colour."""

    amount: str
    food: str
    note: str
    status: str
    mood: str


@dataclass(frozen=True)
class DrawnRecipe:
    """`servings` is 0 where the recipe does not say."""

    id: str = ""
    name: str = ""
    description: str = ""
    times: list[str] = field(default_factory=list)
    servings: int = 0
    tags: list[Link] = field(default_factory=list)
    source: Link = field(default_factory=Link)
    steps: list[str] = field(default_factory=list)
    ask: str = ""


def draw(recipe: RecipeRead) -> DrawnRecipe:
    question = f"I have a question about my recipe “{recipe.name}”: "
    return DrawnRecipe(
        id=str(recipe.id),
        name=recipe.name,
        description=recipe.description,
        times=_times(recipe),
        servings=recipe.servings or 0,
        tags=[Link(tag, f"/cookbook?tag={quote(tag, safe='')}") for tag in recipe.tags],
        source=_source(recipe.source_url),
        steps=recipe.steps,
        ask=f"/chat?ask={quote(question, safe='')}",
    )


def draw_lines(ingredients: Sequence[IngredientLine], found: Cookable | None) -> list[Line]:
    """`found` is the same list against the pantry, where that is known."""
    statuses = [status(line) for line in found.lines] if found else []
    if len(statuses) != len(ingredients):  # somebody has just changed it
        statuses = [("", "")] * len(ingredients)
    return [_draw_line(line, *one) for line, one in zip(ingredients, statuses, strict=True)]


def _draw_line(line: IngredientLine, status: str, mood: str) -> Line:
    return Line(
        amount=units.say(line.quantity, line.unit, ""),
        food=line.name,
        note=f", {line.note}" if line.note else "",
        status=status,
        mood=mood,
    )


def _times(recipe: RecipeRead) -> list[str]:
    known = (("to prepare", recipe.prep_minutes), ("to cook", recipe.cook_minutes))
    return [f"{duration(minutes)} {what}" for what, minutes in known if minutes]


def duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(f"{count} {unit}" for count, unit in ((hours, "h"), (rest, "min")) if count)


def _source(url: str | None) -> Link:
    """No link at all but to http and https, whatever is stored."""
    parts = urlsplit(url or "")
    if not url or parts.scheme not in ("http", "https"):
        return Link()
    return Link((parts.hostname or url).removeprefix("www."), url)
