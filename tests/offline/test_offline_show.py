"""Asking for one recipe."""

from collections.abc import Callable
from typing import Any

import pytest

SHOWN: list[tuple[str, Any]] = [
    ("show me the lasagne", [("read_recipe", {"recipe": "lasagne"})]),
    ("show lasagne", [("read_recipe", {"recipe": "lasagne"})]),
    ("show me the recipe for chicken curry", [("read_recipe", {"recipe": "chicken curry"})]),
    ("can you show me the shepherd's pie", [("read_recipe", {"recipe": "shepherd's pie"})]),
    ("could you open the tomato soup please", [("read_recipe", {"recipe": "tomato soup"})]),
    ("open the lasagne recipe", [("read_recipe", {"recipe": "lasagne"})]),
    ("give me the pancake recipe", [("read_recipe", {"recipe": "pancake"})]),
    ("read me the ratatouille recipe", [("read_recipe", {"recipe": "ratatouille"})]),
    ("pull up grandma's apple pie", [("read_recipe", {"recipe": "grandma's apple pie"})]),
    ("bring up the chili recipe", [("read_recipe", {"recipe": "chili"})]),
    ("display ramen", [("read_recipe", {"recipe": "ramen"})]),
    ("let me see the beef stew", [("read_recipe", {"recipe": "beef stew"})]),
    ("print the brownies", [("read_recipe", {"recipe": "brownies"})]),
    ("how do I make pancakes?", [("read_recipe", {"recipe": "pancakes"})]),
    ("how do you make your lasagne", [("read_recipe", {"recipe": "lasagne"})]),
    ("how do we cook the paella", [("read_recipe", {"recipe": "paella"})]),
    ("how to make risotto", [("read_recipe", {"recipe": "risotto"})]),
    ("how can i make hummus", [("read_recipe", {"recipe": "hummus"})]),
    ("how would you cook carbonara", [("read_recipe", {"recipe": "carbonara"})]),
    ("tell me how to make hummus", [("read_recipe", {"recipe": "hummus"})]),
    ("show me how to make lasagne", [("read_recipe", {"recipe": "lasagne"})]),
    ("remind me how to make pizza dough", [("read_recipe", {"recipe": "pizza dough"})]),
    ("teach me to make sushi", [("read_recipe", {"recipe": "sushi"})]),
    ("walk me through the brownies", [("read_recipe", {"recipe": "brownies"})]),
    ("talk me through the roast chicken", [("read_recipe", {"recipe": "roast chicken"})]),
    ("what's in the lasagne?", [("read_recipe", {"recipe": "lasagne"})]),
    ("whats in the carrot cake", [("read_recipe", {"recipe": "carrot cake"})]),
    ("what goes into gumbo", [("read_recipe", {"recipe": "gumbo"})]),
    ("what goes in the salad dressing?", [("read_recipe", {"recipe": "salad dressing"})]),
    ("what do I need for the chili", [("read_recipe", {"recipe": "chili"})]),
    ("what do we need to make tacos?", [("read_recipe", {"recipe": "tacos"})]),
    ("which ingredients do i need for pesto", [("read_recipe", {"recipe": "pesto"})]),
    ("what are the ingredients in the curry?", [("read_recipe", {"recipe": "curry"})]),
    ("what are the ingredients for banana bread", [("read_recipe", {"recipe": "banana bread"})]),
    ("ingredients for guacamole", [("read_recipe", {"recipe": "guacamole"})]),
    ("show the steps for pho", [("read_recipe", {"recipe": "pho"})]),
    ("read me the instructions for the bread", [("read_recipe", {"recipe": "bread"})]),
    ("what's the recipe for pancakes?", [("read_recipe", {"recipe": "pancakes"})]),
    ("I want to make lasagne", [("read_recipe", {"recipe": "lasagne"})]),
    ("i'd like to cook carbonara tonight", [("read_recipe", {"recipe": "carbonara"})]),
    ("i want to cook the curry", [("read_recipe", {"recipe": "curry"})]),
    ("i'm going to bake banana bread", [("read_recipe", {"recipe": "banana bread"})]),
    ("we want to make dumplings", [("read_recipe", {"recipe": "dumplings"})]),
    ("let's make the banana bread", [("read_recipe", {"recipe": "banana bread"})]),
    ("let's cook fried rice", [("read_recipe", {"recipe": "fried rice"})]),
    ("lets see the omelette", [("read_recipe", {"recipe": "omelette"})]),
    ("get me the goulash recipe", [("read_recipe", {"recipe": "goulash"})]),
    ("the minestrone recipe please", [("read_recipe", {"recipe": "minestrone"})]),
    ("my meatloaf recipe", [("read_recipe", {"recipe": "meatloaf"})]),
    ("hey, how do i make french toast??", [("read_recipe", {"recipe": "french toast"})]),
    ("SHOW ME THE LASAGNE", [("read_recipe", {"recipe": "lasagne"})]),
]


@pytest.mark.parametrize(("said", "expected"), SHOWN)
def test_it_reads_exactly_that_recipe(
    hear: Callable[..., Any], said: str, expected: list[Any]
) -> None:
    assert hear(said)[1] == expected


def test_a_recipe_can_be_renamed(hear: Callable[..., Any]) -> None:
    _, calls = hear("rename the lasagne to Grandma's lasagne")
    assert calls == [("update_recipe", {"recipe": "lasagne", "name": "Grandma's lasagne"})]


@pytest.mark.parametrize("said", ["delete the lasagne recipe", "remove lasagne from the cookbook"])
def test_it_deletes_no_recipe_and_says_where_that_is_done(
    hear: Callable[..., Any], said: str
) -> None:
    text, calls = hear(said)
    assert calls == []
    assert text.startswith("I do not delete recipes.")
