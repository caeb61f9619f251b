"""Spans for OpenTelemetry, where a collector is named. Without one none is made.

The provider is not made the process's own, so that no library's spans, whatever they quote, go
along.
An attribute is an id or a word of ours, never what somebody wrote.
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Protocol, cast

from sqlalchemy import Engine, event

from kitchen_app import __version__

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

LAST_WORDS = 1.0  # seconds, for what has not been sent when the process is to stop
LONGEST_STATEMENT = 4_000  # characters
NAME = "kitchen"

Attributes = Mapping[str, str | int]


class Span(Protocol):
    def set_attributes(self, attributes: Attributes) -> None: ...

    def update_name(self, name: str) -> None: ...


class _NoSpan:
    """What there is when nobody listens."""

    def __enter__(self) -> Span:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing ends."""

    def set_attributes(self, attributes: Attributes) -> None:
        """Nobody is told."""

    def update_name(self, name: str) -> None:
        """Nobody is told."""


_NOTHING = _NoSpan()
_provider: "TracerProvider | None" = None


def open_up(endpoint: str, engine: Engine) -> None:
    """Send spans to this collector, this engine's statements with them: OTLP over HTTP.

    Loads the SDK, which heeds the other OTEL_* variables.
    """
    global _provider
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    os.environ.setdefault("OTEL_SERVICE_NAME", NAME)
    resource = Resource.create({"service.version": __version__})
    _provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(f"{endpoint}/v1/traces")
    _provider.add_span_processor(BatchSpanProcessor(exporter))
    event.listen(engine, "before_cursor_execute", _begin_statement)
    event.listen(engine, "after_cursor_execute", _end_statement)
    event.listen(engine, "handle_error", _fail_statement)


def close() -> None:
    """Send what there still is, for LAST_WORDS at most: no collector is waited for."""
    global _provider
    closing, _provider = _provider, None
    if closing is not None:
        ending = threading.Thread(target=closing.shutdown, daemon=True)
        ending.start()
        ending.join(LAST_WORDS)


def request(traceparent: str) -> AbstractContextManager[Span]:
    """The span of a request, within the caller's trace where they name one."""
    if _provider is None:
        return _NOTHING
    from opentelemetry.context import Context
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract({"traceparent": traceparent}, Context())
    return _recorded("request", context=context, kind=SpanKind.SERVER)


def span(name: str, attributes: Attributes) -> AbstractContextManager[Span]:
    """Something that takes its time: a part of what is being traced, or the first of it."""
    return _NOTHING if _provider is None else _recorded(name, attributes=attributes)


def trace_id() -> str | None:
    """Of the trace that is being written."""
    if _provider is None:
        return None
    from opentelemetry import trace

    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else None


@contextmanager
def _recorded(name: str, **how: Any) -> Iterator[Span]:
    """An error is told by its type: the SDK's own way is its message and all its frames."""
    tracer = cast("TracerProvider", _provider).get_tracer(NAME, __version__)
    how |= {"record_exception": False, "set_status_on_exception": False}
    with tracer.start_as_current_span(name, **how) as span:
        try:
            yield span
        except Exception as error:
            _fail(span, error)
            raise


def _fail(span: Any, error: BaseException) -> None:
    from opentelemetry.trace import StatusCode

    span.set_status(StatusCode.ERROR)
    span.set_attribute("error.type", type(error).__qualname__)


def _begin_statement(
    connection: Any, _cursor: object, statement: str, _parameters: object, *_more: object
) -> None:
    """Its text has names where the values go. What belongs to no trace is nobody's question."""
    if _provider is not None and trace_id() is not None:
        attributes = {
            "db.system.name": "postgresql",
            "db.query.text": statement[:LONGEST_STATEMENT],
        }
        name = statement.split(maxsplit=1)[0]
        tracer = _provider.get_tracer(NAME, __version__)
        connection.info["span"] = tracer.start_span(name, attributes=attributes)


def _end_statement(connection: Any, *_more: object) -> None:
    if span := connection.info.pop("span", None):
        span.end()


def _fail_statement(failure: Any) -> None:
    if failure.connection and (span := failure.connection.info.pop("span", None)):
        _fail(span, failure.original_exception)
        if state := getattr(failure.original_exception, "pgcode", None):
            span.set_attribute("db.response.status_code", state)
        span.end()
