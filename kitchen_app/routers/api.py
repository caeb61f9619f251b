"""The REST and SSE API, to be mounted into the web app."""

from http import HTTPStatus

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import Match

from kitchen_app import __version__
from kitchen_app.routers import auth, changes, chat, health, ingredients, problems, recipes
from kitchen_app.routers.doorway import LARGEST_BODY, Doorway

OURS = (
    "/auth",
    "/chat/send",
    "/chat/sessions",
    "/recipes",
    "/ingredients",
    "/changes",
    "/health",
)

DESCRIPTION = """\
A kitchen that answers: your pantry, your cookbook, and an assistant that sees both and acts.

Sign up with the master key the kitchen shows when it starts, and send the `access_token` as \
`Authorization: Bearer …`. Errors are `application/problem+json` with a `code` for programs and a \
`detail` for people. Times are UTC."""


def create_api() -> FastAPI:
    """Build the app. It opens nothing: what its routes need is the process's open kitchen."""
    app = FastAPIOffline(
        title="Kitchen",
        version=__version__,
        description=DESCRIPTION,
        redoc_url=None,
        static_url="/docs-assets",
        favicon_url="/favicon.svg",
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        responses={422: {"model": problems.Problem}},
    )
    problems.install(app)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY)
    app.add_middleware(Doorway)
    for router in (
        auth.router,
        chat.router,
        recipes.router,
        ingredients.router,
        changes.router,
        health.router,
    ):
        app.include_router(router)
    for path in OURS:
        app.add_route(path, _unrouted, include_in_schema=False)
        app.add_route(f"{path}/{{rest:path}}", _unrouted, include_in_schema=False)
    return app


async def _unrouted(request: Request) -> Response:
    """The web app answers every other path with a page; ours get a problem."""
    known = any(route.matches(request.scope)[0] == Match.PARTIAL for route in request.app.routes)
    raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED if known else HTTPStatus.NOT_FOUND)


def _operation_id(route: APIRoute) -> str:
    return route.name
