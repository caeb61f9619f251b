"""Errors as RFC 9457 problem details."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY

from kitchen_app import errors
from kitchen_app.errors import KitchenError
from kitchen_app.routers.watching import REQUEST_ID, request_id

log = structlog.get_logger(__name__)

MOST_FIELD_ERRORS = 20
MEDIA_TYPE = "application/problem+json"

# The one table from the tree of errors to HTTP: the nearest ancestor's status counts.
STATUS: dict[type[KitchenError], HTTPStatus] = {
    errors.NotAuthenticated: HTTPStatus.UNAUTHORIZED,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooMuch: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
_CODES = {
    HTTPStatus.BAD_REQUEST: ("malformed_request", "The request cannot be read."),
    HTTPStatus.NOT_FOUND: ("not_found", "There is nothing at this address."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method_not_allowed", "This address does not do that."),
}


class FieldError(BaseModel):
    field: str
    message: str


class Problem(BaseModel):
    """What went wrong. `detail` is for people, `code` for programs; a 422 names the fields, and a
    500 the request, by which the log has the rest of it."""

    type: str = "about:blank"
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["Your cookbook has no recipe 7."])
    code: str = Field(examples=["recipe_not_found"])
    errors: list[FieldError] | None = None
    request_id: str | None = None


def problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    *,
    field_errors: list[FieldError] | None = None,
    request_id: str | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """An error response."""
    body = Problem(
        title=status.phrase,
        status=status,
        detail=detail,
        code=code,
        errors=field_errors,
        request_id=request_id,
    )
    content = body.model_dump(exclude_none=True)
    return JSONResponse(content, status, headers=headers, media_type=MEDIA_TYPE)


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """These problems, for a route's OpenAPI."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        int(status): {"description": status.phrase, "content": {MEDIA_TYPE: schema}}
        for status in statuses
    }


def status_of(error: type[KitchenError]) -> HTTPStatus | None:
    """The HTTP status of an error, None where the table has no ancestor of it."""
    return next((STATUS[kind] for kind in error.__mro__ if kind in STATUS), None)


def install(app: FastAPI) -> None:
    """Answer every error of the app as a problem."""
    app.add_exception_handler(KitchenError, _kitchen_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


async def _kitchen_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, KitchenError)  # noqa: S101 (registered for it)
    return answer(error)


def answer(error: KitchenError) -> JSONResponse:
    """The problem that an error is."""
    status = status_of(type(error)) or HTTPStatus.INTERNAL_SERVER_ERROR
    headers, fields = {}, None
    if isinstance(error, errors.UnreadableLine):
        fields = [FieldError(field=f"ingredients.{error.position}", message=error.detail)]
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "2"
    if isinstance(error, errors.TooMuch):
        headers["Retry-After"] = str(error.retry_after)
    return problem(status, error.code, error.detail, field_errors=fields, headers=headers)


async def _invalid_request(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (registered for it)
    raised = error.errors()
    if any(one["type"] == "json_invalid" for one in raised):
        return problem(HTTPStatus.BAD_REQUEST, "malformed_json", "The body is not JSON.")
    found = [_field_error(one) for one in raised[:MOST_FIELD_ERRORS]]
    first = found[0]
    detail = f"{first.field}: {first.message}" if first.field else first.message
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request", detail, field_errors=found)


def _field_error(error: Any) -> FieldError:
    """Without the input: it may be a password, or bytes that no JSON can hold."""
    place = [str(part) for part in error["loc"][1:]]
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = "there is no such field here"
    field = ".".join(place).encode(errors="replace").decode()[:200]
    return FieldError(field=field, message=message.encode(errors="replace").decode())


def body_too_large(most: int) -> JSONResponse:
    """`most` is in bytes."""
    detail = f"The body is larger than {most // 1024:,} KB."
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large", detail)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 (registered for it)
    status = HTTPStatus(error.status_code)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return body_too_large(request.scope[MAX_BODY_SIZE_SCOPE_KEY])
    code, detail = _CODES.get(status, (status.name.lower(), status.description or status.phrase))
    return problem(status, code, detail, headers=dict(error.headers or {}))


async def _unexpected(_request: Request, error: Exception) -> JSONResponse:
    """Answers from outside of all middleware, so it names the request itself."""
    log.error("unexpected error", exc_info=error)
    named = request_id()
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        "Something went wrong here. It has been noted; try again.",
        request_id=named,
        headers={REQUEST_ID: named, "Connection": "close"},  # the server hangs up after an error
    )
