"""Recipes in another size: to so many, or doubled and halved."""

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from kitchen_app.ai.offline import OfflineCook

SIZED: list[tuple[str, Any]] = [
    ("scale the lasagne to 8", [("read_recipe", {"recipe": "lasagne", "servings": 8})]),
    ("scale lasagne for 8", [("read_recipe", {"recipe": "lasagne", "servings": 8})]),
    ("scale the chili up to 10 servings", [("read_recipe", {"recipe": "chili", "servings": 10})]),
    ("scale down the stew to 2", [("read_recipe", {"recipe": "stew", "servings": 2})]),
    (
        "can you scale the risotto for 3 people?",
        [("read_recipe", {"recipe": "risotto", "servings": 3})],
    ),
    (
        "please scale the tomato soup to six servings",
        [("read_recipe", {"recipe": "tomato soup", "servings": 6})],
    ),
    ("rescale the brownies to 24", [("read_recipe", {"recipe": "brownies", "servings": 24})]),
    ("adjust the soup for two", [("read_recipe", {"recipe": "soup", "servings": 2})]),
    ("convert the lasagne to 8 servings", [("read_recipe", {"recipe": "lasagne", "servings": 8})]),
    ("increase the chili to 12 servings", [("read_recipe", {"recipe": "chili", "servings": 12})]),
    ("reduce the curry to 2 portions", [("read_recipe", {"recipe": "curry", "servings": 2})]),
    ("resize the paella for 5", [("read_recipe", {"recipe": "paella", "servings": 5})]),
    ("pancakes for 6 people", [("read_recipe", {"recipe": "pancakes", "servings": 6})]),
    ("pancakes for six", [("read_recipe", {"recipe": "pancakes", "servings": 6})]),
    ("lasagne for 12", [("read_recipe", {"recipe": "lasagne", "servings": 12})]),
    ("the curry for a dozen", [("read_recipe", {"recipe": "curry", "servings": 12})]),
    ("lasagne for four please", [("read_recipe", {"recipe": "lasagne", "servings": 4})]),
    ("tomato soup, 6 servings", [("read_recipe", {"recipe": "tomato soup", "servings": 6})]),
    (
        "tomato soup for twenty-four guests",
        [("read_recipe", {"recipe": "tomato soup", "servings": 24})],
    ),
    ("lasagne but for 8 people", [("read_recipe", {"recipe": "lasagne", "servings": 8})]),
    ("make the lasagne serve 8", [("read_recipe", {"recipe": "lasagne", "servings": 8})]),
    ("make pancakes for 3", [("read_recipe", {"recipe": "pancakes", "servings": 3})]),
    ("make the stew for 5 people tonight", [("read_recipe", {"recipe": "stew", "servings": 5})]),
    ("cook lasagne for 10 people", [("read_recipe", {"recipe": "lasagne", "servings": 10})]),
    ("cook the curry for 5 guests", [("read_recipe", {"recipe": "curry", "servings": 5})]),
    ("show me the lasagne for 8 people", [("read_recipe", {"recipe": "lasagne", "servings": 8})]),
    ("show lasagne for 6", [("read_recipe", {"recipe": "lasagne", "servings": 6})]),
    (
        "show me the recipe for pancakes for 4",
        [("read_recipe", {"recipe": "pancakes", "servings": 4})],
    ),
    ("how do I make pancakes for 10?", [("read_recipe", {"recipe": "pancakes", "servings": 10})]),
    (
        "how do you make risotto for 2 people",
        [("read_recipe", {"recipe": "risotto", "servings": 2})],
    ),
    ("what do I need for lasagne for 8", [("read_recipe", {"recipe": "lasagne", "servings": 8})]),
    (
        "how much do i need for lasagne for 8",
        [("read_recipe", {"recipe": "lasagne", "servings": 8})],
    ),
    ("i want to make chili for 20", [("read_recipe", {"recipe": "chili", "servings": 20})]),
    ("i need pancakes for 12 people", [("read_recipe", {"recipe": "pancakes", "servings": 12})]),
    ("I need the lasagne for 6", [("read_recipe", {"recipe": "lasagne", "servings": 6})]),
    ("give me the goulash for 7 persons", [("read_recipe", {"recipe": "goulash", "servings": 7})]),
]

MULTIPLIED: list[tuple[str, str, int]] = [
    ("double the lasagne", "lasagne", 12),
    ("double the lasagne recipe please", "lasagne", 12),
    ("make a double batch of cookies", "cookies", 12),
    ("twice the pancakes", "pancakes", 12),
    ("triple the cookies", "cookies", 18),
    ("triple the waffle recipe", "waffle", 18),
    ("quadruple the salsa", "salsa", 24),
    ("halve the pancake recipe", "pancake", 3),
    ("halve the brownies", "brownies", 3),
    ("half the lasagne recipe", "lasagne", 3),
    ("make half of the lasagne", "lasagne", 3),
    ("lasagne x2", "lasagne", 12),
    ("cookies times 3", "cookies", 18),
    ("can you double the banana bread?", "banana bread", 12),
    ("scale tomato soup by 3", "tomato soup", 18),
    ("lasagne, doubled", "lasagne", 12),
    ("half a batch of muffins", "muffins", 3),
]


@pytest.mark.parametrize(("said", "expected"), SIZED)
def test_it_reads_the_recipe_in_that_size(
    hear: Callable[..., Any], said: str, expected: list[Any]
) -> None:
    assert hear(said)[1] == expected


@pytest.mark.parametrize(("said", "recipe", "of_six"), MULTIPLIED)
def test_it_reads_the_recipe_and_then_that_many_times_its_servings(
    cook: OfflineCook, said: str, recipe: str, of_six: int
) -> None:
    first = cook.invoke([HumanMessage(said)])
    assert [(c["name"], c["args"]) for c in first.tool_calls] == [
        ("read_recipe", {"recipe": recipe})
    ]
    read = ToolMessage("## It (35 min, serves 6)", tool_call_id=first.tool_calls[0]["id"])
    second = cook.invoke([HumanMessage(said), first, read])
    assert [(c["name"], c["args"]) for c in second.tool_calls] == [
        ("read_recipe", {"recipe": recipe, "servings": of_six})
    ]
    scaled = ToolMessage(
        "## It\n\nScaled from 6 servings.", tool_call_id=second.tool_calls[0]["id"]
    )
    last = cook.invoke([HumanMessage(said), first, read, second, scaled])
    assert (last.text, last.tool_calls) == ("## It\n\nScaled from 6 servings.", [])


def test_without_known_servings_it_says_so_and_shows_it(cook: OfflineCook) -> None:
    first = cook.invoke([HumanMessage("double the lasagne")])
    read = ToolMessage("## Lasagne", tool_call_id=first.tool_calls[0]["id"])
    last = cook.invoke([HumanMessage("double the lasagne"), first, read])
    assert isinstance(last, AIMessage)
    assert last.tool_calls == []
    assert last.text == (
        "The recipe does not say how many it serves, so I cannot change its size. "
        "Here it is as written.\n\n## Lasagne"
    )


def test_there_are_at_least_forty_ways_to_say_it() -> None:
    assert len({said for said, *_ in [*SIZED, *MULTIPLIED]}) >= 40
