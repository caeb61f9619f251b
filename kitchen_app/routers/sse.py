"""Events of a turn on the wire: Server-Sent Events."""

import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import assert_never
from uuid import UUID

from kitchen_app import metrics
from kitchen_app.ai.events import EventLog, size
from kitchen_app.ai.joining import Place
from kitchen_app.errors import InvalidEventId, NotAuthenticated, Unavailable
from kitchen_app.schemas.chat import (
    ChatEvent,
    Done,
    Token,
    ToolProgress,
    TurnError,
    TurnStarted,
)

KEEP_ALIVE_EVERY = 15.0  # seconds
# No line ends for SSE, but for some clients' splitlines.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
KEEP_ALIVE = b": keep-alive\n\n"
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


async def read_log(
    log: EventLog, place: Place, *, check_login: Callable[[], Awaitable[object]]
) -> AsyncIterator[bytes]:
    """A turn's events from right after a place, as they come; the last one is `done`.

    They end without one with the login of who reads: `check_login` raises NotAuthenticated then.
    """
    checked = time.monotonic()
    with metrics.STREAMS.track_inprogress(), suppress(NotAuthenticated):
        async for after, batch in log.tail(after=place.after, patience=KEEP_ALIVE_EVERY):
            if time.monotonic() - checked >= KEEP_ALIVE_EVERY:
                checked = time.monotonic()
                with suppress(Unavailable):
                    await check_login()
            wire = []
            for event in batch:
                after += size(event)
                wire.append(encode(event, f"{place.message_id}:{after}"))
            yield "".join(wire).encode() or KEEP_ALIVE


def encode(event: ChatEvent, event_id: str) -> str:
    """One event. Tokens and `done` are unnamed, so that a client may know only those two."""
    name, data = _named(event)
    text = _dump(data).translate(_LINE_ENDS)
    named = f"event: {name}\n" if name else ""
    return f"{named}data: {text}\nid: {event_id}\n\n"


def read_event_id(text: str) -> Place:
    """The place that a Last-Event-ID names; InvalidEventId."""
    message_id, _, after = text.rpartition(":")
    if not _DIGITS.fullmatch(after):
        raise InvalidEventId
    try:
        return Place(UUID(message_id), int(after))
    except ValueError:
        raise InvalidEventId from None


def _named(event: ChatEvent) -> tuple[str | None, dict[str, object]]:
    match event:
        case Token():
            return None, {"token": event.token}
        case Done():
            return None, {"done": True}
        case TurnStarted():
            ids = {"session_id": str(event.session_id), "message_id": str(event.message_id)}
            return "turn", {**ids}
        case ToolProgress():
            return "tool", _tool(event)
        case TurnError():
            return "error", {"code": event.code, "detail": event.detail}
        case _:
            assert_never(event)


def _tool(event: ToolProgress) -> dict[str, object]:
    data: dict[str, object] = {
        "id": event.id,
        "name": event.name,
        "status": event.status,
        "summary": event.summary,
    }
    if event.change_ids:
        data["change_ids"] = [str(change_id) for change_id in event.change_ids]
    if len(event.change_ids) == 1:
        data["change_id"] = str(event.change_ids[0])
    if event.link:
        data["link"] = event.link
    return data
