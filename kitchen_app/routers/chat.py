"""Chat over REST and SSE."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from kitchen_app.routers.dependencies import (
    CONFLICT,
    MISSING,
    UNAUTHORIZED,
    CurrentCook,
    OpenKitchen,
    next_link,
    page_response,
)
from kitchen_app.routers.problems import documented
from kitchen_app.routers.sse import read_log
from kitchen_app.schemas.chat import (
    ChatSend,
    MessageQuery,
    SessionDetail,
    SessionQuery,
    SessionRead,
    SessionUpdate,
)
from kitchen_app.services import chat

router = APIRouter(prefix="/chat", tags=["chat"], responses=UNAUTHORIZED)


class TurnStream(StreamingResponse):
    """Not FastAPI's EventSourceResponse: that one encodes and pings event by event."""

    media_type = "text/event-stream"


_STREAM_EXAMPLE = """\
event: turn
data: {"session_id":"0197…","message_id":"0197…"}
id: 0197…:1

event: tool
data: {"id":"call_1","name":"add_to_pantry","status":"started","summary":"add to pantry"}
id: 0197…:2

event: tool
data: {"id":"call_1","name":"add_to_pantry","status":"finished",\
"summary":"Added 24 eggs to the pantry","change_ids":["0197…"],"change_id":"0197…","link":"/pantry"}
id: 0197…:3

data: {"token":"Added 24 eggs."}
id: 0197…:4

data: {"done":true}
id: 0197…:5

"""


@router.post(
    "/send",
    response_class=TurnStream,
    responses={
        200: {
            "description": "The answer as it comes, as Server-Sent Events.",
            "content": {"text/event-stream": {"example": _STREAM_EXAMPLE}},
        }
    }
    | MISSING
    | CONFLICT
    | documented(HTTPStatus.TOO_MANY_REQUESTS),
)
async def send(kitchen: OpenKitchen, cook: CurrentCook, data: ChatSend) -> TurnStream:
    """Ask the assistant.

    Unnamed events are `{"token": …}` and, last and always, `{"done": true}`; named ones are
    `turn` (first), `tool` and `error`. The answer goes on when you hang up: find it in the session.
    """
    turn = kitchen.turns.start(await cook(chat.begin_turn, data))
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
    return TurnStream(read_log(turn.log, turn.begun.message_id), headers=headers)


@router.get("/sessions", response_model=list[SessionRead])
async def list_sessions(
    cook: CurrentCook, request: Request, query: Annotated[SessionQuery, Query()]
) -> Response:
    """Your sessions, the latest used first; with `q`, those whose title and messages have its
    words, whatever their case, accents and plurals."""
    return page_response(request, await cook(chat.list_sessions, query))


@router.get("/sessions/{session_id}", responses=MISSING)
async def read_session(
    cook: CurrentCook,
    request: Request,
    response: Response,
    session_id: UUID,
    query: Annotated[MessageQuery, Query()],
) -> SessionDetail:
    """One session with what the assistant did and its newest messages, oldest first.

    Where there are older ones, the address of the page before is in the `Link` header.
    """
    page = await cook(chat.read_session, session_id, query)
    if page.has_more:
        oldest = page.session.messages[0].id
        response.headers["Link"] = next_link(request, before=oldest)
    return page.session


@router.patch("/sessions/{session_id}", responses=MISSING)
async def rename_session(cook: CurrentCook, session_id: UUID, data: SessionUpdate) -> SessionRead:
    """Give it another title."""
    return await cook(chat.rename_session, session_id, data)


@router.delete("/sessions/{session_id}", status_code=HTTPStatus.NO_CONTENT, responses=MISSING)
async def delete_session(cook: CurrentCook, session_id: UUID) -> None:
    """Remove it with all its messages. What the assistant changed stays changed."""
    await cook(chat.delete_session, session_id)
