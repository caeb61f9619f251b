"""What goes wrong outside of our handlers: logged, never shown."""

import structlog
from redis.exceptions import RedisError

from kitchen_app import runtime

log = structlog.get_logger(__name__)

MOST_CHARACTERS = 2_000  # of what a browser reports: anyone may


def backend_fault(exception: Exception) -> None:
    """An error while an event was taken in, or in the framework itself."""
    if runtime.is_closing() and isinstance(exception, RedisError):
        return  # nobody waits for it any more
    log.error("event not handled", exc_info=exception)


def frontend_fault(exception: Exception) -> None:
    """An error that a page reports about itself."""
    log.warning("page reports an error", report=str(exception)[:MOST_CHARACTERS])
