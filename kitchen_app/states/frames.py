"""The websocket's frames: what the page's own client cannot have sent goes no further.

The libraries would log a traceback of it, whoever sends it; fall over what is no packet, and leave
its connection behind; collect binary parts without end; and take "connect" for an event like any
other, with a request that the client makes up.
"""

import re
from typing import Any

import structlog
from reflex.app import App
from socketio import AsyncServer, packet  # type: ignore[import-untyped]
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Of Engine.IO: a goodbye, an answer to a ping, a Socket.IO packet.
PACKET = re.compile(r"[13]\Z|4[0-9]")
_CLOSED = "kitchen.closed"  # in the scope
EVENTS = {"event": 1, "client_error": 1}  # what a page tells, and with how many arguments

log = structlog.get_logger(__name__)


def only_packets(app: ASGIApp) -> ASGIApp:
    """Drop what is no packet before Engine.IO tries to read it; note when it has no more to say."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def next_packet() -> Message:
            while not _is_packet(message := await receive()):
                log.info("no packet of a page of ours: dropped")
            return message

        async def noting(message: Message) -> None:
            if message["type"] == "websocket.close":
                scope[_CLOSED] = True
            await send(message)

        if scope["type"] == "websocket":
            await app(scope, next_packet, noting)
        else:
            await app(scope, receive, send)

    return serve


def is_closed(scope: Scope) -> bool:
    """Whether its writer has ended: what there is to send stays where it is."""
    return _CLOSED in scope


def _is_packet(message: Message) -> bool:
    if message["type"] != "websocket.receive":
        return True
    return PACKET.match(message.get("text") or "") is not None


def keep_frames(app: App) -> None:
    """Look at every frame before Socket.IO does."""
    assert app.sio is not None  # noqa: S101 (Reflex makes both
    assert app.event_namespace is not None  # noqa: S101  wherever there is a state)
    server, namespace = app.sio, app.event_namespace.namespace
    take = server.eio.handlers["message"]

    async def check(connection: str, frame: Any) -> None:
        if _is_of_a_page(server, namespace, connection, frame):
            await take(connection, frame)
        else:
            log.info("no frame of a page of ours: dropped")

    server.eio.on("message", check)


def _is_of_a_page(server: AsyncServer, namespace: str, connection: str, frame: Any) -> bool:
    try:
        sent = server.packet_class(encoded_packet=frame)
    except (ValueError, TypeError, RecursionError):
        return False
    if not frame or sent.namespace != namespace:
        return False
    if sent.packet_type == packet.CONNECT:
        is_new = server.manager.sid_from_eio_sid(connection, namespace) is None
        return is_new and isinstance(sent.data, dict | None)
    if sent.packet_type == packet.EVENT:
        return _is_event(sent.data)
    return bool(sent.packet_type == packet.DISCONNECT)


def _is_event(data: Any) -> bool:
    """A name, and its arguments."""
    named = isinstance(data, list) and bool(data) and isinstance(data[0], str)
    return named and EVENTS.get(data[0]) == len(data) - 1
