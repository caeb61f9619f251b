"""The REST and SSE API, to be mounted into the web app."""

from http import HTTPStatus

from fastapi import FastAPI, HTTPException
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from kitchen_app import __version__
from kitchen_app.routers import (
    auth,
    changes,
    chat,
    cookie,
    document,
    foods,
    health,
    ingredients,
    metrics,
    problems,
    recipes,
    repeats,
)
from kitchen_app.routers.dependencies import heeds_keys
from kitchen_app.routers.doorway import Doorway
from kitchen_app.routers.watching import Watched

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OURS = (
    "/auth",
    "/chat/send",
    "/chat/sessions",
    "/chat/messages",
    "/recipes",
    "/ingredients",
    "/changes",
    "/foods",
    "/health",
    "/metrics",
)

DESCRIPTION = """\
A kitchen that answers: your pantry, your cookbook, and an assistant that sees both and acts.

Sign up with the master key the kitchen shows when it starts, and send the `access_token` as \
`Authorization: Bearer …`. Errors are `application/problem+json` with a `code` for programs and a \
`detail` for people. Times are UTC."""


def create_api() -> FastAPI:
    """Build the app. It opens nothing: what its routes need is the process's open kitchen."""
    app = FastAPI(
        title="Kitchen",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        responses={422: {"model": problems.Problem}},
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    problems.install(app)
    document.install(app)
    app.add_middleware(Doorway)
    app.add_middleware(Watched)
    for router in (  # asked in this order for every request: the busiest come first
        recipes.router,
        ingredients.router,
        chat.router,
        auth.router,
        cookie.router,
        changes.router,
        foods.router,
        health.router,
        metrics.router,
    ):
        for route in router.routes:
            if isinstance(route, APIRoute) and heeds_keys(route):
                repeats.document(route)
        app.include_router(router)
    unrouted = _Unrouted(tuple(app.routes))
    for path in OURS:
        app.router.routes += [Route(path, unrouted), Route(f"{path}/{{rest:path}}", unrouted)]
    return app


class _Unrouted:
    """Elsewhere the web app shows its page for what is not there; an API answers a problem."""

    def __init__(self, routes: tuple[BaseRoute, ...]) -> None:
        self._routes = routes

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        allowed = [method for method in METHODS if self._has(scope, method)]
        if allowed:
            raise HTTPException(
                HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(allowed)}
            )
        raise HTTPException(HTTPStatus.NOT_FOUND)

    def _has(self, scope: Scope, method: str) -> bool:
        asked = {**scope, "method": method}
        return any(route.matches(asked)[0] == Match.FULL for route in self._routes)


def _operation_id(route: APIRoute) -> str:
    return route.name
