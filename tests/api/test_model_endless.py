"""A model that sends 200 MB, in whatever shape, or a byte now and then: the turn ends in words of
ours, nobody else waits, and the kitchen does not grow by it."""

import time
import zlib
from collections.abc import Iterator

import psutil  # type: ignore[import-untyped]
import pytest

from tests.api.conftest import MakeCook
from tests.factories import Cook
from tests.fake_openai import FakeModel, Part, Pause, Reply, say
from tests.openai_wire import event
from tests.servers import ApiServer
from tests.sse import Answer, read_until

ALL_OF_IT = 200_000_000  # bytes
PIECE = 100_000
MOST_GROWN = 40_000_000  # bytes
SOON = 20  # seconds


class Endless:
    """The same part until there were 200 MB of it; `sent` is how often it was."""

    def __init__(self, part: Part, *, first: tuple[Part, ...] = ()) -> None:
        self._part = part
        self._first = first
        self.sent = 0

    def __iter__(self) -> Iterator[Part]:
        yield from self._first
        for self.sent in range(1, ALL_OF_IT // PIECE + 1):
            yield self._part


def calling(arguments: str, **named: str) -> Part:
    return event({"tool_calls": [{"index": 0, "function": named | {"arguments": arguments}}]})


SHAPES: dict[str, tuple[Part, tuple[Part, ...]]] = {
    "one line": (b"x" * PIECE, (b"data: ",)),
    "one event of many lines": (b"data: x\n" * (PIECE // 8), ()),
    "comments": (b": still here\n" * (PIECE // 13), ()),
    "one token after the other": (event({"content": "x" * PIECE}), ()),
    "arguments of a tool": (
        calling("x" * PIECE),
        (calling('{"name": "', name="save_recipe"),),
    ),
}


def packed(size: int) -> bytes:
    """So many zeros, of which a thousand are a byte; a block that may be repeated."""
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(bytes(size)) + packing.flush(zlib.Z_FULL_FLUSH)


GZIP = b"\x1f\x8b\x08" + bytes(7)
BOMB = GZIP + packed(10_000_000) * 100


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_cut_off(
    cook: Cook, new_cook: MakeCook, model: FakeModel, server: ApiServer, shape: str
) -> None:
    part, first = SHAPES[shape]
    parts = Endless(part, first=first)
    kitchen = psutil.Process(server.process.pid)
    before = kitchen.memory_info().rss
    answer = cook.ask(model.script(Reply(parts)).question())
    assert answer.error["code"] == "assistant_too_long"
    assert parts.sent < ALL_OF_IT // PIECE / 2
    assert kitchen.memory_info().rss - before < MOST_GROWN
    assert cook.last_message(answer.session_id)["status"] == "failed"
    assert new_cook().ask(model.script(say("Hello.")).question()).text == "Hello."
    assert cook.ask(model.script(say("Next.")).question(), answer.session_id).text == "Next."


ODD: dict[str, tuple[Reply, str]] = {
    "packed": (Reply((BOMB,), packed="gzip"), "assistant_garbled"),
    "an error, packed": (Reply((BOMB,), 400, packed="gzip"), "assistant_refused"),
    "an error, byte by byte": (Reply((b"x", Pause(1)) * 60, 400), "assistant_refused"),
    "an error that passes, byte by byte": (
        Reply((b"x", Pause(1)) * 60, 503),
        "assistant_unavailable",
    ),
}


@pytest.mark.parametrize("shape", ODD)
def test_it_is_not_waited_for(cook: Cook, model: FakeModel, server: ApiServer, shape: str) -> None:
    reply, code = ODD[shape]
    kitchen = psutil.Process(server.process.pid)
    before, began = kitchen.memory_info().rss, time.monotonic()
    answer = cook.ask(model.script(reply).question())
    assert time.monotonic() - began < SOON
    assert answer.error["code"] == code
    assert kitchen.memory_info().rss - before < MOST_GROWN
    assert cook.ask(model.script(say("Next.")).question(), answer.session_id).text == "Next."


def test_an_error_without_end_is_not_read(cook: Cook, model: FakeModel, server: ApiServer) -> None:
    parts = Endless(b"x" * PIECE)
    kitchen = psutil.Process(server.process.pid)
    before = kitchen.memory_info().rss
    answer = cook.ask(model.script(Reply(parts, 400, "application/json")).question())
    assert answer.error["code"] == "assistant_refused"
    assert parts.sent < ALL_OF_IT // PIECE / 2
    assert kitchen.memory_info().rss - before < MOST_GROWN


def test_an_answer_byte_by_byte_is_read_as_it_comes_and_stopped(
    cook: Cook, model: FakeModel
) -> None:
    word = b'data: {"choices": [{"index": 0, "delta": {"content": "Slow"}}]}\n\n'
    trickle = [part for byte in word * 100 for part in (bytes([byte]), Pause(0.02))]
    script = model.script(Reply(trickle))
    with cook.asking(script.question()) as events:
        answer = Answer(read_until(events, "Slow"))
        cook.stop(answer.session_id)
        assert [event.data for event in events][-1] == {"done": True}
    assert script.asked[0].hung_up.wait(1)
    assert cook.last_message(answer.session_id)["status"] == "stopped"
