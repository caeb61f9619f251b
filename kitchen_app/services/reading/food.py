"""One food with its amount, and not a word lost: what is no amount stays in the name or a note."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from kitchen_app.services.reading.amounts import read_amount
from kitchen_app.services.reading.lists import NAME_GLUE, glue_names
from kitchen_app.services.reading.measures import (
    cloves,
    is_length,
    leading_unit,
    measured,
    only_amount,
    skip_sizes,
    spaced,
    trailing,
)
from kitchen_app.services.reading.text import has_emoji
from kitchen_app.services.units import CONTAINERS, canonical

_PARENTHESES = re.compile(r"\(([^()]*)\)")
_TIMES = re.compile(r"\s[x*]\s?([1-9]\d{0,3})$", re.IGNORECASE)
_NEARLY = re.compile(
    r"(?:about|approx(?:\.|imately)?|roughly|around|ca\.?|circa|nearly|almost|up to|at least)"
    r" (?=[\d½]|an? |one |two |half )",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:some|(?:a )?few|several|a (?:little )?bit of|a little|a lot of|lots of|plenty of) (?=\S)",
    re.IGNORECASE,
)
_NUMBER_OF_A_KIND = re.compile(r"\b(?:type|size|no\.?|nr\.?|number)$|^\d", re.IGNORECASE)
_ONE_OF = "can tin jar bunch handful pinch bag pack stick dash splash knob sprig".split()


@dataclass(frozen=True)
class Food:
    """`size` is "large"; `pack` what one holds, or a range's end; `vague` "some", "about".

    `asides` stood in parentheses.
    """

    name: str
    quantity: Fraction | None = None
    unit: str | None = None
    size: str | None = None
    pack: str | None = None
    vague: str | None = None
    asides: tuple[str, ...] = ()


def read_food(text: str) -> Food | None:
    """The food a tidy text names; None where it names none ("2 kg")."""
    asides = tuple(aside.strip() for aside in _PARENTHESES.findall(text))
    bare = glue_names(" ".join(_PARENTHESES.sub(" ", text).split())).strip(" ,;:")
    times = _TIMES.search(bare)
    food = _read(bare[: times.start()] if times else bare)
    if food is None or not _is_name(food.name):
        return None
    if times:
        food = replace(food, quantity=(food.quantity or 1) * Fraction(times.group(1)))
    return _with_asides(food, [aside for aside in asides if aside])


def _is_name(name: str) -> bool:
    unit = canonical(name)
    return (any(c.isalpha() for c in name) or has_emoji(name)) and (
        unit is None or unit in CONTAINERS
    )


def _with_asides(food: Food, asides: list[str]) -> Food:
    """ "rice (1 kg)" says how much; any other aside is kept."""
    for aside in asides:
        amount = only_amount(aside) if food.quantity is None and not food.vague else None
        if amount:
            asides.remove(aside)
            food = replace(food, quantity=amount[0], unit=amount[1])
            break
    return replace(food, asides=tuple(asides))


def _read(text: str) -> Food | None:
    for words_before in (_NEARLY, _VAGUE):
        if found := words_before.match(text):
            rest = _read(text[found.end() :])
            return rest and replace(rest, vague=found.group().strip())
    return _leading(text) or _trailing(text) or (Food(_name(text)) if text else None)


def _leading(text: str) -> Food | None:
    words = spaced(text)
    if not words or re.match(r"0\d", words[0]):
        return None
    amount = read_amount(words)
    if amount is None:
        return _one_of(words)
    if is_length(words, amount.end):
        return None
    found = measured(words, amount)
    if amount.of_whole or not found.words:
        return None
    name, unit = cloves(_name(" ".join(found.words)), found.unit)
    return Food(name, found.quantity, unit, found.size, found.pack)


def _one_of(words: list[str]) -> Food | None:
    """ "bag of rice" and "small bunch dill" are one; "bags of crisps" are a name."""
    start, size = skip_sizes(words, 0)
    unit, end = leading_unit(words, start)
    first = words[start].lower()
    if unit is None or first.endswith("s"):
        return None
    if words[end - 1].lower() != "of" and first not in _ONE_OF:
        return None
    return Food(_name(" ".join(words[end:])), Fraction(1), unit, size)


def _trailing(text: str) -> Food | None:
    """ "milk 2l", but not "flour type 405"."""
    found = trailing(text)
    if found is None or _NUMBER_OF_A_KIND.search(found[0]):
        return None
    return Food(_name(found[0]), found[1], found[2])


def _name(text: str) -> str:
    return text.replace(NAME_GLUE, " ").strip(" ,;:")
