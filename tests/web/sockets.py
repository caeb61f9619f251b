"""A page's websocket without a page: whatever a client may send, and every frame that comes back.

Engine.IO and Socket.IO as the page's own client speaks them, frame by frame.
"""

import json
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from websockets import Origin
from websockets.sync.client import ClientConnection, connect

from kitchen_app.security import COOKIE

ROOT = "reflex___state____state"
BOOT = f"{ROOT}.hydrate_and_load"
LOAD = f"{ROOT}.reflex___state____on_load_internal_state.on_load_internal"
LOOK = f"{ROOT}.kitchen_app___states___status____status.look"  # any handler for strangers
PATIENCE = 30  # seconds


class Tab:
    """`frames` is all that came so far."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self.frames: list[str] = []

    def boot(self, path: str) -> None:
        """Open the page at `path`."""
        self._receive()
        event = {"name": BOOT, "payload": {}, "router_data": _place(path)}
        self.raw(f"40/_event,{json.dumps({'event': event})}")
        self.until('"is_hydrated_rx_state_":true')

    def send(self, name: str, payload: Any, path: str = "/chat") -> None:
        """One event, as a page at `path` sends it."""
        self.emit({"name": name, "payload": payload, "router_data": _place(path)})

    def emit(self, event: Any) -> None:
        """Whatever it is, where an event is expected."""
        self.raw(f"42/_event,{json.dumps(['event', event])}")

    def raw(self, frame: str | bytes) -> None:
        self._line.send(frame)

    def vanish(self) -> None:
        """Hang up without a word, as who loses the network: nothing on its way arrives."""
        line = self._line.socket
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RDWR)  # who reads from it lets go
        line.close()

    def until(self, words: str) -> None:
        """Read on until a frame has this in it; TimeoutError where none comes."""
        deadline = time.monotonic() + PATIENCE
        while words not in self._receive(deadline - time.monotonic()):
            pass

    def settle(self) -> None:
        """Read on until all events so far were dealt with, but those in the background.

        Events of a tab are dealt with in turn; each of the last two is known by its path. The
        second is behind what those before the first led to.
        """
        for path in (f"/{uuid4().hex}", f"/{uuid4().hex}"):
            self.send(LOOK, {}, path)
            self.until(path)

    def _receive(self, seconds: float = PATIENCE) -> str:
        frame = self._line.recv(max(seconds, 0))
        assert isinstance(frame, str)
        if frame == "2":
            self.raw("3")
        self.frames.append(frame)
        return frame


@contextmanager
def tab(url: str, token: str, *, cookie: str | None = None, path: str = "/chat") -> Iterator[Tab]:
    """A tab of this token, with this in its cookie, on the page at `path`."""
    address = url.replace("http", "ws", 1) + f"/_event/?token={token}&EIO=4&transport=websocket"
    headers = {} if cookie is None else {"Cookie": f"{COOKIE}={cookie}"}
    with connect(
        address,
        origin=Origin(url),
        additional_headers=headers,
        max_size=None,
        compression=None,
    ) as line:
        opened = Tab(line)
        opened.boot(path)
        yield opened


def _place(path: str) -> dict[str, Any]:
    """What a page says of itself; the ids in its path by both names that the routes have."""
    last = path.partition("?")[0].rpartition("/")[2]
    return {"pathname": path, "asPath": path, "query": {"recipe_id": last, "session_id": last}}
