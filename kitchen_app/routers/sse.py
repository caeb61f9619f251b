"""Events of a turn on the wire: Server-Sent Events."""

import json
from collections.abc import AsyncIterator
from typing import assert_never
from uuid import UUID

from fastapi.sse import format_sse_event

from kitchen_app.ai.events import EventLog
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
KEEP_ALIVE = b": keep-alive\n\n"
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


async def read_log(log: EventLog, message_id: UUID, *, after: int = 0) -> AsyncIterator[bytes]:
    """A turn's events from right after number `after`, as they come; the last one is `done`."""
    async for first, batch in log.tail(after=after, patience=KEEP_ALIVE_EVERY):
        wire = b"".join(
            encode(event, message_id, number) for number, event in enumerate(batch, first)
        )
        yield wire or KEEP_ALIVE


def encode(event: ChatEvent, message_id: UUID, number: int) -> bytes:
    """One event. Tokens and `done` are unnamed, so that a client may know only those two."""
    name, data = _named(event)
    text = _dump(data).translate(_LINE_ENDS)
    return format_sse_event(data_str=text, event=name, id=f"{message_id}:{number}")


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
