"""Every request has an id, and is logged, counted and traced by its route, never by its address."""

import re
import time
from uuid import uuid4

import structlog
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, get_contextvars

from kitchen_app import metrics, traces

REQUEST_ID = "X-Request-ID"
WEB, UNKNOWN = "(web)", "(unknown)"  # the pages and their files; what there is not
UNREMARKABLE = (WEB, "/health", "/metrics")
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")

log = structlog.get_logger(__name__)


class Watched:
    """The app, watched. Comes before all other middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        given = Headers(scope=scope).get(REQUEST_ID, "")
        bind_contextvars(request_id=given if _SANE.fullmatch(given) else uuid4().hex)
        if scope["type"] == "http":
            return await self._answer(scope, receive, send)
        with metrics.PAGES.track_inprogress():
            return await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        status = 500  # where nothing is answered
        named = (REQUEST_ID.lower().encode(), request_id().encode())

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                message = {**message, "headers": [*message.get("headers", ()), named]}
            await send(message)

        with traces.request(Headers(scope=scope).get("traceparent", "")) as span:
            if trace_id := traces.trace_id():
                bind_contextvars(trace_id=trace_id)
            try:
                await self.app(scope, receive, answer)
            finally:
                _note(scope, status, time.perf_counter() - began, span)


def request_id() -> str:
    """Of what is being answered."""
    return str(get_contextvars().get("request_id", ""))


def _note(scope: Scope, status: int, seconds: float, span: traces.Span) -> None:
    method = scope["method"] if scope["method"] in METHODS else "other"
    route = _route(scope, status)
    metrics.REQUESTS.labels(method, route, status).inc()
    metrics.REQUEST_SECONDS.labels(route).observe(seconds)
    span.update_name(f"{method} {route}")
    span.set_attributes(
        {"http.request.method": method, "http.route": route, "http.response.status_code": status}
    )
    tell = log.debug if route in UNREMARKABLE else log.info
    tell("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def _route(scope: Scope, status: int) -> str:
    """As the API's document has it."""
    route = scope.get("route")
    if isinstance(route, APIRoute):
        return route.path
    return WEB if status < 400 else UNKNOWN
