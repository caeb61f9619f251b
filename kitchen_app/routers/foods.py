"""What a cook calls the same food, over REST."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path

from kitchen_app.routers.dependencies import MISSING, UNAUTHORIZED, CurrentCook
from kitchen_app.schemas.food import SameFood, SameFoodRead
from kitchen_app.schemas.text import Line
from kitchen_app.services import naming

router = APIRouter(prefix="/foods", tags=["foods"], responses=UNAUTHORIZED)


@router.get("/same")
async def list_same(cook: CurrentCook) -> list[SameFoodRead]:
    """The names that you said are the same food, by name."""
    return await cook(naming.list_same)


@router.put("/same")
async def make_same(cook: CurrentCook, same: SameFood) -> SameFoodRead:
    """Say that two names are the same food. Recipes and pantry are matched so from now on.

    A name is the same as one other: what was said of it before is forgotten.
    """
    return await cook(naming.make_same, same)


@router.delete("/same/{name:path}", status_code=HTTPStatus.NO_CONTENT, responses=MISSING)
async def forget_same(cook: CurrentCook, name: Annotated[Line, Path()]) -> None:
    """This name is a food of its own again."""
    await cook(naming.forget_same, name)
