"""Servers of our own that a test starts beside the kitchen."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseServer

LOOK_EVERY = 0.02  # seconds: whether it is to end


@contextmanager
def in_background(server: BaseServer) -> Iterator[None]:
    """It serves for as long as this lasts."""
    thread = threading.Thread(target=server.serve_forever, args=(LOOK_EVERY,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
