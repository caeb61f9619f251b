"""What comes before any route: bodies too large, browsers that want a page, and keys."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kitchen_app.routers import repeats
from kitchen_app.routers.problems import body_too_large

LARGEST_BODY = 2 * 1024 * 1024  # bytes
LARGEST_BEFORE_SIGN_IN = 16 * 1024
PAGES = {"/recipes": "/cookbook", "/ingredients": "/pantry"}


class Doorway:
    """Turns away a body that is too large, declared or not; shows a navigating browser to the page;
    marks answers that were given before."""

    def __init__(self, app: ASGIApp) -> None:
        self._before_sign_in = RequestBodyLimitMiddleware(app, LARGEST_BEFORE_SIGN_IN)
        self._app = RequestBodyLimitMiddleware(app, LARGEST_BODY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            answer = _turned_away(scope)
            if answer is not None:
                return await answer(scope, receive, send)
            if scope["method"] == "POST":
                send = repeats.marking(scope, send)
            if _is_before_sign_in(scope):
                return await self._before_sign_in(scope, receive, send)
        return await self._app(scope, receive, send)


def _is_before_sign_in(scope: Scope) -> bool:
    path: str = scope["path"]
    return path.startswith("/auth/")


def _turned_away(scope: Scope) -> Response | None:
    headers = Headers(scope=scope)
    declared = headers.get("content-length", "")
    most = LARGEST_BEFORE_SIGN_IN if _is_before_sign_in(scope) else LARGEST_BODY
    if declared.isdecimal() and len(declared) < 20 and int(declared) > most:
        return body_too_large(most)
    page = PAGES.get(scope["path"]) if scope["method"] == "GET" else None
    if page and headers.get("sec-fetch-mode") == "navigate":
        return RedirectResponse(page, HTTPStatus.SEE_OTHER)
    return None
