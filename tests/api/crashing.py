"""Kitchens that are killed, and what must hold of an answer that a kill interrupted."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.factories import Cook, make_cook
from tests.fake_openai import FakeModel, Script, say
from tests.servers import ApiServer, api_server
from tests.sse import Answer, Event, spelled


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
    for word in last["content"].split()[-1:]:
        found = cook.ok("GET", "/chat/sessions", params={"q": word})
        assert [session["id"] for session in found] == [lost.session_id]
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
