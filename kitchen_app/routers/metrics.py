"""What Prometheus asks for."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Response

from kitchen_app import metrics, security
from kitchen_app.errors import InvalidToken
from kitchen_app.routers.dependencies import OpenKitchen

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def read_metrics(
    kitchen: OpenKitchen, authorization: Annotated[str, Header()] = ""
) -> Response:
    """This process's own metrics, for who has the METRICS_TOKEN; nothing is here without one."""
    expected = kitchen.settings.metrics_token
    if expected is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "bearer" or not security.same_secret(given, expected.get_secret_value()):
        raise InvalidToken("Send the kitchen's METRICS_TOKEN: Authorization: Bearer <token>.")
    return Response(metrics.exposition(), media_type=metrics.MEDIA_TYPE)
