"""Units and oven temperatures: "how many ml in 2 cups", "grams in a cup of flour", "350F in C"."""

import re
from decimal import Decimal
from fractions import Fraction

from kitchen_app.ai.offline.plan import Context, Plan
from kitchen_app.ai.offline.words import Clause
from kitchen_app.errors import IncompatibleUnits
from kitchen_app.services import foods, measures
from kitchen_app.services.reading.amounts import read_amount
from kitchen_app.services.reading.measures import spaced
from kitchen_app.services.units import canonical, convert, kind, say

_HOW_MANY = re.compile(
    r"(?:how (?:many|much)|what(?:'s| is)(?: the)?(?: number of)?) ([a-z. ]{1,20}?) (?:(?:are|"
    r"is) )?(?:(?:there )?(?:in|to|per|is|are|equals?|make(?:s)? up|make(?:s)?|"
    r"go(?:es)? in(?:to)?)) (.{1,60})$",
    re.IGNORECASE,
)
_INTO = re.compile(
    r"(?:convert|change|turn|translate|what(?:'s| is| are|s)|how much (?:is|are)|how many is|"
    r"express|give me|show me|calculate)?\s*(.{1,60}?)\s+(?:in(?:to)?|to|as|=|->|=>|equals?|"
    r"equal to|is how many|is how much|are how many|"
    r"in terms of)\s+(?:how many )?([a-z. ]{1,20})\s*$",
    re.IGNORECASE,
)
_WEIGHS = re.compile(r"(?:how much|what) (?:do|does) (.{1,60}?) weigh$", re.IGNORECASE)
_DEGREES = re.compile(
    r"(-?\d{1,4}(?:[.,]\d)?)\s*(?:°|º|degrees?|deg\.?)?\s*(fahrenheit|farenheit|celsius|celcius|"
    r"centigrade|f|c)\b",
    re.IGNORECASE,
)
_GAS = re.compile(
    r"\bgas(?: mark)?\s*(\d{1,2}|1/2|1/4|half|one|two|three|four|five|six|seven|eight|nine)\b",
    re.IGNORECASE,
)
_TO_GAS = re.compile(r"\b(?:in|to|as|what|which)\b.{0,12}\bgas\b", re.IGNORECASE)
_WANTS = re.compile(
    r"\b(?:in|to|into|as)\s+(?:degrees? |°)?(fahrenheit|farenheit|celsius|celcius|centigrade|f|c|"
    r"gas)\b",
    re.IGNORECASE,
)
_TEMPERATURE_TALK = re.compile(
    r"\b(?:convert|what|what's|whats|how|in|to|is|oven|gas|degrees|into|as)\b|^\W*-?\d",
    re.IGNORECASE,
)
# British gas marks in degrees Celsius, as printed on UK ovens.
_MARKS = {
    Fraction(1, 4): 110,
    Fraction(1, 2): 120,
    1: 140,
    2: 150,
    3: 160,
    4: 180,
    5: 190,
    6: 200,
    7: 220,
    8: 230,
    9: 240,
}


def converted(clause: Clause, context: Context) -> Plan | None:
    """The same amount in another unit, or honestly why that cannot be known."""
    del context
    text = clause.text
    return _temperature(text) or _units(text)


def _units(text: str) -> Plan | None:
    asked = _HOW_MANY.match(text)
    if asked and (wanted := canonical(asked.group(1))):
        return _answer(spaced(asked.group(2)), wanted)
    if weighed := _WEIGHS.match(text):
        return _answer(spaced(weighed.group(1)), "g")
    found = _INTO.match(text)
    wanted = canonical(found.group(2)) if found else None
    return _answer(spaced(found.group(1)), wanted) if found and wanted else None


def _answer(words: list[str], wanted: str) -> Plan | None:
    amount = read_amount(words)
    value, at = (amount.value, amount.end) if amount and not amount.of_whole else (Fraction(1), 0)
    for length in (2, 1):
        unit = canonical(" ".join(words[at : at + length])) if len(words) >= at + length else None
        if unit:
            return Plan(say=_said(value, unit, wanted, _food(words[at + length :])))
    return _pieces(value, words[at:], wanted)


def _pieces(value: Fraction, words: list[str], wanted: str) -> Plan | None:
    """What so many of a food weigh, "2 onions"; None where nobody knows."""
    food = _food(words)
    known = _weighed(value, None, wanted, food)
    if known is None:
        return None
    return Plan(say=f"{_shown(value)} {food} is about {known}.")


def _food(words: list[str]) -> str:
    return " ".join(word for word in words if word.lower() not in ("of", "the", "a", "an"))


def _weighed(value: Fraction, unit: str | None, wanted: str, food: str) -> str | None:
    """An amount of a food in a unit of another kind, as people say it; None where what it weighs
    is not known."""
    if kind(wanted) not in ("mass", "volume") or not food:
        return None
    key = foods.name_key(food)
    amount = measures.measure(key, Decimal(value.numerator) / value.denominator, unit)
    found = measures.in_unit(key, amount, wanted) if amount else None
    return None if found is None else say(found, wanted, "")


def _said(value: Fraction, unit: str, wanted: str, food: str) -> str:
    start = _measure(value, unit)
    try:
        exact = convert(Decimal(value.numerator) / Decimal(value.denominator), unit, wanted)
    except IncompatibleUnits:
        if (known := _weighed(value, unit, wanted, food)) is None:
            return _incomparable(unit, wanted, food)
        return f"{start} of {food} is about {known}."
    return f"{start} {_equals(exact)} {_measure(Fraction(exact), wanted)}."


def _incomparable(unit: str, wanted: str, food: str) -> str:
    if {kind(unit), kind(wanted)} == {"mass", "volume"}:
        what = food or "what it is"
        return (
            f"That depends on {'the ' if food else ''}{what}: {unit} is a {kind(unit)} and "
            f"{wanted} a {kind(wanted)}, "
            "and how much fits depends on how dense and how packed it is. I do not guess; "
            "weigh it once, or look at the packet."
        )
    return (
        f"A {unit} has no fixed size, so I cannot say how much it is in {wanted}. I do not guess."
    )


def _shown(value: Fraction) -> str:
    """At most four figures, and no zeros at the end."""
    number = float(value)
    digits = 0 if abs(number) >= 1000 else 1 if abs(number) >= 100 else 2 if abs(number) >= 1 else 3
    text = f"{number:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _measure(value: Fraction, unit: str) -> str:
    plural = "s" if value > 1 and unit in ("cup", "pint", "quart", "gallon") else ""
    return f"{_shown(value)} {unit}{plural}"


def _equals(exact: Decimal) -> str:
    return "is" if Fraction(_shown(Fraction(exact))) == Fraction(exact) else "is about"


def _temperature(text: str) -> Plan | None:
    if not _TEMPERATURE_TALK.search(text):
        return None
    if gas := _GAS.search(text):
        return _from_gas(gas.group(1).lower())
    found = _DEGREES.search(text)
    if not found or not (_WANTS.search(text) or _TO_GAS.search(text) or len(text.split()) <= 4):
        return None
    degrees = Fraction(found.group(1).replace(",", "."))
    scale = found.group(2)[0].upper()
    celsius = (
        degrees
        if scale == "C" or found.group(2).lower() == "centigrade"
        else (degrees - 32) * Fraction(5, 9)
    )
    if _TO_GAS.search(text):
        return Plan(say=_to_gas(degrees, scale, celsius))
    if scale == "F":
        return Plan(say=f"{_shown(degrees)} °F is {_nearest(celsius)} °C.")
    return Plan(say=f"{_shown(degrees)} °C is {_nearest(celsius * Fraction(9, 5) + 32)} °F.")


def _nearest(degrees: Fraction) -> str:
    return ("" if degrees.denominator == 1 else "about ") + str(round(degrees))


def _from_gas(said: str) -> Plan | None:
    amount = read_amount([said])
    celsius = _MARKS.get(amount.value) if amount else None
    if celsius is None:
        return Plan(say="Gas marks go from 1/4 to 9; I do not know that one.")
    fahrenheit = round(celsius * 9 / 5 + 32)
    return Plan(say=f"Gas mark {said} is about {celsius} °C, which is about {fahrenheit} °F.")


def _to_gas(degrees: Fraction, scale: str, celsius: Fraction) -> str:
    mark = min(_MARKS, key=lambda m: abs(_MARKS[m] - celsius))
    if abs(_MARKS[mark] - celsius) > 15:
        return f"{_shown(degrees)} °{scale} is outside what gas marks cover (110 to 240 °C)."
    return f"{_shown(degrees)} °{scale} is about gas mark {mark}."
