"""The page and its websocket belong to the origin the browser opened, whatever its name.

One image is built once and opened as localhost, by a host's name, behind an https proxy. So the
page must not remember the address it was built with, and the server cannot list its names.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import reflex as rx
from reflex_base.plugins import Plugin
from starlette.types import ASGIApp, Receive, Scope, Send

from kitchen_app import security

_STATE_JS = "utils/state.js"
_ANCHOR = "  const endpoint = new URL(url_str);\n"
_OWN_ORIGIN = """\
  if (import.meta.env.PROD && typeof window !== "undefined") {
    const own = new URL(endpoint.pathname, window.location.origin);
    if (endpoint.protocol.startsWith("ws")) own.protocol = own.protocol.replace("http", "ws");
    return own;
  }
"""


def _to_own_origin(javascript: str) -> str:
    """The client's getBackendURL, made to answer with the page's own origin once it is built."""
    if _OWN_ORIGIN in javascript:
        return javascript
    if javascript.count(_ANCHOR) != 1:
        raise RuntimeError(f"This Reflex has another {_STATE_JS}: OwnOrigin does not fit it.")
    return javascript.replace(_ANCHOR, _ANCHOR + _OWN_ORIGIN)


class OwnOrigin(Plugin):
    """Build a page that speaks to where it came from, not to the address in the settings."""

    def pre_compile(self, **context: Any) -> None:
        context["add_modify_task"](_STATE_JS, _to_own_origin)


def accept_own_origin(app: rx.App, address: str) -> None:
    """Refuse websockets from a page that did not come from here."""

    def allowed(origin: str | None, environ: Mapping[str, str]) -> bool:
        host = environ.get("HTTP_HOST")
        return security.is_own_origin(origin or "", host=host, address=address)

    assert app.sio is not None  # noqa: S101 (Reflex makes it wherever there is a state)
    app.sio.eio.cors_allowed_origins = allowed


def serve_without_redirect(paths: Collection[str]) -> Callable[[ASGIApp], ASGIApp]:
    """Serve these pages at their own address.

    The static files would redirect them to a trailing slash, and behind a proxy that ends TLS
    without saying so, to http.
    """

    def transform(app: ASGIApp) -> ASGIApp:
        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["path"] in paths:
                scope = {**scope, "path": scope["path"] + "/"}
            await app(scope, receive, send)

        return serve

    return transform
