"""Who asks, and with what."""

from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from fastapi import Depends, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from sqlalchemy import Connection
from starlette.requests import Request
from structlog.contextvars import bind_contextvars

from kitchen_app.errors import InvalidToken
from kitchen_app.routers import repeats
from kitchen_app.routers.problems import documented
from kitchen_app.routers.repeats import Repeat
from kitchen_app.runtime import Kitchen, kitchen
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.page import Page
from kitchen_app.security import Claims
from kitchen_app.services import request_keys

P = ParamSpec("P")
T = TypeVar("T")


class Cook:
    """The caller: `await cook(service, …)` is `service(connection, user, …)` in one transaction.

    `claims` has the login that asks. Of a POST with an `Idempotency-Key` the first call is made
    once: sent again it returns what it returned, and is `replayed`.
    """

    def __init__(self, kitchen: Kitchen, claims: Claims, repeat: Repeat | None) -> None:
        self._kitchen = kitchen
        self.claims = claims
        self._repeat = self._once = repeat

    @property
    def replayed(self) -> bool:
        return self._repeat is not None and self._repeat.replayed

    async def __call__(
        self,
        service: Callable[Concatenate[Connection, UserRead, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        once, self._once = self._once, None
        if once is None:
            return await self._kitchen.as_cook(self.claims, service, *args, **kwargs)

        def work(connection: Connection, user: UserRead) -> T:
            return service(connection, user, *args, **kwargs)

        result, once.replayed = await self._kitchen.as_cook(
            self.claims, request_keys.once, once.key, once.request, service, work
        )
        return result


class CookBearer(HTTPBearer):
    """Header, token and caller in one dependency: FastAPI's bookkeeping for each shows in p50."""

    heeds_keys = True

    async def __call__(self, request: Request) -> Cook:  # type: ignore[override]
        """The caller of a bearer token; InvalidToken without one, InvalidIdempotencyKey."""
        credentials = await super().__call__(request)
        if credentials is None:
            raise InvalidToken("Send your access token: Authorization: Bearer <token>.")
        opened = kitchen()
        claims = opened.accounts.read_token(credentials.credentials)
        bind_contextvars(user_id=str(claims.user_id))
        repeat = repeats.repeat_of(request) if self.heeds_keys else None
        if repeat is not None:
            await repeats.heed(repeat, request)
        return Cook(opened, claims, repeat)


class AccountBearer(CookBearer):
    """For the account's own routes: an answer of theirs that is kept would keep a token."""

    heeds_keys = False


def heeds_keys(route: APIRoute) -> bool:
    """Whether an `Idempotency-Key` means something to it."""
    asked = (dependency.call for dependency in route.dependant.dependencies)
    keyed = any(isinstance(call, CookBearer) and call.heeds_keys for call in asked)
    return keyed and "POST" in (route.methods or ())


async def _open_kitchen() -> Kitchen:
    return kitchen()  # by itself it would be called on a thread, because it is not async


async def _client_address(request: Request) -> str:
    return request.client.host if request.client else ""


_SCHEME: dict[str, Any] = {
    "scheme_name": "HTTPBearer",
    "auto_error": False,
    "description": "The access_token of a sign-up or login.",
}
CurrentCook = Annotated[Cook, Depends(CookBearer(**_SCHEME))]
CurrentAccount = Annotated[Cook, Depends(AccountBearer(**_SCHEME))]
OpenKitchen = Annotated[Kitchen, Depends(_open_kitchen)]
# The one that proxies tell of where they are believed: uvicorn saw to that.
ClientAddress = Annotated[str, Depends(_client_address)]


async def _one_more_stream(kitchen: OpenKitchen, cook: CurrentCook) -> AsyncIterator[None]:
    with kitchen.limits.stream(cook.claims.user_id):
        yield  # until all of it is sent


OneMoreStream = Depends(_one_more_stream)

UNAUTHORIZED = documented(HTTPStatus.UNAUTHORIZED)
MISSING = documented(HTTPStatus.NOT_FOUND)
CONFLICT = documented(HTTPStatus.CONFLICT)
TOO_MUCH = documented(HTTPStatus.TOO_MANY_REQUESTS)
CHANGE_ID = "Change-Id"
DELETED: dict[int | str, dict[str, Any]] = {
    HTTPStatus.NO_CONTENT: {
        "description": "It is gone.",
        "headers": {
            CHANGE_ID: {
                "description": "The change that this is in the journal, by which it can be undone.",
                "schema": {"type": "string", "format": "uuid"},
            }
        },
    }
}


def json_response(row: str, status: int = HTTPStatus.OK, **headers: str) -> Response:
    """JSON that PostgreSQL has written, as it is."""
    return Response(row, status, headers=headers, media_type="application/json")


def page_response(request: Request, page: Page[Any]) -> Response:
    """An array, with the address of the next page in `Link` where there is one."""
    if page.next_cursor is None:
        return json_response(page.json())
    return json_response(page.json(), Link=next_link(request, cursor=page.next_cursor))


def next_link(request: Request, **params: Any) -> str:
    """A `Link` header to this request's address with these parameters."""
    following = request.url.include_query_params(**params)
    return f'<{following.path}?{following.query}>; rel="next"'
