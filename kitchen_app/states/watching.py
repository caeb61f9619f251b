"""Every event has an id as a request has, and is logged and counted by its handler's name."""

import time
from uuid import UUID, uuid4

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars

from kitchen_app import metrics

log = structlog.get_logger(__name__)


def begin_event(handler: str) -> float:
    """Name what is logged from here on; when that was, for `end_event`."""
    clear_contextvars()  # of the websocket, or of the event that led to this one
    bind_contextvars(request_id=uuid4().hex, handler=handler)
    return time.perf_counter()


def note_user(user_id: UUID) -> None:
    bind_contextvars(user_id=str(user_id))


def end_event(handler: str, outcome: str, began: float) -> None:
    """A handler in the background ends with its page."""
    metrics.EVENTS.labels(handler, outcome).inc()
    log.info("event", outcome=outcome, ms=round((time.perf_counter() - began) * 1000, 1))
