"""What FastAPI leaves out of the OpenAPI document."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from kitchen_app.routers.problems import documented

JSON, EVENTS = "application/json", "text/event-stream"
_INVALID = documented(HTTPStatus.UNPROCESSABLE_ENTITY)
_ANY_ROUTE = documented(HTTPStatus.SERVICE_UNAVAILABLE)
_ANY_BODY = documented(HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
_EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "enum": ["turn", "tool", "error", "message"]},
        "data": {"type": "string", "contentMediaType": JSON},
        "id": {"type": "string"},
    },
    "required": ["data", "id"],
}


def install(app: FastAPI) -> None:
    """Complete the app's document: every problem a problem, what any route may answer, events."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        return app.openapi_schema or _complete(generate())

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(document: dict[str, Any]) -> dict[str, Any]:
    """The one it is given, changed in place."""
    for operation in _operations(document):
        answers = operation["responses"]
        answers["422"] = _INVALID[422]
        more = _ANY_ROUTE | _ANY_BODY if "requestBody" in operation else _ANY_ROUTE
        for status, answer in more.items():
            answers.setdefault(str(status), answer)
        stream = answers.get("200", {}).get("content", {}).get(EVENTS)
        if stream is not None:
            stream["itemSchema"] = _EVENT
            del stream["schema"]
    return document


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()
