"""Structured logs on stderr, and in none of them what a person, a model or a secret says.

An exception's message may quote anything: a row, a body, a key. So an exception is told by its
types and frames alone. A library's line is told by its template, without what was put into it.
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
from structlog.stdlib import ProcessorFormatter
from structlog.types import EventDict, Processor

from kitchen_app.errors import KitchenError

MOST_FRAMES = 40  # of each exception, the innermost
OURS = "kitchen_app"
FIRST = ("time", "level", "logger", "message")
TALK_TO_STDERR = ("engineio.server", "socketio.server")  # unless they have a level
_WARNING = re.compile(r".+?:\d+: \w+(?=:)")  # where and what kind, without its text

log = structlog.get_logger(__name__)


def configure(level: str, form: str | None = None) -> None:
    """Log from this level up, as "json" or "text"; None is text to a terminal and JSON to anything
    else. Libraries are heard from "warning" up, unless it is "debug"."""
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(form or ("text" if sys.stderr.isatty() else "json")))
    least = logging.getLevelNamesMapping()[level.upper()]
    heard = least if level == "debug" else max(least, logging.WARNING)
    logging.basicConfig(level=heard, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(least)
    for name in TALK_TO_STDERR:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    logging.raiseExceptions = (
        False  # a line that cannot be formatted is not printed with its values
    )
    sys.excepthook = lambda _kind, error, _frames: _died(error, "main")
    sys.unraisablehook = lambda ignored: _died(ignored.exc_value, "cleaning up")
    threading.excepthook = lambda died: _died(died.exc_value, getattr(died.thread, "name", ""))


def formatter(form: str) -> ProcessorFormatter:
    """As "json" or "text"."""
    render: Processor = structlog.processors.JSONRenderer()
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="time")
    if form == "text":
        stamp = structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False, key="time")
        render = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), timestamp_key="time", event_key="message", pad_event_to=0
        )
    return ProcessorFormatter(
        use_get_message=False,
        pass_foreign_args=True,
        foreign_pre_chain=[structlog.contextvars.merge_contextvars, _of_a_library],
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            stamp,
            _without_values,
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.EventRenamer("message"),
            _in_order,
            render,
        ],
    )


def _died(error: BaseException | None, where: str) -> None:
    log.critical("died of an error", where=where, exc_info=error)


def _of_a_library(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The place in its source says what its words may not."""
    record: logging.LogRecord = event["_record"]
    values = event.pop("positional_args")
    event["where"] = f"{record.module}:{record.lineno} {record.funcName}"
    if record.name.partition(".")[0] == OURS:
        event["event"] = record.msg % values if values else record.msg
    elif record.name == "asyncio":  # after the first line it describes tasks and their errors
        event["event"] = record.msg.partition("\n")[0]
    elif record.name == "py.warnings":
        found = _WARNING.match(str(values[0]))
        event["event"] = found[0] if found else "a warning"
    elif not values:
        event["event"] = "a library says something: see where"
    return event


def _in_order(_logger: object, _method: str, event: EventDict) -> EventDict:
    """What every line has comes first."""
    return {name: event.pop(name) for name in FIRST} | {**event}


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
