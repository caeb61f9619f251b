"""What the assistant can do with the cookbook."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field
from sqlalchemy import Connection

from kitchen_app.ai.deeds import Outcome
from kitchen_app.ai.tools.base import kitchen_tool
from kitchen_app.ai.wording import counted, found, listed
from kitchen_app.errors import Invalid
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.cooking import Foods
from kitchen_app.schemas.recipe import (
    IngredientLine,
    RecipeCreate,
    RecipeQuery,
    RecipeRead,
    RecipeUpdate,
)
from kitchen_app.schemas.text import Line, OptionalLine, Request, Word
from kitchen_app.services import recipes, scaling, units
from kitchen_app.services.journal import Author

MOST_FOUND = 10
COOKBOOK = "/cookbook"

RecipeName = Annotated[Line, Field(description="The recipe's name, or its id.")]


class FindRecipes(Request):
    query: Annotated[OptionalLine, Field(description="Words of the name or text.")] | None = None
    ingredients: Annotated[Foods, Field(description="The recipe uses all of these.")] = []
    tag: Word | None = None
    max_minutes: Annotated[int, Field(ge=1)] | None = None


@kitchen_tool(FindRecipes)
def find_recipes(
    connection: Connection, user: UserRead, wanted: FindRecipes, _by: Author
) -> Outcome:
    """Search the cook's own cookbook. With no arguments it lists the cookbook."""
    query = RecipeQuery(
        q=wanted.query or "",
        ingredient=wanted.ingredients,
        tag=wanted.tag,
        max_minutes=wanted.max_minutes,
        limit=MOST_FOUND,
    )
    page = recipes.list_recipes(connection, user, query)
    lines = [f"- {_describe(recipe)}" for recipe in page.items()]
    if page.next_cursor:
        lines.append(f"(the first {MOST_FOUND}; there are more)")
    what = " and ".join(_named(wanted))
    text = "\n".join(lines) or f"No recipe in the cookbook matches {what or 'that'}."
    number = found(page.rows, more=page.next_cursor is not None)
    return Outcome(text, f"{_looked_for(wanted)}: {number}", COOKBOOK)


def _named(wanted: FindRecipes) -> list[str]:
    return [word for word in (wanted.query, *wanted.ingredients, wanted.tag) if word]


def _looked_for(wanted: FindRecipes) -> str:
    parts = ["Looked for recipes"]
    parts += [f"with {listed(_named(wanted))}"] if _named(wanted) else []
    parts += [f"of {wanted.max_minutes} minutes at most"] if wanted.max_minutes else []
    return " ".join(parts)


def _page_of(recipe: RecipeRead) -> str:
    return f"{COOKBOOK}/{recipe.id}"


def _describe(recipe: RecipeRead) -> str:
    minutes = (recipe.prep_minutes or 0) + (recipe.cook_minutes or 0)
    facts = [f"{minutes} min"] if minutes else []
    facts += [f"serves {recipe.servings}"] if recipe.servings else []
    return f"{recipe.name} ({', '.join(facts)})" if facts else recipe.name


class ReadRecipe(Request):
    recipe: RecipeName
    servings: (
        Annotated[Decimal, Field(gt=0, le=10_000, description="Scale the amounts to so many.")]
        | None
    ) = None


@kitchen_tool(ReadRecipe)
def read_recipe(connection: Connection, user: UserRead, wanted: ReadRecipe, _by: Author) -> Outcome:
    """Read one recipe of the cookbook, with its amounts scaled where servings are given."""
    recipe = recipes.find_recipe(connection, user, wanted.recipe)
    size = f" for {wanted.servings.normalize():f}" if wanted.servings and recipe.servings else ""
    summary = f"Read the recipe {recipe.name}{size}"
    return Outcome(_in_full(recipe, wanted.servings), summary, _page_of(recipe))


def _in_full(recipe: RecipeRead, servings: Decimal | None) -> str:
    """A recipe in markdown."""
    parts = [f"## {_describe(recipe)}"]
    if servings and recipe.servings:
        parts.append(f"Scaled from {recipe.servings} to {servings.normalize():f} servings.")
    elif servings:
        parts.append("The recipe does not say how many it serves, so nothing is scaled.")
    if recipe.description:
        parts.append(recipe.description)
    if recipe.ingredients:
        parts.append("\n".join(f"- {_say_line(line)}" for line in _scaled(recipe, servings)))
    if recipe.steps:
        parts.append("\n".join(f"{n}. {step}" for n, step in enumerate(recipe.steps, 1)))
    return "\n\n".join(parts)


def _scaled(recipe: RecipeRead, servings: Decimal | None) -> list[IngredientLine]:
    if not servings or not recipe.servings:
        return recipe.ingredients
    return scaling.scale(recipe.ingredients, servings_from=recipe.servings, servings_to=servings)


def _say_line(line: IngredientLine) -> str:
    text = units.say(line.quantity, line.unit, line.name)
    return f"{text}, {line.note}" if line.note else text


class SaveRecipe(RecipeCreate):
    """A new recipe."""


@kitchen_tool(SaveRecipe, writes=True)
def save_recipe(connection: Connection, user: UserRead, new: SaveRecipe, by: Author) -> Outcome:
    """Save a new recipe in the cook's cookbook."""
    saved = RecipeRead.model_validate_json(recipes.create_recipe(connection, user, new, by=by))
    count = f"{counted(saved.ingredients, 'ingredient')}, {counted(saved.steps, 'step')}"
    summary = f"Saved the recipe {saved.name}"
    return Outcome(f"{summary} ({count}).", summary, _page_of(saved))


class UpdateRecipe(RecipeUpdate):
    """Changes to one recipe."""

    recipe: RecipeName


@kitchen_tool(UpdateRecipe, writes=True)
def update_recipe(
    connection: Connection, user: UserRead, wanted: UpdateRecipe, by: Author
) -> Outcome:
    """Change a recipe of the cookbook. A list that is given replaces the whole list."""
    given = wanted.model_dump(exclude_none=True, exclude={"recipe"})  # langchain sets them all
    if not given:
        raise Invalid("Say what to change in the recipe.")
    recipe = recipes.find_recipe(connection, user, wanted.recipe)
    patch = RecipeUpdate(**given)
    row = recipes.update_recipe(connection, user, recipe.id, patch, by=by)
    changed = RecipeRead.model_validate_json(row)
    fields = ", ".join(name.replace("_", " ") for name in sorted(patch.model_fields_set))
    summary = f"Changed the recipe {changed.name}: {fields}"
    return Outcome(f"{summary}.", summary, _page_of(changed))
