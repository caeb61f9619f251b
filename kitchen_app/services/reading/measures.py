"""How much of it: "three 400g tins of beans", "6 x 330 ml beer", "eggs x12", "flour: 2 kg"."""

import re
from dataclasses import dataclass
from fractions import Fraction

from kitchen_app.services.foods import only_describes
from kitchen_app.services.reading.amounts import Amount, and_part, plain, read_amount, tokens
from kitchen_app.services.units import LONGEST_UNIT, canonical, kind

_ATTACHED = re.compile(r"(?<![\w.,/])(\d[\d.,/]*)-?(x|[A-Za-z]{1,11})\b(?!-)")
_TRAILING = re.compile(
    r"^(.*?\S)\s*(?:\s[x*]\s?|[:=-]\s|\s-\s?|\s)(\d[\d.,/]*(?: \d/\d)?)(?: ([A-Za-z. ]{1,14}))?$"
)
_OPEN_RANGE = re.compile(r"(?<=\d)(?: -|- |-(?=\d+ \d/\d)|(?<=\d/\d)-)(?=\d)")  # "1-1 1/2"
_N_PACK = re.compile(
    r"(?:(?:a|one) )?(?<![\w.,/])(?!1\b)(\d{1,3}|two|three|four|six|eight|ten|twelve)"
    r"(?:-packs?| pack) (?:of )?(?=\S)",
    re.IGNORECASE,
)
_PACK_OF = re.compile(
    r"(?:a|an|one|the)? ?(?:box|pack|packet|tray|carton|bag|punnet) (?:of|"
    r"with) (?=\d{1,3} [A-Za-z])",
    re.IGNORECASE,
)
SIZES = frozenset(
    "small medium large big huge little tiny extra-large xl heaped heaping level scant rounded "
    "generous good full large-sized medium-sized".split()
)
_LENGTHS = frozenset("mm cm inch inches".split())
# Cans and jars are counted; of anything else in packs, what matters is how much they hold.
_COUNTED_AS = frozenset(("can", "jar"))
_PACKAGES = frozenset(
    "bag ball bar block bottle box carton loaf pack pot punnet sachet tray tub tube".split()
)


@dataclass(frozen=True)
class Measure:
    """An amount with its unit. `size` is "large", `pack` what one of them holds, or a range's end.

    `words` are what follows it: the name.
    """

    words: list[str]
    quantity: Fraction
    unit: str | None
    size: str | None = None
    pack: str | None = None


def spaced(text: str) -> list[str]:
    """Words, with "400g" and "2x" taken apart where the letters are a unit."""

    def apart(found: re.Match[str]) -> str:
        count, unit = found.groups()
        return f"{count} {unit}" if unit.lower() == "x" or canonical(unit) else found.group()

    text = re.sub(r"(?<=\d)x(?=\d)", " x ", text)
    text = _OPEN_RANGE.sub(" - ", text)
    text = _N_PACK.sub(r"\1 ", _ATTACHED.sub(apart, text))
    text = _PACK_OF.sub("", text)
    return tokens(_ATTACHED.sub(apart, text))


def measured(words: list[str], amount: Amount) -> Measure:
    """What follows an amount: [x] [size] [amount of one] [unit [container]] [of]."""
    at = amount.end + (words[amount.end : amount.end + 1] in (["x"], ["X"], ["*"]))
    at, size = skip_sizes(words, at)
    inner = read_amount(words, at) if at < len(words) and words[at][0].isdigit() else None
    inner = None if inner and is_length(words, inner.end) else inner
    unit, at = leading_unit(words, inner.end if inner else at)
    measure, count = inner.value if inner else amount.value, amount.value if inner else Fraction(1)
    container, after = leading_unit(words, at) if unit and kind(unit) != unit else (None, at)
    quantity: Fraction = measure * count
    held = None
    if container in _COUNTED_AS:
        held, quantity, unit, at = f"{plain(measure)} {unit}", count, container, after
    elif container in _PACKAGES:
        at = after
    elif unit:
        extra, at = and_part(words, at)
        quantity += extra
        at += words[at : at + 1] == ["of"]
    most = f"up to {plain(amount.most)}" if amount.most else None
    return Measure(words[at:], quantity, unit, size, ", ".join(filter(None, (held, most))) or None)


def is_length(words: list[str], at: int) -> bool:
    """A "2 cm piece" is a name: no more of anything than one piece."""
    return words[at : at + 1] != [] and words[at].lower() in _LENGTHS


def skip_sizes(words: list[str], at: int) -> tuple[int, str | None]:
    sizes = []
    while at < len(words) - 1 and words[at].lower() in SIZES:
        sizes.append(words[at].lower())
        at += 1
    return at, " ".join(sizes) or None


def leading_unit(words: list[str], at: int) -> tuple[str | None, int]:
    """A unit that is followed by what it measures; otherwise the word is a name ("3 rolls")."""
    for length in range(LONGEST_UNIT, 0, -1):
        end = at + length
        known = canonical(" ".join(words[at:end])) if end < len(words) else None
        if known:
            return known, end + (words[end].lower() in ("of", "de") and end + 1 < len(words))
    return None, at


def cloves(name: str, unit: str | None) -> tuple[str, str | None]:
    """ "3 garlic cloves" is 3 cloves of garlic, but "3 whole cloves" are a spice."""
    head, _, tail = name.rpartition(" ")
    if unit is None and tail.lower() in ("clove", "cloves") and not only_describes(head or "whole"):
        return head, "clove"
    return name, unit


def trailing(text: str) -> tuple[str, Fraction, str | None] | None:
    """Name, quantity and unit where the amount stands last: "eggs x 12", "flour: 2 kg"."""
    found = _TRAILING.match(" ".join(spaced(text)))
    if found is None:
        return None
    name, count, unit_text = found.groups()
    amount = read_amount(tokens(count))
    unit = canonical(unit_text) if unit_text else None
    if amount is None or (unit_text and unit is None):
        return None
    name = name.rstrip(" :-=x*,") if name[-1:] in ":-=x*," and " " in name else name.rstrip(" :-=,")
    return (name, amount.value, unit) if name else None


def only_amount(text: str) -> tuple[Fraction, str | None] | None:
    """A text that is nothing but an amount: "1 kg", "12"."""
    words = spaced(text)
    amount = read_amount(words)
    if amount is None or amount.of_whole:
        return None
    unit = canonical(" ".join(words[amount.end :]))
    return (amount.value, unit) if unit or amount.end == len(words) else None
