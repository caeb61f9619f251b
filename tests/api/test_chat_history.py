"""What the model is shown: its job, the day, and as much of the session as fits."""

from datetime import date

from tests.factories import Cook, Json
from tests.fake_openai import Call, FakeModel, call, say, unmarked

BUDGET = 12_000 * 4  # characters, roughly


def test_the_model_is_told_its_job_and_the_day(cook: Cook, model: FakeModel) -> None:
    script = model.script(say("Hello."))
    cook.ask(script.question())
    system, question = script.asked[0].messages
    assert system["role"] == "system"
    assert date.today().isoformat() in system["content"]  # noqa: DTZ011 (the cook's day)
    for word in ("grocer", "meal", "Look before you answer", "Never invent stock", "changes you"):
        assert word in system["content"]
    assert question == {"role": "user", "content": script.question()}


def test_the_model_is_offered_the_kitchens_tools_and_no_user(cook: Cook, model: FakeModel) -> None:
    script = model.script(say("Hello."))
    cook.ask(script.question())
    body = script.asked[0].body
    assert {tool["function"]["name"] for tool in body["tools"]} == {
        *("read_pantry", "add_to_pantry", "use_up", "remove_from_pantry"),
        *("find_recipes", "read_recipe", "save_recipe", "update_recipe", "what_can_i_cook"),
        "cook_recipe",
    }
    assert "user_id" not in str(body["tools"])
    assert "runtime" not in str(body["tools"])
    assert (body["stream"], body["stream_options"]) == (True, {"include_usage": True})


def test_the_model_sees_what_was_said_and_done_before(cook: Cook, model: FakeModel) -> None:
    eggs = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
    first = model.script(call(eggs, before="One moment."), say("Added 12."))
    session_id = cook.ask(
        first.question("Got a dozen eggs"),
    ).session_id
    second = model.script(say("Twelve."))
    cook.ask(second.question("How many?"), session_id)
    system, asked, called, result, said, question = second.asked[0].messages
    assert [m["role"] for m in (system, asked, said, question)] == [
        *("system", "user", "assistant", "user"),
    ]
    assert asked["content"] == first.question("Got a dozen eggs")
    (made,) = called["tool_calls"]
    assert (called["content"], made["function"]["name"]) == ("One moment.", "add_to_pantry")
    assert (result["tool_call_id"], unmarked(result["content"])) == (made["id"], "Added 12 eggs.")
    assert said["content"].strip() == "Added 12."
    assert question["content"] == second.question("How many?")


def test_sessions_know_nothing_of_one_another(cook: Cook, model: FakeModel) -> None:
    cook.ask(model.script(say("A secret.")).question("Shh"))
    script = model.script(say("Hello."))
    cook.ask(script.question())
    assert len(script.asked[0].messages) == 2


def whole_rounds(messages: list[Json]) -> bool:
    """Every call has its result right after it, and no result is without its call."""
    waiting: list[str] = []
    for message in messages:
        if message["role"] == "tool":
            if message["tool_call_id"] not in waiting:
                return False
            waiting.remove(message["tool_call_id"])
        elif waiting:
            return False
        waiting += [one["id"] for one in message.get("tool_calls") or ()]
    return not waiting


def test_a_long_session_is_cut_oldest_first_and_never_inside_a_round(
    cook: Cook, model: FakeModel
) -> None:
    cook.recipe("Saga", steps=["a long story " * 160])
    reads = [Call("read_recipe", {"recipe": "Saga"})] * 4
    session_id = None
    shown = []
    for number in range(9):
        script = model.script(call(*reads, before="Let me see."), say("Well. " * 200))
        session_id = cook.ask(script.question(f"Question {number}"), session_id).session_id
        first_look, after_tools = script.asked
        assert whole_rounds(first_look.messages)
        assert whole_rounds(after_tools.messages)
        assert first_look.messages[0]["role"] == "system"
        assert first_look.messages[1]["role"] == "user"
        assert first_look.messages[-1]["content"] == script.question(f"Question {number}")
        shown.append([text.split(" ⟦")[0] for text in first_look.said("user")])
    assert shown[2] == ["Question 0", "Question 1", "Question 2"]
    assert shown[-1][0] != "Question 0"
    assert shown[-1] == [f"Question {n}" for n in range(9 - len(shown[-1]), 9)]
    assert len(shown[-1]) > 2
    assert sum(len(str(m["content"])) for m in first_look.messages[1:]) < BUDGET


def test_the_longest_question_is_shown_whole(cook: Cook, model: FakeModel) -> None:
    session_id = cook.ask(model.script(say("x" * 60_000)).question()).session_id
    script = model.script(say("Long."))
    mark = script.question("")
    question = "é" * (20_000 - len(mark)) + mark
    cook.ask(question, session_id)
    assert script.asked[0].messages[-1]["content"] == question
