"""Units of the kitchen: what people call them, what they measure, and exact conversion.

Factors are exact by definition (US customary and international pound), except the metric spoons,
which are the 5 and 15 ml every measuring set uses. Source: NIST Handbook 44, appendix C.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
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
    _unit("tsp", "volume", "5", "tsps", "teaspoon", "teaspoons", "teaspoonful"),
    _unit("tbsp", "volume", "15", "tbsps", "tbs", "tbl", "tablespoon", "tablespoons"),
    _unit("fl oz", "volume", "29.5735295625", "floz", "fluid ounce", "fluid ounces", "fl ounce"),
    _unit("cup", "volume", "236.5882365", "cups", "cupful", "cupfuls"),
    _unit("pint", "volume", "473.176473", "pints", "pt", "pts"),
    _unit("quart", "volume", "946.352946", "quarts", "qt", "qts"),
    _unit("gallon", "volume", "3785.411784", "gallons", "gal", "gals"),
)

CONTAINERS = {
    "bag": ("bags",),
    "bar": ("bars",),
    "block": ("blocks",),
    "bottle": ("bottles",),
    "bowl": ("bowls",),
    "box": ("boxes",),
    "bulb": ("bulbs",),
    "bunch": ("bunches",),
    "can": ("cans", "tin", "tins"),
    "carton": ("cartons",),
    "clove": ("cloves",),
    "cube": ("cubes",),
    "dash": ("dashes",),
    "drop": ("drops",),
    "ear": ("ears",),
    "fillet": ("fillets", "filet", "filets"),
    "handful": ("handfuls", "handsful"),
    "head": ("heads",),
    "jar": ("jars",),
    "knob": ("knobs",),
    "leaf": ("leaves",),
    "loaf": ("loaves",),
    "pack": ("packs", "packet", "packets", "package", "packages", "pkg", "pkgs", "pkt"),
    "piece": ("pieces", "pc", "pcs"),
    "pinch": ("pinches",),
    "punnet": ("punnets",),
    "rasher": ("rashers",),
    "roll": ("rolls",),
    "sachet": ("sachets",),
    "sheet": ("sheets",),
    "slice": ("slices",),
    "splash": ("splashes",),
    "sprig": ("sprigs",),
    "stalk": ("stalks",),
    "stick": ("sticks",),
    "strip": ("strips",),
    "tray": ("trays",),
    "tub": ("tubs",),
    "tube": ("tubes",),
}

_BY_SYMBOL = {unit.symbol: unit for unit in UNITS}
_SYMBOLS = {alias: unit.symbol for unit in UNITS for alias in (unit.symbol, *unit.aliases)} | {
    alias: name for name, aliases in CONTAINERS.items() for alias in (name, *aliases)
}
# A capital T is a tablespoon and a small t a teaspoon, and only so.
_CASE_SENSITIVE = {"T": "tbsp", "t": "tsp"}


def canonical(text: str) -> str | None:
    """The symbol of a unit however it is written ("Grams", "tbsp.", "tins"), None if unknown."""
    name = " ".join(text.split()).rstrip(".")
    return _CASE_SENSITIVE.get(name) or _SYMBOLS.get(name.lower().replace(". ", " "))


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


_GLYPHS = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/6": "⅙", "5/6": "⅚"} | {
    f"{eighths}/8": glyph for eighths, glyph in ((1, "⅛"), (3, "⅜"), (5, "⅝"), (7, "⅞"))
}
_FRACTIONS = {
    places: {round(Decimal(int(g[0])) / int(g[2]), places): glyph for g, glyph in _GLYPHS.items()}
    for places in (3, 4)
}
_PLURALS = {name: aliases[0] for name, aliases in CONTAINERS.items()} | {
    symbol: f"{symbol}s" for symbol in ("cup", "pint", "quart", "gallon")
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
