"""The cookbook over REST."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from kitchen_app.routers.dependencies import (
    CHANGE_ID,
    DELETED,
    MISSING,
    UNAUTHORIZED,
    CurrentCook,
    json_response,
    page_response,
)
from kitchen_app.schemas.recipe import RecipeCreate, RecipeQuery, RecipeRead, RecipeUpdate
from kitchen_app.services import recipes

router = APIRouter(prefix="/recipes", tags=["recipes"], responses=UNAUTHORIZED)


@router.get("", response_model=list[RecipeRead])
async def list_recipes(
    cook: CurrentCook, request: Request, query: Annotated[RecipeQuery, Query()]
) -> Response:
    """The cookbook, a page at a time. The next page's address is in the `Link` header."""
    return page_response(request, await cook(recipes.list_recipes, query))


@router.post("", status_code=HTTPStatus.CREATED, response_model=RecipeRead)
async def create_recipe(cook: CurrentCook, recipe: RecipeCreate) -> Response:
    """Save a recipe."""
    return json_response(await cook(recipes.create_recipe, recipe), HTTPStatus.CREATED)


@router.get("/{recipe_id}", response_model=RecipeRead, responses=MISSING)
async def read_recipe(cook: CurrentCook, recipe_id: UUID) -> Response:
    """One recipe."""
    return json_response(await cook(recipes.read_recipe, recipe_id))


@router.put("/{recipe_id}", response_model=RecipeRead, responses=MISSING)
async def replace_recipe(cook: CurrentCook, recipe_id: UUID, recipe: RecipeCreate) -> Response:
    """Put a whole recipe in its place: what is left out becomes empty."""
    return json_response(await cook(recipes.replace_recipe, recipe_id, recipe))


@router.patch("/{recipe_id}", response_model=RecipeRead, responses=MISSING)
async def update_recipe(cook: CurrentCook, recipe_id: UUID, patch: RecipeUpdate) -> Response:
    """Change some fields: what is left out stays."""
    return json_response(await cook(recipes.update_recipe, recipe_id, patch))


@router.delete("/{recipe_id}", status_code=HTTPStatus.NO_CONTENT, responses=DELETED | MISSING)
async def delete_recipe(cook: CurrentCook, response: Response, recipe_id: UUID) -> None:
    """Take it out of the cookbook."""
    response.headers[CHANGE_ID] = str(await cook(recipes.delete_recipe, recipe_id))
