"""Many streams, all read in one thread: when each word of each of them came."""

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench.load import STALLED, Client, Measured, quiet

EVERY = 0.1  # seconds between two questions of the prober
_BUFFER = memoryview(bytearray(1 << 20))
_OK = b"HTTP/1.1 200"
_END = b"\r\n0\r\n\r\n"
_LONGEST_END = 256  # bytes, of the last event and what ends the answer


class Stream:
    """One answer: when each of its words came, and whether its end did."""

    def __init__(self, port: int, request: bytes, word: bytes) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.sendall(request)
        self.arrivals: list[float] = []
        self.last = b""
        self._word = word

    @property
    def whole(self) -> bool:
        return self.last.endswith(_END) and b'"done"' in self.last

    def read(self) -> bool:
        """Whether it goes on."""
        try:
            received = bytes(_BUFFER[: self.socket.recv_into(_BUFFER)])
        except ConnectionError:
            return False
        begins = not self.last
        came = self.last[1 - len(self._word) :] + received
        self.arrivals += [time.perf_counter()] * came.count(self._word)
        self.last = (self.last + received)[-_LONGEST_END:]
        if not received or (begins and not received.startswith(_OK)):
            return False
        return not self.last.endswith(_END)


@dataclass
class Heard:
    """What came of the streams; `beside` is what the prober saw while all of them were open."""

    streams: list[Stream] = field(default_factory=list)
    beside: Measured = field(default_factory=Measured)
    opened: float = 0.0  # when each had said a word

    def broken(self, words: int) -> list[Stream]:
        """Those that did not say so many words and end."""
        return [one for one in self.streams if not one.whole or len(one.arrivals) != words]

    def gaps(self) -> list[float]:
        """Seconds between two words of a stream, while all were open; RuntimeError if never."""
        closed = min(stream.arrivals[-1] for stream in self.streams)
        if closed <= self.opened:
            raise RuntimeError("the first stream ended before the last began")
        return [
            after - before
            for stream in self.streams
            for before, after in zip(stream.arrivals, stream.arrivals[1:], strict=False)
            if self.opened <= before and after <= closed
        ]


@dataclass
class Asking:
    """What is asked, by port: streams that begin evenly over so many seconds, all of one `word`.

    When all are open `once_open` is called, and then the prober begins with its own questions,
    asked one after the other on one connection, until the first stream ends.
    """

    requests: list[tuple[int, bytes]]
    word: bytes
    ramp: float = 0.0
    once_open: Callable[[], None] = lambda: None
    probing: tuple[int, Iterator[bytes]] | None = None


def listen(asking: Asking) -> Heard:
    """Ask, and read every stream to its end."""
    with quiet(), selectors.DefaultSelector() as selector:
        return _Listener(asking, selector).run()


class _Listener:
    def __init__(self, asking: Asking, selector: selectors.BaseSelector) -> None:
        self._asking = asking
        self._selector = selector
        self._heard = Heard()
        began, each = time.perf_counter(), asking.ramp / len(asking.requests)
        self._due = deque((began + at * each, *asked) for at, asked in enumerate(asking.requests))
        self._silent: set[Stream] = set()
        self._running = 0
        self._last = began
        self._prober: _Prober | None = None

    def run(self) -> Heard:
        while self._due or self._running:
            self._begin()
            self._read(self._patience())
            if not (self._due or self._silent or self._heard.opened):
                self._all_open()
        return self._heard

    def _begin(self) -> None:
        while self._due and self._due[0][0] <= time.perf_counter():
            _, port, request = self._due.popleft()
            stream = Stream(port, request, self._asking.word)
            self._selector.register(stream.socket, selectors.EVENT_READ, stream)
            self._heard.streams.append(stream)
            self._silent.add(stream)
            self._running += 1

    def _patience(self) -> float:
        """Seconds until there is something to ask."""
        due = [self._due[0][0]] if self._due else []
        due += [self._prober.due] if self._prober else []
        return max(0.0, min([*due, time.perf_counter() + STALLED]) - time.perf_counter())

    def _read(self, patience: float) -> None:
        ready = [key.data for key, _ in self._selector.select(patience)]
        if ready:
            self._last = time.perf_counter()
        elif time.perf_counter() - self._last > STALLED:
            raise TimeoutError(f"no event for {STALLED} s")
        for one in ready:
            if isinstance(one, Stream):
                self._read_stream(one)
            elif one is self._prober:
                self._prober.read()
        if self._prober:
            self._prober.ask()

    def _read_stream(self, stream: Stream) -> None:
        goes_on = stream.read()
        if stream.arrivals or not goes_on:
            self._silent.discard(stream)
        if not goes_on:
            self._selector.unregister(stream.socket)
            stream.socket.close()
            self._running -= 1
            self._stop_probing()

    def _all_open(self) -> None:
        self._asking.once_open()
        self._heard.opened = time.perf_counter()
        if self._asking.probing:
            self._prober = _Prober(*self._asking.probing, self._heard.beside)
            self._selector.register(self._prober.client.socket, selectors.EVENT_READ, self._prober)

    def _stop_probing(self) -> None:
        if self._prober:
            self._selector.unregister(self._prober.client.socket)
            self._prober.client.socket.close()
            self._prober = None


class _Prober:
    """Asks at a slow and steady pace, however long an answer takes."""

    def __init__(self, port: int, requests: Iterator[bytes], measured: Measured) -> None:
        self.client = Client(port)
        self.due = time.perf_counter()
        self._requests = requests
        self._measured = measured

    def ask(self) -> None:
        if time.perf_counter() >= self.due:
            self.client.ask(next(self._requests))
            self.due = float("inf")

    def read(self) -> None:
        status = self.client.read()
        if status is None:
            return
        now = time.perf_counter()
        self._measured.latencies.append(now - self.client.asked)
        if not status.startswith(b"2"):
            self._measured.errors.append(status.decode())
        self.due = max(now, self.client.asked + EVERY)
