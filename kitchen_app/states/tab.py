"""The websocket's door: a tab's state belongs to one login, and only what a page can send comes in.

A tab's token is all that Reflex asks for. So the state it keeps for a tab is kept under token and
login together: with another login, or none, the same token leads to an empty state.
"""

import asyncio
from contextlib import suppress
from typing import Annotated, Any
from uuid import UUID, uuid5

import structlog
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from reflex.app import App, EventNamespace
from reflex.state import StateUpdate
from reflex_base.registry import RegistrationContext

from kitchen_app import security
from kitchen_app.errors import NotAuthenticated, Unavailable
from kitchen_app.runtime import kitchen
from kitchen_app.security import Claims
from kitchen_app.services import auth
from kitchen_app.states import clock
from kitchen_app.states.frames import is_closed

NOBODY = UUID(int=0)
KEPT = ("host", "origin")  # headers
LOOKS, LOOK_AGAIN = 10, 0.1  # seconds
MOST_WAITING = 10  # events of a tab, each perhaps as large as a frame; answers to it

Word = Annotated[str, StringConstraints(max_length=8_000)]

log = structlog.get_logger(__name__)


class _Place(BaseModel):
    """Where the page is."""

    model_config = ConfigDict(strict=True)

    pathname: Word = ""
    as_path: Word = Field("", alias="asPath", pattern=r"^(/|$)")
    query: dict[Word, Word] = Field({}, max_length=50)


class _Event(BaseModel):
    """Its arguments are checked by the handler."""

    model_config = ConfigDict(strict=True)

    name: str
    payload: dict[str, Any] = {}
    router_data: _Place = _Place()


class _Arguments(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Hydration(_Arguments):
    hashes: list[Word] = []


class _Failure(_Arguments):
    info: str
    component_stack: str


_ROOT = "reflex___state____state"
_SESSION = "rx_router_session_rx_state_"
# What the framework's own part of a page sends, and with which arguments.
OF_THE_FRAMEWORK: dict[str, type[_Arguments]] = {
    f"{_ROOT}.hydrate": _Arguments,
    f"{_ROOT}.hydrate_and_load": _Hydration,
    f"{_ROOT}.reflex___state____on_load_internal_state.on_load_internal": _Arguments,
    f"{_ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception": _Failure,
}


class Tabs(EventNamespace):
    """Reflex's end of all websockets, behind the door."""

    async def link_token_to_sid(self, sid: str, token: str, **options: Any) -> None:
        """Lead the socket to the state of this tab and this login."""
        own = str(uuid5(await self._login(sid), token))
        await self._free(own)
        await super().link_token_to_sid(sid, own, **options)

    async def on_event(self, sid: str, data: Any) -> None:
        """Hand on what a page can have sent. The rest is dropped, and not quoted in the log."""
        try:
            event = _Event.model_validate(data)
            _check_handler(event)
        except (ValidationError, LookupError):
            log.info("no event of a page of ours: dropped")
            return
        await self._room(sid)
        await super().on_event(sid, event.model_dump(by_alias=True, exclude_unset=True))

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """A state that knows of no page is a new one: Redis has lost the old. The page begins anew.

        It connects again when it is hung up on, and is loaded.
        """
        session = update.delta.get(_ROOT, {}).get(_SESSION)
        record = self._token_manager.token_to_socket.get(token)
        is_lost = session is not None and not session.client_token
        if is_lost and record and record.instance_id == self._token_manager.instance_id:
            self._hang_up(record.sid)
        else:
            await super().emit_update(update, token)

    def _hang_up(self, sid: str) -> None:
        if socket := self._socket(sid):
            socket.queue.put_nowait(None)  # what its writer ends at

    def _build_static_router_data(self, sid: str, environ: dict[str, Any]) -> dict[str, Any]:
        """What a state keeps of the request, Redis with it: whose it is, not what proves that."""
        data = super()._build_static_router_data(sid, environ)
        cookies = environ.get("HTTP_COOKIE", "")
        known = [clock.cookie(cookies)]
        with suppress(NotAuthenticated):
            known.append(security.login_cookie(_claims(cookies)))
        headers = {name: data["headers"].get(name, "") for name in KEPT}
        return {**data, "headers": {**headers, "cookie": "; ".join(known)}}

    async def _room(self, sid: str) -> None:
        """Wait while the tab is far behind: its socket is not read meanwhile.

        As it is, whatever is sent faster than it is dealt with is kept, and be it gigabytes, and so
        are the answers that nobody reads.
        """
        while self._is_behind(sid):  # noqa: ASYNC110 (nothing tells of either)
            await asyncio.sleep(LOOK_AGAIN)

    def _is_behind(self, sid: str) -> bool:
        own = self.sid_to_token.get(sid, "")
        events = len(self.app.event_processor._token_queues.get(own, ()))
        return max(events, self._unread(sid)) >= MOST_WAITING

    def _unread(self, sid: str) -> int:
        """How many answers will still be sent."""
        assert self.app.sio is not None  # noqa: S101 (this is a part of it)
        socket, environ = self._socket(sid), self.app.sio.get_environ(sid, self.namespace)
        if socket is None or environ is None or is_closed(environ["asgi.scope"]):
            return 0
        return int(socket.queue.qsize())

    def _socket(self, sid: str) -> Any:
        """Of Engine.IO; None where it has been closed."""
        assert self.app.sio is not None  # noqa: S101 (this is a part of it)
        connection = self.app.sio.manager.eio_sid_from_sid(sid, self.namespace)
        return self.app.sio.eio.sockets.get(connection)

    async def _free(self, own: str) -> None:
        """The socket before may not have been missed yet, here or in another process.

        Two sockets of one token are two tabs to Reflex, and the second gets an empty state.
        """
        for _ in range(LOOKS):
            if not await self._token_manager.is_token_connected(own):
                return
            await asyncio.sleep(LOOK_AGAIN)

    async def _login(self, sid: str) -> UUID:
        """The login in the socket's cookie; NOBODY where there is none, or it has ended."""
        assert self.app.sio is not None  # noqa: S101 (this is a part of it)
        cookies = self.app.sio.get_environ(sid, self.namespace).get("HTTP_COOKIE", "")
        try:
            claims = _claims(cookies)
            with suppress(Unavailable):  # then its signature will have to do
                await kitchen().as_cook(claims, auth.read_me)
        except NotAuthenticated:
            return NOBODY
        return claims.login_id


def keep_tabs(app: App) -> None:
    """Put the door in."""
    assert app.event_namespace is not None  # noqa: S101 (Reflex makes both
    assert app.sio is not None  # noqa: S101  wherever there is a state)
    app._event_namespace = Tabs(app.event_namespace.namespace, app)
    app.sio.register_namespace(app.event_namespace)


def _claims(cookies: str) -> Claims:
    return kitchen().accounts.read_token(security.token_in_cookies(cookies) or "")


def _check_handler(event: _Event) -> None:
    """LookupError where it is neither for a handler of ours nor from the framework.

    Nor for one in the background: those begin with a page's load, and end with the page.
    """
    registered = RegistrationContext.get().event_handlers[event.name]
    if registered.handler.is_background:
        raise LookupError(event.name)
    if not getattr(registered.handler.fn, "checked", False):
        OF_THE_FRAMEWORK[event.name].model_validate(event.payload)
