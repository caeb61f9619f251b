"""A model that misbehaves: the turn ends in words of ours, and the next question works."""

import pytest

from tests.api.conftest import MakeCook
from tests.factories import Cook, make_cook
from tests.fake_openai import KEY, Call, Cut, FakeModel, Reply, call, refuse, say, unfinished
from tests.kitchens import free_port
from tests.openai_wire import event
from tests.servers import JWT_SECRET, MASTER_KEY, ApiServer, api_server

HTML = b"<html><body>502 Bad Gateway</body></html>"
PROVIDER = (
    "may not do this",
    "provider_word",
    "choices",
    "Traceback",
    "127.0.0.1",
    "sk-",
    "Gateway",
)

FAULTS: dict[str, tuple[Reply, str, str]] = {
    "401": (refuse(401), "assistant_misconfigured", ""),
    "403": (refuse(403), "assistant_misconfigured", ""),
    "404": (refuse(404), "assistant_misconfigured", ""),
    "400": (refuse(400), "assistant_refused", ""),
    "429": (refuse(429), "assistant_busy", ""),
    "500": (refuse(500), "assistant_unavailable", ""),
    "503 in HTML": (Reply((HTML,), 503, "text/html"), "assistant_unavailable", ""),
    "200 in HTML": (Reply((HTML,), 200, "text/html"), "assistant_cut_off", ""),
    "200 without body": (Reply(()), "assistant_cut_off", ""),
    "garbage": (say(b"\x00\xff\xfe garbage\n\n"), "assistant_garbled", ""),
    "broken JSON": (say("So: ", b"data: {broken\n\n"), "assistant_garbled", "So: "),
    "JSON of another kind": (say(b"data: [1, 2]\n\n"), "assistant_garbled", ""),
    "an error in mid-stream": (
        unfinished("So: ", {"error": {"message": f"The key {KEY} may not do this."}}),
        "assistant_garbled",
        "So: ",
    ),
    "half a stream, cut": (unfinished("Half ", Cut()), "assistant_unreachable", "Half "),
    "half a stream, ended": (unfinished("Half "), "assistant_cut_off", "Half "),
    "no finish_reason": (unfinished("Half ", b"data: [DONE]\n\n"), "assistant_cut_off", "Half "),
    "half a tool call": (
        unfinished(
            event({"tool_calls": [{"index": 0, "id": "1", "function": {"name": "use_up"}}]})
        ),
        "assistant_cut_off",
        "",
    ),
    "nothing": (say(), "assistant_silent", ""),
    "an empty answer": (say("", ""), "assistant_silent", ""),
    "no end": (say(*["x" * 10_000] * 21), "assistant_too_long", "x" * 200_000),
    "an endless loop": (call(Call("read_pantry")), "assistant_going_round", ""),
    "an endless loop of nonsense": (call(Call("fly")), "assistant_going_round", ""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_model_ends_the_turn_in_words_of_ours(
    cook: Cook, model: FakeModel, fault: str
) -> None:
    reply, code, text = FAULTS[fault]
    before = model.script(say("Hello."))
    session_id = cook.ask(before.question()).session_id
    answer = cook.ask(model.script(reply).question(), session_id)
    assert [answer.events[-2].name, answer.events[-1].data] == ["error", {"done": True}]
    assert set(answer.error) == {"code", "detail"}
    assert (answer.error["code"], answer.text) == (code, text)
    stored = cook.last_message(session_id)
    assert (stored["status"], stored["error"]) == ("failed", answer.error)
    assert stored["content"] == text
    shown = f"{answer.events[-2]} {stored['error']} {stored['steps']}"
    assert not [word for word in PROVIDER if word in shown]
    after = model.script(say("Better now."))
    assert cook.ask(after.question(), session_id).text == "Better now."
    assert cook.session(session_id)["active"] is False


def test_nothing_of_a_fault_is_in_what_the_model_sees_next(cook: Cook, model: FakeModel) -> None:
    session_id = cook.ask(model.script(refuse(500)).question("First?")).session_id
    after = model.script(say("Better now."))
    cook.ask(after.question("Second?"), session_id)
    assert KEY not in str(after.asked[0].body)
    assert after.asked[0].messages[-1]["content"].startswith("Second?")


def test_an_answer_that_was_too_long_keeps_what_there_was(cook: Cook, model: FakeModel) -> None:
    answer = cook.ask(model.script(say("x" * 150_000, "y" * 60_000)).question())
    assert cook.last_message(answer.session_id)["content"] == answer.text == "x" * 150_000


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_fault_that_passes_is_not_seen(cook: Cook, model: FakeModel, status: int) -> None:
    script = model.script(refuse(status), say("Second time lucky."))
    answer = cook.ask(script.question())
    assert (answer.text, answer.error) == ("Second time lucky.", None)
    assert len(script.asked) == 2


def test_a_key_that_is_refused_is_not_tried_again(cook: Cook, model: FakeModel) -> None:
    script = model.script(refuse(401))
    cook.ask(script.question())
    assert len(script.asked) == 1


def test_the_key_goes_to_the_model_and_nowhere_else(
    cook: Cook, new_cook: MakeCook, model: FakeModel
) -> None:
    script = model.script(say(f"Your key is {KEY}"[:8]))
    answer = cook.ask(script.question())
    (asked,) = script.asked
    assert asked.authorization == f"Bearer {KEY}"
    assert KEY not in str(asked.body)
    assert cook.token not in str(asked.body)
    assert KEY not in str(answer.events)
    assert KEY not in new_cook().get("/health").text


def test_text_that_cannot_be_stored_is_replaced(cook: Cook, model: FakeModel) -> None:
    answer = cook.ask(model.script(say("a\x00b", "\ud83c", "\udf45", "c")).question())
    assert answer.text == "a\ufffdb\ufffd\ufffdc"
    assert cook.last_message(answer.session_id)["content"] == answer.text


def test_a_model_that_cannot_be_reached_is_told_of(database_url: str) -> None:
    with (
        api_server(database_url, openai_base_url=f"http://127.0.0.1:{free_port()}/v1") as server,
        make_cook(server) as cook,
    ):
        answer = cook.ask("Anybody there?")
        assert answer.error["code"] == "assistant_unreachable"
        assert cook.last_message(answer.session_id)["status"] == "failed"


def test_the_log_holds_no_secret_and_nothing_a_cook_said(
    cook: Cook, model: FakeModel, server: ApiServer
) -> None:
    for reply in (refuse(401), refuse(500), say(b"data: {broken\n\n"), call(Call("fly"), pieces=1)):
        cook.ask(model.script(reply).question("My darkest secret?"))
    login = {"username": cook.username, "password": "a wrong and private one"}
    cook.post("/auth/login", json=login)
    log = server.log.read_text()
    assert "assistant_misconfigured" in log
    assert "assistant_garbled" in log
    secrets = (KEY, cook.token, MASTER_KEY, JWT_SECRET, "darkest", "private one", "may not do this")
    assert not [secret for secret in secrets if secret in log]
