"""What comes before any route: bodies too large, browsers that want a page, and keys."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kitchen_app.routers import repeats
from kitchen_app.routers.problems import problem

LARGEST_BODY = 2 * 1024 * 1024  # bytes
LARGEST_BEFORE_SIGN_IN = 16 * 1024
PAGES = {"/recipes": "/cookbook", "/ingredients": "/pantry"}


class Doorway:
    """Turns away a declared body over LARGEST_BODY; shows a navigating browser to the page; marks
    answers that were given before."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            answer = _turned_away(scope)
            if answer is not None:
                return await answer(scope, receive, send)
            if scope["method"] == "POST":
                send = repeats.marking(scope, send)
        return await self.app(scope, receive, send)


def _turned_away(scope: Scope) -> Response | None:
    headers = Headers(scope=scope)
    declared = headers.get("content-length", "")
    most = LARGEST_BEFORE_SIGN_IN if scope["path"].startswith("/auth/") else LARGEST_BODY
    if declared.isdecimal() and len(declared) < 20 and int(declared) > most:
        return problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "body_too_large",
            f"The body is larger than {most // 1024} KB.",
        )
    page = PAGES.get(scope["path"]) if scope["method"] == "GET" else None
    if page and headers.get("sec-fetch-mode") == "navigate":
        return RedirectResponse(page, HTTPStatus.SEE_OTHER)
    return None
