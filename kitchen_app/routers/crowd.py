"""Before any websocket: how many pages are open from there, and how often one is opened."""

from contextlib import AsyncExitStack
from uuid import UUID

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kitchen_app.errors import InvalidToken, TooMuch, Unavailable
from kitchen_app.routers.problems import answer
from kitchen_app.runtime import kitchen
from kitchen_app.security import token_in_cookies


def bound_pages(app: ASGIApp) -> ASGIApp:
    """Answer a handshake too many with a 429: what a page has open here is a state in memory."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return await app(scope, receive, send)
        address = scope["client"][0] if scope["client"] else ""
        async with AsyncExitStack() as open_page:
            try:
                counted = kitchen().limits.page(_login(scope), address)
                await open_page.enter_async_context(counted)
            except (TooMuch, Unavailable) as refusal:
                return await answer(refusal)(scope, receive, send)
            return await app(scope, receive, send)

    return serve


def _login(scope: Scope) -> UUID | None:
    """The login in the cookie, by its signature: here it only says who is counted."""
    try:
        cookies = Headers(scope=scope).get("cookie", "")
        return kitchen().accounts.read_token(token_in_cookies(cookies) or "").login_id
    except InvalidToken:
        return None
