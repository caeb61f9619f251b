"""Units and oven temperatures; what cannot be known is not guessed."""

from collections.abc import Callable
from typing import Any

import pytest

CONVERTED: list[tuple[str, Any]] = [
    ("how many ml in 2 cups", "2 cups is about 473.2 ml."),
    ("200 g in oz", "200 g is about 7.05 oz."),
    ("convert 350F to C", "350 °F is about 177 °C."),
    ("350 f in c", "350 °F is about 177 °C."),
    ("180C in fahrenheit", "180 °C is 356 °F."),
    ("180 degrees celsius in fahrenheit", "180 °C is 356 °F."),
    ("what is 200 C in F?", "200 °C is 392 °F."),
    ("gas mark 4", "Gas mark 4 is about 180 °C, which is about 356 °F."),
    ("gas mark 6 in celsius", "Gas mark 6 is about 200 °C, which is about 392 °F."),
    ("what gas mark is 180C", "180 °C is about gas mark 4."),
    ("180 C in gas mark", "180 °C is about gas mark 4."),
    ("how many tablespoons in a cup", "1 cup is about 15.77 tbsp."),
    ("how many teaspoons are in a tablespoon?", "1 tbsp is 3 tsp."),
    ("2 lbs in kg", "2 lb is about 0.907 kg."),
    ("1/2 cup in ml", "0.5 cup is about 118.3 ml."),
    ("half a cup in ml", "0.5 cup is about 118.3 ml."),
    ("1,5 kg to lb", "1.5 kg is about 3.31 lb."),
    ("convert 3 tbsp to tsp", "3 tbsp is 9 tsp."),
    ("what's 16 oz in grams", "16 oz is about 453.6 g."),
    ("how many oz in a pound", "1 lb is 16 oz."),
    ("how much is 2 pints in litres", "2 pints is about 0.946 l."),
    ("1 gallon in l", "1 gallon is about 3.79 l."),
    ("how many cups is 500 ml", "500 ml is about 2.11 cups."),
    ("500ml in cups", "500 ml is about 2.11 cups."),
    ("what is 1 kg in pounds", "1 kg is about 2.2 lb."),
    ("convert 2 cups of milk to ml", "2 cups is about 473.2 ml."),
    ("2 and a half cups in ml", "2.5 cups is about 591.5 ml."),
    ("3 tsp to ml", "3 tsp is 15 ml."),
    ("5 lb -> kg", "5 lb is about 2.27 kg."),
    ("how many fl oz in a pint", "1 pint is 16 fl oz."),
    ("1 dl in ml", "1 dl is 100 ml."),
    ("how many grams is 3 oz", "3 oz is about 85.05 g."),
    ("oven at 425 fahrenheit in celsius", "425 °F is about 218 °C."),
    ("two tablespoons in ml", "2 tbsp is 30 ml."),
    ("how many grams in an ounce", "1 oz is about 28.35 g."),
    ("whats 180c in f", "180 °C is 356 °F."),
    ("how much is half a cup in tablespoons", "0.5 cup is about 7.89 tbsp."),
    ("1 tbsp in ml?", "1 tbsp is 15 ml."),
    ("convert gas mark 5 to fahrenheit", "Gas mark 5 is about 190 °C, which is about 374 °F."),
    ("how many cups in a litre", "1 l is about 4.23 cups."),
    ("how hot is gas mark 7", "Gas mark 7 is about 220 °C, which is about 428 °F."),
    ("what is 220 celsius in gas mark", "220 °C is about gas mark 7."),
    ("how many ml are in a tablespoon", "1 tbsp is 15 ml."),
    ("convert 1 lb to grams", "1 lb is about 453.6 g."),
    ("what's a cup in ml", "1 cup is about 236.6 ml."),
    ("2 dl in cups", "2 dl is about 0.845 cup."),
    ("425F in celsius", "425 °F is about 218 °C."),
    ("220 c to f", "220 °C is 428 °F."),
]


WEIGHED = [
    ("1 cup of flour in grams", "1 cup of flour is about 120 g."),
    ("how many grams is a cup of flour?", "1 cup of flour is about 120 g."),
    ("how many grams in a cup of sugar", "1 cup of sugar is about 200 g."),
    ("2 cups of sugar in grams", "2 cups of sugar is about 400 g."),
    ("a cup of rice in grams", "1 cup of rice is about 185 g."),
    ("convert 2 tbsp honey to grams", "2 tbsp of honey is about 43 g."),
    ("how much is 200 g flour in cups?", "200 g of flour is about 1⅔ cups."),
    ("a stick of butter in grams", "1 stick of butter is about 113 g."),
    ("how much does an onion weigh?", "1 onion is about 150 g."),
]

UNKNOWABLE = [
    ("how many ounces are there in a cup", "what it is: cup is a volume and oz a mass"),
    ("100 g in cups", "what it is: g is a mass and cup a volume"),
    ("a cup of dragonfruit jam in grams", "the dragonfruit jam: cup is a volume and g a mass"),
    ("2 cups of nonsense in grams", "the nonsense: cup is a volume and g a mass"),
]


@pytest.mark.parametrize(("said", "expected"), WEIGHED)
def test_what_a_food_weighs_is_looked_up(
    hear: Callable[..., Any], said: str, expected: str
) -> None:
    assert hear(said) == (expected, [])


@pytest.mark.parametrize(("said", "why"), UNKNOWABLE)
def test_what_depends_on_the_food_is_not_guessed(
    hear: Callable[..., Any], said: str, why: str
) -> None:
    text, calls = hear(said)
    assert calls == []
    assert text.startswith(f"That depends on {why}, and how much fits depends on how dense")
    assert "I do not guess" in text


def test_a_stick_has_no_size(hear: Callable[..., Any]) -> None:
    text, _ = hear("a stick of celery leaf in grams")
    assert text == "A stick has no fixed size, so I cannot say how much it is in g. I do not guess."


@pytest.mark.parametrize(("said", "expected"), CONVERTED)
def test_it_answers_with_exactly_that(hear: Callable[..., Any], said: str, expected: str) -> None:
    assert hear(said) == (expected, [])
