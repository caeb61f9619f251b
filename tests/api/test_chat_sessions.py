"""Sessions: listed, read, renamed and removed by their owner alone, and never stuck."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.api.conftest import Stranger
from tests.factories import PASSWORD, Cook, Json, check_refused, rows_of, until
from tests.fake_openai import Call, FakeModel, Gate, call, say
from tests.servers import ApiServer

VERBS: list[tuple[str, Json | None]] = [
    ("GET", None),
    ("PATCH", {"title": "Mine now"}),
    ("DELETE", None),
]


def sessions(cook: Cook) -> list[Json]:
    found: list[Json] = cook.ok("GET", "/chat/sessions")
    return found


def test_a_session_has_its_messages_in_order(cook: Cook, model: FakeModel) -> None:
    first, second = model.script(say("One.")), model.script(say("Two."))
    session_id = cook.ask(first.question("First?")).session_id
    cook.ask(second.question("Second?"), session_id)
    session = cook.session(session_id)
    assert set(session) == {
        *("id", "title", "created_at", "updated_at", "message_count", "active", "messages"),
    }
    assert [(m["role"], m["content"], m["status"]) for m in session["messages"]] == [
        ("user", first.question("First?"), "complete"),
        ("assistant", "One.", "complete"),
        ("user", second.question("Second?"), "complete"),
        ("assistant", "Two.", "complete"),
    ]
    assert session["message_count"] == 4


def test_a_session_tells_what_the_assistant_did(cook: Cook, model: FakeModel) -> None:
    eggs = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
    script = model.script(call(eggs, before="One moment. "), say("Added."))
    answer = cook.ask(script.question())
    (step,) = cook.last_message(answer.session_id)["steps"]
    finished = answer.named("tool")[-1]
    assert step == {
        "id": finished["id"],
        "name": "add_to_pantry",
        "status": "finished",
        "summary": "Added 12 eggs to the pantry",
        "position": len("One moment. "),
        "asked": None,
        "change_ids": finished["change_ids"],
        "undone": False,
        "link": "/pantry",
    }


def test_sessions_are_listed_the_latest_used_first(cook: Cook, model: FakeModel) -> None:
    made = [cook.ask(model.script(say("Hm.")).question(f"{n}?")).session_id for n in range(3)]
    cook.ask(model.script(say("Again.")).question(), made[0])
    listed = sessions(cook)
    assert [one["id"] for one in listed] == [made[0], made[2], made[1]]
    assert [one["message_count"] for one in listed] == [4, 2, 2]
    assert not any(one["active"] for one in listed)
    assert "messages" not in listed[0]
    pages = list(cook.pages("/chat/sessions", limit=2))
    assert [one for page in pages for one in page] == listed


def test_a_session_is_called_by_its_first_words_until_it_is_renamed(
    cook: Cook, model: FakeModel
) -> None:
    mark = model.script(say("Hm.")).question("")
    question = f"What\ncan I cook with {'leeks and ' * 20}?{mark}"
    session_id = cook.ask(question).session_id
    title = cook.session(session_id)["title"]
    assert title.startswith("What can I cook with leeks and")
    assert len(title) <= 61
    renamed = cook.ok("PATCH", f"/chat/sessions/{session_id}", {"title": " Leeks \n again "})
    assert renamed["title"] == cook.session(session_id)["title"] == "Leeks again"
    assert "messages" not in renamed


@pytest.mark.parametrize("title", ["", "  ", "t" * 201, "\x00", None, 7])
def test_a_title_that_is_none_is_refused(cook: Cook, model: FakeModel, title: Any) -> None:
    session_id = cook.ask(model.script(say("Hm.")).question()).session_id
    before = cook.session(session_id)
    answer = cook.patch(f"/chat/sessions/{session_id}", json={"title": title})
    check_refused(answer, 422, "invalid_request")
    assert cook.session(session_id) == before


def test_a_removed_session_is_gone_and_what_it_changed_stays(cook: Cook, model: FakeModel) -> None:
    eggs = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
    session_id = cook.ask(model.script(call(eggs), say("Added.")).question()).session_id
    assert cook.delete(f"/chat/sessions/{session_id}").status_code == 204
    for method, body in VERBS:
        answer = cook.request(method, f"/chat/sessions/{session_id}", json=body)
        check_refused(answer, 404, "session_not_found")
    assert sessions(cook) == []
    assert cook.names("/ingredients") == ["eggs"]


@pytest.mark.parametrize(("method", "body"), VERBS)
def test_a_strangers_session_is_not_there(
    cook: Cook, stranger: Stranger, method: str, body: Any
) -> None:
    for session_id in (stranger.session_id, str(uuid4())):
        answer = cook.request(method, f"/chat/sessions/{session_id}", json=body)
        problem = check_refused(answer, 404, "session_not_found")
        assert problem["detail"] == f"There is no chat session {session_id}."


def test_a_session_is_active_while_it_answers(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    with cook.asking(model.script(say("Hm", gate, ".")).question()) as events:
        session_id = next(events).data["session_id"]
        assert [one["active"] for one in sessions(cook)] == [True]
        running = cook.session(session_id)
        assert (running["active"], running["messages"][-1]["status"]) == (True, "streaming")
        gate.open()
        list(events)
    assert [one["active"] for one in sessions(cook)] == [False]


def test_the_text_so_far_is_kept_while_it_answers(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    with cook.asking(model.script(say("Half an ", gate, "answer.")).question()) as events:
        session_id = next(events).data["session_id"]
        until(lambda: cook.last_message(session_id)["content"] == "Half an ")
        gate.open()
        list(events)
    assert cook.last_message(session_id)["content"] == "Half an answer."


def test_removing_a_session_stops_its_turn(cook: Cook, model: FakeModel, server: ApiServer) -> None:
    """The tool call that comes after it writes nothing."""
    gate = Gate()
    eggs = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
    script = model.script(call(eggs, before="One moment.", gate=gate), say("Added."))
    with cook.asking(script.question()) as events:
        session_id = next(events).data["session_id"]
        assert cook.delete(f"/chat/sessions/{session_id}").status_code == 204
        gate.open()
        rest = list(events)
    assert rest[-1].data == {"done": True}
    assert "Added." not in str(rest)
    assert cook.names("/ingredients") == []
    assert sessions(cook) == []
    assert {table for table, _ in rows_of(server, cook)} == {"logins", "users"}


def test_removing_the_account_stops_its_turns(
    cook: Cook, model: FakeModel, server: ApiServer
) -> None:
    gate = Gate()
    eggs = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
    script = model.script(call(eggs, before="One moment.", gate=gate), say("Added."))
    with cook.asking(script.question()) as events:
        next(events)
        answer = cook.request("DELETE", "/auth/me", json={"password": PASSWORD})
        assert answer.status_code == 204
        gate.open()
        assert list(events)[-1].data == {"done": True}
    assert rows_of(server, cook) == []


def abandoned(cook: Cook, session_id: str) -> None:
    """The last answer of a process that died in the middle of it an hour ago."""
    with cook.server.database.transaction() as session:
        session.execute(
            text(
                "UPDATE messages SET status = 'streaming', content = 'Half an', "
                "heartbeat_at = now() - interval '1 hour' "
                "WHERE user_id = :user AND session_id = :session AND role = 'assistant'"
            ),
            {"user": cook.id, "session": session_id},
        )


def test_an_answer_whose_process_died_is_interrupted(cook: Cook, model: FakeModel) -> None:
    session_id = cook.ask(model.script(say("Half an answer.")).question()).session_id
    abandoned(cook, session_id)
    assert [one["active"] for one in sessions(cook)] == [False]
    seen = cook.session(session_id)
    last = seen["messages"][-1]
    assert (seen["active"], last["status"], last["content"]) == (False, "interrupted", "Half an")


def test_a_session_whose_process_died_takes_a_new_question(cook: Cook, model: FakeModel) -> None:
    session_id = cook.ask(model.script(say("Half an answer.")).question()).session_id
    abandoned(cook, session_id)
    again = model.script(say("Here it is."))
    assert cook.ask(again.question("Go on."), session_id).text == "Here it is."
    statuses = [message["status"] for message in cook.session(session_id)["messages"]]
    assert statuses == ["complete", "interrupted", "complete", "complete"]
    assert "Half an" in again.asked[0].said("assistant")
