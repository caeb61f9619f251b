"""What a browser may make of our answers: headers on every one of them, whichever door it is from.

Pages may run what the kitchen serves, and the inline scripts they were built with, known by their
hashes; an answer of the API may do nothing at all.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "Content-Security-Policy"
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
EVERYWHERE = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=(), screen-wake-lock=(self)",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
ON_HTTPS = {  # elsewhere browsers ignore them, the second not without complaining
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_INLINE = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1\b", re.DOTALL | re.IGNORECASE)
_BY_SCRIPT = ""  # emotion adds an empty <style> and fills it rule by rule


def page_policy(pages: Iterable[str], *, images: str = "'self'") -> str:
    """The policy of HTML: all from here, and of inline scripts and styles those in these pages."""
    inline: dict[str, set[str]] = {"script": set(), "style": {_BY_SCRIPT}}
    for page in pages:
        for tag, text in _INLINE.findall(page):
            if text:
                inline[tag.lower()].add(text)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {_hashes(inline['script'])}",
            f"style-src 'self' {_hashes(inline['style'])}",
            f"img-src {images}",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = sorted(b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


class Sealed:
    """An app whose every answer says what a browser may make of it; HTML, what these pages need.

    An answer that brings a policy of its own keeps it. On https, as the proxy that is believed
    says, browsers are told to stay there.
    """

    def __init__(self, app: ASGIApp, pages: Iterable[str]) -> None:
        self._app = app
        self._page = _raw({POLICY: page_policy(pages)})
        self._api = _raw({POLICY: API_POLICY})
        self._plain = _raw(EVERYWHERE)
        self._https = _raw(EVERYWHERE | ON_HTTPS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        everywhere = self._https if scope["scheme"] == "https" else self._plain

        async def seal(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                policy = self._policy(message["status"], dict(given))
                message["headers"] = [*given, *everywhere, *policy]
            await send(message)

        return await self._app(scope, receive, seal)

    def _policy(self, status: int, given: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        """None with a 304: what it says replaces what the browser keeps, and it has no type."""
        if status == 304 or POLICY.lower().encode() in given:
            return []
        return self._page if given.get(b"content-type", b"").startswith(b"text/html") else self._api


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
