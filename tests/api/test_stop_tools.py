"""A stop that meets a tool: what the tool does is there with its step, or not at all."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import text

from tests.api.conftest import MakeCook
from tests.api.stopping import check_stopped, held_in_a_tool, running
from tests.factories import Cook, at_once, check_refused, until
from tests.fake_openai import Call, FakeModel, Gate, call, say
from tests.sse import Answer, spelled

pytestmark = pytest.mark.usefixtures("quiet_log")

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})


@contextmanager
def stopped_in_a_tool(
    cook: Cook, model: FakeModel, tool: Call
) -> Iterator[tuple[Answer, Future[None]]]:
    """The whole of an answer that was stopped while its tool waited for the database."""
    gate = Gate()
    script = model.script(call(tool, before="Let me see.", gate=gate), say("Never."))
    with cook.asking(script.question()) as events, ThreadPoolExecutor(1) as pool:
        answer = Answer([next(events)])
        with held_in_a_tool(cook, gate):
            stopping = pool.submit(cook.stop, answer.session_id)
            until(lambda: stop_is_asked_for(cook))
        answer.events += events
        yield answer, stopping
    assert len(script.asked) == 1


def test_a_tool_that_waits_for_the_database_is_let_finish(cook: Cook, model: FakeModel) -> None:
    with stopped_in_a_tool(cook, model, EGGS) as (answer, stopping):
        stopping.result(20)
        stored = check_stopped(cook, model, answer)
    assert [step["status"] for step in stored["steps"]] == ["finished"]
    assert cook.names("/ingredients") == ["eggs"]


def test_a_tool_that_fails_after_the_stop_is_told_to_have_failed(
    cook: Cook, model: FakeModel
) -> None:
    toast = Call("update_recipe", {"recipe": "Toast", "servings": 2})
    with stopped_in_a_tool(cook, model, toast) as (answer, _):
        stored = check_stopped(cook, model, answer)
    assert [step["status"] for step in stored["steps"]] == ["failed"]
    assert [tool["status"] for tool in answer.named("tool")] == ["started", "failed"]


def test_a_proposal_that_was_being_made_is_told_and_declined(cook: Cook, model: FakeModel) -> None:
    cook.ok("PATCH", "/auth/me", {"asks_first": True})
    with stopped_in_a_tool(cook, model, EGGS) as (answer, _):
        stored = check_stopped(cook, model, answer)
    assert [step["status"] for step in stored["steps"]] == ["declined"]
    assert [tool["status"] for tool in answer.named("tool")] == ["started", "proposed", "declined"]


def test_a_stop_is_answered_when_the_answer_is_stored(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(call(EGGS, before="So.", gate=gate), say("Added."))
    hold = text("SELECT FROM messages WHERE user_id = :user FOR NO KEY UPDATE")
    with cook.asking(script.question()) as events, ThreadPoolExecutor(1) as pool:
        answer = Answer([next(events), next(events)])
        with cook.server.database.transaction() as connection:
            with held_in_a_tool(cook, gate):
                stopping = pool.submit(cook.stop, answer.session_id)
                until(lambda: stop_is_asked_for(cook))
                connection.execute(hold, {"user": cook.id})
            assert next(events).data["status"] == "started"
            assert next(events).data["status"] == "finished"
            with pytest.raises(TimeoutError):
                stopping.result(0.3)
        stopping.result(20)
        assert cook.ask(model.script(say("Next.")).question(), answer.session_id).text == "Next."


def stop_is_asked_for(cook: Cook) -> bool:
    asked = text("SELECT bool_or(stopping) FROM messages WHERE user_id = :user")
    with cook.server.database.transaction() as connection:
        return bool(connection.execute(asked, {"user": cook.id}).scalar_one())


def test_what_the_tool_did_that_a_stop_met_is_there_with_its_step_or_not_at_all(
    cook: Cook, new_cook: MakeCook, model: FakeModel
) -> None:
    """The stop comes from before the call until after its report, a little later each time."""
    seen = set()
    for attempt in range(30):
        cook, gate = new_cook(), Gate()
        script = model.script(call(EGGS, before="So.", gate=gate), say("Added."))
        with running(cook, script, reached=gate) as answer:
            gate.open()
            for _ in range(attempt):
                cook.get("/nowhere")
            cook.stop(answer.session_id)
            next_answer = cook.ask(model.script(say("Next.")).question(), answer.session_id)
            assert next_answer.text == "Next."
        first = cook.session(answer.session_id)["messages"][1]
        again = cook.join(answer.session_id, f"{answer.message_id}:0")
        assert spelled(again.events) == spelled(answer.events)
        done = [step["status"] for step in first["steps"]]
        assert cook.names("/ingredients") == (["eggs"] if done == ["finished"] else [])
        assert [t["status"] for t in answer.named("tool")] == [
            s for d in done for s in ("started", d)
        ]
        seen.add((first["status"], *done))
    assert len(seen) > 1, "It was always the same moment."


def test_a_proposal_that_waits_is_declined_by_a_stop(cook: Cook, model: FakeModel) -> None:
    cook.ok("PATCH", "/auth/me", {"asks_first": True})
    script = model.script(call(EGGS), say("Added."))
    with cook.asking(script.question()) as events:
        answer = Answer([next(events), next(events), next(events)])
        assert answer.events[-1].data["status"] == "proposed"
        cook.stop(answer.session_id)
        answer.events += events
    stored = check_stopped(cook, model, answer)
    assert [step["status"] for step in stored["steps"]] == ["declined"]
    assert (cook.names("/ingredients"), len(script.asked)) == ([], 1)


def test_an_answer_that_grew_too_long_does_nothing_more(
    new_cook: MakeCook, model: FakeModel
) -> None:
    for _ in range(5):
        cook = new_cook()
        script = model.script(call(EGGS, before="x" * 200_001, pieces=1), say("Added."))
        answer = cook.ask(script.question())
        assert answer.error["code"] == "assistant_too_long"
        assert (answer.named("tool"), cook.last_message(answer.session_id)["steps"]) == ([], [])
        assert cook.ask(model.script(say("Next.")).question(), answer.session_id).text == "Next."
        assert (cook.ok("GET", "/changes"), len(script.asked)) == ([], 1)


def test_a_word_and_a_stop_at_the_same_instant_agree(
    cook: Cook, new_cook: MakeCook, model: FakeModel
) -> None:
    """What was approved is done and told so, what was stopped first is declined and told so."""
    for attempt in range(20):
        cook = new_cook()
        cook.ok("PATCH", "/auth/me", {"asks_first": True})
        script = model.script(call(EGGS), say("Added."))
        with cook.asking(script.question()) as events, ThreadPoolExecutor(2) as pool:
            answer = Answer([next(events), next(events), next(events)])
            word = {"step": answer.named("tool")[-1]["id"], "approve": True}
            deciding, stopping = at_once(
                pool,
                partial(cook.post, f"/chat/messages/{answer.message_id}/decision", json=word),
                partial(cook.post, f"/chat/sessions/{answer.session_id}/stop"),
            )
            assert stopping.status_code == 204
            decided = deciding.status_code
            answer.events += events
        assert decided in (200, 409)
        (step,) = cook.last_message(answer.session_id)["steps"]
        assert step["status"] == ("finished" if decided == 200 else "declined"), attempt
        assert cook.names("/ingredients") == (["eggs"] if decided == 200 else [])
        again = cook.join(answer.session_id, f"{answer.message_id}:0")
        assert spelled(again.events) == spelled(answer.events)


def test_no_step_has_such_an_id(cook: Cook) -> None:
    path = f"/chat/messages/{cook.ask('help').message_id}/decision"
    refused = cook.post(path, json={"step": "\x00", "approve": True})
    check_refused(refused, 422, "invalid_request")


def test_a_tool_in_a_session_that_is_deleted_does_nothing(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(call(EGGS, before="So.", gate=gate), say("Added."))
    with cook.asking(script.question()) as events:
        answer = Answer([next(events)])
        with held_in_a_tool(cook, gate):
            cook.ok("DELETE", f"/chat/sessions/{answer.session_id}")
        answer.events += events
    assert answer.events[-1].data == {"done": True}
    assert (cook.names("/ingredients"), cook.ok("GET", "/changes")) == ([], [])
