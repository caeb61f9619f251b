"""Processes of one kitchen: who is at them, and what becomes of one."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import text

from tests.factories import Cook
from tests.servers import ApiServer
from tests.sse import Event

OneMore: TypeAlias = Callable[[], AbstractContextManager[ApiServer]]


@dataclass(frozen=True)
class Two:
    """A cook at two processes: `here` their turns run, `there` is the other one."""

    here: Cook
    there: Cook


def pieces(name: str) -> list[str]:
    return [f"{name} {number} 🍅 " for number in range(60)]


def reader(
    rests_after: int, joined: threading.Barrier, woken: threading.Event
) -> Callable[[Cook, str], list[Event]]:
    """Reads so many events when all have joined, and the rest when it has been woken."""

    def read(cook: Cook, session_id: str) -> list[Event]:
        with cook.joining(session_id) as events:
            joined.wait(20)
            first = [event for _, event in zip(range(rests_after), events, strict=False)]
            woken.wait()
            return [*first, *events]

    return read


@contextmanager
def standing_still(server: ApiServer) -> Iterator[None]:
    assert server.process.pid
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)


def only_session(cook: Cook) -> str:
    (session,) = cook.ok("GET", "/chat/sessions")
    return str(session["id"])


def half_a_minute_later(cook: Cook) -> None:
    """For the heartbeats of this cook's turns."""
    later = text("UPDATE messages SET heartbeat_at = now() - interval '31 s' WHERE user_id = :u")
    with cook.server.database.transaction() as connection:
        connection.execute(later, {"u": cook.id})
