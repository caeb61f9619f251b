"""One recipe: "show me the lasagne", "how do I make pancakes?", "scale the lasagne to 8"."""

import re
from fractions import Fraction

from kitchen_app.ai.offline.plan import Context, Plan, call, do
from kitchen_app.ai.offline.replies import NO_DELETING_RECIPES
from kitchen_app.ai.offline.words import Clause
from kitchen_app.services.reading.amounts import number, read_amount

_PEOPLE = (
    r"(?:people|persons?|servings?|portions?|guests?|of us|adults?|kids|children|plates|diners|"
    r"heads|eaters)"
)
_SERVED = re.compile(
    rf"[,(]?\s*\b(?:(?:(?:to|up to|down to|for|so (?:that )?it (?:serves|feeds)|to (?:serve|feed|"
    rf"make)|that (?:serves|feeds)|serve|serves|serving|feed|feeds|into|make it|enough for|"
    rf"yield|with|, )\s+)(?:about )?(\d{{1,3}}|[a-z]{{3,10}}|a dozen|"
    rf"[a-z]{{5,7}}-[a-z]{{3,5}})(?: {_PEOPLE})?|(\d{{1,3}}|"
    rf"[a-z]{{3,10}}) {_PEOPLE})\)?(?: (?:instead|please|tonight|instead of \w+))*$",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"(?:scale|rescale|resize|adjust|adapt|convert|change|increase|decrease|reduce|bump|stretch|"
    r"recalculate|calculate)\s+(?:up |down )?",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(double|triple|quadruple|halve|half|twice|treble|two times|2 ?(?:x|times)|3 ?(?:x|times)|"
    r"three times|1/2|a half|half of|(?:make )?half(?: of)?|make (?:a )?double|a double batch of|"
    r"a half batch of|half a batch of|double batch of)\s+(?!a\b|an\b|check\b)(?!.{0,40}\b(?:in|"
    r"to) (?:g|"
    r"ml|oz|grams)\b)(.{2,80})$",
    re.IGNORECASE,
)
_TIMES_AFTER = re.compile(
    r"(?:make |cook |scale )?(.{2,60}?)(?:,| recipe)? (?:x ?(\d)|times (\d|two|three|four)|"
    r"(doubled|halved|tripled|twice)|(?:scaled )?by (?:a factor of )?(\d|two|three|four|half))$",
    re.IGNORECASE,
)
_MAKE = re.compile(
    r"(?:make|cook|prepare|bake|serve|do|i need|i want|can i have)\s+", re.IGNORECASE
)
_FACTORS = {
    "double": 2,
    "doubled": 2,
    "twice": 2,
    "two": 2,
    "2": 2,
    "3": 3,
    "triple": 3,
    "tripled": 3,
    "three": 3,
    "treble": 3,
    "quadruple": 4,
    "four": 4,
}
_SHOW = re.compile(
    r"(?:(?:show|open|read|display|see|view|pull up|bring up|get|give|grab|look up|fetch|"
    r"print)(?: me| us| up| out)?|let me see|i want to see|let'?s (?:see|make|cook|bake|do|have)|"
    r"how (?:do|can|could|would|should|does|did|to) (?:(?:i|we|you|one|u) )?(?:make|cook|bake|"
    r"prepare|do|fix)|how to (?:make|cook|bake|prepare)|(?:what(?:'s| is| are|s)|what goes|"
    r"which ingredients (?:are|go)|what ingredients (?:are|go|do i need)) (?:in(?:to)?|for)|"
    r"(?:what|which)(?: ingredients)? do (?:i|we) need (?:for|to make|to cook|to bake)|"
    r"how (?:much|many)(?: \w+){0,3} do (?:i|we) need (?:for|to make)|ingredients (?:for|of|in)|"
    r"(?:what(?:'s| is| are|s)|tell me|i need|i want|need|where(?:'s| is)|"
    r"find(?: me)?) the (?:recipe|instructions|steps|directions|method|ingredients) (?:for|of|"
    r"to make)|i(?:'m going to|'ll| will|'d like to| want to| wanna| would like to|"
    r" feel like)? (?:make|cook|bake|making|cooking|baking)|we(?:'re going to| want to|"
    r"'ll) (?:make|cook|bake)|(?:(?:the )?(?:recipe|steps|instructions|method|directions) (?:for|"
    r"of|to make))|walk me through|tell me (?:how to (?:make|cook|bake)|about)|"
    r"teach me (?:how )?to (?:make|cook|bake)|talk me through|start|remind me how (?:to|i|"
    r"we) (?:make|cook|bake))\s+",
    re.IGNORECASE,
)
_STEPS_OF = re.compile(
    r"(?:what(?:'s| is| are)|show(?: me)?|give me|tell me|read(?: me)?|list) the (?:steps|"
    r"ingredients|instructions|method|directions) (?:for|of|in|to make)\s+",
    re.IGNORECASE,
)
_THE_RECIPE = re.compile(
    r"(?:(?:show|open|read|display|see|view|pull up|bring up|get|give|print|find|what's|where's|"
    r"i need|i want|i'd like|let me see)(?: me| us| up| out)? )?(?:the|my|our|"
    r"that) (?:recipe (?:for|of) .|(?:(?!recipe)[\w'-]+ ){1,5}recipe(?: please| again)?$)",
    re.IGNORECASE,
)
_RECIPE_TAIL = re.compile(
    r"(?:'s)? recipe(?: please| again| for me| from (?:the |my )?cookbook)?$", re.IGNORECASE
)
_LEADING = re.compile(
    r"(?:(?:the|my|our|your|that|a|an|some|me|us|recipe|for|of|up|full|whole|to|make|out|how|"
    r"batch|saved|with)\s+)+",
    re.IGNORECASE,
)
_ARTICLE_INSIDE = re.compile(r"\b(?:a|an|i|we|you|is|are)\b", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:,? (?:please|pls|again|for me|now|tonight|today|from (?:the |my )?cookbook|in (?:the |"
    r"my )?cookbook|recipe|recipe please|then|instructions|steps|for (?:dinner|lunch|breakfast|"
    r"tonight)|made|up|down))+$",
    re.IGNORECASE,
)
_NO_RECIPE = re.compile(
    r"(?:it|that|this|one|something|anything|dinner|lunch|breakfast|food|recipes?|a recipe|boil|"
    r"fry|peel|know|get|clean|store|freeze|tell|keep|use|add|delete|remove|you|i|me|them|more|"
    r"help|money|love|sure|friends|save|a|the|list|list of .*|weather|joke|.*\b(?:weather|joke|"
    r"news|password|prompt|instructions|code|poem|story|money|api|key|system|database|token|"
    r"secret)s?\b.*)$",
    re.IGNORECASE,
)
_MANY = re.compile(r"(?:.* )?(?:all|any|some|new|other)\b", re.IGNORECASE)
_DELETE = re.compile(
    r"(?:delete|remove|erase|throw away|forget|get rid of|drop) .{0,60}\b(?:recipes?|cookbook)\b",
    re.IGNORECASE,
)
_RENAME = re.compile(
    r"(?:rename|call|retitle) (?:the |my )?(?:recipe )?(.{2,60}?)(?: recipe)? (?:to|as|into|"
    r"from now on) (.{2,80})$",
    re.IGNORECASE,
)


def recipe_name(text: str) -> str | None:
    """The dish in "the lasagne recipe, please"; None where no dish is named."""
    name = _TAIL.sub("", text.strip(" ,.!?\"'"))
    name = _RECIPE_TAIL.sub("", name)
    leading = _LEADING.match(name + " ")
    name = name[leading.end() if leading else 0 :].strip(" \"',.:")
    if not any(c.isalpha() for c in name) or _NO_RECIPE.match(name) or len(name.split()) > 9:
        return None
    return name


def servings(text: str) -> tuple[str, int | float | None]:
    """A text without its "for 6 people", and the 6."""
    found = _SERVED.search(text)
    said = found and (found.group(1) or found.group(2))
    amount = read_amount(said.split()) if said else None
    if not found or amount is None or amount.value <= 0 or amount.of_whole or amount.value > 500:
        return text, None
    return text[: found.start()].strip(" ,("), number(amount.value)


def scale(clause: Clause, context: Context) -> Plan | None:
    """ "scale X to 8", "X for 6 people", "double X": the recipe, read in that size."""
    del context
    text = clause.text
    if found := _RENAME.match(text):
        return do(call("update_recipe", recipe=found.group(1), name=found.group(2).strip("\"'")))
    if (factor := _factor(text)) is not None:
        times, name = factor[0], recipe_name(factor[1])
        return do(call("read_recipe", recipe=name), multiply=times) if name else None
    rest, count = servings(text)
    if count is None:
        return None
    opening = _SCALE.match(rest) or _SHOW.match(rest) or _MAKE.match(rest)
    named = re.sub(r",? but$", "", rest[opening.end() :] if opening else rest)
    name = recipe_name(named)
    if name is None or (not opening and _is_a_sentence(name)):
        return None
    return do(call("read_recipe", recipe=name, servings=count))


def _is_a_sentence(name: str) -> bool:
    """ "book a table" is no dish."""
    return len(name.split()) > 5 or bool(_ARTICLE_INSIDE.search(name))


def _factor(text: str) -> tuple[Fraction, str] | None:
    if found := _TIMES.match(text):
        word = found.group(1).lower()
        halved = "hal" in word or "1/2" in word
        times = next((n for said, n in _FACTORS.items() if said in word), None)
        return Fraction(1, 2) if halved else Fraction(times or 2), found.group(2)
    if found := _TIMES_AFTER.match(text):
        word = next(filter(None, found.groups()[1:])).lower()
        if word.startswith("hal"):
            return Fraction(1, 2), found.group(1)
        return Fraction(_FACTORS.get(word) or int(word)), found.group(1)
    return None


def show(clause: Clause, context: Context) -> Plan | None:
    del context
    text = clause.text
    if _DELETE.match(text):
        return Plan(say=NO_DELETING_RECIPES)
    opening = _STEPS_OF.match(text) or _SHOW.match(text)
    named = text[opening.end() :] if opening else text if _RECIPE_TAIL.search(text) else None
    name = recipe_name(named) if named else None
    return do(call("read_recipe", recipe=name)) if name else None


def show_named(clause: Clause, context: Context) -> Plan | None:
    """ "open the lasagne recipe" means that one; "a lasagne recipe" is still to be found."""
    named = _THE_RECIPE.match(clause.text) and not _MANY.match(clause.text)
    return show(clause, context) if named or _DELETE.match(clause.text) else None
