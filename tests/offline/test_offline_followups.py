"""Small words that lean on what was said before."""

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from kitchen_app.ai.offline.conversation import names_in


def done(said: str, tool: str, args: dict[str, Any], result: str) -> list[BaseMessage]:
    """One finished turn that used one tool."""
    made = [{"name": tool, "args": args, "id": f"call-{said}"}]
    return [
        HumanMessage(said),
        AIMessage("", tool_calls=made),
        ToolMessage(result, tool_call_id=f"call-{said}"),
        AIMessage(result),
    ]


FOUND = done(
    "any pasta?",
    "find_recipes",
    {"query": "pasta"},
    "- Lasagne (90 min, serves 4)\n- Pasta e fagioli\n- Spaghetti (20 min)",
)
COOKABLE = done(
    "what's for dinner?",
    "what_can_i_cook",
    {},
    "- Dal: everything is there\n- Tomato soup: missing basil, cream",
)
SHOWN = done("show me the lasagne", "read_recipe", {"recipe": "lasagne"}, "## Lasagne (serves 4)")
STOCKED = done("bought eggs", "add_to_pantry", {"items": [{"name": "eggs"}]}, "Added eggs.")
USED = done("used 2 eggs", "use_up", {"items": [{"name": "eggs", "quantity": 2}]}, "Used 2 eggs.")

NTH = [
    ("show me the first one", "Lasagne"),
    ("the first one", "Lasagne"),
    ("first", "Lasagne"),
    ("show me the second", "Pasta e fagioli"),
    ("the 2nd one please", "Pasta e fagioli"),
    ("open number 2", "Pasta e fagioli"),
    ("the third one", "Spaghetti"),
    ("let's make the last one", "Spaghetti"),
    ("how do I make the second one?", "Pasta e fagioli"),
    ("show me recipe 3", "Spaghetti"),
]


@pytest.mark.parametrize(("said", "name"), NTH)
def test_the_second_one_is_the_second_of_the_last_list(
    hear: Callable[..., Any], said: str, name: str
) -> None:
    assert hear(said, *COOKABLE, *FOUND)[1] == [("read_recipe", {"recipe": name})]


def test_the_list_of_what_can_be_cooked_counts_too(hear: Callable[..., Any]) -> None:
    assert hear("the second one", *COOKABLE)[1] == [("read_recipe", {"recipe": "Tomato soup"})]


@pytest.mark.parametrize("said", ["the fifth one", "show me number 5"])
def test_beyond_the_list_it_asks_for_a_name(hear: Callable[..., Any], said: str) -> None:
    text, calls = hear(said, *FOUND)
    assert calls == []
    assert text.startswith("I do not know which recipe you mean.")


@pytest.mark.parametrize("said", ["show it", "show me it again", "show that", "open it"])
def test_it_is_the_recipe_last_shown(hear: Callable[..., Any], said: str) -> None:
    assert hear(said, *FOUND, *SHOWN)[1] == [("read_recipe", {"recipe": "lasagne"})]


@pytest.mark.parametrize(
    "said",
    ["scale it to 6", "for 6 people", "make it for 6", "for 6", "scale that to six", "now for 6"],
)
def test_a_size_alone_is_for_the_recipe_last_shown(hear: Callable[..., Any], said: str) -> None:
    calls = hear(said, *SHOWN)[1]
    assert calls == [("read_recipe", {"recipe": "lasagne", "servings": 6})]


@pytest.mark.parametrize("said", ["double it", "halve it", "make it double", "triple that"])
def test_double_it_reads_it_first(hear: Callable[..., Any], said: str) -> None:
    assert hear(said, *SHOWN)[1] == [("read_recipe", {"recipe": "lasagne"})]


@pytest.mark.parametrize("said", ["show it", "scale it to 6", "double it", "the first one"])
def test_with_nothing_before_it_asks_for_a_name(hear: Callable[..., Any], said: str) -> None:
    text, calls = hear(said)
    assert calls == []
    assert text.startswith("I do not know which recipe you mean.")


def test_a_new_list_forgets_the_recipe_shown_before(hear: Callable[..., Any]) -> None:
    text, calls = hear("scale it to 6", *SHOWN, *FOUND)
    assert calls == []
    assert text.startswith("I do not know which recipe you mean.")


def test_yes_to_a_list_of_one_shows_it(hear: Callable[..., Any]) -> None:
    one = done("any dal?", "find_recipes", {"query": "dal"}, "- Dal (30 min)")
    assert hear("yes please", *one)[1] == [("read_recipe", {"recipe": "Dal"})]


@pytest.mark.parametrize(
    "said", ["and 2 kg of rice too", "and 2 kg rice", "also 2kg rice", "2 kg of rice as well"]
)
def test_one_more_thing_is_stocked_after_stocking(hear: Callable[..., Any], said: str) -> None:
    items = [{"name": "rice", "quantity": 2, "unit": "kg"}]
    assert hear(said, *STOCKED)[1] == [("add_to_pantry", {"items": items})]


def test_one_more_thing_is_used_after_using(hear: Callable[..., Any]) -> None:
    items = [{"name": "rice", "quantity": 2, "unit": "kg"}]
    assert hear("and 2 kg of rice too", *USED)[1] == [("use_up", {"items": items})]


def test_one_more_thing_after_nothing_is_not_understood(hear: Callable[..., Any]) -> None:
    assert hear("and 2 kg of rice too")[1] == []
    assert hear("and 2 kg of rice too", *STOCKED, *SHOWN)[1] == []


def test_the_next_sentence_may_lean_on_the_one_before(hear: Callable[..., Any]) -> None:
    _, calls = hear("Bought 6 eggs. And 2 kg of rice too.")
    assert [args["items"][0]["name"] for _, args in calls] == ["eggs", "rice"]


def test_a_recipe_that_was_not_found_was_not_shown(hear: Callable[..., Any]) -> None:
    missing = [
        HumanMessage("show me the moon"),
        AIMessage("", tool_calls=[{"name": "read_recipe", "args": {"recipe": "moon"}, "id": "m"}]),
        ToolMessage("There is no recipe moon.", tool_call_id="m", status="error"),
    ]
    assert hear("scale it to 6", *missing)[1] == []


def test_names_are_read_out_of_both_kinds_of_list() -> None:
    assert names_in("- Soup (4 min)\n- Fish (and chips) (20 min, serves 2)\n(there are more)") == (
        "Soup",
        "Fish (and chips)",
    )
    assert names_in("- Stew: missing beef, carrots\n- Dal: everything is there") == ("Stew", "Dal")
