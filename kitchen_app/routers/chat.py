"""Chat over REST and SSE."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from kitchen_app.ai import proposals
from kitchen_app.ai.joining import Joined, Place, join
from kitchen_app.routers.dependencies import (
    CONFLICT,
    MISSING,
    TOO_MUCH,
    UNAUTHORIZED,
    ClientAddress,
    Cook,
    CurrentCook,
    OneMoreStream,
    OpenKitchen,
    next_link,
    page_response,
)
from kitchen_app.routers.sse import read_event_id, read_log
from kitchen_app.runtime import Kitchen
from kitchen_app.schemas.chat import (
    ChatSend,
    Decision,
    MessageQuery,
    Regenerate,
    SessionDetail,
    SessionQuery,
    SessionRead,
    SessionUpdate,
    ToolStepRead,
)
from kitchen_app.services import asking, auth, chat, turns
from kitchen_app.services.turns import BegunTurn

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
id: 0197…:17

data: {"done":true}
id: 0197…:18

"""


_ANSWERS: dict[int | str, Any] = {
    200: {
        "description": "The answer as it comes, as Server-Sent Events.",
        "content": {"text/event-stream": {"example": _STREAM_EXAMPLE}},
    }
}
_BEGINS = _ANSWERS | MISSING | CONFLICT | TOO_MUCH
UNBUFFERED = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


@router.post("/send", response_class=TurnStream, responses=_BEGINS, dependencies=[OneMoreStream])
async def send(
    kitchen: OpenKitchen, cook: CurrentCook, address: ClientAddress, data: ChatSend
) -> TurnStream:
    """Ask the assistant.

    Unnamed events are `{"token": …}` and, last and always, `{"done": true}`; named ones are
    `turn` (first), `tool` and `error`. The answer goes on when you hang up: join it again, or find
    it in the session. `replaces` asks an earlier question anew; what there was stays as a version.
    """
    await kitchen.count_turn(cook.claims, address)
    return await _answer(kitchen, cook, await cook(asking.begin_turn, data))


@router.post(
    "/sessions/{session_id}/regenerate",
    response_class=TurnStream,
    responses=_BEGINS,
    dependencies=[OneMoreStream],
)
async def regenerate(
    kitchen: OpenKitchen,
    cook: CurrentCook,
    address: ClientAddress,
    session_id: UUID,
    query: Annotated[Regenerate, Query()],
) -> TurnStream:
    """Answer again. The answer that is there stays, as a version of the new one."""
    await kitchen.count_turn(cook.claims, address)
    begun = await cook(asking.regenerate, session_id, query)
    return await _answer(kitchen, cook, begun)


async def _answer(kitchen: Kitchen, cook: Cook, begun: BegunTurn) -> TurnStream:
    """A new turn; where the request is sent again, the one that it began the first time."""
    log = await kitchen.turns.log_of(begun) if cook.replayed else kitchen.turns.start(begun).log
    return _stream(cook, Joined(log, Place(begun.message_id)))


def _stream(cook: Cook, joined: Joined) -> TurnStream:
    reading = read_log(joined.log, joined.place, check_login=lambda: cook(auth.read_me))
    return TurnStream(reading, headers=UNBUFFERED)


@router.get(
    "/sessions/{session_id}/stream",
    response_class=TurnStream,
    responses={**_ANSWERS, 204: {"description": "Nothing is being answered."}} | MISSING | TOO_MUCH,
    dependencies=[OneMoreStream],
)
async def join_stream(
    kitchen: OpenKitchen,
    cook: CurrentCook,
    session_id: UUID,
    last_event_id: Annotated[str | None, Header(description="Go on right after it.")] = None,
) -> Response:
    """Join the running answer, from its beginning or right after `Last-Event-ID`.

    An answer that ended in the meantime is told to its end.
    """
    last = read_event_id(last_event_id) if last_event_id else None
    joined = await join(kitchen.turns, cook, session_id, last)
    return _stream(cook, joined) if joined else Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/sessions/{session_id}/stop", status_code=HTTPStatus.NO_CONTENT, responses=MISSING)
async def stop(kitchen: OpenKitchen, cook: CurrentCook, session_id: UUID) -> None:
    """Stop the running answer, if there is one. What it has said stays."""
    if begun := await cook(turns.request_stop, session_id):
        await kitchen.turns.stop(begun)


@router.post("/messages/{message_id}/decision", responses=MISSING | CONFLICT)
async def decide(
    kitchen: OpenKitchen, cook: CurrentCook, message_id: UUID, data: Decision
) -> ToolStepRead:
    """Approve or decline what the assistant proposed in this answer.

    What is approved is done by this request; `failed` where it can no longer be done.
    """
    step = await cook(proposals.decide, message_id, data)
    kitchen.turns.nudge(cook.claims.user_id, message_id)
    return step


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


@router.patch("/sessions/{session_id}", responses=MISSING | CONFLICT)
async def update_session(cook: CurrentCook, session_id: UUID, data: SessionUpdate) -> SessionRead:
    """Give it another title, or show another version of one of its messages."""
    return await cook(chat.update_session, session_id, data)


@router.delete("/sessions/{session_id}", status_code=HTTPStatus.NO_CONTENT, responses=MISSING)
async def delete_session(cook: CurrentCook, session_id: UUID) -> None:
    """Remove it with all its messages. What the assistant changed stays changed."""
    await cook(chat.delete_session, session_id)
