"""A pasted recipe, in whatever layout: headings or none, bullets or numbers, one line or many."""

import re
from dataclasses import dataclass, field
from typing import Any

from kitchen_app.ai.offline.ingredients import ingredients_of
from kitchen_app.ai.offline.meta import Meta, take_meta
from kitchen_app.services.reading.amounts import read_amount
from kitchen_app.services.reading.lines import BULLET, starts_with_amount

_MARKUP = re.compile(r"^[#>\s]*(?:\*\*|__)?|(?:\*\*|__)?\s*$")
_INGREDIENTS = re.compile(
    r"(?:the )?(?:ingredients?(?: list)?|you(?:'ll| will)? need|what you(?:'ll| will)? need|"
    r"things you need|needs?)(?: \([^)]*\))?(?: for .{1,40})?\s*(?::\s*(.*))?$",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"(?:the )?(?:method|instructions?|directions?|steps?|preparation|procedure|how to (?:make|"
    r"cook|prepare)(?: it)?|to make|what to do|cooking instructions|process)\s*(?::\s*(.*))?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:notes?|tips?|nutrition(?:al)?(?: facts| information)?|storage)\s*(?::\s*(.*))?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:description|about|summary|intro)\s*:\s*(.*)$", re.IGNORECASE)
_PART = re.compile(r"(?:for (?:the|a) )?[\w' -]{2,40}:$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:step\s*)?\d{1,2}\s*[.):]\s+(?=\D)|step\s*\d{1,2}\s*[.:-]?\s*", re.IGNORECASE
)
_NAME = re.compile(r"(?:name|title|recipe(?: name)?|dish)\s*:\s*(.+)$", re.IGNORECASE)
_VERB = re.compile(
    r"(?:pre-?heat|heat|mix|stir|add|bake|boil|fry|chop|cut|slice|dice|cook|place|put|combine|"
    r"whisk|beat|pour|serve|simmer|roast|grill|melt|fold|season|bring|drain|cover|leave|let|blend|"
    r"saute|sauté|brown|knead|roll|spread|sprinkle|toss|remove|transfer|set|in a|in the|on a|"
    r"using|when|once|then|meanwhile|first|next|finally|after|while|make|warm|soak|rinse|wash|"
    r"peel|mash|crush|layer|arrange|top|garnish|refrigerate|chill|freeze|turn|reduce|grease|line|"
    r"divide|shape|cream|rub|marinate)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[a-z)\d][.!])\s+(?=[A-Z\d])")


@dataclass
class Pasted:
    """What could be made out; whoever saves it checks that name and ingredients are there."""

    name: str | None = None
    about: list[str] = field(default_factory=list)
    ingredients: list[dict[str, Any]] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    meta: Meta = field(default_factory=Meta)
    headed: bool = False


def read_pasted(text: str, name: str | None = None) -> Pasted:
    """Read a tidy text line by line; the section decides, and where there is none the look of a "
    "line."""
    lines = _split_single([_MARKUP.sub("", line).strip() for line in text.split("\n")], name)
    recipe, section = Pasted(name=name), "top"
    for line in lines:
        section = _take(recipe, line, section) if line else section
    if len(recipe.steps) == 1:
        recipe.steps = _sentences(recipe.steps[0])
    return recipe


def _take(recipe: Pasted, line: str, section: str) -> str:
    """File one line, and say which section the next one is in."""
    for heading, opened in ((_INGREDIENTS, "ingredients"), (_STEPS, "steps"), (_ASIDE, "aside")):
        if found := heading.match(line):
            recipe.headed = recipe.headed or opened != "aside"
            _inline(recipe, opened, (found.group(1) or "").strip())
            return opened
    if section != "steps":
        line = take_meta(line, recipe.meta)
    if not line:
        return section
    return _file(recipe, line, section)


def _file(recipe: Pasted, line: str, section: str) -> str:
    if section == "aside":
        return section
    if section == "ingredients" and not (not recipe.headed and _looks_like_step(line)):
        if _PART.match(line):
            return section
        if _NUMBERED.match(line) and recipe.ingredients and _VERB.match(_NUMBERED.sub("", line)):
            return _step(recipe, line)
        recipe.ingredients += ingredients_of(_unnumbered(line))
        return section
    if section == "top":
        return _top(recipe, line)
    return section if _PART.match(line) else _step(recipe, line)


def _top(recipe: Pasted, line: str) -> str:
    """Before any heading: the name first, then a line about it, then what looks like "
    "ingredients."""
    if found := _NAME.match(line):
        recipe.name = found.group(1).strip(" \"'*")
    elif found := _ABOUT.match(line):
        recipe.about.append(found.group(1))
    elif recipe.name is None and not _looks_like_ingredient(line):
        recipe.name = line.strip(" \"'*:.")
    elif _looks_like_ingredient(line):
        recipe.ingredients += ingredients_of(_unnumbered(line))
        return "ingredients"
    elif _PART.match(line):
        pass
    elif _looks_like_step(line) and recipe.ingredients:
        return _step(recipe, line)
    else:
        recipe.about.append(line)
    return "top"


def _step(recipe: Pasted, line: str) -> str:
    step = _NUMBERED.sub("", BULLET.sub("", line), count=1).strip(" *")
    if step:
        recipe.steps.append(step)
    return "steps"


def _inline(recipe: Pasted, section: str, rest: str) -> None:
    """ "Ingredients: 2 eggs, 100 g flour" on one line."""
    if not rest:
        return
    if section == "ingredients":
        for part in listed_ingredients(rest):
            recipe.ingredients += ingredients_of(part)
    elif section == "steps":
        recipe.steps += [s for part in _sentences(rest) if (s := _NUMBERED.sub("", part).strip())]


def listed_ingredients(text: str) -> list[str]:
    """The foods of one line; what follows a comma without an amount is a note when it ends in "
    "-ed."""
    parts: list[str] = []
    for part in re.split(r";\s*|,\s+(?:and )?|\s+and (?=\d)", text.strip(" .")):
        is_note = re.match(r"(?:\w+ly )?\w+ed\b|to taste|optional", part, re.IGNORECASE)
        if parts and is_note:
            parts[-1] += f", {part}"
        elif part:
            parts.append(part)
    return parts


def _unnumbered(line: str) -> str:
    """ "1. 2 eggs" is two eggs, the first in the list."""
    return re.sub(r"^\d{1,2}[.)]\s+", "", line)


def _looks_like_ingredient(line: str) -> bool:
    if _NUMBERED.match(line) and _VERB.match(_NUMBERED.sub("", line)):
        return False
    if starts_with_amount(_unnumbered(line)):
        return len(line) <= 100
    return bool(BULLET.match(line)) and len(line) <= 60 and not _VERB.match(BULLET.sub("", line))


def _looks_like_step(line: str) -> bool:
    if starts_with_amount(line) and len(line) <= 100 and not _NUMBERED.match(line):
        return False
    bare = _NUMBERED.sub("", BULLET.sub("", line), count=1)
    return bool(_NUMBERED.match(line) or _VERB.match(bare) or len(line) > 90 or line.endswith("."))


def _sentences(text: str) -> list[str]:
    numbered = re.split(r"(?:^|\s)(?:step\s*)?\d{1,2}[.)]\s+(?=[A-Z])", text)
    if len([part for part in numbered if part.strip()]) > 1:
        return [part.strip() for part in numbered if part.strip()]
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def _split_single(lines: list[str], name: str | None) -> list[str]:
    """A recipe in one breath ("Pancakes: 2 eggs, 200 g flour. Mix and fry.") becomes lines."""
    full = [line for line in lines if line]
    if len(full) != 1:
        return lines
    headed = re.sub(
        r"[\s.,;]*\b((?:ingredients?|method|instructions?|directions?|steps|serves|servings|"
        r"prep(?: time)?|cook(?: time)?)\s*:)",
        r"\n\1",
        full[0],
        flags=re.IGNORECASE,
    )
    if "\n" in headed:
        return headed.split("\n")
    parts = re.split(r"(?<=[A-Za-z)\d])[.;](?:\s+|$)|(?<=[A-Za-z)]):\s+", full[0])
    split: list[str] = []
    for part in filter(None, (part.strip() for part in parts)):
        foods = listed_ingredients(part)
        amounts = sum(read_amount(food.split()) is not None for food in foods)
        is_list = amounts >= max(1, (len(foods) + 1) // 2) and not _VERB.match(part)
        split += foods if is_list else [part if not split and not name else f"{part}."]
    return split
