"""A model server of our own on loopback: `POST /v1/chat/completions` with SSE, `GET /v1/models`.

It says what a test scripts for one question, which it knows by a mark in the question's text, so
that tests may run side by side, or by the whole text. A reply that is to wait holds at a Gate.
"""

import json
import re
import select
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from uuid import uuid4

from tests.loopback import in_background
from tests.openai_wire import DONE, Json, event, usage

KEY = "sk-fake-0123456789-of-nobody"
MARK = re.compile(r"⟦(\w+)⟧")
PATIENCE = 30  # seconds at a gate nobody opens
LOOK_EVERY = 0.02  # seconds: whether the client is still there


class HungUp(Exception):
    """Whoever asked has closed the connection."""


class Gate:
    """Where a reply waits until its test lets it go on, or its client has gone."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()

    def pass_through(self, client: socket.socket) -> None:
        self.reached.set()
        deadline = time.monotonic() + PATIENCE
        while not self._open.wait(LOOK_EVERY) and time.monotonic() < deadline:
            check_there(client)

    def open(self) -> None:
        self._open.set()


class Cut:
    """The connection ends here, in the middle of a chunk."""


@dataclass(frozen=True)
class Pause:
    """The model thinks for so many seconds: what comes after does so at a known pace."""

    seconds: float


Part = Json | bytes | Gate | Cut | Pause


def check_there(client: socket.socket) -> None:
    """HungUp where nobody is at the other end: a client that waits for its reply sends nothing."""
    if select.select([client], [], [], 0)[0]:
        raise HungUp


@dataclass(frozen=True)
class Reply:
    """One answer to one request, part by part: a dictionary is an event, bytes go as they are.

    `loading` is a gate before the first byte, headers and all; `packed` is how the bytes are.
    """

    parts: Iterable[Part]
    status: int = 200
    media_type: str = "text/event-stream"
    loading: Gate | None = None
    packed: str | None = None


def unmarked(text: str) -> str:
    """What is marked as data, and nothing beside it."""
    marked = json.loads(text)
    assert list(marked) == ["data"], text
    return str(marked["data"])


@dataclass
class Asked:
    """One request as it came in. `hung_up` when its client left before the end of the reply."""

    authorization: str | None
    body: Json
    hung_up: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> list[Json]:
        return cast(list[Json], self.body["messages"])

    def said(self, role: str) -> list[str]:
        """What this role says, message by message; what tools say stands marked as data."""
        texts = [one["content"] or "" for one in self.messages if one["role"] == role]
        return [unmarked(text) for text in texts] if role == "tool" else texts


@dataclass
class Script:
    """Replies for one question, in order; the last one is for every request after it."""

    replies: tuple[Reply, ...]
    mark: str = field(default_factory=lambda: uuid4().hex)
    asked: list[Asked] = field(default_factory=list)

    def question(self, text: str = "What is there?") -> str:
        return f"{text} ⟦{self.mark}⟧"


def say(*pieces: str | Part) -> Reply:
    """A whole answer, a piece of text an event."""
    return Reply((*_opening(), *_said(pieces), event({}, finish="stop"), usage(11, 7), DONE))


def unfinished(*pieces: str | Part) -> Reply:
    """An answer without its end."""
    return Reply((*_opening(), *_said(pieces)))


def _opening() -> tuple[Part, ...]:
    return (event({"role": "assistant", "content": ""}),)


def _said(pieces: tuple[str | Part, ...]) -> Iterator[Part]:
    for piece in pieces:
        yield event({"content": piece}) if isinstance(piece, str) else piece


@dataclass(frozen=True)
class Call:
    """A tool call. `arguments` that are text go as they are, JSON or not."""

    name: str
    arguments: Json | str = field(default_factory=dict)
    id: str | None = "call_1"
    numbered: bool = True

    def text(self) -> str:
        is_text = isinstance(self.arguments, str)
        return str(self.arguments) if is_text else json.dumps(self.arguments)


def call(*calls: Call, before: str = "", gate: Gate | None = None, pieces: int = 3) -> Reply:
    """Tool calls, the arguments of each split into so many pieces."""
    said: list[Part] = [event({"content": before})] if before else []
    said += [gate] if gate else []
    parts = [part for at, one in enumerate(calls) for part in _called(at, one, pieces)]
    ending = (event({}, finish="tool_calls"), usage(13, 5), DONE)
    return Reply((*_opening(), *said, *parts, *ending))


def _called(at: int, one: Call, pieces: int) -> Iterator[Json]:
    number = {"index": at} if one.numbered else {}
    named = {"id": one.id} if one.id is not None else {}
    text = one.text()
    size = -(-len(text) // pieces) if pieces > 1 and one.numbered else len(text)
    first = {"name": one.name, "arguments": "" if size < len(text) else text}
    yield event({"tool_calls": [number | named | {"type": "function", "function": first}]})
    for start in range(0, len(text) if size < len(text) else 0, max(size, 1)):
        rest = {"arguments": text[start : start + size]}
        yield event({"tool_calls": [number | {"function": rest}]})


def refuse(status: int, message: str = f"The key {KEY} may not do this.") -> Reply:
    """An error as OpenAI words them, with the key in its text."""
    error = {"message": message, "type": "provider_word", "param": None, "code": "provider_word"}
    return Reply((json.dumps({"error": error}).encode(),), status, "application/json")


def list_models(names: list[str]) -> Reply:
    rows = [{"id": name, "object": "model", "created": 1, "owned_by": "us"} for name in names]
    body = json.dumps({"object": "list", "data": rows}).encode()
    return Reply((body,), media_type="application/json")


class FakeModel:
    """The server; `url` is the OPENAI_BASE_URL."""

    def __init__(self) -> None:
        self.scripts: dict[str, Script] = {}
        self.models = ["gpt-4o", "llama3:latest"]
        self.listed = 0  # how often it was asked for them
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.model = self
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def script(self, *replies: Reply) -> Script:
        script = Script(replies)
        self.scripts[script.mark] = script
        return script

    def reply(self, asked: Asked) -> Reply:
        """What the script of the last question has for this request."""
        question = asked.said("user")[-1]
        script = self.scripts.get(([question, *MARK.findall(question)])[-1])
        if script is None:
            return refuse(400, "No test wrote a script for that question.")
        script.asked.append(asked)
        return script.replies[min(len(script.asked), len(script.replies)) - 1]

    def serving(self) -> AbstractContextManager[None]:
        return in_background(self._server)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    model: FakeModel


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        model = cast(_Server, self.server).model
        if self.path != "/v1/models":
            self._send(refuse(404))
        elif self.headers.get("Authorization") != f"Bearer {KEY}":
            self._send(refuse(401))
        else:
            model.listed += 1
            self._send(list_models(model.models))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = Asked(self.headers.get("Authorization"), body)
        try:
            self._send(cast(_Server, self.server).model.reply(asked))
        except (HungUp, BrokenPipeError, ConnectionResetError):
            asked.hung_up.set()

    def _send(self, reply: Reply) -> None:
        self.close_connection = True
        if reply.loading:
            reply.loading.pass_through(self.connection)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.send_header("Retry-After-Ms", "1")
        if reply.packed:
            self.send_header("Content-Encoding", reply.packed)
        self.end_headers()
        for part in reply.parts:
            if isinstance(part, Cut):
                self.wfile.write(b"ff\r\ndata: {")
                return
            self._send_part(part)
        self.wfile.write(b"0\r\n\r\n")

    def _send_part(self, part: Part) -> None:
        if isinstance(part, Gate):
            part.pass_through(self.connection)
        elif isinstance(part, Pause):
            threading.Event().wait(part.seconds)
        else:
            data = part if isinstance(part, bytes) else b"data: %s\n\n" % json.dumps(part).encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Quietly."""


@contextmanager
def fake_model() -> Iterator[FakeModel]:
    """A model server, for as long as this lasts."""
    model = FakeModel()
    with model.serving():
        yield model
