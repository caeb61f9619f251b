"""Small words that lean on what was said before: "the second one", "scale it to 6", "yes"."""

import re
from fractions import Fraction

from kitchen_app.ai.offline.intents.show import servings
from kitchen_app.ai.offline.intents.stock import add
from kitchen_app.ai.offline.intents.use_up import use
from kitchen_app.ai.offline.items import read_items
from kitchen_app.ai.offline.plan import Context, Plan, call, do
from kitchen_app.ai.offline.words import Clause

_ORDINALS = {
    "first": 0,
    "1st": 0,
    "top": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
    "fifth": 4,
    "5th": 4,
}
_ORDINALS |= {
    "one": 0,
    "two": 1,
    "three": 2,
    "four": 3,
    "five": 4,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "last": -1,
}
_ASK = (
    r"(?:(?:please |can i |let's |i'll |let me |i |we )*(?:show|open|read|give|see|try|take|make|"
    r"cook|do|have|pick|choose|want|how do (?:i|we) (?:make|cook))(?: me| us| with)?\s+)?"
)
_NTH = re.compile(
    rf"{_ASK}(?:the )?(?:(first|second|third|fourth|fifth|last|top|1st|2nd|3rd|4th|5th)(?: (?:one|"
    rf"recipe|dish))?|(?:number|no\.?|#|option|recipe) ?#?(\d|one|two|three|four|five))(?: please|"
    rf" then| again)?$",
    re.IGNORECASE,
)
_IT = r"(?:it|that|that one|this|this one|the recipe|that recipe|them|those)"
_SHOW_IT = re.compile(rf"{_ASK}{_IT}(?: again| please| then| one)*$", re.IGNORECASE)
_YES = re.compile(
    r"(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|go ahead|do it|sounds good)(?: please)?$",
    re.IGNORECASE,
)
_TIMES_IT = re.compile(
    rf"(?:(double|triple|halve|half|quadruple) {_IT}|(?:make |cook )?(double|triple|"
    rf"half)(?: (?:of )?{_IT})?|(?:make |scale )?{_IT} (double|x ?2|twice|half|x ?3))(?: please)?$",
    re.IGNORECASE,
)
_FACTORS = {
    "double": Fraction(2),
    "twice": Fraction(2),
    "triple": Fraction(3),
    "quadruple": Fraction(4),
    "x2": Fraction(2),
    "x3": Fraction(3),
}
_SIZED = re.compile(
    rf"(?:(?:scale|make|cook|adjust|do|show(?: me)?|change|rescale|and|what about|how about|same|"
    rf"now)\s*)*(?:{_IT})?$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:and|also|plus|oh and|as well as|and also|another|too)\s+(.{2,300})$", re.IGNORECASE
)
_TOO = re.compile(r"(.{2,200}?),? (?:too|as well|also)$", re.IGNORECASE)
NOTHING_SHOWN = "I do not know which recipe you mean. Name it, as in “show me the lasagne”."


def follow_up(clause: Clause, context: Context) -> Plan | None:
    """Only what the conversation makes plain; where it does not, ask for the name."""
    text = clause.text
    if found := _NTH.match(text):
        return _nth(_ORDINALS[(found.group(1) or found.group(2)).lower()], context)
    if _YES.match(text) and len(context.listed) == 1:
        return _nth(0, context)
    if found := _TIMES_IT.match(text):
        said = next(filter(None, found.groups())).lower().replace(" ", "")
        return _read(context, multiply=_FACTORS.get(said, Fraction(1, 2)))
    rest, count = servings(text)
    if count is not None and _SIZED.match(rest):
        return _read(context, count=count)
    return _read(context) if _SHOW_IT.match(text) else None


def one_more(clause: Clause, context: Context) -> Plan | None:
    """ "and 2 kg of rice too", after something was stocked or used."""
    found = _MORE.match(clause.text) or _TOO.match(clause.text)
    if clause.question or not found or context.wrote not in ("add_to_pantry", "use_up"):
        return None
    items = read_items(found.group(1), context.today)
    if not items or len(items) > 30:
        return None
    return add(items) if context.wrote == "add_to_pantry" else use(items)


def _nth(at: int, context: Context) -> Plan:
    if not -len(context.listed) <= at < len(context.listed):
        return Plan(say=NOTHING_SHOWN)
    return do(call("read_recipe", recipe=context.listed[at]))


def _read(
    context: Context, *, count: int | float | None = None, multiply: Fraction | None = None
) -> Plan:
    name = context.shown or (context.listed[0] if len(context.listed) == 1 else None)
    if name is None:
        return Plan(say=NOTHING_SHOWN)
    return do(call("read_recipe", recipe=name, servings=count), multiply=multiply)
