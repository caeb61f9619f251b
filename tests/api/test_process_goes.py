"""A process is told to stop while cooks write and a hundred answers are read through it: whoever
read there reads on at the other one, and what was acknowledged is there."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial

import httpx
import pytest

from tests.factories import Cook, make_cook
from tests.fake_openai import KEY, Call, FakeModel, Gate, Part, Pause, call, say
from tests.servers import ApiServer, api_server
from tests.sse import Answer, check_places, read_events
from tests.valkeys import valkey

COOKS = 20
EACH = 5  # answers, of both processes in turn
WRITERS = 5
SOON = 10  # seconds
PATIENCE = 60.0  # seconds
EGG = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 1}]})
FLOW: list[str | Part] = [part for n in range(20) for part in (Pause(0.1), f"{n} 🍅 ")]
WHOLE = "Half " + "".join(part for part in FLOW if isinstance(part, str))


@pytest.fixture
def two(database_url: str, model: FakeModel) -> Iterator[tuple[ApiServer, ApiServer]]:
    """The one that goes, and the one that stays."""
    with valkey() as redis:
        open_one = partial(
            api_server,
            database_url,
            openai_base_url=model.url,
            openai_api_key=KEY,
            redis_url=redis.url,
        )
        with open_one() as doomed, open_one() as other:
            yield doomed, other


class Reader:
    """Of one answer, over as many streams as it takes."""

    def __init__(self, cook: Cook, question: str) -> None:
        self.cook = cook
        self.question = question
        self.session_id = ""
        self.answer = Answer()
        self._read = b""  # of the stream that is open

    @property
    def text(self) -> str:
        """So far."""
        return Answer([*self.answer.events, *read_events([self._read])]).text

    @property
    def done(self) -> bool:
        return bool(self.answer.events) and self.answer.events[-1].data == {"done": True}

    async def begin(self, client: httpx.AsyncClient) -> None:
        """Ask, and leave as soon as it is known where."""
        read, asked = b"", {"message": self.question}
        async with client.stream(
            "POST", "/chat/send", json=asked, headers=self.cook.headers
        ) as response:
            async for chunk in response.aiter_raw():
                read += chunk
                if events := [*read_events([read])]:
                    self.session_id = Answer(events).session_id
                    return
        raise AssertionError(read)

    async def read_on(self, client: httpx.AsyncClient, other: httpx.AsyncClient) -> None:
        """To the end, at the other process where the stream breaks off."""
        await self._join(client)
        while not self.done:
            await self._join(other)

    async def _join(self, client: httpx.AsyncClient) -> None:
        """From the beginning, or right after what was read."""
        events, headers = self.answer.events, dict(self.cook.headers)
        if events:
            headers["Last-Event-ID"] = str(events[-1].id)
        await self._follow(client, f"/chat/sessions/{self.session_id}/stream", headers)

    async def _follow(self, client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> None:
        """To its end, or to where it is cut off, which may be in the middle of an event."""
        with suppress(httpx.TransportError):
            async with client.stream("GET", path, headers=headers) as response:
                assert response.status_code == 200, await response.aread()
                async for chunk in response.aiter_raw():
                    self._read += chunk
        self.answer.events += read_events([self._read])
        self._read = b""


async def write(client: httpx.AsyncClient, cook: Cook, saved: set[str]) -> None:
    """Recipes, until nobody takes any more."""
    with suppress(httpx.TransportError):
        while True:
            answer = await client.post("/recipes", json={"name": "Soup"}, headers=cook.headers)
            if answer.status_code == 201:
                saved.add(answer.json()["id"])
            else:
                assert answer.status_code == 503, answer.text


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 (a process, and a stream)
            await asyncio.sleep(0.02)


def test_who_read_there_reads_on_at_the_other_and_nothing_is_lost(
    two: tuple[ApiServer, ApiServer], model: FakeModel
) -> None:
    doomed, other = two
    with ExitStack() as stack:
        cooks = [stack.enter_context(make_cook(other)) for _ in range(COOKS)]
        theirs, ours, saved = asyncio.run(told_to_stop(doomed, cooks, model))
    writer = cooks[0]
    with writer.at(other) as cook:
        assert len(saved) > WRITERS
        assert saved <= {row["id"] for page in cook.pages("/recipes") for row in page}
    for reader in (*theirs, *ours):
        with reader.cook.at(other) as cook:
            stored = cook.last_message(reader.session_id)
            assert [row["quantity"] for row in cook.ok("GET", "/ingredients")] == [EACH]
        assert stored["content"] == reader.text
        check_places(reader.answer.events, reader.answer.message_id)
        assert reader.answer.named("tool")[-1]["status"] == "finished"
        if reader in theirs:
            assert stored["status"] == "interrupted"
            assert reader.answer.error["code"] == "turn_interrupted"
            assert WHOLE.startswith(reader.text)
        else:
            assert (stored["status"], reader.answer.error) == ("complete", None)
            assert reader.text == WHOLE


async def told_to_stop(
    doomed: ApiServer, cooks: list[Cook], model: FakeModel
) -> tuple[list[Reader], list[Reader], set[str]]:
    """Those who read what the doomed process answered, and those who read what the other one did;
    the recipes that the doomed one has acknowledged."""
    gate, saved = Gate(), set[str]()
    readers = [
        Reader(cook, model.script(call(EGG), say("Half ", gate, *FLOW)).question())
        for cook in cooks
        for _ in range(EACH)
    ]
    theirs, ours = readers[::2], readers[1::2]
    async with (
        client_of(doomed.url) as here,
        client_of(cooks[0].server.url) as there,
        asyncio.TaskGroup() as tasks,
    ):
        asked = [*((one, here) for one in theirs), *((one, there) for one in ours)]
        await asyncio.gather(*(one.begin(client) for one, client in asked))
        for reader in readers:
            tasks.create_task(reader.read_on(here, there))
        await until(lambda: all(reader.text == "Half " for reader in readers))
        for _ in range(WRITERS):
            tasks.create_task(write(here, cooks[0], saved))
        gate.open()
        await until(lambda: len(saved) > WRITERS and "2 🍅" in theirs[0].text)
        await asyncio.to_thread(check_ends_soon, doomed)
    return theirs, ours, saved


def client_of(url: str) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=None)
    return httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits)


def check_ends_soon(server: ApiServer) -> None:
    """By the signal, when all else has ended: `serve` makes a success of it."""
    assert server.process.pid
    began = time.monotonic()
    os.kill(server.process.pid, signal.SIGTERM)
    server.process.join(PATIENCE)
    assert server.process.exitcode == -signal.SIGTERM
    assert time.monotonic() - began < SOON
    assert "Traceback" not in server.log.read_text()
