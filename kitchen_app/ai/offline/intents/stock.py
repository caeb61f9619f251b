"""What came in: "got 2 dozen eggs and a bag of rice", "add milk", "we have 3 lemons"."""

import re
from typing import Any

from kitchen_app.ai.offline.items import Item, read_items
from kitchen_app.ai.offline.plan import Context, Plan, call, do
from kitchen_app.ai.offline.replies import NO_SUCH_AMOUNT, unclear_dates
from kitchen_app.ai.offline.words import Clause
from kitchen_app.services.reading.amounts import BELOW_ZERO, TOO_LARGE, number

_WHO = (
    r"(?:(?:i|we|he|she|they|you|someone|my \w+|our \w+|mum|mom|dad|grandma|grandpa|"
    r"the \w+)(?:'ve| have| has|'s| had|'d)?\s+|(?:ive|weve|have)\s+)?(?:(?:just|also|already|"
    r"finally|only|now|today|even|then|both)\s+){0,3}"
)
_BOUGHT = re.compile(
    rf"{_WHO}(?:(?:went|been) (?:shopping|to the (?:shops?|store|market|supermarket))\W+(?:and |"
    rf"i |we )?"
    r"(?:bought |got |picked up )?(?=\S)|(?:bought|got(?:ten)?(?: in)?(?: myself| us| ourselves)?|"
    r"picked(?: up)?|purchased|restocked(?: on| with)?|stocked(?: up)?(?: on| with)?|received|"
    r"brought(?: home| back| in)?|grabbed|harvested|collected|added|put away|unpacked|"
    r"topped up(?: on| the| with)?|refilled|was given|were given|given|gave (?:me|us)|"
    r"brought (?:me|us)|snagged|dropped off|came (?:home|back) with|returned with|"
    r"(?:back from \w+ )?with)(?: back)?\s*(?=[\s:-])(?:in (?:the |some )?)?)",
    re.IGNORECASE,
)
_FROM_SHOP = re.compile(
    rf"{_WHO}(?:got|came|arrived) (?:back |home |in )+with\s+|{_WHO}(?:got |came |am |are |'m |"
    rf"'re |returned )?(?:back |home )?from (?:the |my |our )?\w+(?: \w+)?(?: with|"
    rf"\s*[:,-])\s+(?:i |we )?(?:got |bought )?",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?:add|stock|restock|log|record|put(?: in| down| away)?|stick|chuck|top up|pop)"
    r"(?:\s+|:\s*)(?!(?:a |the |this |my )?(?:new )?recipe\b)",
    re.IGNORECASE,
)
_HAVE = re.compile(
    r"(?:(?:i|we)(?: currently| now| still| also| already)?(?:'ve| have)?(?: currently| now|"
    r" still| also)?(?:(?<=ve) got| have(?: got)?|(?<=ve)| got)|there(?:'s| is| are|'re)(?: also|"
    r" still| now)?|in (?:the|my|our) (?:fridge|pantry|freezer|cupboard)(?: there(?:'s| is| are)|"
    r" (?:i|we) have(?: got)?)?|(?:the|my|our) (?:fridge|pantry|freezer|cupboard) (?:has|contains|"
    r"holds)|my (?:pantry|fridge) is:?)[ :]+(?:also )?",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?:(?!.{0,40}\blist\b)[\w' ]{0,40}\b)?(?:new )?(?:bought|weekly shop|big shop|"
    r"shopping(?: today| done)?|groceries|today'?s (?:shop|shopping|haul)|stock|(?:grocery |"
    r"shopping )?haul|new(?: in)?|delivery|from the (?:shop|store|market)|pantry|in stock|"
    r"(?:these )?(?:arrived|came in)|purchases?)(?: today)?\s*[:-]\s*",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"(.{2,400}?) (?:(?:just |have |has |was |were )*(?:arrived|came in|came|(?:was|were|"
    r"got) delivered|delivered|restocked|added|bought|purchased))$",
    re.IGNORECASE,
)
_LEADING_IN = re.compile(
    r"(?:(?:a|an|the|some|my|our|this|these|in)\s+)*(?:delivery|following|things?|groceries|order|"
    r"items?|stuff|shopping|food|bits)?\s*[:-]\s+",
    re.IGNORECASE,
)
_FILLED = re.compile(
    rf"{_WHO}(?:re)?(?:stocked|filled|loaded)(?: up)? (?:the|my|our) \w+(?: up)? with ",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\s+(?:to|in|into|on|onto|for) (?:the |my |our )?(?:pantry|fridge|freezer|cupboards?|larder|"
    r"kitchen|inventory|stock|supplies|shelf|shelves|house|refrigerator)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\b(?:left|remaining)\W*$", re.IGNORECASE)
_NONE = re.compile(
    r"(?:no|not|nothing|any|zero|never|without|only|to|an? (?:recipe|idea))\b", re.IGNORECASE
)
MOST_ITEMS = 50  # in one call


def stock(clause: Clause, context: Context) -> Plan | None:
    """Add every item named, or nothing: a list only half understood is not stocked."""
    if clause.question:
        return None
    plan = _came_in(clause.text, context)
    impossible = BELOW_ZERO.search(clause.text) or TOO_LARGE.search(clause.text)
    return Plan(say=NO_SUCH_AMOUNT) if plan and impossible else plan


def _came_in(text: str, context: Context) -> Plan | None:
    for opening in (_HEADING, _FILLED, _FROM_SHOP, _BOUGHT, _COMMAND, _HAVE):
        found = opening.match(text)
        if found:
            return _stocked(text[found.end() :], context)
    if found := _CAME.match(text):
        return _stocked(found.group(1), context)
    return None


def _leading_in(listed: str) -> str:
    found = _LEADING_IN.match(listed)
    return listed[found.end() :] if found else listed


def _stocked(listed: str, context: Context) -> Plan | None:
    listed = listed.strip()
    if _NONE.match(listed) or _LEFT.search(listed):
        return None
    foods = _leading_in(_WHERE.sub("", listed))
    items = read_items(foods, context.today)
    return add(items) if items else None


def add(items: list[Item]) -> Plan | None:
    """The call that stocks these items; a share of what is there cannot be added."""
    if any(item.share or item.all for item in items):
        return None
    given = [_stock_item(item) for item in items]
    batches = [given[at : at + MOST_ITEMS] for at in range(0, len(given), MOST_ITEMS)]
    return do(*(call("add_to_pantry", items=b) for b in batches), say=unclear_dates(items))


def _stock_item(item: Item) -> dict[str, Any]:
    given = {
        "name": item.name,
        "quantity": number(item.quantity) if item.quantity is not None else None,
        "unit": item.unit,
        "expires_on": item.expires_on.isoformat() if item.expires_on else None,
    }
    return {key: value for key, value in given.items() if value is not None}
