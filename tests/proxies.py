"""Proxies: one that ends TLS and says nothing about it, one that changes sides or keeps back."""

import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import trustme
from anyio import (
    BrokenResourceError,
    ClosedResourceError,
    EndOfStream,
    Event,
    aclose_forcefully,
    connect_tcp,
    create_task_group,
    create_tcp_listener,
    sleep,
)
from anyio.abc import ByteStream
from anyio.from_thread import BlockingPortal, start_blocking_portal
from anyio.streams.tls import TLSListener

from tests.kitchens import free_port

NOTICED_AFTER = 0.3  # seconds: that a connection has gone


@contextmanager
def tls_proxy(to_port: int, *, name: str) -> Iterator[int]:
    """Its port on loopback. The certificate for `name` is made on the spot."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(name).configure_cert(context)
    with _serving(Switch(to_port), context) as switch:
        yield switch.port


@contextmanager
def switching_proxy(to_port: int) -> Iterator["Switch"]:
    """What a load balancer does when a process goes: it sends everybody to another one."""
    with _serving(Switch(to_port, later=NOTICED_AFTER), None) as switch:
        yield switch


@contextmanager
def _serving(switch: "Switch", context: ssl.SSLContext | None) -> Iterator["Switch"]:
    with (
        start_blocking_portal() as switch.portal,
        switch.portal.wrap_async_context_manager(_listening(switch, context)),
    ):
        yield switch


@asynccontextmanager
async def _listening(switch: "Switch", context: ssl.SSLContext | None) -> AsyncIterator[None]:
    tcp = await create_tcp_listener(local_host="127.0.0.1", local_port=switch.port)
    listener = TLSListener(tcp, context, standard_compatible=False) if context else tcp
    async with listener, create_task_group() as tasks:
        tasks.start_soon(listener.serve, switch.serve)
        yield
        tasks.cancel_scope.cancel()


class Switch:
    """Listens on `port` on loopback. What one side ends, the other hears of `later`."""

    portal: BlockingPortal

    def __init__(self, to_port: int, *, later: float = 0) -> None:
        self.port = free_port()
        self._to_port = to_port
        self._later = later
        self._clients: set[ByteStream] = set()
        self._held: Event | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is asked gets there; the answers wait."""
        self._held = self.portal.call(Event)
        try:
            yield
        finally:
            self.portal.call(self._held.set)
            self._held = None

    def to(self, port: int) -> None:
        """From now on; who is connected has to come again."""
        self._to_port = port
        self.portal.call(self._cut)

    async def _cut(self) -> None:
        for client in set(self._clients):
            await aclose_forcefully(client)

    async def serve(self, client: ByteStream) -> None:
        """Bytes in both directions, until either side has had enough."""
        self._clients.add(client)
        with suppress(OSError):  # nobody is there
            async with (
                client,
                await connect_tcp("127.0.0.1", self._to_port) as kitchen,
                create_task_group() as tasks,
            ):
                tasks.start_soon(self._pour, client, kitchen)
                tasks.start_soon(self._pour, kitchen, client, True)
        self._clients.discard(client)

    async def _pour(self, source: ByteStream, sink: ByteStream, answers: bool = False) -> None:
        with suppress(EndOfStream, BrokenResourceError, ClosedResourceError):
            while chunk := await source.receive():
                if answers and self._held:
                    await self._held.wait()
                await sink.send(chunk)
        await sleep(self._later)
        await aclose_forcefully(sink)
