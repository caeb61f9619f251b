"""What to cook from what is there: "what's for dinner?", "what can I make without eggs", and what
was: "I made the lasagne for 6"."""

import re

from kitchen_app.ai.offline.intents.find import minutes_named
from kitchen_app.ai.offline.intents.followups import NOTHING_SHOWN
from kitchen_app.ai.offline.intents.show import recipe_name, servings
from kitchen_app.ai.offline.intents.use_up import WHO
from kitchen_app.ai.offline.items import read_items
from kitchen_app.ai.offline.plan import Context, Plan, call, do
from kitchen_app.ai.offline.replies import FOR_HOW_MANY
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
    r"\b(?:with|using|from|out of|that uses?|and (?:i|we) have|containing|(?:use|using|get "
    r"through|finish)(?: up)?)\s+(?:only |"
    r"just )?(?!what\b|the (?:pantry|fridge|stuff|things|ingredients|food|oldest)|my (?:pantry|"
    r"fridge|ingredients)|our |stuff|things|ingredients|everything|whatever|only what|food\b|"
    r"up\b|left-?overs\b|(?:some|any)thing\b|first\b)(.{2,120})$",
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
    r"\s+(?:before (?:it|they|that)\b.{0,40}|(?:before|by|until|on) (?:the weekend|today|tomorrow|"
    r"tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day))$",
    re.IGNORECASE,
)
_SOON = re.compile(
    r"\b(?:expir\w+|spoil\w*|soon(?:est)?|go(?:es|ing)? (?:off|bad)|best before|use[- ]by|"
    r"need(?:s|ed)? (?:using|eating|to be (?:used|eaten))|(?:eat|used?|using)(?: up)? first|"
    r"(?:won't|will not) keep|oldest)\b",
    re.IGNORECASE,
)
_SHOP = re.compile(
    r"(?:shop|store|buy|going|having|leaving|the shop|more|any more|recipe|idea|time)",
    re.IGNORECASE,
)
_ALSO = re.compile(r",? (?:but |and )?(?:with|using)\s+", re.IGNORECASE)
_MID_SERVINGS = re.compile(
    r"\s+(for (?:\d{1,3}|[a-z]{3,10})(?: (?:people|persons|guests|of us|adults|kids))?),?"
    r"(?= (?:with|without|using|but|no|not|that|to use|missing)\b)",
    re.IGNORECASE,
)
_COOKED_IT = r"(?:made|cooked(?! (?:half|two|three|all)\b)|baked|prepared|whipped up|rustled up)"
_COOKED = re.compile(
    rf"(?:{WHO}made|(?!{_COOKED_IT}){WHO}{_COOKED_IT}|{_COOKED_IT}(?= (?:the|my|our|that|it)\b))"
    r"\s+(?!up\b|sure\b)(?:(?:a|one) batch of )?",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?:,? (?:today|tonight|yesterday|last night|this (?:morning|afternoon|evening|week)|earlier|"
    r"just now|again|already|now|(?:for|at) (?:dinner|lunch|breakfast|supper|tea|brunch|us|me|"
    r"everyone|everybody|him|her|them|guests|friends|(?:my|our|the) (?!.*\bof us\b)[a-z ]{2,30})|"
    r"(?:from|in) (?:the|my|our) (?:cookbook|recipe)))+$",
    re.IGNORECASE,
)
_OWN_AMOUNT = re.compile(r"^\d|\b(?:with|using|from)\b", re.IGNORECASE)
_ONE_FOOD = re.compile(r".{0,30}\bcooked an? ", re.IGNORECASE)  # an onion, if for nobody
_OF_US = re.compile(r"\bfor (?:the|all) (?=\w+ of us\b)", re.IGNORECASE)
_WHAT_IS_THERE = re.compile(rf"what (?:do|did) {_I} have\b", re.IGNORECASE)
_BATCHES = re.compile(
    r"(?:a |the |my |our )?(?:double|half|triple|big|small|large|quarter|two|three)\b|"
    r".*\b(?:twice|doubled|halved|batch|batches)\b",
    re.IGNORECASE,
)
_IT = re.compile(r"(?:it|that|that one|this|this one|that recipe|the recipe)$", re.IGNORECASE)
_AND = re.compile(r",? and (?=(?:the|my|our) )", re.IGNORECASE)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "a single": 1}


def cookable(clause: Clause, context: Context) -> Plan | None:
    """What the pantry can cook; with foods named, the recipes that use them."""
    text, count = _for_people(clause.text)
    soon = True if _SOON.search(text) else None
    if not _WHAT.match(text) or (soon and _WHAT_IS_THERE.match(text)):
        return None
    text, minutes = minutes_named(text)
    wanted, without = _chosen(text, context)
    if minutes and not without:
        return do(call("find_recipes", ingredients=wanted, max_minutes=minutes))
    most = _most_missing(text)
    asked = {"using": wanted, "without": without, "max_missing": most}
    return do(
        call("what_can_i_cook", **asked, servings=count, use_soon=soon if not wanted else None)
    )


def _for_people(text: str) -> tuple[str, int | None]:
    """A text without its "for 6", wherever the foods stand."""
    rest, count = servings(text)
    if count is None and (found := _MID_SERVINGS.search(text)):
        _, count = servings(found.group(1))
        rest = f"{text[: found.start()]} {text[found.end() :]}"
    return (rest, count) if isinstance(count, int) else (text, None)


def _chosen(text: str, context: Context) -> tuple[list[str] | None, list[str] | None]:
    """The foods to use, and those not to, in either order."""
    found = _WITHOUT.search(text)
    avoided, *using = _ALSO.split(found.group(1), maxsplit=1) if found else [""]
    without = _foods(avoided, context)
    if without and found:
        text = " with ".join([text[: found.start()], *using])
    elif _most_missing(text) is not None:
        return None, None
    named = _WITH.search(text)
    return _foods(named.group(1), context) if named else None, without


def _foods(named: str, context: Context) -> list[str] | None:
    if _SHOP.match(named):
        return None
    named = re.sub(r"\bor\b", "and", re.sub(r"\bleft-?\s?over\s+", "", named))
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


def cooked(clause: Clause, context: Context) -> Plan | None:
    """A recipe that was made: what it wants comes out of the pantry."""
    opening = _COOKED.match(clause.text)
    if clause.question or not opening:
        return None
    said = _OF_US.sub("for ", clause.text[opening.end() :])
    said, count = servings(_WHEN.sub("", said))
    said = _WHEN.sub("", said)
    if _OWN_AMOUNT.search(said) or (count is None and _ONE_FOOD.match(clause.text)):
        return None
    if _IT.match(said) and context.shown is None:
        return Plan(say=NOTHING_SHOWN)
    if _BATCHES.search(said):
        return Plan(say=FOR_HOW_MANY)
    dishes = [context.shown if _IT.match(dish) else recipe_name(dish) for dish in _AND.split(said)]
    named = [dish for dish in dishes if dish]
    if len(named) < len(dishes):
        return None
    return do(*(call("cook_recipe", recipe=dish, servings=count) for dish in named))
