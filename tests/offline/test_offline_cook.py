"""What to cook, the way hungry people ask."""

from collections.abc import Callable
from typing import Any

import pytest

HUNGRY: list[tuple[str, Any]] = [
    ("what's for dinner?", [("what_can_i_cook", {})]),
    ("what can I cook?", [("what_can_i_cook", {})]),
    ("what can i make with what i have", [("what_can_i_cook", {})]),
    ("what can I make without eggs", [("what_can_i_cook", {"without": ["eggs"]})]),
    ("I'm hungry", [("what_can_i_cook", {})]),
    ("dinner ideas", [("what_can_i_cook", {})]),
    ("what should I cook tonight", [("what_can_i_cook", {})]),
    ("any ideas for dinner?", [("what_can_i_cook", {})]),
    ("what can we cook right now", [("what_can_i_cook", {"max_missing": 0})]),
    ("what could I make if I buy at most 2 things", [("what_can_i_cook", {"max_missing": 2})]),
    ("what can I make missing only one ingredient", [("what_can_i_cook", {"max_missing": 1})]),
    ("feed me", [("what_can_i_cook", {})]),
    ("what can I cook without going to the shop", [("what_can_i_cook", {"max_missing": 0})]),
    (
        "what can I cook with the spinach before friday?",
        [("what_can_i_cook", {"using": ["spinach"]})],
    ),
    (
        "what can I make with eggs and spinach",
        [("what_can_i_cook", {"using": ["eggs", "spinach"]})],
    ),
    ("what's for dinner, no eggs", [("what_can_i_cook", {"without": ["eggs"]})]),
    ("whats for lunch", [("what_can_i_cook", {})]),
    ("suggest something for tonight", [("what_can_i_cook", {})]),
    ("I don't know what to cook", [("what_can_i_cook", {})]),
    ("what to cook", [("what_can_i_cook", {})]),
    ("is there anything I can make?", [("what_can_i_cook", {})]),
    ("what's cooking", [("what_can_i_cook", {})]),
    ("what can I bake today", [("what_can_i_cook", {})]),
    ("I'm starving, what can we eat", [("what_can_i_cook", {})]),
    ("what are we having for dinner?", [("what_can_i_cook", {})]),
    ("which recipes can I make", [("what_can_i_cook", {})]),
    (
        "what dishes could I cook with no more than two missing ingredients",
        [("what_can_i_cook", {"max_missing": 2})],
    ),
    ("surprise me", [("what_can_i_cook", {})]),
    ("dinner?", [("what_can_i_cook", {})]),
    ("what can i do with leftover rice", [("what_can_i_cook", {"using": ["rice"]})]),
    (
        "what can i cook with chicken, rice and peas?",
        [("what_can_i_cook", {"using": ["chicken", "rice", "peas"]})],
    ),
    ("what should we eat tonight", [("what_can_i_cook", {})]),
    (
        "anything i can make with only 1 missing ingredient?",
        [("what_can_i_cook", {"max_missing": 1})],
    ),
    ("could you suggest a recipe?", [("what_can_i_cook", {})]),
    ("what meals can i make for dinner tonight?", [("what_can_i_cook", {})]),
    (
        "what can i make without onions or garlic",
        [("what_can_i_cook", {"without": ["onions", "garlic"]})],
    ),
    ("whats for dinner tonight", [("what_can_i_cook", {})]),
    ("what shall we have for lunch", [("what_can_i_cook", {})]),
    ("what could we have for breakfast?", [("what_can_i_cook", {})]),
    ("I am so hungry", [("what_can_i_cook", {})]),
    ("we're hungry!", [("what_can_i_cook", {})]),
    ("im starving", [("what_can_i_cook", {})]),
    ("give me some ideas", [("what_can_i_cook", {})]),
    ("give me an idea for lunch", [("what_can_i_cook", {})]),
    ("recommend something", [("what_can_i_cook", {})]),
    ("what can you suggest for dinner", [("what_can_i_cook", {})]),
    ("help me decide what to cook", [("what_can_i_cook", {})]),
    ("what can i cook with what's in the fridge", [("what_can_i_cook", {})]),
    ("what can i cook using only what we have", [("what_can_i_cook", {"max_missing": 0})]),
    ("is there anything to eat?", [("what_can_i_cook", {})]),
    ("can i make something without dairy?", [("what_can_i_cook", {"without": ["dairy"]})]),
    ("what can I bake without flour", [("what_can_i_cook", {"without": ["flour"]})]),
    ("can we cook anything tonight?", [("what_can_i_cook", {})]),
    (
        "what could I cook that needs only two more ingredients",
        [("what_can_i_cook", {"max_missing": 2})],
    ),
    ("lunch ideas please", [("what_can_i_cook", {})]),
    ("any dinner suggestions?", [("what_can_i_cook", {})]),
    ("what's for tea", [("what_can_i_cook", {})]),
    ("what can I cook tonight without eggs?", [("what_can_i_cook", {"without": ["eggs"]})]),
    (
        "what can I make with leeks and rice?",
        [("what_can_i_cook", {"using": ["leeks", "rice"]})],
    ),
    ("what can I cook for 6?", [("what_can_i_cook", {"servings": 6})]),
    ("what's for dinner for four people tonight?", [("what_can_i_cook", {"servings": 4})]),
    ("dinner for 8", [("what_can_i_cook", {"servings": 8})]),
    (
        "what can I cook with leeks for 6",
        [("what_can_i_cook", {"using": ["leeks"], "servings": 6})],
    ),
    (
        "what can we make for 6 people without eggs",
        [("what_can_i_cook", {"without": ["eggs"], "servings": 6})],
    ),
    (
        "what can I make with rice without eggs or milk",
        [("what_can_i_cook", {"using": ["rice"], "without": ["eggs", "milk"]})],
    ),
    (
        "what can I make without eggs but with rice",
        [("what_can_i_cook", {"using": ["rice"], "without": ["eggs"]})],
    ),
    ("what can I cook with what expires soon?", [("what_can_i_cook", {"use_soon": True})]),
    ("what can I cook that uses what goes off first", [("what_can_i_cook", {"use_soon": True})]),
    ("what should we eat first", [("what_can_i_cook", {"use_soon": True})]),
    (
        "what can I cook to use up the spinach by tomorrow?",
        [("what_can_i_cook", {"using": ["spinach"]})],
    ),
    (
        "what can I cook to use up the spinach before Monday?",
        [("what_can_i_cook", {"using": ["spinach"]})],
    ),
    (
        "what can I make with chicken in 20 minutes",
        [("find_recipes", {"ingredients": ["chicken"], "max_minutes": 20})],
    ),
]


@pytest.mark.parametrize(("said", "expected"), HUNGRY)
def test_it_looks_for_what_can_be_cooked(
    hear: Callable[..., Any], said: str, expected: list[Any]
) -> None:
    assert hear(said)[1] == expected
