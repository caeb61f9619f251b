"""Amounts held against each other: exact where it is known, and unknown where it is not."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitchen_app.services.foods import name_key
from kitchen_app.services.knowledge import load_weights
from kitchen_app.services.measures import Measure, in_unit, measure
from kitchen_app.services.reading import read_ingredient_line
from kitchen_app.services.scaling import scale
from kitchen_app.services.units import CONTAINERS, UNITS, say_short

FOODS = sorted({weight.food for weight in load_weights()} | {"dragon fruit", "ketchup", "no such"})
foods = st.sampled_from(FOODS)
units = st.sampled_from([None, *(unit.symbol for unit in UNITS), *CONTAINERS])
amounts = st.decimals("0.01", 10_000, places=2)
notes = st.sampled_from([None, "400 g", "14 oz, drained", "150 g each", "about 60 g", "large"])


def told(line: str) -> str:
    """What a line measures: "180 g"."""
    read = read_ingredient_line(line)
    found = measure(name_key(read.name), read.quantity, read.unit, read.note)
    return f"{round(found.amount, 2).normalize():f} {found.dimension}" if found else "unknown"


@pytest.mark.parametrize(
    ("line", "measured"),
    [
        ("1 1/2 cups plain flour, sifted", "180 g"),
        ("500 g onions", "500 g"),
        ("2 onions", "300 g"),
        ("2 large eggs", "100 g"),
        ("3 egg yolks", "150 g"),
        ("1 can (400 g) tomatoes", "400 g"),
        ("2 x 400g tins tomatoes", "800 g"),
        ("2 tins tomatoes", "2 each can"),
        ("4 (6-ounce) salmon fillets", "680.39 g"),
        ("2 salmon fillets (150 g each)", "300 g"),
        ("3 potatoes (about 500 g)", "639 g"),
        ("2 sticks (1 cup) butter", "226 g"),
        ("1 cup plus 2 tbsp sugar", "225.36 g"),
        ("⅓ cup flour", "40 g"),
        ("salt to taste", "unknown"),
        ("some butter", "unknown"),
        ("3 dragon fruits", "3 n"),
        ("2 cups dragon fruit", "473.18 ml"),
        ("1 bag of charcoal", "1 each bag"),
        ("1 pinch of saffron", "0.3 ml"),
        ("a pinch of salt", "0.36 g"),
        ("1 imperial pint water", "568.26 g"),
        ("1 pint water", "473.18 g"),
        ("2 red onions", "300 g"),
    ],
)
def test_a_line_measures_what_it_says(line: str, measured: str) -> None:
    assert told(line) == measured


@pytest.mark.parametrize(
    ("have", "want"),
    [
        ("5 bottles of lemonade", "125 ml lemonade"),
        ("1 bunch of parsley", "30 g parsley"),
        ("2 cans tomatoes", "400 g tomatoes"),
        ("1 jar honey", "2 tbsp honey"),
        ("1 can beans", "1 jar beans"),
        ("3 dragon fruits", "200 g dragon fruit"),
        ("1 loaf bread", "2 slices bread"),
        ("250 ml mystery", "250 g mystery"),
        ("1 pack of pasta", "500 g pasta"),
        ("2 garlic", "2 cloves garlic"),
    ],
)
def test_125_ml_is_no_number_of_bottles(have: str, want: str) -> None:
    stock, line = read_ingredient_line(have), read_ingredient_line(want)
    key = name_key(line.name)
    assert name_key(stock.name) == key
    there = measure(key, stock.quantity, stock.unit, stock.note)
    wanted = measure(key, line.quantity, line.unit, line.note)
    assert there
    assert wanted
    assert there.dimension != wanted.dimension
    assert in_unit(key, there, line.unit, line.note) is None


@pytest.mark.parametrize(
    ("key", "missing", "unit", "note", "said"),
    [
        ("flour", "180", "cup", None, "1½ cups"),
        ("flour", "250", "g", None, "250 g"),
        ("flour", "250", "kg", None, "0.25 kg"),
        ("flour", "333.3333", "g", None, "334 g"),
        ("flour", "100", "cup", None, "⅞ cup"),
        ("egg", "100", None, None, "2"),
        ("egg", "110", None, None, "2¼"),
        ("tomato", "500", "can", "400 g", "1¼ cans"),
        ("garlic", "6", "clove", None, "2 cloves"),
    ],
)
def test_what_is_short_is_said_in_the_unit_of_the_line(
    key: str, missing: str, unit: str | None, note: str | None, said: str
) -> None:
    amount = in_unit(key, Measure("g", Decimal(missing)), unit, note)
    assert amount
    assert say_short(amount, unit, "") == said


def test_500_g_of_750_g_is_short_by_250_g() -> None:
    wanted, there = measure("rice", Decimal(750), "g"), measure("rice", Decimal("0.5"), "kg")
    assert wanted
    assert there
    assert say_short(wanted.amount - there.amount, "g", "") == "250 g"


@given(foods, amounts, units, notes)
@settings(deadline=None)
def test_there_and_back_is_where_it_was(
    key: str, quantity: Decimal, unit: str | None, note: str | None
) -> None:
    measured = measure(key, quantity, unit, note)
    assert measured
    back = in_unit(key, measured, unit, note)
    assert back is not None
    assert abs(back - quantity) < Decimal("1e-12")


@given(foods, st.integers(1, 500), st.integers(1, 50), units, notes)
@settings(deadline=None)
def test_twice_as_much_measures_twice_as_much(
    key: str, quantity: int, times: int, unit: str | None, note: str | None
) -> None:
    one = measure(key, Decimal(quantity), unit, note)
    many = measure(key, Decimal(quantity * times), unit, note)
    assert one
    assert many
    assert one.dimension == many.dimension
    assert abs(one.amount * times - many.amount) < Decimal("1e-12")


@given(foods, amounts, units, units)
@settings(deadline=None)
def test_more_in_one_unit_is_more_in_any_other(
    key: str, quantity: Decimal, unit: str | None, other: str | None
) -> None:
    less, more = measure(key, quantity, unit), measure(key, quantity * 2, unit)
    assert less
    assert more
    said, said_more = in_unit(key, less, other), in_unit(key, more, other)
    if said is None or said_more is None:
        assert said is said_more
    else:
        assert 0 < said < said_more


@given(foods, amounts, units)
@settings(deadline=None)
def test_what_is_said_to_be_short_is_enough(key: str, quantity: Decimal, unit: str | None) -> None:
    missing = measure(key, quantity, unit)
    assert missing
    amount = in_unit(key, missing, unit)
    assert amount
    said = say_short(amount, unit, "")
    bought = read_ingredient_line(f"{said} dragon fruit")
    assert bought.quantity is not None
    assert bought.quantity >= quantity - Decimal("0.001")


@pytest.mark.parametrize("line", ["1 cup plus 2 tbsp sugar", "2 x 400 g tins beans", "⅓ cup oil"])
def test_a_scaled_line_measures_in_proportion(line: str) -> None:
    read = read_ingredient_line(line)
    [tripled] = scale([read], servings_from=2, servings_to=6)
    key = name_key(read.name)
    one = measure(key, read.quantity, read.unit, read.note)
    three = measure(key, tripled.quantity, tripled.unit, tripled.note)
    assert one
    assert three
    assert abs(one.amount * 3 - three.amount) < Decimal("0.001")
