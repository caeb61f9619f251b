"""The journal over REST, and its undo."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from kitchen_app.routers.dependencies import (
    CONFLICT,
    MISSING,
    UNAUTHORIZED,
    CurrentCook,
    page_response,
)
from kitchen_app.schemas.change import AnswerUndo, ChangeQuery, ChangeRead, ChangesUndo
from kitchen_app.services import changes, undoing

router = APIRouter(tags=["journal"], responses=UNAUTHORIZED)


@router.get("/changes", response_model=list[ChangeRead])
async def list_changes(
    cook: CurrentCook, request: Request, query: Annotated[ChangeQuery, Query()]
) -> Response:
    """Every write to cookbook and pantry, by the cook or the assistant, newest first."""
    return page_response(request, await cook(changes.list_changes, query))


@router.post("/changes/{change_id}/undo", responses=MISSING | CONFLICT)
async def undo_change(cook: CurrentCook, change_id: UUID) -> ChangeRead:
    """Put the recipe or entry back exactly as it was before this change.

    409 `changed_since` where it is not as the change left it, `already_undone` where that has been
    done. The answer is a change as well, and can be undone.
    """
    return await cook(undoing.undo_change, change_id)


@router.post("/changes/undo", responses=MISSING | CONFLICT)
async def undo_changes(cook: CurrentCook, which: ChangesUndo) -> list[ChangeRead]:
    """Undo several changes, the last one first: all or none of them."""
    return await cook(undoing.undo_changes, which.change_ids)


@router.post("/chat/messages/{message_id}/undo", responses=MISSING | CONFLICT)
async def undo_answer(
    cook: CurrentCook, message_id: UUID, which: Annotated[AnswerUndo, Query()]
) -> list[ChangeRead]:
    """Take back what an answer of the assistant changed, or one tool call of it: all or nothing.

    What was undone before stays so; 409 `already_undone` where that is everything.
    """
    return await cook(undoing.undo_answer, message_id, tool_call_id=which.tool_call_id)


@router.post("/chat/messages/{message_id}/redo", responses=MISSING | CONFLICT)
async def redo_answer(
    cook: CurrentCook, message_id: UUID, which: Annotated[AnswerUndo, Query()]
) -> list[ChangeRead]:
    """Put back what has been undone of it: all or nothing. 409 `nothing_undone` where all is in
    effect."""
    return await cook(undoing.redo_answer, message_id, tool_call_id=which.tool_call_id)
