"""The cookie that keeps a page signed in. It opens nothing but these two routes and the page."""

from contextlib import suppress
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from kitchen_app.errors import ForeignOrigin, InvalidToken, LoginNotFound
from kitchen_app.routers.dependencies import UNAUTHORIZED, ClientAddress, OpenKitchen
from kitchen_app.routers.problems import documented
from kitchen_app.security import COOKIE, is_own_origin, token_in_cookies
from kitchen_app.services import logins


class PageCookie(APIKeyCookie):
    """The token in the page's cookie, read as the page's websocket reads it."""

    async def __call__(self, request: HTTPConnection) -> str | None:
        return token_in_cookies(request.headers.get("cookie", ""))


def of_this_page(request: Request, kitchen: OpenKitchen) -> None:
    """ForeignOrigin where a browser says that another site's page asks."""
    origin, host = request.headers.get("origin"), request.headers.get("host")
    address = kitchen.settings.address
    if origin is not None and not is_own_origin(origin, host=host, address=address):
        raise ForeignOrigin


_header = HTTPBearer(scheme_name="HTTPBearer", auto_error=False)
_cookie = PageCookie(name=COOKIE, scheme_name="PageCookie", auto_error=False)
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_header)]
Cookie = Annotated[str | None, Depends(_cookie)]

OR_NONE: dict[str, Any] = {"security": [{}]}

router = APIRouter(
    prefix="/auth/cookie",
    tags=["account"],
    dependencies=[Depends(of_this_page)],
    responses=documented(HTTPStatus.FORBIDDEN),
)


@router.post("", status_code=HTTPStatus.NO_CONTENT, responses=UNAUTHORIZED)
async def set_cookie(
    kitchen: OpenKitchen,
    request: Request,
    response: Response,
    bearer: Bearer,
    cookie: Cookie,
    address: ClientAddress,
) -> None:
    """Keep a login in the page's cookie. Asked with the cookie alone, renews it.

    A page's login lasts another 30 days then.
    """
    token = bearer.credentials if bearer else cookie
    if token is None:
        raise InvalidToken("Send your access token, or the page's cookie.")
    claims = kitchen.accounts.read_token(token)
    fresh = await kitchen.accounts.renew(claims, address=address)
    _put(request, response, fresh.access_token, fresh.expires_in)


@router.delete("", status_code=HTTPStatus.NO_CONTENT, openapi_extra=OR_NONE)
async def clear_cookie(
    kitchen: OpenKitchen,
    request: Request,
    response: Response,
    cookie: Cookie,
    everywhere: bool = False,
) -> None:
    """End the login in the page's cookie, if there is one, and clear the cookie.

    `everywhere` ends all logins of the account.
    """
    with suppress(InvalidToken, LoginNotFound):
        claims = kitchen.accounts.read_token(cookie or "")
        if everywhere:
            await kitchen.as_cook(claims, logins.end_all_logins)
        else:
            await kitchen.as_cook(claims, logins.end_login, claims.login_id)
    _put(request, response, "", 0)


def _put(request: Request, response: Response, token: str, seconds: int) -> None:
    """Secure where the browser is on https: a proxy may not say so, the Origin does."""
    secure = "https" in (request.url.scheme, request.headers.get("origin", "").partition(":")[0])
    response.set_cookie(
        COOKIE, token, max_age=seconds, secure=secure, httponly=True, samesite="strict"
    )
