"""A pasted recipe: read, and saved when it has a name and ingredients; else what is missing."""

import re

from kitchen_app.ai.offline.pasted import Pasted, read_pasted
from kitchen_app.ai.offline.plan import Context, Plan, call, do

_OPENING = re.compile(
    r"(?:(?:hi|hey|hello|please|pls|ok|okay|can you|could you|would you|i want to|i'd like to|"
    r"let's)[\s,!]+){0,4}(?:(?:save|store|keep|remember|import|record|write down|note(?: down)?|"
    r"add)(?: for me)?(?: (?:this|that|these|it|the following|following|the|a|an|my|our|new|as|to|"
    r"in|into|down|below|cookbook|recipe book|recipes?|one|please|for me|mum's|mom's|grandma's|"
    r"nan's|family)\b)*|(?:here(?:'s| is)|this is) (?:(?:a|an|the|my|our|new|another|mum's|mom's|"
    r"grandma's|nan's|family) )*recipe|(?:a )?(?:new )?recipe)(?: (?:for|of|called|"
    r"named) ([^:\n]{2,80}))?\s*(?:[:,?!-]|\n|$)\s*",
    re.IGNORECASE,
)
_NOT_A_RECIPE = re.compile(
    r"(?:add|note|record|store|keep|remember|import|write)\b(?!.{0,60}\b(?:recipe|this|following|"
    r"cookbook)\b)",
    re.IGNORECASE,
)
_HEADINGS = re.compile(
    r"^[#* ]*(?:ingredients?|method|instructions?|directions?|preparation|steps)\b[* ]*(?::|$)",
    re.IGNORECASE | re.MULTILINE,
)
PASTE_IT = (
    "There was no recipe with that. Paste it after “save this:”, with its name first, "
    "then the ingredients one to a line, then the steps."
)


def saved(text: str, context: Context) -> Plan | None:
    """Take the whole message, tidied, when it asks to save a recipe or looks like one."""
    del context
    opening = _OPENING.match(text)
    if opening and _NOT_A_RECIPE.match(text):
        opening = None
    body = text[opening.end() :] if opening else text
    if not opening and not _looks_like_recipe(text):
        return None
    name = opening.group(1) if opening else None
    if opening and not body.strip() and re.match(r"(?:a )?recipe\b", text, re.IGNORECASE):
        return None
    if opening and not body.strip():
        return Plan(say=PASTE_IT)
    return _save(read_pasted(body, name.strip(" \"'") if name else None))


def _looks_like_recipe(text: str) -> bool:
    """Two headings, or a list of amounts with steps under it, and no opening word."""
    if text.count("\n") < 3:
        return len(_HEADINGS.findall(text)) >= 2
    if _HEADINGS.search(text):
        return True
    recipe = read_pasted(text)
    amounts = [i for i in recipe.ingredients if "quantity" in i]
    return len(amounts) >= 2 and bool(recipe.steps) and recipe.name is not None


def _save(recipe: Pasted) -> Plan:
    if missing := _missing(recipe):
        return Plan(say=missing)
    meta = recipe.meta
    return do(
        call(
            "save_recipe",
            name=recipe.name,
            ingredients=recipe.ingredients,
            steps=recipe.steps,
            description=" ".join(recipe.about) or None,
            servings=meta.servings,
            prep_minutes=meta.prep_minutes,
            cook_minutes=meta.cook_minutes,
            tags=meta.tags,
            source_url=meta.source_url,
        ),
        say="" if recipe.steps else "I found no steps in it, so it has none yet.",
    )


def _missing(recipe: Pasted) -> str | None:
    """What keeps this from being a recipe; a long first line is a text, not a name."""
    no_name = not recipe.name or len(recipe.name) > 120 or not any(c.isalpha() for c in recipe.name)
    if no_name and not recipe.ingredients:
        return (
            "I could not make out a recipe in that: its name and its ingredients are missing. "
            + PASTE_IT
        )
    if no_name:
        return (
            "I did not save that yet: the recipe has no name. "
            "Put its name on the first line and send it again."
        )
    if not recipe.ingredients:
        return (
            f"I did not save “{(recipe.name or '')[:60]}” yet: I could make out no ingredients. "
            "Put them one to a line, like “200 g flour”, and send it again."
        )
    return None
