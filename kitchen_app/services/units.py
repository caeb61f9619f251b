"""Units of the kitchen: what people call them, what they measure, and exact conversion.

Factors are exact by definition, except the metric spoons, which are the 5 and 15 ml every
measuring set uses. A plain cup, pint, quart, gallon or fluid ounce is the US one, whoever cooks:
one who means another says so ("imperial pint", "metric cup"). Sources: NIST Handbook 44, appendix
C; the imperial gallon is 4.54609 l (UK Weights and Measures Act 1985), the metric cup 250 ml.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from kitchen_app.errors import IncompatibleUnits

Dimension = Literal["mass", "volume"]


@dataclass(frozen=True)
class Unit:
    """`factor` is grams for a mass, millilitres for a volume."""

    symbol: str
    dimension: Dimension
    factor: Decimal
    aliases: tuple[str, ...]


def _unit(symbol: str, dimension: Dimension, factor: str, *aliases: str) -> Unit:
    return Unit(symbol, dimension, Decimal(factor), aliases)


def _imperial(*names: str) -> tuple[str, ...]:
    """The names but the first with "imperial", and all with "UK" and "British"."""
    said = ("imperial", "imp", "uk", "british")
    return tuple(f"{word} {name}" for word in said for name in names)[1:]


# fmt: off
UNITS = (
    _unit("mg", "mass", "0.001", "milligram", "milligrams", "milligramme", "mgs"),
    _unit("g", "mass", "1", "gr", "gm", "gms", "gs", "gram", "grams", "gramme", "grammes"),
    _unit("kg", "mass", "1000", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme"),
    _unit("oz", "mass", "28.349523125", "ounce", "ounces", "ozs"),
    _unit("lb", "mass", "453.59237", "lbs", "pound", "pounds"),
    _unit("st", "mass", "6350.29318", "stone"),
    _unit("ml", "volume", "1", "mls", "milliliter", "milliliters", "millilitre", "millilitres"),
    _unit("cl", "volume", "10", "cls", "centiliter", "centiliters", "centilitre", "centilitres"),
    _unit("dl", "volume", "100", "dls", "deciliter", "deciliters", "decilitre", "decilitres"),
    _unit("l", "volume", "1000", "ls", "ltr", "ltrs", "liter", "liters", "litre", "litres"),
    _unit("tsp", "volume", "5", "tsps", "teaspoon", "teaspoons", "teaspoonful", "teaspoonfuls",
          "tsk", "cdta", "cdtas", "cucchiaino", "cucchiaini", "càc", "c à c", "cuillère à café",
          "cuillères à café", "theelepel", "theelepels", "teelöffel"),
    _unit("tbsp", "volume", "15", "tbsps", "tbs", "tbl", "tblsp", "tablespoon", "tablespoons",
          "tablespoonful", "tablespoonfuls", "msk", "cda", "cdas", "cucchiaio", "cucchiai", "càs",
          "c à s", "cuillère à soupe", "cuillères à soupe", "eetlepel", "eetlepels", "esslöffel"),
    _unit("fl oz", "volume", "29.5735295625", "floz", "fluid ounce", "fluid ounces", "fl ounce"),
    _unit("cup", "volume", "236.5882365", "cups", "cupful", "cupfuls"),
    _unit("pint", "volume", "473.176473", "pints", "pt", "pts"),
    _unit("quart", "volume", "946.352946", "quarts", "qt", "qts"),
    _unit("gallon", "volume", "3785.411784", "gallons", "gal", "gals"),
    _unit("metric cup", "volume", "250", "metric cups", "australian cup", "australian cups"),
    _unit("imperial fl oz", "volume", "28.4130625",
          *_imperial("fl oz", "fluid ounce", "fluid ounces")),
    _unit("imperial cup", "volume", "284.130625", *_imperial("cup", "cups")),
    _unit("imperial pint", "volume", "568.26125", *_imperial("pint", "pints", "pt")),
    _unit("imperial quart", "volume", "1136.5225", *_imperial("quart", "quarts")),
    _unit("imperial gallon", "volume", "4546.09", *_imperial("gallon", "gallons")),
)
# fmt: on

CONTAINERS = {
    "bag": ("bags",),
    "ball": ("balls",),
    "bar": ("bars",),
    "block": ("blocks",),
    "bottle": ("bottles",),
    "bowl": ("bowls",),
    "box": ("boxes",),
    "bulb": ("bulbs",),
    "bunch": ("bunches", "bund"),
    "can": ("cans", "tin", "tins", "dose", "dosen"),
    "carton": ("cartons",),
    "clove": ("cloves", "zehe", "zehen"),
    "cube": ("cubes",),
    "dash": ("dashes",),
    "dollop": ("dollops",),
    "drizzle": ("drizzles",),
    "drop": ("drops",),
    "ear": ("ears",),
    "fillet": ("fillets", "filet", "filets"),
    "glass": ("glasses",),
    "glug": ("glugs",),
    "handful": ("handfuls", "handsful", "handvoll"),
    "head": ("heads",),
    "jar": ("jars",),
    "knob": ("knobs",),
    "leaf": ("leaves",),
    "loaf": ("loaves",),
    "pack": ("packs", "packet", "packets", "package", "packages", "pkg", "pkgs", "pkt"),
    "piece": ("pieces", "pc", "pcs"),
    "pinch": ("pinches", "prise", "prisen"),
    "pot": ("pots",),
    "punnet": ("punnets",),
    "rasher": ("rashers",),
    "rib": ("ribs",),
    "roll": ("rolls",),
    "sachet": ("sachets", "envelope", "envelopes"),
    "sheet": ("sheets",),
    "sleeve": ("sleeves",),
    "slice": ("slices",),
    "splash": ("splashes",),
    "sprig": ("sprigs",),
    "square": ("squares",),
    "squeeze": ("squeezes",),
    "stalk": ("stalks", "stange", "stangen"),
    "stick": ("sticks",),
    "strip": ("strips",),
    "tray": ("trays",),
    "tub": ("tubs",),
    "tube": ("tubes",),
    "wedge": ("wedges",),
}

_BY_SYMBOL = {unit.symbol: unit for unit in UNITS}
_SYMBOLS = {alias: unit.symbol for unit in UNITS for alias in (unit.symbol, *unit.aliases)} | {
    alias: name for name, aliases in CONTAINERS.items() for alias in (name, *aliases)
}
LONGEST_UNIT = max(len(name.split()) for name in _SYMBOLS)  # words
# A capital T is a tablespoon and a small t a teaspoon, and only so; EL and TL are German spoons;
# "c." is a cup, but a bare c may begin anything.
_CASE_SENSITIVE = {"T": "tbsp", "t": "tsp", "EL": "tbsp", "TL": "tsp", "c.": "cup"}


def canonical(text: str) -> str | None:
    """The symbol of a unit however it is written ("Grams", "tbsp.", "tins"), None if unknown."""
    written = " ".join(text.split())
    name = written.rstrip(".")
    return (
        _CASE_SENSITIVE.get(written)
        or _CASE_SENSITIVE.get(name)
        or _SYMBOLS.get(name.lower().replace(". ", " "))
    )


def kind(unit: str | None) -> str:
    """What adds up together: "mass", "volume", "count", or one unit with itself."""
    if unit is None or unit == "piece":
        return "count"
    known = _BY_SYMBOL.get(unit)
    return known.dimension if known else f"each {unit}"


def convert(quantity: Decimal, unit: str | None, to: str | None) -> Decimal:
    """The same amount in another unit; IncompatibleUnits where that cannot be known."""
    if unit == to:
        return quantity
    if kind(unit) != kind(to):
        raise IncompatibleUnits(unit, to)
    if unit not in _BY_SYMBOL or to not in _BY_SYMBOL:
        return quantity
    return quantity * _BY_SYMBOL[unit].factor / _BY_SYMBOL[to].factor


_KITCHEN_DENOMINATORS = (3, 6, 7, 9, 12)


def meant(quantity: Decimal) -> Fraction:
    """What a stored amount stands for: 0.3333 is a third, so three times that is one."""
    for under in _KITCHEN_DENOMINATORS:
        near = Fraction(round(quantity * under), under)
        if round(Decimal(near.numerator) / near.denominator, 4) == quantity:
            return near
    return Fraction(quantity)


_GLYPHS = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/6": "⅙", "5/6": "⅚"} | {
    f"{eighths}/8": glyph for eighths, glyph in ((1, "⅛"), (3, "⅜"), (5, "⅝"), (7, "⅞"))
}
_FRACTIONS = {
    places: {round(Decimal(int(g[0])) / int(g[2]), places): glyph for g, glyph in _GLYPHS.items()}
    for places in (3, 4)
}
_PLURALS = {name: aliases[0] for name, aliases in CONTAINERS.items()} | {
    unit.symbol: f"{unit.symbol}s"
    for unit in UNITS
    if unit.symbol.endswith(("cup", "pint", "quart", "gallon"))
}
_TWO_DIGITS = Context(prec=2)
# The digits worth reading: nobody weighs 33.33 g, but 1.33 kg.
_METRIC_DIGITS = {"mg": 2, "g": 2, "ml": 2, "cl": 2, "dl": 2, "kg": 3, "l": 3}


def say(quantity: Decimal | None, unit: str | None, name: str, *, exact: bool = False) -> str:
    """An amount of something as people write it: 250 g butter, 1½ cups milk, 2 cans of beans.

    Rounded for reading; `exact` is for a line that will be read back.
    """
    if quantity is None:
        return name
    number = _number(quantity, unit, 4 if exact else 3)
    of = "of" if name and unit in CONTAINERS else ""
    if unit and quantity > 1:
        unit = _PLURALS.get(unit, unit)
    return " ".join(word for word in (number, unit, of, name) if word)


def _number(quantity: Decimal, unit: str | None, places: Literal[3, 4]) -> str:
    """Four places are exact. Kitchen fractions, but never of what a scale or a jug shows."""
    whole, part = divmod(round(quantity, places), 1)
    if unit not in _METRIC_DIGITS and part in _FRACTIONS[places]:
        return f"{int(whole) or ''}{_FRACTIONS[places][part]}"
    if places == 4 or not part:
        return f"{(whole + part).normalize():f}"
    return f"{_readable(quantity, unit).normalize():f}"


def _readable(quantity: Decimal, unit: str | None) -> Decimal:
    """To two places and, in metric, to the digits worth reading; 12.5 g and 1.25 l stay."""
    digits = _METRIC_DIGITS.get(unit or "")
    step = Decimal("0.5") if digits == 2 and quantity >= 10 else Decimal("0.05")
    if digits is None or quantity % step == 0 or quantity < Decimal("0.1"):
        return round(quantity, 2) or quantity.normalize(_TWO_DIGITS)
    return round(quantity, min(2, max(0, digits - 1 - quantity.adjusted())))


def say_short(quantity: Decimal, unit: str | None, name: str) -> str:
    """What is lacking, in an amount that one would measure, and never less than it is."""
    return say(at_least(quantity, unit), unit, name)


def at_least(quantity: Decimal, unit: str | None) -> Decimal:
    """The next amount that can be read and measured: 33.2 g is 34 g, 0.4 cups is half a cup."""
    exact = Fraction(round(quantity, 6))
    digits = _METRIC_DIGITS.get(unit or "")
    if digits is None:
        up = min(Fraction(ceil(exact * under), under) for under in (3, 8))
    else:
        under = 10 ** min(2, max(0, digits - 1 - quantity.adjusted()))
        up = Fraction(ceil(exact * under), under)
    return Decimal(up.numerator) / up.denominator
