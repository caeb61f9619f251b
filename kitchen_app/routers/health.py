"""Whether the kitchen can work."""

from http import HTTPStatus

from fastapi import APIRouter, Response

from kitchen_app.routers.dependencies import OpenKitchen
from kitchen_app.schemas.health import Health

router = APIRouter(tags=["health"])


@router.get(
    "/health",
    responses={503: {"model": Health, "description": "The database does not answer."}},
)
async def read_health(kitchen: OpenKitchen, response: Response) -> Health:
    """200 when the database answers anybody within a second, else 503. Without Redis it is 200."""
    found = await kitchen.health()
    if found.status != "ok":
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return found
