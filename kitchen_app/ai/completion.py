"""A chat completion off the wire: its text at once, its tool calls when they are whole."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage, ToolCall
from langchain_core.messages.ai import UsageMetadata

from kitchen_app.errors import TurnFailed
from kitchen_app.schemas.text import storable, storable_json

Say = Callable[[str], None]

LONGEST_EVENT = 1_000_000  # bytes: its text alone may be a whole answer
LONGEST_CALLS = 1_000_000  # characters, of all tool calls of one answer
MOST_RECEIVED = 64_000_000  # bytes: a token may come with hundreds of them, a thought unsaid


class Completion:
    """Takes the bytes of one answer, in whatever pieces they come, and says its text aloud.

    What is no completion raises whatever it raises: the server sent nonsense; TurnFailed where it
    sends without end. `done` is set by the server's last word.
    """

    def __init__(self, say: Say) -> None:
        self.done = False
        self._say = say
        self._finished = False
        self._received = 0
        self._event_began = 0  # as many bytes had been received
        self._called = 0
        self._rest = bytearray()
        self._event: list[str] = []
        self._text: list[str] = []
        self._calls: dict[int, list[str]] = {}
        self._usage: UsageMetadata | None = None

    def read(self, received: bytes) -> bool:
        """Take in what came; whether an event was in it."""
        self._received += len(received)
        whole, newline, rest = received.rpartition(b"\n")
        heard = False
        if newline:
            lines, self._rest = bytes(self._rest + whole), bytearray(rest)
            for line in lines.split(b"\n"):
                if event := self._event_ended_by(line.decode().rstrip("\r")):
                    self._hear(event)
                    heard = True
        else:
            self._rest += received
        self._limit(heard)
        return heard

    def _limit(self, heard: bool) -> None:
        if heard:
            self._event_began = self._received
        unheard = self._received - self._event_began
        if unheard > LONGEST_EVENT or self._received > MOST_RECEIVED:
            raise _endless()

    def message(self) -> AIMessage:
        """The whole of it; TurnFailed where the end is missing."""
        if not self._finished:
            raise TurnFailed("assistant_cut_off", "The model's answer broke off. Ask again.")
        return AIMessage(
            content=storable("".join(self._text)),
            tool_calls=[_whole_call(*parts) for parts in self._calls.values()],
            usage_metadata=self._usage,
        )

    def _event_ended_by(self, line: str) -> str:
        """The data of the event that this line ends, if it ends one."""
        if line:
            if line.startswith("data:"):
                self._event.append(line[5:].removeprefix(" "))
            return ""
        data, self._event = "\n".join(self._event), []
        return data

    def _hear(self, data: str) -> None:
        if self.done or data.startswith("[DONE]"):
            self.done = True
            return
        chunk = json.loads(data)
        if chunk.get("error"):
            raise ValueError("an error in place of the answer")
        if used := chunk.get("usage"):
            self._usage = _usage(used)
        if choices := chunk.get("choices"):
            self._choose(choices[0])

    def _choose(self, choice: dict[str, Any]) -> None:
        """What a server may leave out, nobody misses."""
        if choice.get("finish_reason"):
            self._finished = True
        delta = choice.get("delta") or {}
        for call in delta.get("tool_calls") or ():
            self._collect(call.get("index"), call.get("function") or {})
        if content := delta.get("content"):
            text = content if isinstance(content, str) else _text_in(content)
            self._text.append(text)
            self._say(text)

    def _collect(self, index: int | None, function: dict[str, Any]) -> None:
        name, arguments = function.get("name") or "", function.get("arguments") or ""
        if index is None:  # some servers send whole calls and do not number them
            index = len(self._calls) - (0 if name else 1)
        parts = self._calls.setdefault(index, ["", ""])
        self._called += len(name) + len(arguments)
        if self._called > LONGEST_CALLS:
            raise _endless()
        parts[0] += name
        parts[1] += arguments


def _endless() -> TurnFailed:
    return TurnFailed("assistant_too_long", "The answer grew too long and was stopped.")


def _text_in(parts: list[dict[str, Any]]) -> str:
    """Of an answer in parts, such as thoughts and text, the text."""
    return "".join(part["text"] for part in parts if part.get("type") == "text")


def _usage(used: dict[str, Any]) -> UsageMetadata:
    tokens = [used.get(name) or 0 for name in ("prompt_tokens", "completion_tokens")]
    return UsageMetadata(input_tokens=tokens[0], output_tokens=tokens[1], total_tokens=sum(tokens))


def _whole_call(name: str, arguments: str) -> ToolCall:
    """With arguments that are JSON, and an id of its own: a guess at what a broken call meant must
    not be written to anybody's pantry."""
    try:
        parsed = json.loads(arguments or "{}")
        whole = isinstance(parsed, dict) and storable_json(parsed) == parsed
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        parsed = {"not_json": storable(arguments[:500])}
    return ToolCall(name=storable(name) or "unnamed", args=parsed, id=f"call_{uuid4().hex}")
