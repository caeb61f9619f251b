"""Kill the kitchen at any moment: what it acknowledged is there, and nothing is stuck."""

import json
import re
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import text

from tests.api.crashing import (
    again,
    check_interrupted,
    crashing,
    kill,
    killed_in,
    read_until_killed,
    restarted,
)
from tests.api.processes import half_a_minute_later
from tests.factories import make_cook, until
from tests.fake_openai import Call, FakeModel, Gate, Pause, say
from tests.servers import ApiServer, api_server
from tests.sse import Answer, read_events

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
TOKEN = "the-token-of-the-watcher"
MOST_LOST = 1.0  # seconds of an answer


def test_what_was_acknowledged_outlives_a_kill(database_url: str, server: ApiServer) -> None:
    with api_server(database_url) as doomed, make_cook(doomed) as cook:
        done: list[str] = []

        def save(number: int) -> None:
            try:
                done.append(cook.recipe(f"Soup {number}", uses=["leeks"])["id"])
            except httpx.TransportError:
                return
            if len(done) == 20:
                kill(doomed)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(save, range(200)))
        assert 20 <= len(done) < 200
        with again(cook, server) as survivor:
            saved = {recipe["id"] for page in survivor.pages("/recipes") for recipe in page}
            assert set(done) <= saved
            journal = {c["entity_id"] for page in survivor.pages("/changes") for c in page}
            assert journal == saved


def test_a_kill_in_mid_answer_leaves_the_text_and_no_lock(
    database_url: str, server: ApiServer, model: FakeModel
) -> None:
    gate = Gate()
    question = model.script(say("Half an ", gate, "answer.")).question()
    with (
        api_server(database_url, openai_base_url=model.url) as doomed,
        make_cook(doomed) as cook,
        again(cook, server) as survivor,
        cook.stream("POST", "/chat/send", json={"message": question}) as response,
    ):
        session_id = next(read_events(response.iter_raw())).data["session_id"]
        until(lambda: survivor.last_message(session_id)["content"] == "Half an ")
        kill(doomed)
        gate.open()
        half_a_minute_later(survivor)
        last = survivor.last_message(session_id)
        assert (last["status"], last["content"]) == ("interrupted", "Half an ")
        assert survivor.ask(model.script(say("Whole.")).question(), session_id).text == "Whole."


def test_told_to_stop_in_mid_answer_it_keeps_the_text_it_has(
    database_url: str, server: ApiServer, model: FakeModel
) -> None:
    gate = Gate()
    question = model.script(say("Half an ", gate, "answer.")).question()
    with (
        api_server(database_url, openai_base_url=model.url) as doomed,
        make_cook(doomed) as cook,
        again(cook, server) as survivor,
        cook.stream("POST", "/chat/send", json={"message": question}) as response,
    ):
        events = read_events(response.iter_raw())
        session_id = next(events).data["session_id"]
        assert next(events).data == {"token": "Half an "}
        kill(doomed, signal.SIGTERM)
        gate.open()
        last = survivor.last_message(session_id)
        assert (last["status"], last["content"]) == ("interrupted", "Half an ")
        assert survivor.session(session_id)["active"] is False


def test_a_killed_answer_is_counted_once_by_who_finds_it(
    database_url: str, model: FakeModel
) -> None:
    gate, counted = Gate(), []
    with crashing(database_url, model) as (cook, doomed):
        half = model.script(say("Half an ", gate, "answer."))
        killed_in(cook, doomed, half, when=lambda read: len(read) == 2)
        gate.open()
    for _ in range(2):
        with api_server(database_url, settings={"metrics_token": TOKEN}) as found:
            headers = {"Authorization": f"Bearer {TOKEN}"}
            told = httpx.get(f"{found.url}/metrics", headers=headers).raise_for_status().text
        counted += re.findall(r'kitchen_turns_total{status="interrupted"} (.*)', told)
    assert counted == ["1.0", "0.0"]


def test_a_kill_loses_the_last_second_at_most(database_url: str, model: FakeModel) -> None:
    """The model says a piece every 50 ms; the kitchen is killed when fifty have been heard."""
    pieces = [piece for number in range(200) for piece in (f"{number} ", Pause(0.05))]
    with crashing(database_url, model) as (cook, doomed):
        with cook.asking(model.script(say(*pieces)).question()) as events:
            read = [(time.monotonic(), next(events)) for _ in range(50)]
            kill(doomed)
            killed = time.monotonic()
            read += read_until_killed(events)
        with restarted(database_url, model, cook) as survivor:
            answer = Answer([event for _, event in read])
            check_interrupted(survivor, model, answer.events)
            stored = survivor.session(answer.session_id)["messages"][1]["content"]
    due = [event for at, event in read if at < killed - MOST_LOST]
    assert len(due) > 20
    assert stored.startswith(Answer(due).text)


KEYED = {"Idempotency-Key": "the-only-one", "Content-Type": "application/json"}
SOUP = json.dumps({"name": "Soup"}).encode()


def test_what_was_written_before_a_kill_is_not_written_again(
    database_url: str, server: ApiServer
) -> None:
    with api_server(database_url) as doomed, make_cook(doomed) as cook, again(cook, server) as here:
        url = httpx.URL(doomed.url)
        headers = KEYED | {"Host": url.host, "Authorization": f"Bearer {cook.token}"}
        lines = [f"{name}: {value}" for name, value in headers.items()]
        head = "\r\n".join(
            ("POST /recipes HTTP/1.1", *lines, f"Content-Length: {len(SOUP)}", "", "")
        )
        with socket.create_connection((url.host, url.port or 0)) as line:
            line.sendall(head.encode() + SOUP)
            until(lambda: here.names("/recipes") == ["Soup"])
            kill(doomed)  # and nobody has read the answer
        retried = here.post("/recipes", content=SOUP, headers=KEYED)
        assert (retried.status_code, retried.headers["Idempotency-Replayed"]) == (201, "true")
        assert here.ok("GET", "/recipes") == [retried.json()]


def test_what_a_kill_cut_short_is_done_by_who_waited_with_the_same_key(
    database_url: str, server: ApiServer
) -> None:
    def waiting() -> int:
        ours = "datname = current_database() AND wait_event_type = 'Lock'"
        with server.database.transaction() as other:
            counted = text(f"SELECT count(*) FROM pg_stat_activity WHERE {ours}")  # noqa: S608
            return int(other.execute(counted).scalar_one())

    with (
        api_server(database_url) as doomed,
        make_cook(doomed) as cook,
        again(cook, server) as here,
        ThreadPoolExecutor(2) as pool,
    ):
        with server.database.transaction() as connection:
            nothing_new = text("SELECT 1 FROM users WHERE id = :u FOR UPDATE")
            connection.execute(nothing_new, {"u": cook.id})
            first = pool.submit(cook.post, "/recipes", content=SOUP, headers=KEYED)
            until(lambda: waiting() == 1)
            second = pool.submit(here.post, "/recipes", content=SOUP, headers=KEYED)
            until(lambda: waiting() == 2)
            kill(doomed)
        with pytest.raises(httpx.TransportError):
            first.result()
        assert second.result().status_code == 201
        assert "Idempotency-Replayed" not in second.result().headers
        assert here.ok("GET", "/recipes") == [second.result().json()]
