"""One food with its amount: "half a kilo of tomatoes", "eggs x12", "three 400g tins of beans"."""

import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from kitchen_app.ai.offline.amounts import (
    DEFINITE,
    Amount,
    and_part,
    digits,
    plain,
    read_amount,
    tokens,
)
from kitchen_app.ai.offline.not_food import is_no_food
from kitchen_app.services.units import canonical, kind

NAME_GLUE = "ǁ"  # stands for the spaces of "half and half" while a list is read
_PARENTHESES = re.compile(r"\(([^()]{0,80})\)")
_ATTACHED = re.compile(r"(?<![\w.,/])(\d[\d.,/]*)-?(x|[A-Za-z]{1,11})\b(?!-)")
_TIMES = re.compile(
    r"^(.*?\S)\s*(?:\s[x*]\s?|[:=-]\s|\s-\s?|\s)(\d[\d.,/]*(?: \d/\d)?)(?: ([A-Za-z. ]{1,14}))?$"
)
_N_PACK = re.compile(
    r"(?:(?:a|one) )?(\d{1,3}|two|three|four|six|eight|ten|twelve)[- ]packs? (?:of )?(?=\S)",
    re.IGNORECASE,
)
_PACK_OF = re.compile(
    r"(?:a|an|one|the)? ?(?:box|pack|packet|tray|carton|bag|punnet) (?:of|"
    r"with) (?=\d{1,3} [A-Za-z])",
    re.IGNORECASE,
)

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
SIZES = frozenset(
    "small medium large big huge little tiny extra-large xl heaped heaping level scant rounded "
    "generous good full large-sized medium-sized".split()
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
# Cans and jars are counted; of anything else in packs, what matters is how much they hold.
_COUNTED_AS = frozenset(("can", "jar"))
_PACKAGES = frozenset(
    "bag bar block bottle box carton loaf pack punnet sachet tray tub tube".split()
)
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


def spaced(text: str) -> list[str]:
    """Words, with "400g" and "2x" taken apart where the letters are a unit."""

    def apart(found: re.Match[str]) -> str:
        count, unit = found.groups()
        return f"{count} {unit}" if unit.lower() == "x" or canonical(unit) else found.group()

    text = re.sub(r"(?<=\d)x(?=\d)", " x ", text)
    text = _N_PACK.sub(r"\1 ", _ATTACHED.sub(apart, text))
    text = _PACK_OF.sub("", text)
    return tokens(_ATTACHED.sub(apart, text))


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
    at = amount.end + (words[amount.end : amount.end + 1] in (["x"], ["X"], ["*"]))
    at, size = _skip_sizes(words, at)
    at += words[at : at + 1] in (["more"], ["extra"], ["additional"], ["other"])
    inner = read_amount(words, at) if at < len(words) and words[at][0].isdigit() else None
    unit, at = _unit(words, inner.end if inner else at)
    measure, count = inner.value if inner else amount.value, amount.value if inner else Fraction(1)
    container, after = _unit(words, at) if unit and kind(unit) != unit else (None, at)
    quantity: Fraction = measure * count
    notes = [size]
    if container in _COUNTED_AS:
        quantity, at, notes = count, after, [size, f"{plain(measure)} {unit}"]
        unit = container
    elif container in _PACKAGES:
        at = after
    elif unit:
        extra, at = and_part(words, at)
        quantity += extra
        at += words[at : at + 1] == ["of"]
    name, of_the = _name(words[at:])
    if name is None:
        return None
    if amount.of_whole:
        return Item(name, share=amount.value, definite=True)
    notes.append(f"up to {plain(amount.most)}" if amount.most else None)
    note = ", ".join(filter(None, notes)) or None
    return _cloves(Item(name, quantity, unit, note=note, definite=definite or of_the))


def _skip_sizes(words: list[str], at: int) -> tuple[int, str | None]:
    sizes = []
    while at < len(words) - 1 and words[at].lower() in SIZES:
        sizes.append(words[at].lower())
        at += 1
    return at, " ".join(sizes) or None


def _unit(words: list[str], at: int) -> tuple[str | None, int]:
    """A unit that is followed by what it measures; otherwise the word is a name ("3 rolls")."""
    for length in (2, 1):
        end = at + length
        known = canonical(" ".join(words[at:end])) if end < len(words) else None
        if known:
            return known, end + (words[end].lower() == "of" and end + 1 < len(words))
    return None, at


def _of_container(words: list[str], at: int, definite: bool) -> Item | None:
    """ "bag of rice" is one bag; "the bag of rice" is the rice; "bags of crisps" is some."""
    unit, end = _unit(words, at)
    if unit is None or words[end - 1].lower() != "of":
        return None
    name, _ = _name(words[end:])
    if name is None:
        return None
    if definite:
        return Item(name, definite=True)
    plural = words[at].lower().endswith("s") and words[at].lower() != unit
    return Item(name, vague=True) if plural else Item(name, Fraction(1), unit)


def _cloves(item: Item) -> Item:
    """ "3 garlic cloves" is 3 cloves of garlic."""
    head, _, tail = item.name.rpartition(" ")
    if item.unit is None and head and tail.lower() in ("clove", "cloves"):
        return replace(item, name=head, unit="clove")
    return item


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
    if found := _TIMES.match(" ".join(spaced(item.name))):
        name, count, unit_text = found.groups()
        return _measured(item, name, count, unit_text)
    for note in notes:
        words = spaced(note)
        amount = read_amount(words)
        if amount and not amount.of_whole:
            unit = canonical(" ".join(words[amount.end :]))
            if unit or amount.end == len(words):
                notes.remove(note)
                return replace(item, quantity=amount.value, unit=unit)
    return None


def _measured(item: Item, name: str, count: str, unit_text: str | None) -> Item | None:
    amount = read_amount(tokens(count))
    unit = canonical(unit_text) if unit_text else None
    if amount is None or (unit_text and unit is None):
        return None
    name = name.rstrip(" :-=x*,") if name[-1:] in ":-=x*," and " " in name else name.rstrip(" :-=,")
    return replace(item, name=name, quantity=amount.value, unit=unit) if name else None
