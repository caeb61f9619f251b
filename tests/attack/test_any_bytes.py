"""What is hardly HTTP, or hardly a websocket: it gets a 4xx, or the connection is closed."""

import re
import socket
from contextlib import closing, suppress

import pytest

from tests.factories import make_cook
from tests.kitchens import websocket
from tests.web.visits import WebKitchen

QUICK = 10  # seconds, in which whatever was sent is answered or the connection closed
PATIENCE = 60
BODY = b'{"username": "x", "password": "y"}'
LOGIN = b"POST /auth/login HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
CHUNKED = LOGIN + b"Transfer-Encoding: chunked\r\n"
SECOND = b"GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"

REQUESTS = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100),
    "half a line": b"GET \r\n\r\n",
    "another protocol": b"GET / SIP/2.0\r\n\r\n",
    "a version to come": b"GET / HTTP/9.9\r\nHost: h\r\n\r\n",
    "a method of bytes": b"G\x00T / HTTP/1.1\r\nHost: h\r\n\r\n",
    "NUL in the path": b"GET /recipes/\x00 HTTP/1.1\r\nHost: h\r\n\r\n",
    "a space in the path": b"GET /recipes /x HTTP/1.1\r\nHost: h\r\n\r\n",
    "a path of bytes": b"GET /recipes/\xff\xfe HTTP/1.1\r\nHost: h\r\n\r\n",
    "another's address": b"GET http://169.254.169.254/latest HTTP/1.1\r\nHost: h\r\n\r\n",
    "a tunnel": b"CONNECT example.org:443 HTTP/1.1\r\nHost: h\r\n\r\n",
    "no length of a number": LOGIN + b"Content-Length: ten\r\n\r\n" + BODY,
    "a negative length": LOGIN + b"Content-Length: -1\r\n\r\n" + BODY,
    "a length without end": LOGIN + b"Content-Length: " + b"9" * 40 + b"\r\n\r\n" + BODY,
    "two lengths": LOGIN + b"Content-Length: 4\r\nContent-Length: 34\r\n\r\n" + BODY + SECOND,
    "a length and chunks": CHUNKED + b"Content-Length: 4\r\n\r\n0\r\n\r\n" + SECOND,
    "chunks twice": CHUNKED + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SECOND,
    "a chunk of no size": CHUNKED + b"\r\nzz\r\n" + BODY + b"\r\n0\r\n\r\n" + SECOND,
    "a chunk without end": CHUNKED + b"\r\n" + b"f" * 40 + b"\r\n" + BODY,
    "a chunk and no line": CHUNKED + b"\r\n1\r\n{xxxx0\r\n\r\n" + SECOND,
    "NUL in a header": LOGIN + b"X-A: a\x00b\r\nContent-Length: 0\r\n\r\n",
    "a header over two lines": LOGIN + b"X-A: a\r\n b\r\nContent-Length: 0\r\n\r\n",
    "a header without name": LOGIN + b": a\r\nContent-Length: 0\r\n\r\n",
    "a space after a name": LOGIN + b"Content-Length : 34\r\n\r\n" + BODY,
    "10,000 headers": LOGIN + b"X-A: a\r\n" * 10_000 + b"Content-Length: 0\r\n\r\n",
    "a token of bytes": b"GET /auth/me HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \xff\r\n\r\n",
    "a range of bytes": b"GET /recipes HTTP/1.1\r\nHost: h\r\nRange: bytes=-1,0-,x\r\n\r\n",
    "an upgrade of an API": b"GET /recipes HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\n"
    b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
}
# What RFC 6455 forbids a client.
FRAMES = {
    "not masked": b"\x81\x02hi",
    "reserved bits": b"\xf1\x80\x00\x00\x00\x00",
    "an unknown kind": b"\x83\x80\x00\x00\x00\x00",
    "a ping that is too long": b"\x89\xfe\x00\x7e" + bytes(4 + 126),
    "a ping in parts": b"\x09\x80\x00\x00\x00\x00",
    "the second part of nothing": b"\x80\x80\x00\x00\x00\x00",
    "more than there is memory": b"\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff" + bytes(64),
    "text that is none": b"\x81\x82\x00\x00\x00\x00\xff\xfe",
    "a goodbye of one byte": b"\x88\x81\x00\x00\x00\x00x",
    "no websocket any more": b"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
}


def read(client: socket.socket, *, seconds: float) -> tuple[bytes, bool]:
    """All that comes, and whether the connection was closed then."""
    client.settimeout(seconds)
    heard = b""
    with suppress(ConnectionError):
        try:
            while some := client.recv(65_536):
                heard += some
        except TimeoutError:
            return heard, False
    return heard, True


def said_to(kitchen: WebKitchen, request: bytes) -> bytes:
    """What is answered to these bytes by who then sends no more."""
    with closing(socket.create_connection(("127.0.0.1", kitchen.served.port), QUICK)) as client:
        with suppress(ConnectionError):
            client.sendall(request)
            client.shutdown(socket.SHUT_WR)
        heard, closed = read(client, seconds=QUICK)
    assert closed, heard
    return heard


def statuses(heard: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3})", heard)]


@pytest.mark.parametrize("request_bytes", REQUESTS.values(), ids=REQUESTS)
def test_what_is_hardly_http_gets_a_4xx_or_nothing(
    own_kitchen: WebKitchen, request_bytes: bytes
) -> None:
    heard = said_to(own_kitchen, request_bytes)
    assert all(400 <= status < 500 for status in statuses(heard)), heard
    assert len(statuses(heard)) <= 1, "what came after it was taken for a request"
    assert b"Traceback" not in heard


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_a_broken_frame_ends_its_connection(own_kitchen: WebKitchen, frame: bytes) -> None:
    with closing(websocket(own_kitchen.served)) as client:
        assert b" 101 " in client.recv(4_096)
        client.sendall(frame)
        heard, closed = read(client, seconds=PATIENCE)
    assert closed, heard
    assert b"Traceback" not in heard


def test_everyone_else_is_served_and_nothing_was_logged(own_kitchen: WebKitchen) -> None:
    """After all of the above."""
    with make_cook(own_kitchen) as cook:
        cook.recipe("Soup")
    assert own_kitchen.served.end() == 0
    said = own_kitchen.served.said
    assert not [word for word in ("Traceback", "panicked", '"level": "error"') if word in said], (
        said
    )
