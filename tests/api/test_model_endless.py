"""A model that sends 200 MB, in whatever shape: the turn ends in words of ours, nobody else waits,
and the kitchen does not grow by it."""

from collections.abc import Iterator

import psutil  # type: ignore[import-untyped]
import pytest

from tests.api.conftest import MakeCook
from tests.factories import Cook
from tests.fake_openai import FakeModel, Part, Reply, event, say
from tests.servers import ApiServer

ALL_OF_IT = 200_000_000  # bytes
PIECE = 100_000
MOST_GROWN = 40_000_000  # bytes


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
