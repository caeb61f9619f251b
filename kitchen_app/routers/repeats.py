"""`Idempotency-Key`: a POST that is sent again with the same key gets the first answer again."""

import re
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Scope, Send

from kitchen_app.errors import InvalidIdempotencyKey

KEY = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_RAW_KEY, _RAW_REPLAYED = (name.lower().encode() for name in (KEY, REPLAYED))
_PLACE = "kitchen.repeat"  # in the scope
_PATTERN = re.compile(r"[!-~]{1,200}")


@dataclass
class Repeat:
    """The key that came with a POST, and what tells `request` from another with that key.

    `replayed` where the answer is the one given before.
    """

    key: str
    request: str = ""
    replayed: bool = False


def marking(scope: Scope, send: Send) -> Send:
    """`send` for a POST: with a key, it marks the answer that was given before."""
    key = next((value for name, value in scope["headers"] if name == _RAW_KEY), None)
    if key is None:
        return send
    repeat = scope[_PLACE] = Repeat(key.decode("latin-1"))

    async def mark(message: Message) -> None:
        if repeat.replayed and message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (_RAW_REPLAYED, b"true")]
        await send(message)

    return mark


def repeat_of(request: Request) -> Repeat | None:
    """None where no key came with it."""
    found: Repeat | None = request.scope.get(_PLACE)
    return found


async def heed(repeat: Repeat, request: Request) -> None:
    """Check the key, and note what it came with; InvalidIdempotencyKey."""
    if not _PATTERN.fullmatch(repeat.key):
        raise InvalidIdempotencyKey
    address = f"{request.method} {request.url.path}?{request.url.query}\n"
    try:
        body = await request.body()
    except ClientDisconnect:  # else it would be noted as an error of ours
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    repeat.request = sha256(address.encode() + body).hexdigest()


def document(route: APIRoute) -> None:
    """Tell of the key in a route's OpenAPI."""
    header: dict[str, Any] = {
        "name": KEY,
        "in": "header",
        "required": False,
        "description": "Sent again with the same key within 24 hours, the request does nothing and "
        f"is answered as before, with `{REPLAYED}: true`. Another request with that key is a 422 "
        "`idempotency_key_reused`.",
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "pattern": "^[!-~]+$",
        },
    }
    replayed = {"description": "The answer that was given before.", "schema": {"type": "boolean"}}
    status = str(int(route.status_code or HTTPStatus.OK))
    responses = {status: {"headers": {REPLAYED: replayed}}}
    route.openapi_extra = {"parameters": [header], "responses": responses}
