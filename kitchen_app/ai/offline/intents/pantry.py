"""Questions to the pantry: "what's in the fridge?", "how many eggs are left?", "what expires "
"soon?"."""

import re
from datetime import date

from kitchen_app.ai.offline.items import read_items
from kitchen_app.ai.offline.plan import Context, Plan, call, do
from kitchen_app.ai.offline.words import Clause
from kitchen_app.services.reading.dates import read_date

PLACE = (
    r"(?:pantry|fridge|freezer|cupboards?|larder|kitchen|inventory|stock|shelf|shelves|"
    r"refrigerator|supplies|stores|house)"
)
_THE = r"(?:the |my |our |your )?"
_ALL = re.compile(
    rf"(?:(?:what(?:'s| is| are|s| all is| do (?:i|we) have| have (?:i|we)(?: got)?|(?: food|"
    rf" ingredients)? (?:do (?:i|we) have|is there|are there))|show(?: me| us)?|list|read|check|"
    rf"open|see|look (?:in|into|at)|go through|display|print|view|give me)\b(?: all| everything|"
    rf" what(?:'s| is| we have| i have))?(?: (?:left|there))?(?: (?:in|into|of|"
    rf"on))? {_THE}(?:whole |entire |current |full )?(?:contents of (?:the |"
    rf"my )?)?{PLACE}(?: list| contents| inventory)?(?: (?:right )?now|today|at the moment)?|"
    rf"{_THE}{PLACE}(?: list| contents| inventory| please)?|(?:take |do an? )?(?:inventory|"
    rf"stock ?take)|what (?:food |ingredients |stuff |groceries |things )?(?:do|have|did) (?:i|"
    rf"we) (?:have|got|still have|currently have|buy)(?: left| now| here| in| at home| in stock|"
    rf" at the moment| right now| on hand| got)*|what(?:'s| is| are|s) (?:left|there|in|in stock|"
    rf"on hand|available|here|still there)(?: at home| to eat)?|(?:show|list|tell)(?: me|"
    rf" us)? (?:everything|all|all (?:my|the|our) (?:food|ingredients|stuff)|(?:my|our|"
    rf"the) (?:food|ingredients|stuff|groceries))(?: (?:i|we) (?:have|own))?|what(?:'s|"
    rf" is) (?:our|my|the) (?:stock|inventory|situation)(?: like)?|(?:(?:is|"
    rf"what's) there )?anything in {_THE}{PLACE}|what have (?:i|we) got(?: in| left| at home)?|"
    rf"how(?:'s| is) (?:the|my|our) {PLACE}(?: looking| doing)?)$",
    re.IGNORECASE,
)
_EXPIRY_WORD = (
    r"(?:expir\w+|go(?:es|ing)? (?:off|bad)|about to (?:go|expire|spoil)\w*|spoil\w*|best before|"
    r"use[ -]by|out of date|need(?:s|ed|ing)? (?:to be )?(?:us(?:ed|ing)|eat(?:en|ing))|(?:should|"
    r"must|do|shall) (?:i|we) (?:use|eat)|to (?:use|eat) up$|can (?:i|we) use up|"
    r"past (?:its|their)|(?:use|eat)(?: up)? (?:first|soon)|"
    r"(?:won't|will not) keep|turn(?:s|ing) bad|too old|use[ -]by dates?)"
)
_EXPIRES = re.compile(
    rf"(?:what|which|whats|anything|is anything|are any|is there anything|does anything|do (?:i|"
    rf"we) have anything|show|list|tell|check|any|things|food|stuff|items|is|"
    rf"are)\b.{{0,60}}?\b{_EXPIRY_WORD}\b(.{{0,60}})$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?:in|within|over|for)?\s*(?:the )?(?:next |coming )?(\d{1,3}|a|one|two|three|four|five|six|"
    r"seven|ten|few|couple of) (day|week|month)s?",
    re.IGNORECASE,
)
_SPELLED = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_SPELLED |= {"ten": 10, "few": 3, "couple of": 2}
_RUNNING_LOW = re.compile(
    rf"(?:(?:what|which (?:things|foods?|ingredients))(?:'s| is| are|s)?(?: (?:we|i))?|(?:is|are) "
    rf"(?:there )?(?:anything|something|we|i)|what (?:do|have) (?:we|i) (?:have |got )?(?:that is |"
    rf"that's )?)(?: (?:running|getting|nearly|almost))? low(?: on(?: anything| something)?)?"
    rf"(?: (?:in|at) {_THE}(?:{PLACE}|home))?$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:(?:do|did|does|have|has) (?:i|we|you|anyone|the \w+) (?:still |actually |already |"
    r"even )?(?:have|got|get|buy|bought|own|stock|keep|use(?: up)?|finish|"
    r"eat)(?: got)?(?: any more| any| some| enough| more)?|have (?:i|we) run out of|have (?:i|"
    r"we)(?: any)?|(?:are|am) (?:we|i) (?:nearly |almost |all )?(?:out of|low on|"
    r"running (?:out of|low on))|(?:is|are|was|were) there(?: still)?(?: any more| any| some|"
    r" enough| more)?|any more|got any|got|have any|any|is|are|was)\s+(.{2,120}?)$",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"(?:(?:tell me |and )?how (?:many|much)(?: more)?(?: of)?|what(?:'s| is) the (?:amount|"
    r"quantity) of|(?:check|look)(?: up)?(?: for| how (?:much|many)| if (?:there(?:'s| is| are)|"
    r"we have|i have))?(?: any)?|what (?:kinds?|types?|sorts?) of|what(?= \w+ (?:do|have) (?:i|"
    r"we)\b)|which|when (?:does|do|will|is|are))\s+(.{2,120}?)$",
    re.IGNORECASE,
)
_COUNT_TAIL = re.compile(
    r"\s+(?:(?:do|did|have|has|are|is|does|will)\b.{0,50}|expires?|go(?:es)? off|left\b.{0,40}|"
    r"remain(?:s|ing)?|(?:in|at|on) (?:the |my |our )?(?:"
    + PLACE[3:-1]
    + r"|home|stock|hand)(?: left)?|at home|right now|now|around|here|today|anywhere|"
    r"(?:i|we) (?:still )?have\b.{0,30}|still|(?:still )?(?:good|ok|okay|fresh|edible|fine|"
    r"safe)(?: to (?:eat|use|drink))?|to hand|available|in|there)$",
    re.IGNORECASE,
)
_PLAINLY_ASKED = re.compile(
    r"(?:do|did|does|any|is there|are there|have (?:i|we)|has)\b", re.IGNORECASE
)
_BARE_IS = re.compile(r"(?:is|are|was)\b(?! there| (?:we|i)\b)", re.IGNORECASE)
_MEASURED = re.compile(
    r"(?:calories|carbs|protein|people|times|days|hours|minutes|seconds|grams|cups|kinds|types|"
    r"recipes?|money|time|sense|idea|problem|question)\b",
    re.IGNORECASE,
)
_ONLY_LEFT = re.compile(
    r"(?!(?:how|what|when|where|which|why|any|is|are|do|does|did|have|has|got|can|could|"
    r"should)\b)(?:(?:i|we) (?:only )?have |(?:i|we)'ve (?:only )?got |there(?:'s| is| are) |"
    r"only )?(?:only |just )?(.{2,60}?) (?:left|remaining)$",
    re.IGNORECASE,
)
_STATED_NONE = re.compile(
    r"(?:i|we) (?:don't|do not|dont|haven't|have not) (?:have|got|have got)(?: any)? (.{2,60})$",
    re.IGNORECASE,
)
_SAID_LEFT = (
    "I only looked. To change it, tell me what came in or what was used, "
    "as in “bought 2 lemons” or “we're out of milk”."
)
SOON = 7


def whole_pantry(clause: Clause, context: Context) -> Plan | None:
    del context
    return do(call("read_pantry")) if _ALL.match(clause.text) else None


def expiring(clause: Clause, context: Context) -> Plan | None:
    """What will not keep, within the days named; a week when it only says "soon"."""
    found = _EXPIRES.match(clause.text)
    if not found or not (clause.question or _asks(clause.text)):
        return None
    return do(call("read_pantry", expiring_within=_days(clause.text.lower(), context.today)))


def running_low(clause: Clause, context: Context) -> Plan | None:
    """What there is less of than there should be."""
    del context
    return do(call("read_pantry", running_low=True)) if _RUNNING_LOW.match(clause.text) else None


def _asks(text: str) -> bool:
    return bool(
        re.match(
            r"(?:what|which|show|list|tell|check|any|is|are|does|do|things|food|stuff|items)",
            text,
            re.IGNORECASE,
        )
    )


def _days(text: str, today: date) -> int:
    if re.search(r"\buse up (?:today|tonight)$", text):
        return SOON
    if re.search(r"\b(?:expired|today|tonight|past|out of date|too old)\b", text):
        return 0
    if "tomorrow" in text:
        return 2 if "after tomorrow" in text else 1
    if found := _WITHIN.search(text):
        count, unit = found.groups()
        return (_SPELLED.get(count) or int(count)) * {"day": 1, "week": 7, "month": 30}[unit]
    if "weekend" in text:
        return (6 - today.weekday()) % 7
    if "month" in text:
        return 30
    if found := re.search(r"\b(?:by|before|until|on) ((?:next )?[\w ]{3,16})$", text):
        on = read_date(found.group(1), today)
        return (on - today).days if on else SOON
    return 14 if "next week" in text else SOON


def one_food(clause: Clause, context: Context) -> Plan | None:
    """ "do we have any rice?", "how many eggs are left?": one look for each food asked about."""
    text = clause.text
    if found := _HOW_MUCH.match(text):
        return _look(_bare(found.group(1)), context)
    found = _ASKED.match(text)
    if found and (clause.question or _PLAINLY_ASKED.match(text)):
        food = _bare(found.group(1))
        vague = _BARE_IS.match(text) and food == found.group(1)
        return None if vague else _look(food, context)
    if (found := _ONLY_LEFT.match(clause.text)) and clause.question:
        return _look(found.group(1), context)
    return None


def only_left(clause: Clause, context: Context) -> Plan | None:
    """ "only 3 lemons left", "we don't have rice": a report that matches no change; it looks."""
    if clause.question:
        return None
    found = _STATED_NONE.match(clause.text) or _ONLY_LEFT.match(clause.text)
    return _look(found.group(1), context, say=_SAID_LEFT) if found else None


def _bare(asked: str) -> str:
    for _ in range(3):
        shorter = _COUNT_TAIL.sub("", asked)
        if shorter == asked:
            break
        asked = shorter
    return asked


def _look(asked: str, context: Context, *, say: str = "") -> Plan | None:
    items = read_items(re.sub(r"\bor\b", "and", asked), context.today)
    if not items or len(items) > 6 or _MEASURED.match(items[0].name):
        return None
    return do(*(call("read_pantry", search=item.name) for item in items), say=say)
