"""What FastAPI leaves out of the OpenAPI document, and the page that shows it."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.staticfiles import StaticFiles

from kitchen_app import headers
from kitchen_app.routers.problems import documented

ASSETS = "/docs-assets"
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
    """Complete the app's document (every problem a problem, what any route may answer, events),
    and show it."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        return app.openapi_schema or _complete(generate())

    app.openapi = openapi  # type: ignore[method-assign]
    _show(app)


def _show(app: FastAPI) -> None:
    """The document as a page at /docs, all of it from here."""
    page = get_swagger_ui_html(
        openapi_url=f"{app.openapi_url}",
        title=f"{app.title} API",
        swagger_js_url=f"{ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{ASSETS}/swagger-ui.css",
        swagger_favicon_url="/favicon.svg",
    )
    text = bytes(page.body).decode()
    page.headers[headers.POLICY] = headers.page_policy([text], images="'self' data:")
    app.mount(ASSETS, StaticFiles(packages=[("fastapi_offline", "static")]))
    app.add_route("/docs", lambda _: page)


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
