"""Units of the kitchen: what people call them, what they measure, and exact conversion.

Factors are exact by definition (US customary and international pound), except the metric spoons,
which are the 5 and 15 ml every measuring set uses. Source: NIST Handbook 44, appendix C.
"""

from dataclasses import dataclass
from decimal import Decimal
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


_FRACTIONS = {
    Decimal("0.25"): "¼",
    Decimal("0.5"): "½",
    Decimal("0.75"): "¾",
    Decimal("0.3333"): "⅓",
    Decimal("0.6667"): "⅔",
}
_PLURALS = {name: aliases[0] for name, aliases in CONTAINERS.items()} | {
    symbol: f"{symbol}s" for symbol in ("cup", "pint", "quart", "gallon")
}
_IN_DECIMALS = {"mg", "g", "kg", "ml", "cl", "dl", "l"}


def say(quantity: Decimal | None, unit: str | None, name: str) -> str:
    """An amount of something as people write it: 250 g butter, 1½ cups milk, some salt."""
    if quantity is None:
        return name
    whole, part = divmod(quantity.quantize(Decimal("0.0001")), 1)
    fraction = None if unit in _IN_DECIMALS else _FRACTIONS.get(part)
    if fraction:
        number = f"{int(whole) or ''}{fraction}"
    else:
        number = f"{quantity.quantize(Decimal('0.01')).normalize():f}" if part else f"{int(whole)}"
    if unit and quantity > 1:
        unit = _PLURALS.get(unit, unit)
    return " ".join(word for word in (number, unit, name) if word)
