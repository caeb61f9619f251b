"""A recipe for more or fewer people: exact amounts, said as a cook would say them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen_app.errors import Invalid
from kitchen_app.schemas.recipe import IngredientLine
from kitchen_app.services.reading import ingredient_line, read_ingredient_line
from kitchen_app.services.scaling import scale
from kitchen_app.services.units import say

# The line, and how it is said for each of these: from servings, to servings.
SIZES = [(2, 1), (3, 1), (4, 3), (1, 2), (2, 3), (4, 5), (4, 6)]
SCALED = {
    "1 cup flour": [
        *("½ cup flour", "⅓ cup flour", "¾ cup flour", "2 cups flour", "1½ cups flour"),
        *("1¼ cups flour", "1½ cups flour"),
    ],
    "1 1/2 cups milk": [
        *("¾ cup milk", "½ cup milk", "1⅛ cups milk", "3 cups milk", "2¼ cups milk"),
        *("1⅞ cups milk", "2¼ cups milk"),
    ],
    "1/4 tsp salt": [
        *("⅛ tsp salt", "0.08 tsp salt", "0.19 tsp salt", "½ tsp salt", "⅜ tsp salt"),
        *("0.31 tsp salt", "⅜ tsp salt"),
    ],
    "1/3 cup oil": [
        *("⅙ cup oil", "0.11 cup oil", "¼ cup oil", "⅔ cup oil", "½ cup oil"),
        *("0.42 cup oil", "½ cup oil"),
    ],
    "1 2/3 cups rice": [
        *("⅚ cup rice", "0.56 cup rice", "1¼ cups rice", "3⅓ cups rice", "2½ cups rice"),
        *("2.08 cups rice", "2½ cups rice"),
    ],
    "5 tbsp oil": [
        *("2½ tbsp oil", "1⅔ tbsp oil", "3¾ tbsp oil", "10 tbsp oil", "7½ tbsp oil"),
        *("6¼ tbsp oil", "7½ tbsp oil"),
    ],
    "3 eggs": [
        *("1½ eggs", "1 eggs", "2¼ eggs", "6 eggs", "4½ eggs", "3¾ eggs", "4½ eggs"),
    ],
    "1 kg flour": [
        *("0.5 kg flour", "0.33 kg flour", "0.75 kg flour", "2 kg flour", "1.5 kg flour"),
        *("1.25 kg flour", "1.5 kg flour"),
    ],
    "4 kg beef": [
        *("2 kg beef", "1.33 kg beef", "3 kg beef", "8 kg beef", "6 kg beef", "5 kg beef"),
        "6 kg beef",
    ],
    "1000 g beef": [
        *("500 g beef", "333 g beef", "750 g beef", "2000 g beef", "1500 g beef"),
        *("1250 g beef", "1500 g beef"),
    ],
    "10 g yeast": [
        *("5 g yeast", "3.3 g yeast", "7.5 g yeast", "20 g yeast", "15 g yeast"),
        *("12.5 g yeast", "15 g yeast"),
    ],
    "125 ml cream": [
        *("62.5 ml cream", "42 ml cream", "94 ml cream", "250 ml cream", "187.5 ml cream"),
        *("156 ml cream", "187.5 ml cream"),
    ],
    "1 lb beef": [
        *("½ lb beef", "⅓ lb beef", "¾ lb beef", "2 lb beef", "1½ lb beef", "1¼ lb beef"),
        "1½ lb beef",
    ],
    "2 tins tomatoes, 400 g": [
        *("1 can of tomatoes, 400 g", "⅔ can of tomatoes, 400 g", "1½ cans of tomatoes, 400 g"),
        *("4 cans of tomatoes, 400 g", "3 cans of tomatoes, 400 g", "2½ cans of tomatoes, 400 g"),
        "3 cans of tomatoes, 400 g",
    ],
    "2-4 carrots, sliced": [
        *("1 carrots, up to 2, sliced", "⅔ carrots, up to 1⅓, sliced"),
        *("1½ carrots, up to 3, sliced", "4 carrots, up to 8, sliced"),
        *("3 carrots, up to 6, sliced", "2½ carrots, up to 5, sliced"),
        "3 carrots, up to 6, sliced",
    ],
    "1 cup/240 ml milk": [
        *("½ cup milk, 120 ml", "⅓ cup milk, 80 ml", "¾ cup milk, 180 ml"),
        *("2 cups milk, 480 ml", "1½ cups milk, 360 ml", "1¼ cups milk, 300 ml"),
        "1½ cups milk, 360 ml",
    ],
    "1 cup plus 2 tbsp sugar": [
        *("½ cup sugar, plus 1 tbsp", "⅓ cup sugar, plus ⅔ tbsp", "¾ cup sugar, plus 1½ tbsp"),
        *("2 cups sugar, plus 4 tbsp", "1½ cups sugar, plus 3 tbsp"),
        *("1¼ cups sugar, plus 2½ tbsp", "1½ cups sugar, plus 3 tbsp"),
    ],
    "salt to taste": ["salt, to taste"] * 7,
}
CASES = [
    (line, *size, said)
    for line, all_said in SCALED.items()
    for size, said in zip(SIZES, all_said, strict=True)
]


def line_of(text: str) -> IngredientLine:
    return read_ingredient_line(text)


def said(line: IngredientLine) -> str:
    text = say(line.quantity, line.unit, line.name)
    return f"{text}, {line.note}" if line.note else text


@pytest.mark.parametrize(("written", "servings_from", "servings_to", "read"), CASES)
def test_a_scaled_line_reads_well(
    written: str, servings_from: int, servings_to: int, read: str
) -> None:
    [scaled] = scale([line_of(written)], servings_from=servings_from, servings_to=servings_to)
    assert said(scaled) == read


def test_three_thirds_are_one_though_a_third_is_stored_as_decimals() -> None:
    [scaled] = scale([line_of("1/3 cup oil")], servings_from=1, servings_to=300)
    assert scaled.quantity == 100


def test_the_same_servings_change_nothing() -> None:
    lines = [line_of("1.2345 kg beef"), line_of("salt to taste")]
    assert scale(lines, servings_from=4, servings_to=4) == lines


def test_more_than_a_recipe_may_have_is_refused() -> None:
    with pytest.raises(Invalid, match="flour"):
        scale([line_of("500 kg flour")], servings_from=1, servings_to=10_000)


def test_a_scaled_line_can_be_saved_and_written() -> None:
    [scaled] = scale([line_of("2 eggs")], servings_from=3, servings_to=1)
    assert ingredient_line(IngredientLine.model_validate(scaled.model_dump())) == "⅔ eggs"


@given(st.decimals("0.01", 1_000, places=2), st.integers(1, 50), st.integers(1, 50))
def test_there_and_back_is_what_it_was(quantity: Decimal, one: int, other: int) -> None:
    line = IngredientLine(name="flour", quantity=quantity, unit="g")
    [there] = scale([line], servings_from=one, servings_to=other)
    assert there.quantity is not None
    assert abs(Fraction(there.quantity) * one / other - Fraction(quantity)) < Fraction(1, 100)
