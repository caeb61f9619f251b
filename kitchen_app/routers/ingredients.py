"""The pantry over REST."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from kitchen_app.routers.dependencies import (
    CHANGE_ID,
    CONFLICT,
    DELETED,
    MISSING,
    UNAUTHORIZED,
    CurrentCook,
    json_response,
    page_response,
)
from kitchen_app.schemas.ingredient import (
    IngredientCreate,
    IngredientQuery,
    IngredientRead,
    IngredientUpdate,
)
from kitchen_app.services import pantry, stocking

router = APIRouter(prefix="/ingredients", tags=["pantry"], responses=UNAUTHORIZED)


@router.get("", response_model=list[IngredientRead])
async def list_ingredients(
    cook: CurrentCook, request: Request, query: Annotated[IngredientQuery, Query()]
) -> Response:
    """The pantry, a page at a time. The next page's address is in the `Link` header."""
    return page_response(request, await cook(pantry.list_ingredients, query))


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    response_model=IngredientRead,
    responses=CONFLICT
    | {200: {"model": IngredientRead, "description": "It was there, and now there is more."}},
)
async def add_ingredient(cook: CurrentCook, item: IngredientCreate) -> Response:
    """Stock something. The same food, with the same date and a unit of the same kind, adds up."""
    added = await cook(stocking.add_ingredient, item)
    return json_response(added.row, HTTPStatus.CREATED if added.created else HTTPStatus.OK)


@router.get("/{ingredient_id}", response_model=IngredientRead, responses=MISSING)
async def read_ingredient(cook: CurrentCook, ingredient_id: UUID) -> Response:
    """One entry of the pantry."""
    return json_response(await cook(pantry.read_ingredient, ingredient_id))


@router.put("/{ingredient_id}", response_model=IngredientRead, responses=MISSING | CONFLICT)
async def replace_ingredient(
    cook: CurrentCook, ingredient_id: UUID, item: IngredientCreate
) -> Response:
    """Put a whole entry in its place: what is left out becomes empty."""
    return json_response(await cook(pantry.replace_ingredient, ingredient_id, item))


@router.patch("/{ingredient_id}", response_model=IngredientRead, responses=MISSING | CONFLICT)
async def update_ingredient(
    cook: CurrentCook, ingredient_id: UUID, patch: IngredientUpdate
) -> Response:
    """Change some fields: what is left out stays."""
    return json_response(await cook(pantry.update_ingredient, ingredient_id, patch))


@router.delete("/{ingredient_id}", status_code=HTTPStatus.NO_CONTENT, responses=DELETED | MISSING)
async def delete_ingredient(cook: CurrentCook, response: Response, ingredient_id: UUID) -> None:
    """Take it out of the pantry."""
    response.headers[CHANGE_ID] = str(await cook(pantry.delete_ingredient, ingredient_id))
