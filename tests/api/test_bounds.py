"""Nothing that comes in has no end: heads, readers that do not read, strings, lists and numbers."""

import asyncio
import errno
import json
import re
import socket
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest

from kitchen_app.heads import LARGEST_HEAD
from kitchen_app.serving import cut_off_stalled
from tests.api.test_problems import examples, resolved
from tests.factories import PROBLEM, Cook, Json, Kitchen, check_refused
from tests.servers import ApiServer

Place = tuple[str | int, ...]

SIP, PIECE = 1024, b"x" * 64 * 1024  # bytes
MOST = 100  # pieces: as much as nobody should have to keep
WITHIN = 30  # seconds
# What a schema of each type must say of itself: one of these.
BOUNDS: dict[str | None, list[set[str]]] = {
    "string": [{"maxLength"}, {"enum"}, {"const"}, {"format"}],
    "array": [{"maxItems"}],
    "integer": [{"minimum", "maximum"}],
    "number": [{"minimum", "maximum"}, {"exclusiveMinimum", "maximum"}],
    "object": [{"additionalProperties"}],
    "boolean": [set()],
    "null": [set()],
}
# Of what is shorter than its schema says, because no schema can say it.
NARROWER: dict[str | int, str] = {"username": "32", "password": "72", "new_password": "72"}
ENDLESS_FORMATS = ("password", "uri")


def line_to(server: Kitchen) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", httpx.URL(server.url).port or 0), 10)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def trickle(line: socket.socket, data: bytes) -> None:
    for start in range(0, len(data), SIP):
        line.sendall(data[start : start + SIP])


@pytest.mark.parametrize(
    "beginning",
    [
        b"GET /health?",
        b"GET /health HTTP/1.1\r\nHost: kitchen\r\nX-Long: ",
        b"GET /health HTTP/1.1\r\nHost: kitchen\r\n" + b"X: 1\r\n" * 10_000,
        b"POST /auth/login HTTP/1.1\r\nHost: kitchen\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ",
    ],
    ids=["an address", "a header", "headers", "a trailer"],
)
def test_a_head_without_end_is_hung_up_on(server: ApiServer, beginning: bytes) -> None:
    with line_to(server) as line:
        trickle(line, beginning)
        with pytest.raises(OSError, match=r"reset|pipe"):
            trickle(line, PIECE * MOST)


def test_a_head_that_is_too_long_is_told_so(cook: Cook) -> None:
    assert cook.get("/health", headers={"X-Long": "x" * (LARGEST_HEAD - 2_000)}).is_success
    beginning = b"GET /health HTTP/1.1\r\nX-Long: "
    with line_to(cook.server) as line:
        trickle(line, beginning.ljust(LARGEST_HEAD + 1, b"x"))
        head, _, body = b"".join(iter(partial(line.recv, 4096), b"")).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
    problem = json.loads(body)
    assert (set(problem), problem["code"]) == (PROBLEM, "head_too_large")


def test_who_has_not_signed_in_sends_less(cook: Cook) -> None:
    body = b"x" * 17 * 1024
    for content in (body, iter([body])):
        refused = check_refused(cook.post("/auth/login", content=content), 413, "body_too_large")
        assert "16 KB" in refused["detail"]


def test_who_reads_nothing_is_cut_off() -> None:
    """By the kernel, which alone knows: what waits for them would be kept for ever."""
    with socket.socket() as listener:
        cut_off_stalled(listener, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname()):
            assert asyncio.run(_written_until_cut_off(listener)) == errno.ETIMEDOUT


async def _written_until_cut_off(listener: socket.socket) -> int | None:
    ended: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()

    async def write(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(PIECE)
                await writer.drain()
        except OSError as error:
            ended.set_result(error.errno)

    async with await asyncio.start_server(write, sock=listener):
        return await asyncio.wait_for(ended, WITHIN)


def test_everything_that_a_caller_may_send_has_a_bound(cook: Cook) -> None:
    """A new field is in this test by existing."""
    document = cook.ok("GET", "/openapi.json")
    sent = list(_sent(document))
    assert len(sent) > 50
    assert [where for where, schema in sent if not _bounded(schema)] == []


def _sent(document: Json) -> Iterator[tuple[str, Json]]:
    """Every simple schema of every parameter and body, and where it is.

    Not of the headers: they end with their head.
    """
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", ()):
                where = f"{method} {path} {parameter['name']}"
                if parameter["in"] != "header":
                    yield from _parts(document, parameter["schema"], where)
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield from _parts(document, content["schema"], f"{method} {path}")


def _parts(document: Json, schema: Json, where: str) -> Iterator[tuple[str, Json]]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = document["components"]["schemas"][name]
    choices = [one for way in ("anyOf", "oneOf", "allOf") for one in schema.get(way, ())]
    if not choices:
        yield where, schema
    for choice in choices:
        yield from _parts(document, choice, where)
    if "items" in schema:
        yield from _parts(document, schema["items"], f"{where}[]")
    for name, field in schema.get("properties", {}).items():
        yield from _parts(document, field, f"{where}.{name}")


def _bounded(schema: Json) -> bool:
    """Of a known length or size; an object has known fields only."""
    if schema.get("format") in ENDLESS_FORMATS:
        return "maxLength" in schema
    if schema.get("type") == "object":
        return schema.get("additionalProperties") is False
    return any(way <= schema.keys() for way in BOUNDS.get(schema.get("type"), []))


def test_who_sends_more_than_there_may_be_is_told_how_much_there_may_be(cook: Cook) -> None:
    """A new field is in this test by existing."""
    document = cook.ok("GET", "/openapi.json")
    tried = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for sent, name, most in _too_much(document, operation):
                tried += 1
                answer = cook.request(method, re.sub(r"{\w+}", str(uuid4()), path), **sent)
                assert answer.status_code == 422, (method, path, answer.text)
                told = re.findall(r"\d+", answer.text)
                assert {str(most), NARROWER.get(name)} & {*told}, (method, path, answer.text)
    assert tried > 50


def _too_much(document: Json, operation: Json) -> Iterator[tuple[Json, str | int, int]]:
    """What is too long or too large in one place, whose name, and what the most is there."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "query":
            for _, value, most in _over(document, parameter["schema"], ()):
                yield {"params": {parameter["name"]: value}}, parameter["name"], most
    if "requestBody" in operation:
        body = examples(document, operation)[0]
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        for place, value, most in _over(document, schema, ()):
            if (changed := _changed(body, place, value)) is not None:
                yield {"json": changed}, place[-1], most


def _over(document: Json, schema: Json, place: Place) -> Iterator[tuple[Place, Any, int]]:
    """What does not fit any more, at each place in a schema that has a bound."""
    schema = resolved(document, schema)
    for choice in schema.get("anyOf", ()):
        yield from _over(document, choice, place)
    if "maxLength" in schema:
        yield place, "https://x.y/".ljust(schema["maxLength"] + 1, "x"), schema["maxLength"]
    if "maximum" in schema:
        yield place, schema["maximum"] + 1, int(schema["maximum"])
    if "maxItems" in schema:
        items = [str(uuid4()) for _ in range(schema["maxItems"] + 1)]  # as text, or as ids
        yield place, items, schema["maxItems"]
    if "items" in schema:
        yield from _over(document, schema["items"], (*place, 0))
    for name, field in schema.get("properties", {}).items():
        yield from _over(document, field, (*place, name))


def _changed(body: Any, place: Place, value: Any) -> Any:
    """The body with this at a place of it; None where the example does not reach so far."""
    changed = inside = deepcopy(body)
    try:
        for part in place[:-1]:
            inside = inside[part]
        inside[place[-1]] = value
    except (LookupError, TypeError):
        return None
    return changed
