"""The websocket's frames: what the page's own client cannot have sent goes no further.

The libraries would log a traceback of it, whoever sends it; collect binary parts without end; and
take "connect" for an event like any other, with a request that the client makes up.
"""

from typing import Any

import structlog
from reflex.app import App
from socketio import AsyncServer, packet

EVENTS = {"event": 1, "client_error": 1}  # what a page tells, and with how many arguments

log = structlog.get_logger(__name__)


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
