"""Clients on raw sockets, all in one thread: the servers need the cores more."""

import gc
import re
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

STALLED = 30.0  # seconds without any answer

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_BUFFER = memoryview(bytearray(1 << 20))


@dataclass
class Measured:
    """What some clients saw, in seconds; slices of one measurement add up."""

    latencies: list[float] = field(default_factory=list)
    finished: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: "Measured") -> None:
        self.latencies += other.latencies
        self.finished += other.finished
        self.errors += other.errors
        self.seconds += other.seconds

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, part: float) -> float:
        return percentile(self.latencies, part)


def percentile(values: list[float], part: float) -> float:
    """The value that so large a part of them does not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


class Client:
    """One connection that asks, waits for the whole answer, and asks again."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.missing = 0
        self.asked = 0.0

    def ask(self, request: bytes) -> None:
        self.missing = -1
        self.asked = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> bytes | None:
        """The status when the answer is whole, else None."""
        received = self.socket.recv_into(_BUFFER)
        if not received:
            raise ConnectionError("the server closed the connection")
        if self.missing < 0:
            head = bytes(_BUFFER[: min(received, 4096)])
            end, length = head.index(b"\r\n\r\n") + 4, _LENGTH.search(head)
            self.missing = end + (int(length[1]) if length else 0)
            self.status = head[9:12]
        self.missing -= received
        return None if self.missing else self.status


def drive(port: int, requests: Iterator[bytes], *, clients: int, seconds: float) -> Measured:
    """Keep this many clients asking for so long; every request that began is waited for."""
    with quiet(), selectors.DefaultSelector() as selector:
        opened = [Client(port) for _ in range(clients)]
        for client in opened:
            selector.register(client.socket, selectors.EVENT_READ, client)
        try:
            return _drive(selector, opened, requests, seconds)
        finally:
            for client in opened:
                client.socket.close()


def _drive(
    selector: selectors.BaseSelector,
    clients: list[Client],
    requests: Iterator[bytes],
    seconds: float,
) -> Measured:
    measured, began = Measured(), time.perf_counter()
    waiting = len(clients)
    for client in clients:
        client.ask(next(requests))
    while waiting:
        ready = selector.select(STALLED)
        if not ready:
            raise TimeoutError(f"no answer for {STALLED} s")
        for key, _ in ready:
            client = key.data
            status = client.read()
            if status is None:
                continue
            now = time.perf_counter()
            measured.latencies.append(now - client.asked)
            measured.finished.append(now - began)
            if not status.startswith(b"2"):
                measured.errors.append(status.decode())
            if now - began < seconds:
                client.ask(next(requests))
            else:
                waiting -= 1
    measured.seconds = time.perf_counter() - began
    return measured


@contextmanager
def quiet() -> Iterator[None]:
    """Our own garbage collector must not show in their tails."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def get(path: str, token: str | None = None) -> bytes:
    """A GET request."""
    return _request("GET", path, token, b"")


def post(path: str, body: bytes, token: str | None = None) -> bytes:
    """A POST request of JSON."""
    return _request("POST", path, token, body)


def _request(method: str, path: str, token: str | None, body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join((*lines, "", "")).encode() + body


def answers(port: int, path: str) -> bool:
    """Whether a GET of this path is answered with 200."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(get(path))
        return client.recv(64)[9:12] == b"200"
    return False
