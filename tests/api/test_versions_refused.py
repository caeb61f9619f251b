"""What cannot be shown, answered again or asked anew, and when."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import MakeCook, Stranger
from tests.api.talks import Talk
from tests.factories import Cook, check_refused, rows_of
from tests.fake_openai import FakeModel, Gate, say


def test_a_page_before_no_message_of_the_session_is_none(
    talk: Talk, stranger: Stranger, model: FakeModel
) -> None:
    theirs = stranger.session(stranger.session_id)["messages"][-1]["id"]
    other = talk.cook.ask(model.script(say("Other.")).question()).message_id
    for message_id in (theirs, other, talk.id, str(uuid4())):
        refused = talk.cook.get(f"/chat/sessions/{talk.id}?before={message_id}")
        check_refused(refused, 404, "message_not_found")


@pytest.fixture
def foreign(talk: Talk, new_cook: MakeCook, stranger: Stranger, model: FakeModel) -> list[str]:
    """Ids of messages that are not in the session."""
    other = talk.cook.ask(model.script(say("Other.")).question())
    someone = new_cook().ask(model.script(say("Theirs.")).question())
    return [
        *(message["id"] for message in stranger.session(stranger.session_id)["messages"]),
        *(message["id"] for message in talk.cook.session(other.session_id)["messages"]),
        someone.message_id,
        someone.session_id,
        talk.id,
        str(uuid4()),
    ]


def test_only_what_is_in_the_session_is_shown_answered_or_replaced(
    talk: Talk, foreign: list[str]
) -> None:
    before = rows_of(talk.cook.server, talk.cook)
    question, answer = (message["id"] for message in talk.messages()[-2:])
    session, send = f"/chat/sessions/{talk.id}", {"message": "Hm?", "session_id": talk.id}
    for wrong in foreign:
        check_refused(talk.cook.patch(session, json={"version": wrong}), 404, "message_not_found")
    for wrong in (*foreign, question):
        refused = talk.cook.post(f"{session}/regenerate", params={"message_id": wrong})
        check_refused(refused, 404, "message_not_found")
    for wrong in (*foreign, answer):
        refused = talk.cook.post("/chat/send", json=send | {"replaces": wrong})
        check_refused(refused, 404, "message_not_found")
    assert [row for row in rows_of(talk.cook.server, talk.cook) if row[0] != "logins"] == [
        row for row in before if row[0] != "logins"
    ]


def test_a_strangers_session_has_no_versions_for_others(cook: Cook, stranger: Stranger) -> None:
    question, answer = (m["id"] for m in stranger.session(stranger.session_id)["messages"][:2])
    session = f"/chat/sessions/{stranger.session_id}"
    body = {"message": "Hm?", "session_id": stranger.session_id, "replaces": question}
    tries = [
        cook.post(f"{session}/regenerate"),
        cook.post(f"{session}/regenerate", params={"message_id": answer}),
        cook.post("/chat/send", json=body),
        cook.patch(session, json={"version": answer}),
    ]
    for refused in tries:
        check_refused(refused, 404, "session_not_found")


@pytest.mark.parametrize("nonsense", ["", "x", "1", "null", "0" * 31, "../1"])
def test_nonsense_is_no_version(talk: Talk, nonsense: str) -> None:
    session = f"/chat/sessions/{talk.id}"
    tries: list[Any] = [
        talk.cook.post(f"{session}/regenerate", params={"message_id": nonsense}),
        talk.cook.post(
            "/chat/send", json={"message": "a", "session_id": talk.id, "replaces": nonsense}
        ),
        talk.cook.patch(session, json={"version": nonsense}),
    ]
    for refused in tries:
        check_refused(refused, 422, "invalid_request")


def test_what_a_request_leaves_out_or_adds_is_refused(talk: Talk) -> None:
    session, question = f"/chat/sessions/{talk.id}", talk.messages()[0]["id"]
    tries: list[Any] = [
        talk.cook.post("/chat/send", json={"message": "a", "replaces": question}),
        talk.cook.patch(session, json={}),
        talk.cook.patch(session, json={"version": None}),
        talk.cook.post(f"{session}/regenerate", params={"message": "x"}),
    ]
    for refused in tries:
        check_refused(refused, 422, "invalid_request")


def test_while_an_answer_runs_nothing_else_begins_or_is_shown(talk: Talk) -> None:
    question, answer = (message["id"] for message in talk.messages()[-2:])
    gate = Gate()
    script = talk.model.script(say("Three", gate, "."))
    session, send = f"/chat/sessions/{talk.id}", {"message": "a", "session_id": talk.id}
    with talk.cook.asking(script.question("Third?"), talk.id) as events:
        next(events)
        for refused in (
            talk.cook.post("/chat/send", json=send),
            talk.cook.post("/chat/send", json=send | {"replaces": question}),
            talk.cook.post(f"{session}/regenerate"),
            talk.cook.post(f"{session}/regenerate", params={"message_id": answer}),
            talk.cook.patch(session, json={"version": answer}),
            talk.cook.patch(session, json={"version": answer, "title": "Not now"}),
        ):
            check_refused(refused, 409, "turn_in_progress")
        assert talk.cook.ok("PATCH", session, {"title": "Sunday"})["title"] == "Sunday"
        gate.open()
        assert list(events)[-1].data == {"done": True}
    assert talk.shown() == ["First?", "One.", "Second?", "Two.", "Third?", "Three."]
    talk.show(answer)
