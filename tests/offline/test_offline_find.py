"""Looking for recipes, the way people do."""

from collections.abc import Callable
from typing import Any

import pytest

SOUGHT: list[tuple[str, Any]] = [
    ("we need to use up the spinach", [("find_recipes", {"ingredients": ["spinach"]})]),
    ("any chicken recipes?", [("find_recipes", {"query": "chicken"})]),
    ("find recipes with lentils", [("find_recipes", {"ingredients": ["lentils"]})]),
    (
        "something with lentils and spinach",
        [("find_recipes", {"ingredients": ["lentils", "spinach"]})],
    ),
    (
        "vegetarian recipes under 30 minutes",
        [("find_recipes", {"tag": "vegetarian", "max_minutes": 30})],
    ),
    ("quick recipes", [("find_recipes", {"max_minutes": 30})]),
    ("quick dinner ideas", [("find_recipes", {"tag": "dinner", "max_minutes": 30})]),
    ("show me all my recipes", [("find_recipes", {})]),
    ("list my recipes", [("find_recipes", {})]),
    ("what recipes do I have", [("find_recipes", {})]),
    ("search for lasagne", [("find_recipes", {"query": "lasagne"})]),
    ("recipes for soup", [("find_recipes", {"query": "soup"})]),
    ("do I have a recipe for banana bread?", [("find_recipes", {"query": "banana bread"})]),
    ("do you have any pasta recipes", [("find_recipes", {"query": "pasta"})]),
    ("vegan desserts recipes", [("find_recipes", {"query": "desserts", "tag": "vegan"})]),
    ("gluten free recipes", [("find_recipes", {"tag": "gluten-free"})]),
    ("recipes tagged italian", [("find_recipes", {"tag": "italian"})]),
    ("recipes that use coconut milk", [("find_recipes", {"ingredients": ["coconut milk"]})]),
    (
        "find me a recipe with chicken and rice",
        [("find_recipes", {"ingredients": ["chicken", "rice"]})],
    ),
    ("I want something with mushrooms", [("find_recipes", {"ingredients": ["mushrooms"]})]),
    (
        "something quick with chicken",
        [("find_recipes", {"ingredients": ["chicken"], "max_minutes": 30})],
    ),
    ("anything with tofu?", [("find_recipes", {"ingredients": ["tofu"]})]),
    (
        "chicken recipes that take less than 45 minutes",
        [("find_recipes", {"query": "chicken", "max_minutes": 45})],
    ),
    ("recipes under an hour", [("find_recipes", {"max_minutes": 60})]),
    ("find a soup recipe", [("find_recipes", {"query": "soup"})]),
    ("search recipes for curry", [("find_recipes", {"query": "curry"})]),
    ("looking for a curry recipe", [("find_recipes", {"query": "curry"})]),
    ("give me a recipe with eggs", [("find_recipes", {"ingredients": ["eggs"]})]),
    ("recipe ideas with potatoes", [("what_can_i_cook", {"using": ["potatoes"]})]),
    ("what pasta dishes do I have", [("find_recipes", {"query": "pasta"})]),
    ("which recipes use butter", [("find_recipes", {"ingredients": ["butter"]})]),
    ("got any vegetarian recipes", [("find_recipes", {"tag": "vegetarian"})]),
    ("show me desserts", [("find_recipes", {"tag": "dessert"})]),
    ("breakfast recipes", [("find_recipes", {"tag": "breakfast"})]),
    ("I need a recipe for pancakes", [("find_recipes", {"query": "pancakes"})]),
    ("find potato", [("find_recipes", {"query": "potato"})]),
    (
        "mexican recipes with beans under 20 min",
        [("find_recipes", {"query": "mexican", "ingredients": ["beans"], "max_minutes": 20})],
    ),
    ("all recipes", [("find_recipes", {})]),
    ("is there a recipe with pumpkin", [("find_recipes", {"ingredients": ["pumpkin"]})]),
    ("let's cook something with eggplant", [("find_recipes", {"ingredients": ["eggplant"]})]),
    ("how about something with fish", [("find_recipes", {"ingredients": ["fish"]})]),
    ("dinner in under 20 minutes", [("find_recipes", {"tag": "dinner", "max_minutes": 20})]),
    ("something spicy", [("find_recipes", {"query": "spicy"})]),
    ("recipe for tomato soup", [("find_recipes", {"query": "tomato soup"})]),
    ("lasagne recipe", [("find_recipes", {"query": "lasagne"})]),
    ("got any good soup recipes?", [("find_recipes", {"query": "soup"})]),
    ("do we have any recipes with chickpeas", [("find_recipes", {"ingredients": ["chickpeas"]})]),
    ("find something quick", [("find_recipes", {"max_minutes": 30})]),
    ("show me vegan recipes", [("find_recipes", {"tag": "vegan"})]),
    ("i want a pasta recipe", [("find_recipes", {"query": "pasta"})]),
    (
        "can you find me a dessert with apples",
        [("find_recipes", {"ingredients": ["apples"], "tag": "dessert"})],
    ),
]


@pytest.mark.parametrize(("said", "expected"), SOUGHT)
def test_it_searches_for_exactly_that(
    hear: Callable[..., Any], said: str, expected: list[Any]
) -> None:
    assert hear(said)[1] == expected
