"""Whoever uses the bundled PostgreSQL has an eye on it: killed, it is back in a second or two."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kitchen_app.embedded.server import Server

log = logging.getLogger(__name__)

LOOK_EVERY = 0.5  # seconds
MOST_DOUBLINGS = 5  # of that, while it cannot be started: 16 seconds


@contextmanager
def watched(server: Server, options: Mapping[str, str]) -> Iterator[None]:
    """Start the server again whenever it has died, until the block ends, which waits for nothing.

    One that is being started at that moment is left to Server.leave: it stops the server, or
    somebody else is in and wants it.
    """
    leaving = threading.Event()
    arguments = (server, options, leaving)
    threading.Thread(target=_watch, args=arguments, name="postgres watcher", daemon=True).start()
    try:
        yield
    finally:
        leaving.set()


def _watch(server: Server, options: Mapping[str, str], leaving: threading.Event) -> None:
    failures = 0  # in a row
    while not leaving.wait(LOOK_EVERY * 2 ** min(failures, MOST_DOUBLINGS)):
        try:
            if server.revive(options, leaving):
                failures = 0
                _tell(leaving, logging.WARNING, "The bundled database had died; it is back.")
            elif failures and server.complaint() is None:
                failures = 0
        except Exception as error:  # whatever it is, it may pass, and the kitchen goes on
            failures += 1
            if failures == 1:
                _tell(leaving, logging.ERROR, f"The bundled database cannot be started: {error}")


def _tell(leaving: threading.Event, level: int, text: str) -> None:
    """Unless we leave: then a server that does not come up is no news, and stderr may be gone."""
    if not leaving.is_set():
        log.log(level, text)
