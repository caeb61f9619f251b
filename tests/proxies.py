"""Proxies before a kitchen: one that ends TLS and says nothing about it, one that changes sides."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import trustme

from tests.kitchens import free_port


@contextmanager
def tls_proxy(to_port: int, *, name: str) -> Iterator[int]:
    """Its port on loopback. The certificate for `name` is made on the spot."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(name).configure_cert(context)
    with _serving(Switch(to_port), context) as port:
        yield port


@contextmanager
def switching_proxy(to_port: int) -> Iterator["Switch"]:
    """What a load balancer does when a process goes: it sends everybody to another one."""
    switch = Switch(to_port)
    with _serving(switch, None) as port:
        switch.port = port
        yield switch


@contextmanager
def _serving(switch: "Switch", context: ssl.SSLContext | None) -> Iterator[int]:
    port, loop = free_port(), asyncio.new_event_loop()
    switch.loop = loop
    serving = asyncio.start_server(switch.serve, "127.0.0.1", port, ssl=context)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(serving, loop).result()
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


class Switch:
    """`port` is where it listens on loopback."""

    port: int
    loop: asyncio.AbstractEventLoop

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._open: set[asyncio.StreamWriter] = set()

    def to(self, port: int) -> None:
        """From now on; who is connected has to come again."""
        self._to_port = port
        self.loop.call_soon_threadsafe(self._cut)

    def _cut(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Bytes in both directions, until either side has had enough."""
        theirs, ours = await asyncio.open_connection("127.0.0.1", self._to_port)
        self._open |= {writer, ours}
        try:
            await asyncio.gather(_pour(reader, ours), _pour(theirs, writer))
        finally:
            self._open -= {writer, ours}


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, ssl.SSLError):
        while chunk := await source.read(65_536):
            sink.write(chunk)
            await sink.drain()
    sink.close()
