"""What every state for cooks has: whose it is, and what becomes of errors.

Each event handler is a public endpoint: anyone with a websocket may call it, with anything.
"""

import inspect
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import nullcontext
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints
from urllib.parse import quote
from uuid import UUID

import reflex as rx
import structlog
from pydantic import ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import Connection

from kitchen_app import security, traces
from kitchen_app.errors import InvalidToken, KitchenError, NotAuthenticated, NotFound
from kitchen_app.runtime import kitchen
from kitchen_app.schemas.auth import UserRead
from kitchen_app.security import Claims
from kitchen_app.states.notice import Notice
from kitchen_app.states.sentences import wrong
from kitchen_app.states.watching import begin_event, end_event, note_user

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger(__name__)

MOST_BYTES = 200_000  # of all arguments of one event
OUT_OF_DATE = "This page is out of date. Reload it."


class CookState(rx.State, mixin=True):
    """A state of the cook whose cookie came with the websocket."""

    def _claims(self) -> Claims:
        """What the cookie says; InvalidToken where there was no good one."""
        claims = security.login_in_cookies(self.router.headers.cookie)
        if claims is None:
            raise InvalidToken
        return claims

    async def _as_cook(
        self,
        service: Callable[Concatenate[Connection, UserRead, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call `service(connection, user, …)` as the cook, in one transaction."""
        return await kitchen().as_cook(self._claims(), service, *args, **kwargs)

    async def _notify(self, text: str, *, undoes: Iterable[UUID] = ()) -> None:
        """Say what happened; with the changes that it was, it can be undone there."""
        (await self.get_state(Notice))._say(text, undoes)


def handler(
    function: Callable[..., Any] | None = None, *, background: bool = False, public: bool = False
) -> Any:
    """An event handler of a CookState: signed in, its arguments checked, its errors said.

    Arguments must have exactly the hinted types. A lost sign-in leads to the login page; any other
    KitchenError becomes a notice, and what was typed stays. `public` is for who comes to the door.
    """
    if function is None:
        return partial(handler, background=background, public=public)
    check = _checker(function)
    name = function.__qualname__

    @wraps(function)
    async def handle(self: Any, /, *arguments: Any, **named: Any) -> AsyncIterator[Any]:
        outcome, began = "done", begin_event(name)
        try:
            if not public:
                note_user(self._claims().user_id)
            async for event in _events(name, function(self, **check(arguments, named))):
                yield event
        except NotAuthenticated:
            outcome = "refused"
            yield _to_login(self)
        except Exception as error:
            outcome, text = _in_words(error)
            async with self if background else nullcontext():
                await self._notify(text)
        finally:
            end_event(name, outcome, began)

    handle.checked, handle.public = True, public  # type: ignore[attr-defined]
    return rx.event(handle, background=background)


async def _events(name: str, result: Any) -> AsyncIterator[Any]:
    """What a handler yields, or the one event that it returns."""
    if inspect.isasyncgen(result):
        async for event in result:
            yield event
        return
    with traces.span(f"event {name}", {}):
        event = await result
    if event is not None:
        yield event


def as_id(text: str) -> UUID:
    """The id that a page sent back; NotFound for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("There is nothing with this address.") from None


def _checker(function: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    signature = inspect.signature(function)
    hints = get_type_hints(function)
    strict = ConfigDict(strict=True)
    names = list(signature.parameters)[1:]
    adapters = {name: TypeAdapter(hints.get(name, Any), config=strict) for name in names}

    def check(arguments: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
        try:
            bound = signature.bind(None, *arguments, **named).arguments
        except TypeError:
            raise KitchenError(OUT_OF_DATE) from None
        given = {name: bound[name] for name in names if name in bound}
        _check_content(given)
        try:
            return {name: adapters[name].validate_python(value) for name, value in given.items()}
        except ValidationError:
            raise KitchenError(OUT_OF_DATE) from None

    return check


def _check_content(given: dict[str, Any]) -> None:
    """Refuse what is too much, and what no page can be sent: half a character, NaN."""
    try:
        size = len(json.dumps(given, ensure_ascii=False, allow_nan=False).encode())
    except (ValueError, RecursionError):
        raise KitchenError("There is something in this that is no text.") from None
    if size > MOST_BYTES:
        raise KitchenError(
            f"This is {size:,} bytes of text; a page can send at most {MOST_BYTES:,}. Shorten it."
        )


def _in_words(error: Exception) -> tuple[str, str]:
    """What became of the event, and what the cook is told."""
    if isinstance(error, KitchenError):
        return "refused", error.detail
    if isinstance(error, ValidationError):
        return "refused", wrong(error)
    log.error("event failed", exc_info=error)
    return "failed", "Something went wrong here. It has been noted; try again."


def _to_login(state: Any) -> Any:
    """To the login, and from there back to here."""
    url = state.router.url
    wanted = f"{url.path}?{url.query}" if url.query else url.path
    return rx.redirect(f"/login?next={quote(wanted or '/', safe='/')}")
