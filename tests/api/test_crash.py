"""Kill the kitchen at any moment: what it acknowledged is there, and nothing is stuck."""

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import text

from tests.api.stopping import held_in_a_tool
from tests.factories import Cook, check_refused, make_cook, until
from tests.fake_openai import Call, FakeModel, Gate, Pause, Script, call, say
from tests.servers import ApiServer, api_server
from tests.sse import Answer, Event, read_events, spelled

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
MOST_LOST = 1.0  # seconds of an answer


@contextmanager
def again(cook: Cook, server: ApiServer) -> Iterator[Cook]:
    """The same cook at another kitchen on the same database."""
    with Cook(server, id=cook.id, username=cook.username, token=cook.token) as same:
        yield same


def kill(server: ApiServer, how: signal.Signals = signal.SIGKILL) -> None:
    assert server.process.pid
    os.kill(server.process.pid, how)
    server.process.join(30)
    assert not server.process.is_alive()


@contextmanager
def crashing(database_url: str, model: FakeModel) -> Iterator[tuple[Cook, ApiServer]]:
    """A cook at a kitchen that will be killed."""
    with (
        api_server(database_url, openai_base_url=model.url) as doomed,
        make_cook(doomed) as cook,
    ):
        yield cook, doomed


@contextmanager
def restarted(database_url: str, model: FakeModel, cook: Cook) -> Iterator[Cook]:
    """The same cook at the kitchen that was started after the kill."""
    with (
        api_server(database_url, openai_base_url=model.url) as server,
        again(cook, server) as same,
    ):
        yield same


def read_until_killed(events: Iterator[Event]) -> list[tuple[float, Event]]:
    """What came over a stream that breaks off, and when."""
    read: list[tuple[float, Event]] = []
    with pytest.raises(httpx.TransportError):
        read.extend((time.monotonic(), event) for event in events)
    return read


def told(answer: Answer) -> list[list[object]]:
    """What it says, wherever that is in it."""
    return [one for _, *one in spelled(answer.events)]


def check_interrupted(cook: Cook, model: FakeModel, read: list[Event]) -> Answer:
    """At once there with a beginning of what was read, told to its end, and ready to go on.

    Returns the answer as it is told now.
    """
    lost = Answer(read)
    question, last = cook.session(lost.session_id)["messages"]
    assert question["role"] == "user"
    assert (last["id"], last["status"]) == (lost.message_id, "interrupted")
    assert lost.text.startswith(last["content"])
    assert cook.session(lost.session_id)["active"] is False
    now = cook.join(lost.session_id, f"{lost.message_id}:0")
    assert (now.text, now.error["code"]) == (last["content"], "turn_interrupted")
    for event in read:
        place = int(str(event.id).rpartition(":")[2])
        rest = cook.join(lost.session_id, event.id)
        assert told(rest) == [one for at, *one in spelled(now.events) if at >= place]
        assert rest.error == now.error
    ends = str(rest.events[-1].id)
    path = f"/chat/sessions/{lost.session_id}/stream"
    assert cook.get(path, headers={"Last-Event-ID": ends}).status_code == 204
    assert cook.ask(model.script(say("Next.")).question(), lost.session_id).text == "Next."
    return now


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
        later = text(
            "UPDATE messages SET heartbeat_at = now() - interval '31 s' WHERE user_id = :u"
        )
        with server.database.transaction() as session:
            session.execute(later, {"u": cook.id})
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


def killed_in(
    cook: Cook, doomed: ApiServer, script: Script, *, when: Callable[[list[Event]], bool]
) -> list[Event]:
    """What was read of an answer whose kitchen is killed when that is true of it."""
    with cook.asking(script.question()) as events:
        read = [next(events)]
        while not when(read):
            read.append(next(events))
        kill(doomed)
        return read + [event for _, event in read_until_killed(events)]


def status(name: str) -> Callable[[list[Event]], bool]:
    return lambda read: read[-1].name == "tool" and read[-1].data["status"] == name


def test_a_kill_while_a_tool_writes_writes_nothing(database_url: str, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(call(EGGS, before="Let me see.", gate=gate), say("Added."))
    with crashing(database_url, model) as (cook, doomed):
        with cook.asking(script.question()) as events:
            read = [next(events)]
            with held_in_a_tool(cook, gate):
                kill(doomed)
                read += [event for _, event in read_until_killed(events)]
        assert status("started")(read)
        with restarted(database_url, model, cook) as survivor:
            now = check_interrupted(survivor, model, read)
            assert now.named("tool") == []
            assert (survivor.names("/ingredients"), survivor.ok("GET", "/changes")) == ([], [])


def test_a_kill_between_a_tools_write_and_its_answer_keeps_the_write(
    database_url: str, model: FakeModel
) -> None:
    script = model.script(call(EGGS, before="Let me see."), say(Gate(), "Added."))
    with crashing(database_url, model) as (cook, doomed):
        read = killed_in(cook, doomed, script, when=status("finished"))
        with restarted(database_url, model, cook) as survivor:
            now = check_interrupted(survivor, model, read)
            assert now.named("tool") == Answer(read).named("tool")
            (change,) = survivor.ok("GET", "/changes")
            assert now.named("tool")[-1]["change_ids"] == [change["id"]]
            assert survivor.names("/ingredients") == ["eggs"]


@pytest.mark.parametrize("approve", [True, False])
def test_a_proposal_outlives_a_kill_and_is_decided_once(
    database_url: str, model: FakeModel, approve: bool
) -> None:
    script = model.script(call(EGGS, before="May I?"), say("Well."))
    with crashing(database_url, model) as (cook, doomed):
        cook.ok("PATCH", "/auth/me", {"asks_first": True})
        read = killed_in(cook, doomed, script, when=status("proposed"))
        step = read[-1].data["id"]
        with restarted(database_url, model, cook) as survivor:
            now = check_interrupted(survivor, model, read)
            assert now.named("tool") == Answer(read).named("tool")
            path = f"/chat/messages/{now.message_id}/decision"
            word = {"step": step, "approve": approve}
            with ThreadPoolExecutor(4) as pool:
                words = list(pool.map(lambda _: survivor.post(path, json=word), range(4)))
            assert sorted(one.status_code for one in words) == [200, 409, 409, 409]
            check_refused(survivor.post(path, json=word), 409, "already_decided")
            assert survivor.names("/ingredients") == (["eggs"] if approve else [])
            assert len(survivor.ok("GET", "/changes")) == approve
            last = survivor.session(now.session_id)["messages"][1]
            assert [step["status"] for step in last["steps"]] == (
                ["finished"] if approve else ["declined"]
            )
            assert last["status"] == "interrupted"


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
