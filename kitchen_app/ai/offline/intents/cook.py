"""What to cook from what is there: "what's for dinner?", "what can I make without eggs"."""

import re

from kitchen_app.ai.offline.intents.find import minutes_named
from kitchen_app.ai.offline.items import read_items
from kitchen_app.ai.offline.plan import Context, Plan, call, do
from kitchen_app.ai.offline.words import Clause

MEAL = (
    r"(?:dinner|lunch|breakfast|supper|tea|brunch|tonight|food|a meal|today|the weekend|tomorrow)"
)
_I = r"(?:i|we|you|one|u)"
_COOK = (
    r"(?:cook|make|eat|bake|prepare|have|fix|whip up|do|rustle up|serve|throw together|"
    r"put together)"
)
_WHAT = re.compile(
    rf"(?!what recipes (?:do|have))(?:(?:what(?:'s| is|s)|whats) (?:there )?(?:for|to eat|to cook|"
    rf"cooking|cookable|possible|on the menu)\b|what (?:(?:else|recipes?|dish(?:es)?|meals?|food|"
    rf"dinner|could|stuff) )?(?:can|could|should|shall|do|would|might) {_I}\s+(?:\w+ )?{_COOK}\b|"
    rf"what(?:'s| are| is) (?:we|i|you|everyone) (?:having|eating|cooking|making)\b|"
    rf"what to {_COOK}\b|(?:which|what) (?:recipes?|dish(?:es)?|meals?) (?:can|could|"
    rf"should) {_I}\b|(?:i'm|im|i am|we're|we are) (?:\w+ )?(?:hungry|starving|starved|peckish|"
    rf"famished)|(?:so |very )?hungry|feed me|(?:(?:any|some|give me|got any|i need|we need|need|"
    rf"have you got|do you have) )*(?:an? )?(?:\w+ )?(?:ideas?|suggestions?|"
    rf"inspiration)\b(?! about the weather)|(?:suggest|recommend|propose)(?: me|"
    rf" us)? (?:something|a recipe|a meal|a dish|dinner|lunch|breakfast|what)|{MEAL}(?: ideas?|"
    rf" suggestions?)?$|surprise me|what (?:can|do|would) you (?:suggest|recommend|propose)|"
    rf"(?:help me )?(?:decide|choose|pick) (?:what|something|dinner|lunch|a recipe)|(?:i |"
    rf"we )?(?:don't|do not|dont) know what to (?:cook|make|eat)|can {_I} (?:cook|make|bake)\b|"
    rf"(?:what am i|what are we) missing for|do (?:i|we) have (?:everything|enough|all (?:i|"
    rf"we) need|what (?:i|we) need) (?:for|to make)\b|(?:is there )?(?:anything|"
    rf"something) {_I} (?:can|could) (?:cook|make|eat|bake)|(?:is there )?(?:anything|"
    rf"something) to (?:eat|cook|make)|(?:show me |list |tell me )?what(?:'s| is)? {_I} (?:can|"
    rf"could|should) {_COOK}|(?:plan|sort out) (?:dinner|lunch|a meal)|what (?:works|is possible)|"
    rf"what goes with what|cook something|make (?:me )?(?:something|dinner|lunch|breakfast))",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"(?:,? ?\b(?:without(?: any| using)?|but no|no|not? using|that (?:doesn't|don't|"
    r"does not) (?:use|need|have|contain)|(?:i'm |im |i am )?allergic to|except|excluding|"
    r"leaving out|avoiding|hold the|minus|skip(?:ping)?(?: the)?|but (?:i |we )?(?:don't|dont|"
    r"do not) (?:have|like|eat|want)|(?:i |we )?(?:don't|dont|do not|can't|cannot) (?:have|like|"
    r"eat|want)(?: any)?)) (.{2,120})$",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:with|using|from|out of|that uses?|and (?:i|we) have|containing)\s+(?:only |"
    r"just )?(?!what\b|the (?:pantry|fridge|stuff|things|ingredients|food)|my (?:pantry|fridge|"
    r"ingredients)|our |stuff|things|ingredients|everything|whatever|only what)(.{2,120})$",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"(?:(?:missing|buy|buying|lacking|short of|needs?|needing|get|getting|purchase|with)(?: only|"
    r" just| at most| no more than| up to| max(?:imum)?| fewer than| less than)* |(?:only|at most|"
    r"just|no more than|up to) )(\d|one|two|three|four|five|a single) (?:\w+ )?(?:more |missing |"
    r"extra |other |thing|ingredient|item)",
    re.IGNORECASE,
)
_NOTHING_MISSING = re.compile(
    r"(?:without (?:going |having to go )?(?:to the )?(?:shop|store|shopping|buying|supermarket|"
    r"purchas)\w*|right now|nothing missing|only (?:with )?what|with only what|"
    r"everything (?:is )?(?:there|here)|no shopping|just (?:with )?what)",
    re.IGNORECASE,
)
_IN_TIME = re.compile(
    r"\s+(?:before (?:it|they|that)\b.{0,40}|(?:before|by|until|on) (?:the weekend|tomorrow|"
    r"tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day))$",
    re.IGNORECASE,
)
_SHOP = re.compile(
    r"(?:shop|store|buy|going|having|leaving|the shop|more|any more|recipe|idea|time)",
    re.IGNORECASE,
)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "a single": 1}


def cookable(clause: Clause, context: Context) -> Plan | None:
    """What the pantry can cook; with foods named, the recipes that use them."""
    text = clause.text
    if not _WHAT.match(text):
        return None
    without = _foods(_WITHOUT, text, context)
    most = _most_missing(text)
    wanted = None if without or most is not None else _foods(_WITH, text, context)
    _, minutes = minutes_named(text)
    if wanted or minutes:
        return do(call("find_recipes", ingredients=wanted, max_minutes=minutes))
    return do(call("what_can_i_cook", without=without, max_missing=most))


def _foods(pattern: re.Pattern[str], text: str, context: Context) -> list[str] | None:
    found = pattern.search(text)
    if not found or _SHOP.match(found.group(1)):
        return None
    named = re.sub(r"\bor\b", "and", re.sub(r"\bleft-?\s?over\s+", "", found.group(1)))
    named = _IN_TIME.sub("", named)
    named = re.sub(
        r"\s+(?:for (?:dinner|lunch|breakfast|supper|tea|tonight)|tonight|today|in (?:it|them))$",
        "",
        named,
    )
    items = read_items(named, context.today)
    return [item.name for item in items] if items else None


def _most_missing(text: str) -> int | None:
    if _NOTHING_MISSING.search(text):
        return 0
    found = _MISSING.search(text)
    if not found:
        return None
    said = found.group(1).lower()
    return _COUNTS.get(said) or int(said)
