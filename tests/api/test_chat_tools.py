"""What the assistant does, it does as the cook who asked, by the same rules as the API."""

from typing import Any

import pytest

from tests.api.conftest import Stranger
from tests.factories import Cook, Json
from tests.fake_openai import Asked, Call, FakeModel, Reply, Script, call, say
from tests.sse import Answer

EGGS: Json = {"items": [{"name": "eggs", "quantity": 12}]}
LONG = "the longest of stories " * 200


def did(cook: Cook, model: FakeModel, *calls: Call, **how: Any) -> tuple[Answer, Script]:
    """The answer to a question for which the model makes these calls."""
    script = model.script(call(*calls, **how), say("Done."))
    return cook.ask(script.question()), script


def told(script: Script) -> list[str]:
    """What the tools answered the model."""
    return script.asked[-1].said("tool")


def test_a_tool_writes_for_the_cook_who_asked(cook: Cook, model: FakeModel) -> None:
    answer, script = did(cook, model, Call("add_to_pantry", EGGS))
    (entry,) = cook.ok("GET", "/ingredients")
    assert (entry["name"], entry["quantity"]) == ("eggs", 12)
    (change,) = cook.ok("GET", "/changes")
    assert (change["actor"], change["action"]) == ("assistant", "created")
    assert (change["message_id"], change["entity_id"]) == (answer.message_id, entry["id"])
    assert told(script) == ["Added 12 eggs."]


@pytest.mark.parametrize("pieces", [1, 2, 7, 100])
def test_a_call_may_come_in_any_number_of_pieces(cook: Cook, model: FakeModel, pieces: int) -> None:
    did(cook, model, Call("add_to_pantry", EGGS), pieces=pieces)
    assert cook.names("/ingredients") == ["eggs"]


@pytest.mark.parametrize(
    "odd",
    [
        {"id": None},
        {"id": "same"},
        {"id": ""},
        {"numbered": False},
        {"numbered": False, "id": None},
    ],
)
def test_calls_without_ids_or_numbers_are_each_made_once(
    cook: Cook, model: FakeModel, odd: Any
) -> None:
    items = [{"items": [{"name": name, "quantity": 1}]} for name in ("eggs", "milk")]
    answer, _ = did(cook, model, *(Call("add_to_pantry", item, **odd) for item in items))
    assert cook.names("/ingredients") == ["eggs", "milk"]
    assert [entry["quantity"] for entry in cook.ok("GET", "/ingredients")] == [1, 1]
    assert len({event["id"] for event in answer.named("tool")}) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        '{"items": [{"name": "eggs", "quantity": 12',
        '{"items": [{"name": "eggs"}]',
        '{"items": [{"name": "eggs"}]}}',
        "{'items': [{'name': 'eggs'}]}",
        "eggs",
        '[{"name": "eggs"}]',
        "null",
        '{"items": [{"name": "eggs"}]} and more',
        "[" * 10_000,
        '{"items": ' + "[" * 10_000,
    ],
)
def test_a_call_with_broken_json_is_refused_and_writes_nothing(
    cook: Cook, model: FakeModel, arguments: str
) -> None:
    answer, script = did(cook, model, Call("add_to_pantry", arguments))
    assert cook.ok("GET", "/changes") == []
    assert [event["status"] for event in answer.named("tool")] == ["started", "failed"]
    assert answer.text == "Done."
    assert cook.last_message(answer.session_id)["status"] == "complete"
    assert "12" not in str(cook.ok("GET", "/ingredients"))
    assert "not_json" in told(script)[0]


WRONG: dict[str, Json] = {
    "nothing": {},
    "no items": {"items": []},
    "another user": EGGS | {"user_id": "00000000-0000-0000-0000-000000000000"},
    "another user's row": {"items": [{"name": "eggs", "user_id": 1}]},
    "a negative amount": {"items": [{"name": "eggs", "quantity": -1}]},
    "an infinite amount": {"items": [{"name": "eggs", "quantity": 1e400}]},
    "no number": {"items": [{"name": "eggs", "quantity": "many"}]},
    "true": {"items": [{"name": "eggs", "quantity": True}]},
    "no name": {"items": [{"name": "  "}]},
    "a NUL": {"items": [{"name": "eg\x00gs"}]},
    "a surrogate": {"items": [{"name": "eg\ud800gs"}]},
    "a date that is none": {"items": [{"name": "eggs", "expires_on": "soon"}]},
    "too many": {"items": [{"name": f"egg {n}"} for n in range(51)]},
    "half of it wrong": {"items": [{"name": "milk"}, {"name": ""}]},
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_a_tool_checks_what_it_is_given_as_the_api_does(
    cook: Cook, model: FakeModel, arguments: Json
) -> None:
    answer, script = did(cook, model, Call("add_to_pantry", arguments))
    assert cook.ok("GET", "/changes") == []
    assert [event["status"] for event in answer.named("tool")] == ["started", "failed"]
    assert (answer.text, answer.error) == ("Done.", None)
    assert told(script)[0]


@pytest.mark.parametrize("name", ["fly", "", "add-to-pantry", "eval", "x" * 300, "\x00", "\ud800"])
def test_a_tool_that_is_none_is_refused(cook: Cook, model: FakeModel, name: str) -> None:
    answer, script = did(cook, model, Call(name, EGGS))
    assert cook.ok("GET", "/changes") == []
    assert answer.named("tool")[-1]["status"] == "failed"
    assert (answer.text, answer.error) == ("Done.", None)
    assert told(script)


def test_a_tool_that_cannot_says_why_in_plain_words(cook: Cook, model: FakeModel) -> None:
    cook.stock("milk", 1, "l")
    answer, script = did(
        cook,
        model,
        Call("read_recipe", {"recipe": "Unicorn pie"}),
        Call("use_up", {"items": [{"name": "milk", "quantity": 3, "unit": "bag"}]}),
        Call("add_to_pantry", {"items": [{"name": "milk", "quantity": 1e6, "unit": "l"}]}),
    )
    recipe, use, add = told(script)
    assert recipe == "Your cookbook has no recipe Unicorn pie."
    assert use == "Milk stays as it is: bag cannot be counted in l."
    assert add.startswith("That would be more than 1,000,000")
    assert cook.ok("GET", "/ingredients")[0]["quantity"] == 1
    steps = cook.last_message(answer.session_id)["steps"]
    assert [step["status"] for step in steps] == ["failed", "finished", "failed"]
    assert steps[0]["summary"] == recipe


def test_a_call_that_fails_half_way_writes_nothing(cook: Cook, model: FakeModel) -> None:
    cook.stock("salt", 1e6, "g")
    before = cook.ok("GET", "/ingredients")
    items = [{"name": "eggs", "quantity": 1}, {"name": "salt", "quantity": 1, "unit": "g"}]
    did(cook, model, Call("add_to_pantry", {"items": items}))
    assert cook.ok("GET", "/ingredients") == before
    assert len(cook.ok("GET", "/changes")) == 1


def test_no_tool_shows_or_touches_what_is_a_strangers(
    cook: Cook, stranger: Stranger, model: FakeModel
) -> None:
    calls = (
        Call("read_pantry", {}),
        Call("find_recipes", {}),
        Call("what_can_i_cook", {}),
        Call("read_recipe", {"recipe": stranger.recipe_id}),
        Call("update_recipe", {"recipe": stranger.recipe_id, "name": "Mine"}),
        Call("use_up", {"items": [{"name": "flour"}]}),
        Call("remove_from_pantry", {"names": ["eggs"]}),
    )
    answer, script = did(cook, model, *calls)
    assert told(script) == [
        "The pantry is empty.",
        "No recipe in the cookbook matches that.",
        "No recipe in the cookbook fits what is in the pantry.",
        f"Your cookbook has no recipe {stranger.recipe_id}.",
        f"Your cookbook has no recipe {stranger.recipe_id}.",
        "Flour stays as it is: Your pantry has no flour.",
        "Your pantry has no eggs.",
    ]
    assert cook.ok("GET", "/changes") == []
    assert len(cook.last_message(answer.session_id)["steps"]) == len(calls)


def test_the_cookbook_and_the_pantry_are_read_as_they_are(cook: Cook, model: FakeModel) -> None:
    cook.recipe("Omelette", uses=["eggs", "butter"], steps=["Beat."], servings=2, cook_minutes=5)
    cook.stock("eggs", 12, expires_on="2031-05-01")
    read: tuple[tuple[str, Json, str], ...] = (
        ("read_pantry", {}, "- 12 eggs (best before 2031-05-01)"),
        ("read_pantry", {"search": "milk"}, "Nothing in the pantry matches milk."),
        ("find_recipes", {"ingredients": ["egg"]}, "- Omelette (5 min, serves 2)"),
        ("what_can_i_cook", {}, "- Omelette: missing butter"),
        ("read_recipe", {"recipe": "omelet"}, "## Omelette (5 min, serves 2)"),
    )
    _, script = did(cook, model, *(Call(name, arguments) for name, arguments, _ in read))
    for result, (name, _, expected) in zip(told(script), read, strict=True):
        assert result.startswith(expected), name


def test_a_recipe_is_saved_and_changed(cook: Cook, model: FakeModel) -> None:
    lines = [{"name": "bread", "quantity": 2}, "½ tbsp butter, soft"]
    new = {"name": "Toast", "ingredients": lines, "steps": ["Toast."]}
    _, script = did(cook, model, Call("save_recipe", new))
    assert told(script) == ["Saved the recipe Toast (2 ingredients, 1 step)."]
    did(cook, model, Call("update_recipe", {"recipe": "toast", "servings": 2}))
    (saved,) = cook.ok("GET", "/recipes")
    butter = {"name": "butter", "quantity": 0.5, "unit": "tbsp", "note": "soft"}
    assert saved["ingredients"][1] == butter
    assert (saved["name"], saved["servings"], saved["steps"]) == ("Toast", 2, ["Toast."])


def test_what_was_used_up_is_gone_oldest_first(cook: Cook, model: FakeModel) -> None:
    for day in ("2031-01-02", "2031-01-01"):
        cook.stock("milk", 1, "l", expires_on=day)
    _, script = did(
        cook, model, Call("use_up", {"items": [{"name": "milk", "quantity": 1250, "unit": "ml"}]})
    )
    (left,) = cook.ok("GET", "/ingredients")
    assert (left["expires_on"], left["quantity"]) == ("2031-01-02", 0.75)
    assert "0.75 l left" in told(script)[0]


def test_a_turn_makes_no_more_calls_than_are_reasonable(cook: Cook, model: FakeModel) -> None:
    calls = [Call("add_to_pantry", {"items": [{"name": f"egg {n}"}]}) for n in range(55)]
    answer, _ = did(cook, model, *calls, pieces=1)
    assert len(cook.ok("GET", "/ingredients", params={"limit": 200})) == 50
    assert answer.error["code"] == "assistant_going_round"


def test_a_model_that_only_ever_calls_is_stopped(cook: Cook, model: FakeModel) -> None:
    script = model.script(call(Call("read_pantry")))
    answer = cook.ask(script.question())
    assert answer.error["code"] == "assistant_going_round"
    assert len(script.asked) == 12


def test_a_call_cannot_bring_a_context_of_its_own(
    cook: Cook, stranger: Stranger, model: FakeModel
) -> None:
    context = {"runtime": {"context": {"turn": None, "user": str(stranger.id)}}}
    did(cook, model, Call("add_to_pantry", EGGS | context))
    assert cook.names("/ingredients") == ["eggs"]
    assert cook.ok("GET", "/changes")[0]["actor"] == "assistant"


def test_a_recipe_is_not_changed_by_nothing(cook: Cook, model: FakeModel) -> None:
    before = cook.recipe("Toast", servings=2)
    _, script = did(cook, model, Call("update_recipe", {"recipe": "Toast"}))
    assert told(script) == ["Say what to change in the recipe."]
    assert cook.ok("GET", "/recipes") == [before]


def test_a_long_result_is_cut_and_the_turn_goes_on(cook: Cook, model: FakeModel) -> None:
    for number in range(6):
        cook.recipe(f"Saga {number}", description=LONG, steps=[LONG] * 20)
    answer, script = did(cook, model, Call("read_recipe", {"recipe": "Saga 1"}))
    assert len(told(script)[0]) == 8_000
    assert cook.last_message(answer.session_id)["status"] == "complete"


def test_an_error_reply_is_a_reply(model: FakeModel) -> None:
    """The fake's own promise: a script's last reply is for every request after it."""
    first, last = say("a"), say("b")
    script = model.script(first, last)
    replies: list[Reply] = []
    for _ in range(3):
        body = {"messages": [{"role": "user", "content": script.question()}]}
        replies.append(model.reply(Asked(None, body)))
    assert replies == [first, last, last]
