"""A proxy that ends TLS before a kitchen, and says nothing about it: the hardest kind."""

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
    port, loop = free_port(), asyncio.new_event_loop()
    serving = asyncio.start_server(_Relay(to_port).serve, "127.0.0.1", port, ssl=context)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(serving, loop).result()
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


class _Relay:
    def __init__(self, port: int) -> None:
        self._port = port

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Bytes in both directions, until either side has had enough."""
        theirs, ours = await asyncio.open_connection("127.0.0.1", self._port)
        await asyncio.gather(_pour(reader, ours), _pour(theirs, writer))


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, ssl.SSLError):
        while chunk := await source.read(65_536):
            sink.write(chunk)
            await sink.drain()
    sink.close()
