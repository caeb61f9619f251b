"""One ingredient line of a recipe: "1 (400 g) can tomatoes, drained" is a can, with notes."""

import re
from decimal import Decimal

from pydantic import ValidationError

from kitchen_app.errors import Invalid
from kitchen_app.schemas.recipe import IngredientLine
from kitchen_app.services import units
from kitchen_app.services.reading.amounts import number, read_amount
from kitchen_app.services.reading.food import Food, read_food
from kitchen_app.services.reading.measures import SIZES, spaced
from kitchen_app.services.reading.text import tidy

LONGEST = 500  # characters of a name with its note
BULLET = re.compile(r"^(?:[-*+o]\s+|-(?=[A-Za-z\d])|\[[ xX]?\]\s*)+")
_MAIN = re.compile(r"((?:\([^()]*\)|,(?! )|[^,])*)(?:, (.*))?$")
_NUMBER = r"\d[\d.,]*(?: \d/\d)?"
_SLASHED = re.compile(
    rf"([A-Za-z]{{1,10}})\s?/\s?({_NUMBER}\s?[A-Za-z]{{1,10}}(?: {_NUMBER}\s?oz)?)\b"
)
_TAIL = re.compile(
    r",?\s+((?:or more |or |plus more )?(?:to taste|as needed|as required|optional|for (?:serving|"
    r"frying|garnish|dusting|greasing|drizzling|the (?:pan|tin|dish|top))|to (?:serve|garnish|"
    r"finish|decorate)|divided))$",
    re.IGNORECASE,
)
_OF_FRUIT = re.compile(
    r"(?:the )?((?:finely |freshly )?(?:grated |squeezed )?(?:juice and zest|zest and juice|juice|"
    r"zest|rind)) (?:of|from)\s+(?=\S)",
    re.IGNORECASE,
)
_PLUS = re.compile(
    r"(\d[\d./, ]*[A-Za-z]+\.?) ((?:plus|\+|and) \d[\d./ ]*[A-Za-z]+\.?) (?=\S)", re.IGNORECASE
)
_DESCRIPTIONS = SIZES | frozenset(("ripe", "fresh", "boneless", "skinless", "dried", "firm", "raw"))
_SUCH_AS = "Write a line like “2 cups flour, sifted”."


def read_ingredient_line(line: str) -> IngredientLine:
    """One line as a structured ingredient; no word is lost. Invalid where it is empty or too long.

    A range keeps its least, with "up to 3" as a note; a line that names no food is all name.
    """
    if len(line) > LONGEST:
        raise Invalid(f"This ingredient is too long. {_SUCH_AS}")
    text = BULLET.sub("", " ".join(tidy(line).split())).strip(" .;")
    if not any(character.isalnum() for character in text):
        raise Invalid(f"This ingredient is empty. {_SUCH_AS}")
    main, tail = _without_tail(text)
    food, notes = _food(main)
    try:
        if food is None:
            return IngredientLine(name=text)
        quantity = None if food.quantity is None else Decimal(str(number(food.quantity)))
        note = ", ".join(filter(None, (food.vague, *notes, tail))) or None
        return IngredientLine(name=food.name, quantity=quantity, unit=food.unit, note=note)
    except ValidationError:
        raise Invalid(f"This ingredient is too long. {_SUCH_AS}") from None


def ingredient_line(ingredient: IngredientLine) -> str:
    """The line that reads back as the same ingredient: "1½ cups flour, sifted"."""
    text = units.say(ingredient.quantity, ingredient.unit, ingredient.name, exact=True)
    return f"{text}, {ingredient.note}" if ingredient.note else text


def starts_with_amount(line: str) -> bool:
    words = spaced(BULLET.sub("", line).strip(" ("))
    return bool(words) and read_amount(words) is not None and words[0].lower() not in ("a", "an")


def _without_tail(line: str) -> tuple[str, str | None]:
    found = _TAIL.search(line)
    return (line[: found.start()].rstrip(" ,"), found.group(1)) if found else (line, None)


def _food(line: str) -> tuple[Food | None, list[str | None]]:
    """The food of a line, and what is said of it, in order."""
    before = _OF_FRUIT.match(line)
    main, after = _halves(line[before.end() :] if before else line)
    main = _SLASHED.sub(r"\1 (\2)", main)
    main = _PLUS.sub(lambda m: f"{m.group(1)} ({m.group(2)}) ", main)
    food = read_food(main.replace("(", " ("))
    if food and after and food.name.lower() in _DESCRIPTIONS:
        food, after = read_food(f"{main} {after}"), None
    if food is None:
        return None, []
    return food, [before and before.group(1).lower(), food.size, food.pack, *food.asides, after]


def _halves(line: str) -> tuple[str, str | None]:
    """What stands before the first comma and after; a comma in parentheses or a number is none."""
    found = _MAIN.match(line)
    return (found.group(1), found.group(2)) if found else (line, None)
