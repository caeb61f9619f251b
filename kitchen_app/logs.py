"""Structured logs: JSON lines on stderr, and in none of them what a person, a model or a secret says.

An exception's message may quote anything: a row, a body, a key. So an exception is told by its types
and frames alone. A library's line is told by its template, without what was put into it.
"""

import errno
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from typing import Any

import structlog
from structlog.types import EventDict, Processor

from kitchen_app.errors import KitchenError

MOST_FRAMES = 40  # of each exception, the innermost
OURS = "kitchen_app"
_WARNING = re.compile(r".+?:\d+: \w+(?=:)")  # where and what kind, without its text

log = structlog.get_logger(__name__)


def configure(level: str) -> None:
    """Log to stderr from this level ("info") up; of libraries what is a warning or worse."""
    told: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_values,
    ]
    render = structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*told, render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_of_a_library, *told],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    least = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=max(least, logging.WARNING), handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(least)
    logging.captureWarnings(True)
    sys.excepthook = lambda _kind, error, _frames: _died(error, "main")
    threading.excepthook = lambda died: _died(died.exc_value, getattr(died.thread, "name", ""))


def _died(error: BaseException | None, thread: str) -> None:
    log.critical("died of an error", thread=thread, exc_info=error)


def _of_a_library(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The place in its source says what its words may not."""
    record: logging.LogRecord = event["_record"]
    event["logger"] = record.name
    event["where"] = f"{record.module}:{record.lineno} {record.funcName}"
    if record.name.partition(".")[0] != OURS:
        event["event"] = _template(record)
    return event


def _template(record: logging.LogRecord) -> str:
    if record.name == "asyncio":
        return str(record.msg).partition("\n")[0]  # what follows describes tasks and their errors
    if record.name == "py.warnings":
        found = _WARNING.match(record.getMessage())
        return found[0] if found else "a warning"
    return str(record.msg) if record.args else "a library says something: see where"


def _without_values(_logger: object, method: str, event: EventDict) -> EventDict:
    """Its traceback for an exception."""
    given: Any = event.pop("exc_info", None)
    event.pop("stack_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if given is True or (given is None and method == "exception"):
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = "".join(told(error))
    return event


def told(error: BaseException, known: frozenset[int] = frozenset()) -> Iterator[str]:
    """A traceback as Python writes it, without the messages: what led to it comes first."""
    known |= {id(error)}
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in known:
        yield from told(before, known)
    yield "Traceback:\n"
    yield from traceback.format_tb(error.__traceback__, -MOST_FRAMES)
    yield f"{type(error).__module__}.{type(error).__qualname__}{_code(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from told(one, known)


def _code(error: BaseException) -> str:
    """What an error says of itself in words from a closed set."""
    said: tuple[object, ...] = ()
    if isinstance(error, KitchenError):
        said = (error.code,)
    elif isinstance(error, OSError):
        said = (errno.errorcode.get(error.errno or 0),)
    elif isinstance(error, ImportError):
        said = (error.name,)
    elif state := getattr(error, "pgcode", None):
        said = (state, getattr(getattr(error, "diag", None), "constraint_name", None))
    elif isinstance(status := getattr(error, "status_code", None), int):
        said = (status,)
    words = " ".join(str(word) for word in said if word)
    return f" [{words}]" if words else ""
