"""The journal over REST."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from kitchen_app.routers.dependencies import UNAUTHORIZED, CurrentCook, page_response
from kitchen_app.schemas.change import ChangeQuery, ChangeRead
from kitchen_app.services import changes

router = APIRouter(prefix="/changes", tags=["journal"], responses=UNAUTHORIZED)


@router.get("", response_model=list[ChangeRead])
async def list_changes(
    cook: CurrentCook, request: Request, query: Annotated[ChangeQuery, Query()]
) -> Response:
    """Every write to cookbook and pantry, by the cook or the assistant, newest first."""
    return page_response(request, await cook(changes.list_changes, query))
