"""Looking through the cookbook: "any chicken recipes?", "vegetarian recipes under 30 minutes"."""

import re
from typing import Any

from kitchen_app.ai.offline.items import read_items
from kitchen_app.ai.offline.plan import Context, Plan, call, do
from kitchen_app.ai.offline.words import Clause

_RECIPE = r"(?:recipes?|dish(?:es)?|meals?|cookbook|ideas)"
_ASK = re.compile(
    r"(?:(?:please )?(?:find|search|look|show|list|give|get|display|see|browse|suggest|recommend|"
    r"got|have|any|some|do|is|are|what|which|i want|i need|i'd like|want|i'm looking|looking|all|"
    r"my|what's|whats|something|anything|let's|how about|in the mood|i feel|i'm craving|craving|"
    r"we want|we need|tell|the)\b)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:find|search|look(?:ing)?(?: up| through| in)?|show|list|give|get|display|see|browse|"
    r"suggest|recommend|got|have|any|some|do|is there|are there|what's|whats|what|which|want|need|"
    r"i|i'd like|i'm|im|we|you|us|me|all|my|our|your|the|for|to|of|a|an|good|nice|tasty|more|"
    r"other|please|like|out|what's|whats|tell|about|let's|know|saved|your|there|are|is|see|"
    r"favou?rite|in|cookbook|something|anything|fancy|craving|feel|mood|through|we've|how|so|"
    r"really|that|with my|new)\b[,:]?\s*)+",
    re.IGNORECASE,
)
_SAYS_RECIPE = re.compile(rf"\b{_RECIPE}\b", re.IGNORECASE)
_SOMETHING = re.compile(
    r"(?:(?:i (?:want|need|feel like|fancy)|i'd like|we (?:want|need)|find(?: me)?|show me|"
    r"give me|got|have you got|craving|how about|is there|let's (?:make|cook|have)|"
    r"in the mood for|suggest|i'm craving|i'm in the mood for|do (?:i|we|you) have|make me|"
    r"any)\s+)?(?:something|anything|dinner|lunch|breakfast|a meal|a dish)\s+(?:\w+ )?(?:with|"
    r"using|containing|from|under|in|that|for|without)\b",
    re.IGNORECASE,
)
_SEARCH = re.compile(
    r"(?:search|look|find|browse|filter)(?: (?:me|through|up|in))*(?: (?:the|my|our) (?:cookbook|"
    r"recipes?))?(?: (?:for|by|with))?\s+(?!(?:out|a way)\b)(.{2,100})$",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r",?\s*\b(?:(?:that (?:are|take|is|takes)|taking|which take|ready|done|cooked|made|doable|"
    r"quicker|faster|in|it takes|takes|take|for|are|is)\s+){0,3}(?:in|under|within|below|"
    r"less than|no more than|at most|max(?:imum)?(?: of)?|up to|shorter than|quicker than|"
    r"faster than|than|<|about)?\s*(?:(\d{1,3}|half an|an|one|two|a half|twenty|thirty|ten|"
    r"fifteen|forty|sixty)[ -]?(minutes?|mins?|min|m|hours?|hrs?|h))\b(?: or (?:less|under|so|"
    r"quicker|faster))?(?: max| tops)?",
    re.IGNORECASE,
)
_NUMBERS = {
    "an": 1,
    "one": 1,
    "two": 2,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "sixty": 60,
}
_QUICK = re.compile(r"\b(?:quick(?:est)?(?: and easy)?|fast(?:est)?|speedy)\b,?\s*", re.IGNORECASE)
TAGS = (
    "vegetarian vegan gluten-free dairy-free nut-free low-carb keto paleo pescatarian halal kosher "
    "breakfast brunch lunch dinner supper dessert snack starter appetizer side"
).split()
_TAG = re.compile(
    r"\b("
    + "|".join(tag.replace("-", "[- ]") for tag in TAGS)
    + r"|veggie|desserts|snacks|starters|appetizers|sides|puddings?|side dish(?:es)?)\b",
    re.IGNORECASE,
)
_SAME_TAG = {
    "veggie": "vegetarian",
    "pudding": "dessert",
    "side dish": "side",
    "side dishe": "side",
}
_TAGGED = re.compile(
    r"\b(?:tagged(?: (?:as|with))?|with (?:the )?tag|labell?ed(?: as)?|in the category|"
    r"tag)[: ]+['\"#]?([\w-]+(?: [\w-]+)?)['\"]?",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:with|using|containing|(?<=recipes )(?:have|has)|that (?:use|uses|have|has|contain|"
    r"contains|include|includes|need|needs)|which use|including|made (?:with|from)|from|to use up|"
    r"use up|uses?)\s+(.{2,120})$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\bwithout(?: any)?\s+", re.IGNORECASE)
_TAG_ONLY = re.compile(
    r"(?:show|find|list|give|any|some|got|all|my|the|me|(?:something|anything)(?= \w+$)|"
    r"\s)+(?:desserts?|snacks|starters|appetizers|sides|side dishes|vegetarian|vegan|veggie|"
    r"gluten[- ]free|breakfasts|lunches|spicy|sweet|savou?ry|healthy|light|hearty|warm|cold|"
    r"comforting|cheesy|salty|sour|filling|easy|quick|simple|italian|mexican|indian|thai|chinese|"
    r"french|greek|japanese)(?: things| stuff| options| ones)?$",
    re.IGNORECASE,
)
_CHANGES = re.compile(r"(?:add|remove|delete|change|edit|update|put|ran|run)\b", re.IGNORECASE)
_ODD = re.compile(r"[*<>{}=;$\\\[\]]")
_FOR = re.compile(r"\b(?:for|like|called|named|about|of|on)\s+(.{2,100})$", re.IGNORECASE)
_FILLER = re.compile(
    rf"\b(?:{_RECIPE}|do (?:i|we|you) have|have|got|i|we|you|any|all|my|our|the|a|an|some|saved|"
    rf"in|there|for|please|me|and|to|make|cook|"
    r"that|are|is|cookbook|easy|simple|good|nice|can|could|find|which|what|of|with|take|takes|up|"
    r"something|anything|kind|kinds|quick|ones?|tonight|today|list|show|search|about|so far|now|"
    r"ready|using|under|at home|own|know|dinner ideas)\b",
    re.IGNORECASE,
)
_NEEDS_USING = re.compile(
    r"(?:i|we)?\s*(?:need|have|want|must|should|got|gotta)(?:s| to)?(?: to)? (?:use up|use|"
    r"get through|finish)\s+(.{2,100})$",
    re.IGNORECASE,
)


def find(clause: Clause, context: Context) -> Plan | None:
    """Search by ingredients, tag, minutes and what words are left over."""
    text = clause.text
    if _CHANGES.match(text):
        return None
    if found := _NEEDS_USING.match(text):
        named = _names(found.group(1), context)
        return do(call("find_recipes", ingredients=named)) if named else None
    if _WITHOUT.search(text) and _SAYS_RECIPE.search(text):
        named = _names(_WITHOUT.split(text, 1)[1], context)
        return do(call("what_can_i_cook", without=named)) if named else None
    if _SOMETHING.match(text) or _TAG_ONLY.match(text):
        return _search(text, context)
    about_recipes = _SAYS_RECIPE.search(text)
    if about_recipes and (_ASK.match(text) or clause.question or len(text.split()) <= 8):
        return _search(text, context)
    if found := _SEARCH.match(text):
        return _search(found.group(1), context)
    return None


def _search(text: str, context: Context) -> Plan | None:
    text, tag = _tag(text)
    text, minutes = minutes_named(text)
    ingredients = None
    if found := _WITH.search(text):
        ingredients = _names(found.group(1), context)
        text = text[: found.start()] if ingredients else text
    query = _query(text)
    if query and _ODD.search(query):
        return None
    if query and (len(query.split()) > 6 or re.search(r"\b(?:weather|meaning|not|don't)\b", query)):
        return None
    return do(
        call("find_recipes", query=query, ingredients=ingredients, tag=tag, max_minutes=minutes)
    )


def minutes_named(text: str) -> tuple[str, int | None]:
    if found := _MINUTES.search(text):
        said, unit = found.group(1).lower(), found.group(2).lower()
        count: Any = 0.5 if "half" in said else _NUMBERS.get(said) or int(said)
        minutes = int(count * 60) if unit.startswith("h") else int(count)
        return _QUICK.sub("", _MINUTES.sub("", text, count=1)), minutes
    return (_QUICK.sub("", text), 30) if _QUICK.search(text) else (text, None)


def _tag(text: str) -> tuple[str, str | None]:
    if found := _TAGGED.search(text):
        return text.replace(found.group(), ""), found.group(1).lower()
    found = _TAG.search(text)
    if not found:
        return text, None
    said = found.group(1).lower().replace("free", "-free").replace("--", "-").replace(" -", "-")
    said = said if said in TAGS else said.removesuffix("s")
    return text.replace(found.group(), "", 1), _SAME_TAG.get(said, said)


def _names(listed: str, context: Context) -> list[str] | None:
    listed = re.sub(
        r"\s+(?:in (?:it|them)|please|tonight|for (?:dinner|lunch|tonight)|before .{2,30}|"
        r"recipes?)$",
        "",
        listed,
    )
    items = read_items(re.sub(r"\bor\b", "and", listed), context.today)
    return [item.name for item in items] if items else None


def _query(text: str) -> str | None:
    """What is left when the asking is taken away: the words to search for."""
    found = _FOR.search(text)
    if found and _SAYS_RECIPE.search(text[: found.start()]):
        text = found.group(1)
    rest = _OPENING.sub("", text)
    words = " ".join(_FILLER.sub(" ", rest).split()).strip(" ,.-:'\"")
    return words or None
