"""What the assistant did, in words for people, with the page it is about: live and ever after."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import Cook, Json
from tests.fake_openai import Call, FakeModel, call, say

TOMORROW = date.today() + timedelta(days=1)  # noqa: DTZ011


def did(cook: Cook, model: FakeModel, tool: str, **arguments: Any) -> Json:
    """The step of one tool call, which is the same while it is made and when it is read again."""
    script = model.script(call(Call(tool, arguments)), say("Done."))
    answer = cook.ask(script.question())
    live = answer.named("tool")[-1]
    (stored,) = cook.last_message(answer.session_id)["steps"]
    seen = ("id", "name", "status", "summary")
    assert [live[part] for part in seen] == [stored[part] for part in seen]
    assert live.get("link") == stored["link"]
    assert live.get("change_ids", []) == stored["change_ids"]
    found: Json = stored
    return found


@pytest.fixture
def stocked(cook: Cook) -> Cook:
    cook.stock("eggs", 6)
    cook.stock("milk", 1, "l", expires_on="2020-01-01")
    cook.stock("rice", 100, "g", low_at=200)
    return cook


PANTRY: list[tuple[str, Json, str]] = [
    ("read_pantry", {}, "Read the pantry: 3 things"),
    ("read_pantry", {"search": "egg"}, "Looked for egg in the pantry: 1 found"),
    ("read_pantry", {"search": "leek"}, "Looked for leek in the pantry: none found"),
    ("read_pantry", {"expiring_within": 3}, "Looked for what expires within 3 days: 1 found"),
    ("read_pantry", {"running_low": True}, "Looked for what is running low: 1 found"),
    (
        "add_to_pantry",
        {"items": [{"name": "eggs", "quantity": 12}, {"name": "salt"}]},
        "Added 12 eggs and salt to the pantry",
    ),
    (
        "add_to_pantry",
        {"items": [{"name": "rice", "quantity": 5, "unit": "kg", "expires_on": f"{TOMORROW}"}]},
        "Added 5 kg rice (best before tomorrow) to the pantry",
    ),
    (
        "remove_from_pantry",
        {"names": ["milk"]},
        "Removed 1 l milk (best before 1 January 2020) from the pantry",
    ),
    ("use_up", {"items": [{"name": "eggs", "quantity": 2}]}, "Used 2 eggs, 4 left"),
    ("use_up", {"items": [{"name": "eggs"}]}, "Used up the eggs"),
    ("remove_from_pantry", {"names": ["eggs"]}, "Removed 6 eggs from the pantry"),
]


@pytest.mark.parametrize(("name", "arguments", "summary"), PANTRY)
def test_a_step_in_the_pantry_leads_there(
    stocked: Cook, model: FakeModel, name: str, arguments: Json, summary: str
) -> None:
    step = did(stocked, model, name, **arguments)
    assert (step["summary"], step["link"]) == (summary, "/pantry")


COOKBOOK: list[tuple[str, Json, str]] = [
    ("find_recipes", {}, "Looked for recipes: 2 found"),
    ("find_recipes", {"query": "omelette"}, "Looked for recipes with omelette: 1 found"),
    (
        "find_recipes",
        {"ingredients": ["eggs", "leeks"], "max_minutes": 20},
        "Looked for recipes with eggs and leeks of 20 minutes at most: none found",
    ),
    ("what_can_i_cook", {}, "Looked for recipes that fit what is in the pantry: 2 found"),
]


@pytest.mark.parametrize(("name", "arguments", "summary"), COOKBOOK)
def test_a_search_for_recipes_leads_to_the_cookbook(
    stocked: Cook, model: FakeModel, name: str, arguments: Json, summary: str
) -> None:
    stocked.recipe("Omelette", uses=["eggs"])
    stocked.recipe("Rice pudding", uses=["rice", "milk"])
    step = did(stocked, model, name, **arguments)
    assert (step["summary"], step["link"]) == (summary, "/cookbook")


def test_a_search_that_found_more_says_so(cook: Cook, model: FakeModel) -> None:
    for number in range(11):
        cook.recipe(f"Soup {number}")
    assert did(cook, model, "find_recipes")["summary"] == "Looked for recipes: more than 10 found"


def test_an_empty_pantry_is_called_so(cook: Cook, model: FakeModel) -> None:
    assert did(cook, model, "read_pantry")["summary"] == "Read the pantry: it is empty"


def test_a_step_with_one_recipe_leads_to_it(cook: Cook, model: FakeModel) -> None:
    saved = did(cook, model, "save_recipe", name="Shakshuka", servings=4)
    (recipe,) = cook.ok("GET", "/recipes")
    page = f"/cookbook/{recipe['id']}"
    assert (saved["summary"], saved["link"]) == ("Saved the recipe Shakshuka", page)
    read = did(cook, model, "read_recipe", recipe="shakshuka", servings=8)
    assert (read["summary"], read["link"]) == ("Read the recipe Shakshuka for 8", page)
    changed = did(cook, model, "update_recipe", recipe="shakshuka", tags=["eggs"])
    assert (changed["summary"], changed["link"]) == ("Changed the recipe Shakshuka: tags", page)


def test_a_step_that_failed_leads_nowhere(cook: Cook, model: FakeModel) -> None:
    step = did(cook, model, "read_recipe", recipe="Unicorn pie")
    assert (step["status"], step["link"]) == ("failed", None)
    assert step["summary"] == "Your cookbook has no recipe Unicorn pie."
