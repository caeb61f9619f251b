"""Stop: from any client, at any moment; what was said and done stays, and one can go on at once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.api.conftest import MakeCook, Stranger
from tests.api.stopping import check_stopped, running
from tests.factories import Cook, check_refused, make_cook
from tests.fake_openai import FakeModel, Gate, Reply, say
from tests.servers import ApiServer, api_server
from tests.sse import Answer

pytestmark = pytest.mark.usefixtures("quiet_log")

AT_MOST = 1.0  # seconds until the model's connection is closed


def test_a_stop_closes_the_models_stream_and_keeps_what_was_said(
    cook: Cook, model: FakeModel
) -> None:
    gate = Gate()
    script = model.script(say("So far ", "so good", gate, " and more."))
    with running(cook, script, reached=gate) as answer:
        cook.stop(answer.session_id)
        assert script.asked[0].hung_up.wait(AT_MOST)
    assert answer.text == "So far so good"
    check_stopped(cook, model, answer)


@pytest.mark.parametrize("silence", ["no text yet", "not even headers"])
def test_a_stop_reaches_a_model_that_has_not_said_anything(
    cook: Cook, model: FakeModel, silence: str
) -> None:
    gate = Gate()
    loading = Reply(say("Late.").parts, loading=gate)
    script = model.script(say(gate, "Late.") if silence == "no text yet" else loading)
    with running(cook, script, reached=gate) as answer:
        cook.stop(answer.session_id)
        assert script.asked[0].hung_up.wait(AT_MOST)
    assert [event.name for event in answer.events] == ["turn", None]
    check_stopped(cook, model, answer)


def test_another_client_of_the_cook_stops_it_too(
    cook: Cook, model: FakeModel, offline_server: ApiServer
) -> None:
    """Here one at another kitchen, which knows of the answer from the database alone."""
    gate = Gate()
    script = model.script(say("So far", gate))
    with running(cook, script, reached=gate) as answer:
        with Cook(offline_server, id=cook.id, username=cook.username, token=cook.token) as other:
            other.stop(answer.session_id)
        assert script.asked[0].hung_up.wait(AT_MOST)
    check_stopped(cook, model, answer)


def test_an_answer_whose_heart_has_stood_still_hears_the_stop(cook: Cook, model: FakeModel) -> None:
    """A database that was slow for some seconds makes a turn look dead; it is not."""
    gate = Gate()
    script = model.script(say("So far", gate))
    with running(cook, script, reached=gate) as answer:
        late = text("UPDATE messages SET heartbeat_at = now() - interval '20 s' WHERE user_id = :u")
        with cook.server.database.transaction() as connection:
            connection.execute(late, {"u": cook.id})
        cook.stop(answer.session_id)
        assert script.asked[0].hung_up.wait(AT_MOST)
    assert cook.last_message(answer.session_id)["status"] == "stopped"


def test_many_who_stop_at_once_stop_it_once(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    with running(cook, model.script(say("So far", gate)), reached=gate) as answer:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(cook.stop, [answer.session_id] * 8))
        cook.stop(answer.session_id)
    check_stopped(cook, model, answer)


def test_a_stop_after_the_end_changes_nothing(cook: Cook, model: FakeModel) -> None:
    answer = cook.ask(model.script(say("All of it.")).question())
    before = cook.session(answer.session_id)
    cook.stop(answer.session_id)
    assert cook.session(answer.session_id) == before
    assert before["messages"][-1]["status"] == "complete"


def test_nobody_stops_a_strangers_answer(
    cook: Cook, new_cook: MakeCook, stranger: Stranger, model: FakeModel
) -> None:
    gate = Gate()
    with running(cook, model.script(say("Mine", gate, ".")), reached=gate) as answer:
        for other in (new_cook(), stranger):
            refused = other.post(f"/chat/sessions/{answer.session_id}/stop")
            check_refused(refused, 404, "session_not_found")
        for session_id in (stranger.session_id, uuid4()):
            refused = cook.post(f"/chat/sessions/{session_id}/stop")
            check_refused(refused, 404, "session_not_found")
        check_refused(cook.post("/chat/sessions/x/stop"), 422, "invalid_request")
        gate.open()
    assert cook.last_message(answer.session_id)["status"] == "complete"


def test_deleting_the_session_ends_the_answer(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(say("So far", gate))
    with running(cook, script, reached=gate) as answer:
        cook.ok("DELETE", f"/chat/sessions/{answer.session_id}")
        assert script.asked[0].hung_up.wait(2 * AT_MOST)
    refused = cook.get(f"/chat/sessions/{answer.session_id}/stream")
    check_refused(refused, 404, "session_not_found")


def test_an_answer_that_grew_too_long_leaves_its_model_alone(cook: Cook, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(say("x" * 150_000, "y" * 60_000, gate))
    with cook.asking(script.question()) as events:
        assert Answer(list(events)).error["code"] == "assistant_too_long"
    assert script.asked[0].hung_up.wait(AT_MOST)


def test_a_stop_while_the_kitchen_closes_keeps_what_was_said(
    database_url: str, cook: Cook, model: FakeModel
) -> None:
    gate = Gate()
    script = model.script(say("So far", gate))
    with (
        api_server(database_url, openai_base_url=model.url) as closing,
        make_cook(closing) as other,
    ):
        with running(other, script, reached=gate) as answer:
            other.stop(answer.session_id)
            closing.process.terminate()
        with Cook(cook.server, id=other.id, username=other.username, token=other.token) as later:
            assert later.last_message(answer.session_id)["content"] == "So far"
