"""One answer as it streams: the events, their order, and who may read them."""

from uuid import uuid4

import pytest

from tests.api.conftest import MakeCook, Stranger
from tests.factories import PASSWORD, Cook, Json, check_refused, make_cook, until
from tests.fake_openai import Call, FakeModel, Gate, call, say
from tests.servers import api_server
from tests.sse import Answer, check_places

AWKWARD = [
    "plain",
    " ",
    '\n\ndata: {"done": true}\n\n',
    "event: error\r\n",
    "\u2028\u2029\x85\x0b",
    '"quotes" and \\backslashes\\',
    "🍅 crème 米 \u202e\u0301",
    "</script><b>&amp;",
    "\ufeff",
    "   \t",
]


def check_grammar(answer: Answer) -> None:
    """Section by section what every stream keeps to."""
    first, *middle, last = answer.events
    assert first.name == "turn"
    assert set(first.data) == {"session_id", "message_id"}
    assert (last.name, last.data) == (None, {"done": True})
    for event in middle:
        if event.name is None:
            assert set(event.data) == {"token"}
            assert event.data["token"]
        else:
            assert event.name in ("tool", "error")
            assert not {"token", "done"} & set(event.data)
    check_places(answer.events, answer.message_id)


def test_a_stream_is_turn_then_tokens_then_done(cook: Cook, model: FakeModel) -> None:
    answer = cook.ask(model.script(say("There are ", "12 ", "eggs.")).question())
    check_grammar(answer)
    assert [event.data for event in answer.events[1:]] == [
        {"token": "There are "},
        {"token": "12 "},
        {"token": "eggs."},
        {"done": True},
    ]


def test_a_tool_is_told_of_when_it_starts_and_when_it_ends(cook: Cook, model: FakeModel) -> None:
    eggs = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
    script = model.script(call(eggs, before="One moment."), say("Added."))
    answer = cook.ask(script.question())
    check_grammar(answer)
    started, finished = answer.named("tool")
    (change,) = cook.ok("GET", "/changes")
    assert started == {
        "id": started["id"],
        "name": "add_to_pantry",
        "status": "started",
        "summary": "add to pantry",
    }
    assert finished == started | {
        "status": "finished",
        "summary": "Added 12 eggs to the pantry",
        "change_ids": [change["id"]],
        "change_id": change["id"],
        "link": "/pantry",
    }
    assert answer.text == "One moment.\n\nAdded."


def test_the_tokens_are_the_stored_answer_byte_for_byte(cook: Cook, model: FakeModel) -> None:
    eggs = Call("read_pantry", {})
    script = model.script(call(eggs, before="Wait: "), say(*AWKWARD))
    answer = cook.ask(script.question())
    check_grammar(answer)
    stored = cook.last_message(answer.session_id)
    assert stored["content"].encode() == answer.text.encode()
    assert answer.text == "Wait: \n\n" + "".join(AWKWARD)
    assert (stored["id"], stored["status"]) == (answer.message_id, "complete")


def test_an_answer_of_a_hundred_thousand_characters_arrives_whole(
    cook: Cook, model: FakeModel
) -> None:
    pieces = [f"{number:04} {'🍅 ' * 47}x" for number in range(1000)]
    answer = cook.ask(model.script(say(*pieces)).question())
    assert len(answer.text) == 100_000
    assert cook.last_message(answer.session_id)["content"] == answer.text == "".join(pieces)


def test_tokens_come_while_the_model_still_thinks(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    with cook.asking(model.script(say("First ", gate, "second.")).question()) as events:
        assert next(events).name == "turn"
        assert next(events).data == {"token": "First "}
        gate.open()
        assert [event.data for event in events] == [{"token": "second."}, {"done": True}]


def test_the_usage_the_model_told_is_kept(cook: Cook, model: FakeModel) -> None:
    script = model.script(call(Call("read_pantry")), say("Nothing."))
    answer = cook.ask(script.question())
    stored = cook.last_message(answer.session_id)
    assert stored["usage"] == {"input_tokens": 13 + 11, "output_tokens": 5 + 7}


def test_who_hangs_up_finds_the_whole_answer_later(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    eggs = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
    script = model.script(call(eggs, before="Let me see.", gate=gate), say("Added."))
    with cook.asking(script.question()) as events:
        session_id = next(events).data["session_id"]
        assert next(events).data == {"token": "Let me see."}
    gate.open()
    until(lambda: cook.last_message(session_id)["status"] == "complete")
    assert cook.last_message(session_id)["content"] == "Let me see.\n\nAdded."
    assert cook.names("/ingredients") == ["eggs"]


def test_a_session_answers_one_question_at_a_time(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    held, other = model.script(say("One", gate, ".")), model.script(say("Two."))
    with cook.asking(held.question()) as events:
        session_id = next(events).data["session_id"]
        body = {"message": other.question(), "session_id": session_id}
        check_refused(cook.post("/chat/send", json=body), 409, "turn_in_progress")
        assert cook.ask(other.question()).text == "Two."
        gate.open()
        assert list(events)[-1].data == {"done": True}
    assert len(cook.session(session_id)["messages"]) == 2
    assert cook.ask(other.question(), session_id).text == "Two."


def test_two_cooks_at_once_never_mix(cook: Cook, new_cook: MakeCook, model: FakeModel) -> None:
    other = new_cook()
    gates = Gate(), Gate()
    salt, sugar = (
        Call("add_to_pantry", {"items": [{"name": name, "quantity": 1}]})
        for name in ("salt", "sugar")
    )
    first = model.script(call(salt, before="Let me see.", gate=gates[0]), say("Mine."))
    second = model.script(call(sugar, before="Let me see.", gate=gates[1]), say("Theirs."))
    with (
        cook.asking(first.question("Salt?")) as mine,
        other.asking(second.question("Sugar?")) as theirs,
    ):
        turns = next(mine), next(theirs)
        gates[1].open()
        their_answer = Answer(list(theirs))
        gates[0].open()
        my_answer = Answer(list(mine))
    assert my_answer.text == "Let me see.\n\nMine."
    assert their_answer.text == "Let me see.\n\nTheirs."
    assert (cook.names("/ingredients"), other.names("/ingredients")) == (["salt"], ["sugar"])
    assert "Sugar" not in str(first.asked)
    assert not {turns[0].data["session_id"]} & {turns[1].data["session_id"]}


@pytest.mark.parametrize(
    "message",
    [None, "", "   ", "\n", "\x00", "a\x00b", "m" * 20_001, 7, ["help"], {"text": "help"}],
)
def test_a_question_that_is_none_is_refused_before_the_stream(cook: Cook, message: object) -> None:
    check_refused(cook.post("/chat/send", json={"message": message}), 422, "invalid_request")
    assert cook.ok("GET", "/chat/sessions") == []


@pytest.mark.parametrize("session_id", ["", "x", 7, "0" * 36, []])
def test_a_session_id_that_is_none_is_refused(cook: Cook, session_id: object) -> None:
    body = {"message": "help", "session_id": session_id}
    check_refused(cook.post("/chat/send", json=body), 422, "invalid_request")


def test_nobody_goes_on_in_a_strangers_session(cook: Cook, stranger: Stranger) -> None:
    for session_id in (stranger.session_id, str(uuid4())):
        body: Json = {"message": "Go on.", "session_id": session_id}
        problem = check_refused(cook.post("/chat/send", json=body), 404, "session_not_found")
        assert problem["detail"] == f"There is no chat session {session_id}."
    assert cook.ok("GET", "/chat/sessions") == []


def test_a_question_without_a_token_starts_nothing(cook: Cook) -> None:
    answer = cook.post("/chat/send", json={"message": "help"}, headers={"Authorization": "x"})
    check_refused(answer, 401, "invalid_token")
    assert cook.ok("GET", "/chat/sessions") == []


def test_a_quiet_stream_is_kept_alive(database_url: str, model: FakeModel) -> None:
    """Every fifteen seconds; here sooner."""
    gate = Gate()
    question = model.script(say(gate, "At last.")).question()
    with (
        api_server(database_url, openai_base_url=model.url, keep_alive_every=0.05) as server,
        make_cook(server) as cook,
        cook.stream("POST", "/chat/send", json={"message": question}) as response,
    ):
        read = b""
        for chunk in response.iter_raw():
            read += chunk
            if b": keep-alive\n\n: keep-alive\n\n" in read:
                gate.open()
    assert b"At last." in read
    assert read.endswith(b"\n\n")


def test_a_stream_ends_with_the_login_that_reads_it(database_url: str, model: FakeModel) -> None:
    """Looked at every fifteen seconds; here sooner. The answer itself goes on."""
    gate = Gate()
    question = model.script(say("Nearly ", gate, "done.")).question()
    with (
        api_server(database_url, openai_base_url=model.url, keep_alive_every=0.05) as server,
        make_cook(server) as cook,
    ):
        body = {"username": cook.username, "password": PASSWORD}
        token = cook.ok("POST", "/auth/login", body)["access_token"]
        other = {"Authorization": f"Bearer {token}"}
        with cook.stream(
            "POST", "/chat/send", json={"message": question}, headers=other
        ) as response:
            chunks = response.iter_raw()
            assert any(b"Nearly" in chunk for chunk in chunks)
            cook.ok("POST", "/auth/logout", headers=other)
            assert b"done" not in b"".join(chunks)
        gate.open()
        session = cook.ok("GET", "/chat/sessions")[0]
        path = f"/chat/sessions/{session['id']}"
        until(lambda: "Nearly done." in str(cook.ok("GET", path)))


def test_a_stream_is_not_to_be_cached_or_held_back(cook: Cook, model: FakeModel) -> None:
    question = model.script(say("Fresh.")).question()
    with cook.stream("POST", "/chat/send", json={"message": question}) as response:
        response.read()
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["x-accel-buffering"] == "no"
