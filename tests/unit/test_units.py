"""Units: what people call them, what adds up, and conversion that is exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen_app.errors import IncompatibleUnits
from kitchen_app.services import units
from kitchen_app.services.units import CONTAINERS, UNITS, canonical, convert, kind, say

SYMBOLS = [unit.symbol for unit in UNITS]
amounts = st.decimals(0, 1_000_000, places=4)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Grams", "g"),
        ("  KILO ", "kg"),
        ("tbsp.", "tbsp"),
        ("T", "tbsp"),
        ("t", "tsp"),
        ("tins", "can"),
        ("fl. oz", "fl oz"),
        ("Fluid  Ounces", "fl oz"),
        ("litre", "l"),
        ("pkg", "pack"),
        ("sack", None),
        ("", None),
        ("c", None),
    ],
)
def test_a_unit_is_known_however_it_is_written(written: str, unit: str | None) -> None:
    assert canonical(written) == unit


def test_no_name_means_two_units() -> None:
    names = [n for unit in UNITS for n in (unit.symbol, *unit.aliases)]
    names += [n for name, aliases in CONTAINERS.items() for n in (name, *aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("symbol", [*SYMBOLS, *CONTAINERS])
def test_a_symbol_is_its_own_name(symbol: str) -> None:
    assert canonical(symbol) == symbol
    assert canonical(symbol.upper()) == symbol or symbol == "t"


@pytest.mark.parametrize(
    ("quantity", "unit", "to", "result"),
    [
        ("1", "kg", "g", "1000"),
        ("1", "lb", "oz", "16"),
        ("1", "gallon", "pint", "8"),
        ("1", "tbsp", "tsp", "3"),
        ("1", "cup", "fl oz", "8"),
        ("3", None, "piece", "3"),
        ("2", "can", "can", "2"),
        ("0", "g", "kg", "0"),
    ],
)
def test_conversion_is_exact(quantity: str, unit: str | None, to: str, result: str) -> None:
    assert convert(Decimal(quantity), unit, to) == Decimal(result)


@pytest.mark.parametrize(
    ("unit", "to"), [("g", "ml"), ("cup", "g"), (None, "g"), ("can", "jar"), ("can", None)]
)
def test_what_cannot_be_known_is_not_guessed(unit: str | None, to: str | None) -> None:
    with pytest.raises(IncompatibleUnits) as refused:
        convert(Decimal(1), unit, to)
    assert str(to or "pieces") in refused.value.detail


@given(amounts, st.sampled_from(SYMBOLS), st.sampled_from(SYMBOLS))
def test_there_and_back_is_where_it_was(quantity: Decimal, unit: str, to: str) -> None:
    if kind(unit) == kind(to):
        back = convert(convert(quantity, unit, to), to, unit)
        assert abs(back - quantity) <= Decimal("1e-12")


@given(amounts, amounts, st.sampled_from(SYMBOLS), st.sampled_from(SYMBOLS))
def test_more_stays_more_in_any_unit(one: Decimal, two: Decimal, unit: str, to: str) -> None:
    if kind(unit) == kind(to) and one < two:
        assert convert(one, unit, to) < convert(two, unit, to)


@given(st.text())
def test_any_text_names_one_unit_or_none(text: str) -> None:
    symbol = canonical(text)
    assert symbol is None or canonical(symbol) == symbol


@pytest.mark.parametrize(
    ("quantity", "unit", "said"),
    [
        (None, None, "eggs"),
        ("12", None, "12 eggs"),
        ("250", "g", "250 g eggs"),
        ("0.5", "cup", "½ cup eggs"),
        ("1.5", "cup", "1½ cups eggs"),
        ("0.5", "kg", "0.5 kg eggs"),
        ("0.125", "tsp", "⅛ tsp eggs"),
        ("2.375", "cup", "2⅜ cups eggs"),
        ("0.1667", "cup", "⅙ cup eggs"),
        ("1.8333", None, "1⅚ eggs"),
        ("0.9999", "cup", "1 cup eggs"),
        ("0.3125", "tsp", "0.31 tsp eggs"),
        ("0.004", "tsp", "0.004 tsp eggs"),
        ("1.3333", "kg", "1.33 kg eggs"),
        ("333.3333", "g", "333 g eggs"),
        ("33.3333", "g", "33 g eggs"),
        ("3.3333", "g", "3.3 g eggs"),
        ("0.3333", "g", "0.33 g eggs"),
        ("12.5", "g", "12.5 g eggs"),
        ("1.25", "dl", "1.25 dl eggs"),
        ("0.3333", "l", "0.33 l eggs"),
        ("13.3333", "kg", "13.3 kg eggs"),
        ("2", "can", "2 cans of eggs"),
        ("1", "loaf", "1 loaf of eggs"),
        ("2", "loaf", "2 loaves of eggs"),
        ("0", "g", "0 g eggs"),
        ("1000000", "g", "1000000 g eggs"),
    ],
)
def test_amounts_are_said_as_people_say_them(
    quantity: str | None, unit: str | None, said: str
) -> None:
    assert say(Decimal(quantity) if quantity else None, unit, "eggs") == said


@given(amounts, st.sampled_from([None, *SYMBOLS, *CONTAINERS]))
def test_any_amount_can_be_said(quantity: Decimal, unit: str | None) -> None:
    said = say(quantity, unit, "eggs")
    assert said.endswith("eggs")
    assert "E" not in said.removesuffix("eggs")
    assert units.say(quantity, unit, "") in said
