"""The agent and its model's server: who stops listening hangs up."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any, cast

import pytest
from langsmith.utils import get_env_var, tracing_is_enabled

from kitchen_app.ai.agent import Agent
from kitchen_app.ai.openai_model import build
from kitchen_app.ai.tools.base import TurnTools
from kitchen_app.config import Settings
from tests.openai_wire import DONE, event

NO_TOOLS = cast(TurnTools, None)
WITHIN = 1.0  # seconds
PATIENCE = 20.0

Answering = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers every request with `answering`, on connections that stay open."""

    def __init__(self, answering: Answering) -> None:
        self.connections = 0
        self.hung_up = asyncio.Event()
        self._answering = answering

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
                await reader.readexactly(int(length))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n")
                writer.write(b"Transfer-Encoding: chunked\r\n\r\n")
                await self._answering(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.hung_up.set()
        finally:
            writer.close()


def chunk(data: dict[str, Any] | bytes) -> bytes:
    text = data if isinstance(data, bytes) else b"data: %s\n\n" % json.dumps(data).encode()
    return b"%x\r\n%s\r\n" % (len(text), text)


WORD = chunk(event({"content": "Eggs."}))
END = chunk(event({}, finish="stop")) + chunk(DONE)
LAST_CHUNK = b"0\r\n\r\n"


async def one_word(writer: asyncio.StreamWriter) -> None:
    writer.write(WORD)


async def no_last_chunk(writer: asyncio.StreamWriter) -> None:
    writer.write(WORD + END)


@asynccontextmanager
async def asked(answering: Answering) -> AsyncIterator[tuple[Agent, Server]]:
    server = Server(answering)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/v1"
    async with listener, asyncio.timeout(PATIENCE):
        model = build(Settings(openai_base_url=url))
        yield Agent(model), server
        await model.root_async_client.close()


def test_who_closes_the_answer_hangs_up_on_the_model() -> None:
    async def run() -> None:
        async with asked(one_word) as (agent, server):
            async with aclosing(agent.answer("What is there?", [], NO_TOOLS)) as answer:
                assert await anext(answer) == ("Eggs.", None)
            await asyncio.wait_for(server.hung_up.wait(), WITHIN)

    asyncio.run(run())


def test_who_is_cancelled_hangs_up_on_the_model() -> None:
    async def run() -> None:
        async with asked(one_word) as (agent, server):
            heard = asyncio.Event()

            async def listen() -> None:
                async for _ in agent.answer("What is there?", [], NO_TOOLS):
                    heard.set()

            listening = asyncio.create_task(listen())
            await heard.wait()
            listening.cancel()
            with pytest.raises(asyncio.CancelledError):
                await listening
            await asyncio.wait_for(server.hung_up.wait(), WITHIN)

    asyncio.run(run())


def test_a_connection_that_is_read_out_is_used_again() -> None:
    async def run() -> None:
        heard = asyncio.Event()

        async def late_last_chunk(writer: asyncio.StreamWriter) -> None:
            writer.write(WORD + END)
            await heard.wait()
            writer.write(LAST_CHUNK)

        async with asked(late_last_chunk) as (agent, server):
            for _ in range(3):
                heard.clear()
                async for text, _used in agent.answer("What is there?", [], NO_TOOLS):
                    assert text == "Eggs."
                    heard.set()
            assert server.connections == 1

    asyncio.run(run())


def test_a_server_that_does_not_end_after_its_last_word_is_not_waited_for() -> None:
    async def run() -> None:
        async with asked(no_last_chunk) as (agent, server):
            answer = agent.answer("What is there?", [], NO_TOOLS)
            assert [text async for text, _ in answer] == ["Eggs."]
            await asyncio.wait_for(server.hung_up.wait(), WITHIN)

    asyncio.run(run())


def test_what_is_said_is_sent_to_no_tracer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    cast(Any, get_env_var).cache_clear()
    Agent(build(Settings()))
    assert not tracing_is_enabled()
