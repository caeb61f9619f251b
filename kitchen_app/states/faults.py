"""What goes wrong outside of our handlers: logged, never shown."""

import re

import structlog
from redis.exceptions import RedisError

from kitchen_app import runtime

log = structlog.get_logger(__name__)

MOST_PLACES = 20  # of what a browser reports: anyone may
_KIND = re.compile(r"\w{1,40}Error\b")
_PLACE = re.compile(r"[\w.$-]{1,80}\.js:\d{1,7}:\d{1,7}")


def backend_fault(exception: Exception) -> None:
    """An error while an event was taken in, or in the framework itself."""
    if runtime.is_closing() and isinstance(exception, RedisError):
        return  # nobody waits for it any more
    log.error("event not handled", exc_info=exception)


def frontend_fault(exception: Exception) -> None:
    """An error that a page reports about itself: its kind and where, not its words, which may
    be what somebody typed."""
    report = str(exception)
    kind = _KIND.search(report)
    log.warning(
        "page reports an error",
        kind=kind[0] if kind else None,
        places=_PLACE.findall(report)[:MOST_PLACES],
    )
