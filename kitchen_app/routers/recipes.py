"""The cookbook over REST."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Request, Response

from kitchen_app.routers.dependencies import (
    CHANGE_ID,
    DELETED,
    MISSING,
    UNAUTHORIZED,
    CurrentCook,
    json_response,
    page_response,
)
from kitchen_app.schemas.cooking import (
    Cookable,
    CookableQuery,
    Cooked,
    CookedRequest,
    ServingsQuery,
)
from kitchen_app.schemas.recipe import RecipeCreate, RecipeQuery, RecipeRead, RecipeUpdate
from kitchen_app.services import cooking, matching, recipes

ALL_BUT_GET = ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]
AS_IT_IS = CookedRequest()
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


@router.get("/cookable", response_model=list[Cookable])
async def list_cookable(
    cook: CurrentCook, request: Request, query: Annotated[CookableQuery, Query()]
) -> Response:
    """The recipes by how much of them the pantry has, best first, with what exactly is short.

    The next page's address is in the `Link` header.
    """
    return page_response(request, await cook(matching.list_cookable, query))


@router.api_route("/cookable", methods=ALL_BUT_GET, include_in_schema=False)
async def refuse_cookable() -> None:
    """Else these would ask for the recipe of this id."""
    raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET"})


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


@router.get("/{recipe_id}/cookable", response_model=Cookable, responses=MISSING)
async def check_recipe(
    cook: CurrentCook, recipe_id: UUID, query: Annotated[ServingsQuery, Query()]
) -> Response:
    """One recipe against the pantry, line by line."""
    found = await cook(matching.check_recipe, recipe_id, servings=query.servings)
    return json_response(found)


@router.post("/{recipe_id}/cooked", responses=MISSING)
async def cook_recipe(
    cook: CurrentCook, recipe_id: UUID, cooked: CookedRequest = AS_IT_IS
) -> Cooked:
    """Take what it wants out of the pantry, as far as it is there, what expires first first.

    All of it is undone by sending the `change_ids` to `POST /changes/undo`.
    """
    return await cook(cooking.cook_recipe, recipe_id, servings=cooked.servings)
