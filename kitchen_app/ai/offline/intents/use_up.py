"""What is gone: "used half the butter", "we're out of milk", "threw away the spinach"."""

import re
from typing import Any

from kitchen_app.ai.offline.items import Item, read_items
from kitchen_app.ai.offline.plan import Call, Context, Plan, call, do
from kitchen_app.ai.offline.replies import how_much
from kitchen_app.ai.offline.words import Clause
from kitchen_app.services.reading.amounts import number

WHO = (
    r"(?:(?:i|we|he|she|they|someone|somebody|my \w+|our \w+|the (?:kids|dog|cat|guests|boys|"
    r"girls|children))(?:'ve| have| has|'s| had|'d)?\s+|(?:ive|weve|have)\s+)?(?:(?:just|also|"
    r"already|finally|only|now|accidentally|then|all|even)\s+){0,3}"
)
_ALL_GONE = re.compile(
    rf"{WHO}(?:finished(?: off| up)?|used up|polished off|emptied|ran out of|run out of|"
    r"killed|drained|depleted|gone through|went through|that(?:'s| was| is) the (?:end|"
    r"last) of)\s+",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    r"(?:(?:we|i)(?:'re| are|'m| am|re)? ?(?:now |all |just |completely |totally |"
    r"officially )*(?:out of|fresh out of)|(?:all |now |fresh )?out of|no more|(?:there(?:'s| is|"
    r" are) )?no more|nothing left of|(?:there(?:'s| is| are)|(?:we|i)(?:'ve| have)(?: got)?|"
    r"(?:we|i) got) no(?: more)?|(?:we|i) (?:don't|do not|dont) have any more|there (?:isn't|"
    r"is not|aren't|are no)(?: any)?(?: more)?)\s+",
    re.IGNORECASE,
)
_NOT_LEFT = re.compile(
    r"(?:(?:we|i) (?:don't|do not|dont|haven't|have not) (?:have |got |have got )?any|"
    r"there (?:isn't|is not|aren't|are not) (?:any|no)|(?:there (?:is|are) |there's |(?:we|"
    r"i) have |(?:we|i)'ve got )?no)(?: more)? (.{2,80}?) (?:left|anymore|any more|"
    r"remaining)(?: .{1,30})?$",
    re.IGNORECASE,
)
_IS_GONE = re.compile(
    r"(?:the |my |our |all (?:of )?(?:the |my |our )?)?(.{2,80}?)(?: is|'s| are| was| were| has|"
    r" have)?(?: all| now| just| completely)* (?:gone|finished|used up|ran out|run out|empty|"
    r"is out|are out|all out|out of stock|depleted|got used up|is no more)$",
    re.IGNORECASE,
)
_USED = re.compile(
    rf"{WHO}(?:used|use|use up|ate|eat|eaten|drank|drunk|drink|drink up|consumed|cooked with|"
    rf"cooked(?=\s+(?:\d|half|two|three|all|an?\b))|"
    r"baked with|spilled|spilt|dropped|broke|smashed|wasted|lost|gave away|took(?: out)?|had|"
    r"devoured|fed|subtract|deduct|take(?: out| off| away)?|(?:made|cooked|"
    r"baked) .{2,60}? (?:with|using|from))\s+(?!to\b)",
    re.IGNORECASE,
)
_THROWN = re.compile(
    rf"{WHO}(?:threw|thrown|throw|tossed|toss|chucked|chuck|binned|bin|discarded|discard|"
    rf"got rid of|"
    r"get rid of|getting rid of|composted|dumped|dump|trashed|had to (?:throw|toss|bin|chuck|"
    r"dump)|threw out|poured|pour)(?: away| out)?\s+(?=\S)",
    re.IGNORECASE,
)
_AWAY_TAIL = re.compile(
    r"\s+(?:away|out|in the (?:bin|trash|garbage|compost)|down the (?:sink|drain))$", re.IGNORECASE
)
_REMOVE = re.compile(
    r"(?:remove|delete|erase|clear|strike|cross off|take)\s+(?!(?:the |my |"
    r"a )?(?:.{0,40} )?(?:recipe|cookbook))",
    re.IGNORECASE,
)
_OFF_LIST = re.compile(
    r"\s+(?:(?:from|off|out of|in) )?(?:the |my |our )?(?:pantry|fridge|freezer|cupboards?|larder|"
    r"list|inventory|stock|kitchen|shelf)$",
    re.IGNORECASE,
)
_SPOILT = re.compile(
    r"(?:the |my |our )(.{2,60}?)(?: has| have| is| are|'s)?(?: all| just)? (?:gone|went|go|"
    r"turned) (?:off|bad|mouldy|moldy|rotten|sour|stale)$",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\s+(?:for|in|to make|to bake|to cook|making|on|with|while|because|when|as they|"
    r"as it)\s+(?:(?:a|an|the|my|our|some|tonight's|today's)\s+)?[^,\d]{1,60}$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|my|our|all|any|of|some)\s+(?:of\s+)?(?:the\s+)?", re.IGNORECASE)
_GONE_BAD = re.compile(
    r"\b(?:mould?y|moldy|rotten|expired|spoil(?:ed|t)|old|stale|slimy|out[- ]of[- ]date|bad|"
    r"gone[- ]off)\s+(?=\w)",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    r"(?:everything|all|it all|the (?:whole |entire )?(?:pantry|fridge|kitchen)|my (?:whole |"
    r"entire )?(?:pantry|fridge))(?: (?:from|in|out of) .{1,30})?$",
    re.IGNORECASE,
)
_WIPE = re.compile(
    r"(?:clear|empty|wipe|delete|reset|erase|clean)(?: out)? (?:all of )?(?:the |my |"
    r"our )?(?:whole |entire )?(?:pantry|fridge|freezer|cupboards?|larder|kitchen|inventory|"
    r"stock)$",
    re.IGNORECASE,
)
WIPE = (
    "I do not empty the whole pantry at once, a slip would cost too much. "
    "Tell me which foods are gone, as in “threw away the spinach and the milk”."
)


def used(clause: Clause, context: Context) -> Plan | None:
    """What left the pantry by amount, share or altogether."""
    if clause.question:
        return None
    text = _OFF_LIST.sub("", clause.text)
    if found := _NOT_LEFT.match(text):
        return _finished(found.group(1), context)
    for opening in (_ALL_GONE, _OUT_OF):
        if found := opening.match(text):
            return _finished(text[found.end() :], context)
    if found := _IS_GONE.match(text):
        return _finished(found.group(1), context)
    if found := _USED.match(text):
        return _used(text[found.end() :], context)
    return None


def removed(clause: Clause, context: Context) -> Plan | None:
    """What was thrown away or entered by mistake; an amount of it is used up instead."""
    if clause.question:
        return None
    if _WIPE.match(clause.text):
        return Plan(say=WIPE)
    text = _OFF_LIST.sub("", _AWAY_TAIL.sub("", _OFF_LIST.sub("", clause.text)))
    if found := _SPOILT.match(text):
        return _removed(found.group(1), context)
    for opening in (_THROWN, _REMOVE):
        if found := opening.match(text):
            rest = text[found.end() :]
            return Plan(say=WIPE) if _EVERYTHING.match(rest) else _removed(rest, context)
    return None


def _finished(listed: str, context: Context) -> Plan | None:
    items = _read(listed, context)
    return use(items, all_gone=True) if items else None


def _used(listed: str, context: Context) -> Plan | None:
    items = _read(listed, context)
    return use(items, all_gone=False) if items else None


def _read(listed: str, context: Context) -> list[Item] | None:
    """The list itself, without what it was used for ("for pancakes") when that is said."""
    if _EVERYTHING.match(listed):
        return None
    return read_items(_PURPOSE.sub("", listed) or listed, context.today)


def use(items: list[Item], *, all_gone: bool = False) -> Plan:
    """Use up what has an amount; ask about the rest, so that "some" never becomes all."""
    vague = [i for i in items if i.vague or not (all_gone or _says_how_much(i))]
    known = [i for i in items if i not in vague]
    calls: list[Call] = []
    if known:
        calls.append(call("use_up", items=[_use_item(item) for item in known]))
    return do(*calls, say=how_much(vague))


def _says_how_much(item: Item) -> bool:
    return bool(item.quantity or item.share or item.all or item.definite)


def _use_item(item: Item) -> dict[str, Any]:
    given = {
        "name": item.name,
        "quantity": number(item.quantity) if item.quantity is not None else None,
        "unit": item.unit,
        "fraction": number(item.share) if item.share is not None else None,
    }
    return {key: value for key, value in given.items() if value is not None}


def _removed(listed: str, context: Context) -> Plan | None:
    listed = _GONE_BAD.sub("", listed)
    items = _read(
        _ARTICLE.sub("", listed) if not re.search(r"\d|half", listed) else listed, context
    )
    if not items:
        return None
    part = [i for i in items if i.quantity or i.share]
    whole = [i.name for i in items if i not in part and not i.vague]
    calls = [call("use_up", items=[_use_item(i) for i in part])] if part else []
    if whole:
        calls.append(call("remove_from_pantry", names=whole))
    return do(*calls, say=how_much([i for i in items if i.vague]))
