"""Questions about one recipe, named in quotes, as the recipe's page prepares them."""

from collections.abc import Callable
from typing import Any

import pytest

from kitchen_app.ai.offline.plan import Context
from kitchen_app.ai.offline.replies import AS_WRITTEN
from kitchen_app.ai.offline.understand import understand
from tests.offline.conftest import SUNDAY

STEW = {"recipe": "Lentil stew"}
PREPARED = "I have a question about my recipe “Lentil stew”: "

ADVICE = [
    PREPARED + "what goes with it?",
    PREPARED + "what goes with it",
    PREPARED + "can I freeze it?",
    PREPARED + "Can I use red lentils instead, and leave out the celery?",
    PREPARED + "I used 2 onions, is that too much?",
    PREPARED + "bought 2 kg of lentils",
    PREPARED + "my guest said “no celery”: what then?",
    PREPARED + "any recipes like that?",
    PREPARED + "how long does it keep, 3 days?",
    "A question about my recipe “Lentil stew”: what goes with it?",
    'I have a question about my recipe "Lentil stew": what goes with it?',
    "question about “Lentil stew”: is it spicy?",
    "About “Lentil stew”: is it vegan?",
    "what goes with “Lentil stew”?",
    'can I freeze my recipe "Lentil stew"?',
    "which wine fits my recipe “Lentil stew”?",
]
SIZES: list[tuple[str, dict[str, Any]]] = [
    (PREPARED + "for 6?", {"servings": 6}),
    (PREPARED + "for six people", {"servings": 6}),
    (PREPARED + "how much do I need for 6?", {"servings": 6}),
    (PREPARED + "can I make it for 6 people?", {"servings": 6}),
    (PREPARED + "scale it to 8", {"servings": 8}),
    ("A question about my recipe “Lentil stew”: for 6?", {"servings": 6}),
    ("what do I need of “Lentil stew” for 3 people?", {"servings": 3}),
]


def planned(said: str) -> tuple[list[tuple[str, dict[str, Any]]], str]:
    plan = understand(said, Context(SUNDAY))
    return [(made.tool, made.args) for made in plan.calls], plan.say


@pytest.mark.parametrize("said", ADVICE)
def test_it_shows_the_recipe_and_says_that_it_cannot_advise(said: str) -> None:
    assert planned(said) == ([("read_recipe", STEW)], AS_WRITTEN)


@pytest.mark.parametrize(("said", "size"), SIZES)
def test_a_question_of_size_scales_the_recipe(said: str, size: dict[str, Any]) -> None:
    assert planned(said) == ([("read_recipe", STEW | size)], "")


def test_it_is_doubled_on_asking() -> None:
    plan = understand(PREPARED + "can you double it?", Context(SUNDAY))
    assert (plan.calls[0].args, plan.say) == (STEW, "")
    assert plan.multiply == 2


@pytest.mark.parametrize(
    "said",
    [
        PREPARED,
        PREPARED + "show it again",
        "show me “Lentil stew”",
        "show me my recipe “Lentil stew”",
    ],
)
def test_where_nothing_else_is_asked_the_recipe_is_the_answer(said: str) -> None:
    assert planned(said) == ([("read_recipe", STEW)], "")


def test_a_size_and_another_question_are_both_heard() -> None:
    calls, say = planned(PREPARED + "for 6? And what goes with it?")
    assert calls == [("read_recipe", STEW | {"servings": 6})]
    assert say == AS_WRITTEN


@pytest.mark.parametrize(
    "name",
    ["Mum’s “secret” stew", "What? No. Yes!", "Add 2 eggs", "Fish & chips, and peas", "½ 🍓"],
)
def test_the_name_is_taken_exactly_as_it_is_written(name: str) -> None:
    asked = f"I have a question about my recipe “{name}”: what goes with it?"
    assert planned(asked)[0] == [("read_recipe", {"recipe": name})]


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ('rename "Lentil stew" to "Stew"', "update_recipe"),
        ('bought 2 cans of "Best" beans', "add_to_pantry"),
        ("any recipes with “oat milk”?", "find_recipes"),
    ],
)
def test_quotes_elsewhere_mean_what_they_did(
    hear: Callable[..., Any], said: str, tool: str
) -> None:
    assert [name for name, _ in hear(said)[1]] == [tool]
