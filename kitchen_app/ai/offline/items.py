"""The foods named in a sentence: "some of the rice", "all the eggs", "milk from the shop"."""

import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from kitchen_app.ai.offline.not_food import is_no_food
from kitchen_app.services.reading.amounts import DEFINITE, Amount, digits, read_amount, tokens
from kitchen_app.services.reading.dates import find_expiry
from kitchen_app.services.reading.lists import NAME_GLUE, cut
from kitchen_app.services.reading.measures import (
    cloves,
    leading_unit,
    measured,
    only_amount,
    spaced,
    trailing,
)

_PARENTHESES = re.compile(r"\(([^()]{0,80})\)")
_TAIL = re.compile(
    r"[\s,]+(?:please|pls|plz|thanks|thank you|today|yesterday|tonight|this (?:morning|afternoon|"
    r"evening|week)|just now|earlier|now|again|already|too|as well|also|each|left|on sale|"
    r"on (?:the|my) way (?:home|back)|lol|btw|last (?:night|week)|(?:at|from) (?:the |a |my |"
    r"our )?\w+(?: \w+)?|for (?:[$£€]\s?)?\d+(?:[.,]\d+)?(?: ?(?:euros?|dollars?|pounds|bucks|"
    r"[$£€]))?|(?:to|in|into|on|onto|out of) (?:the |my |our )?(?:pantry|fridge|freezer|"
    r"cupboards?|larder|kitchen|shelf|list|inventory|stock|supplies|house|home|refrigerator|"
    r"cellar|basket|stores?))$",
    re.IGNORECASE,
)
_FILLERS = (
    frozenset(
        "about around approx approximately roughly exactly only just another more extra "
        "additional up "
        "nearly almost over new also the my our your some plus maybe like of".split()
    )
    | DEFINITE
)
_VAGUE = re.compile(
    r"(?:(?:a|an|one|two|three|\d{1,2}) (?:glass(?:es)?|mugs?|plates?|portions?|servings?|scoops?|"
    r"dollops?|drizzle|spoon(?:ful)?s?|chunks?|hunks?|wedges?|lumps?) of|some more|some|a few|few|"
    r"several|a bit(?: more)? of|bit of|a little(?: bit)?(?: of)?|a lot of|lots(?: and lots)? of|"
    r"loads of|plenty of|a load of|tons of|a ton of|a bunch of (?=\w+s\b)|many|most(?: of)?|"
    r"part of|a splash of|a drop of|more|enough|any)\b\s*",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:up )?(?:all of|all|every last(?: bit of)?|the whole|the entire|"
    r"(?:the )?(?:very )?last(?: of| bit of| bits of)?|the rest of|the remaining|what was left of|"
    r"the remainder of|both)\b\s*",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"(?:but )?(?:no|not|without)\b", re.IGNORECASE)
_MORE = ("more", "extra", "additional", "other")
_MAX_WORDS = 7


@dataclass(frozen=True)
class Item:
    """`share` is the fraction of what is there; `definite` is "the butter"; `vague` is "some"."""

    name: str
    quantity: Fraction | None = None
    unit: str | None = None
    share: Fraction | None = None
    note: str | None = None
    expires_on: date | None = None
    unclear_date: str | None = None
    definite: bool = False
    vague: bool = False
    all: bool = False


def read_items(text: str, today: date) -> list[Item] | None:
    """Every item of a list; None when any part of it is no food with an amount."""
    items: list[Item] = []
    for part in cut(text):
        if items and _EXCEPT.match(part):
            continue
        expiry = find_expiry(part, today)
        if not expiry.rest and items:
            items[-1] = replace(items[-1], expires_on=expiry.on, unclear_date=expiry.unclear)
            continue
        item = read_item(expiry.rest)
        if item is None:
            return None
        items.append(replace(item, expires_on=expiry.on, unclear_date=expiry.unclear))
    return items or None


def read_item(text: str) -> Item | None:
    """One food with its amount, wherever the amount stands; None for what is no food."""
    text = _without_tail(text)
    notes = [note.strip() for note in _PARENTHESES.findall(text)]
    bare = _PARENTHESES.sub(" ", text) if notes else text
    item = _leading(spaced(bare)) or _named(bare)
    if item is None:
        return None
    if item.quantity is None and item.share is None and not item.vague:
        item = _trailing(item, notes) or item
    kept = [n for n in (item.note, *notes) if n]
    return replace(item, note=", ".join(kept) or None)


def _without_tail(text: str) -> str:
    for _ in range(4):
        shorter = _TAIL.sub("", text.strip(" ,.!"))
        if shorter == text:
            break
        text = shorter
    return text


def _leading(words: list[str]) -> Item | None:
    """amount [x] [size] [unit [container]] [of] name; or what stands for an amount."""
    text = " ".join(words)
    if found := _ALL.match(text):
        return _everything(text[found.end() :])
    if found := _VAGUE.match(text):
        named = _named(text[found.end() :])
        return replace(named, vague=True) if named else None
    at, definite = _skip_fillers(words)
    amount = read_amount(words, at)
    if amount is None:
        return _of_container(words, at, definite) or _named(" ".join(words))
    return _counted(words, amount, definite)


def _everything(rest: str) -> Item | None:
    """ "all the eggs", "the last 2 eggs": whatever number follows, it is all of them."""
    words = spaced(rest)
    at, _ = _skip_fillers(words)
    amount = read_amount(words, at)
    item = _counted(words, amount, True) if amount else _named(" ".join(words[at:]))
    if item is None:
        return None
    return replace(item, quantity=None, unit=None, share=None, all=True)


def _skip_fillers(words: list[str]) -> tuple[int, bool]:
    at, definite = 0, False
    while at < len(words) - 1 and words[at].lower() in _FILLERS:
        definite = definite or words[at].lower() in DEFINITE
        at += 1
    return at, definite


def _counted(words: list[str], amount: Amount, definite: bool) -> Item | None:
    words = words[: amount.end] + _without_more(words[amount.end :])
    found = measured(words, amount)
    name, of_the = _name(found.words)
    if name is None:
        return None
    if amount.of_whole:
        return Item(name, share=amount.value, definite=True)
    name, unit = cloves(name, found.unit)
    note = ", ".join(filter(None, (found.size, found.pack))) or None
    return Item(name, found.quantity, unit, note=note, definite=definite or of_the)


def _without_more(words: list[str]) -> list[str]:
    return words[1:] if words[:1] and words[0] in _MORE else words


def _of_container(words: list[str], at: int, definite: bool) -> Item | None:
    """ "bag of rice" is one bag; "the bag of rice" is the rice; "bags of crisps" is some."""
    unit, end = leading_unit(words, at)
    if unit is None or words[end - 1].lower() != "of":
        return None
    name, _ = _name(words[end:])
    if name is None:
        return None
    if definite:
        return Item(name, definite=True)
    plural = words[at].lower().endswith("s") and words[at].lower() != unit
    return Item(name, vague=True) if plural else Item(name, Fraction(1), unit)


def _named(text: str) -> Item | None:
    words = tokens(text)
    at, definite = _skip_fillers(words)
    name, of_the = _name(words[at:])
    return Item(name, definite=definite or of_the) if name else None


def _name(words: list[str]) -> tuple[str | None, bool]:
    """The food itself, and whether it was "the" food; None for "it", "home", whole sentences."""
    of_the = False
    while words and (words[0].lower() in DEFINITE or words[0].lower() in ("of", "a", "an")):
        of_the = of_the or words[0].lower() in DEFINITE
        words = words[1:]
    name = " ".join(words).replace(NAME_GLUE, " ").strip(" ,.;:!-\"'")
    if not any(c.isalpha() for c in name) or len(name) > 80 or len(words) > _MAX_WORDS:
        return None, of_the
    if digits(words[0]) is not None or is_no_food([word.lower() for word in words]):
        return None, of_the
    if not name[0].isalnum() and name[0] not in "'\"":
        return None, of_the
    return name, of_the


def _trailing(item: Item, notes: list[str]) -> Item | None:
    """ "eggs x 12", "flour: 2 kg", "rice (1 kg)"."""
    if found := trailing(item.name):
        name, quantity, unit = found
        return replace(item, name=name, quantity=quantity, unit=unit)
    for note in notes:
        if amount := only_amount(note):
            notes.remove(note)
            return replace(item, quantity=amount[0], unit=amount[1])
    return None
