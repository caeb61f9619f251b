"""Spans for OpenTelemetry, where a collector is named. Without one nothing of it is loaded.

The provider is not made the process's own, so that no library's spans, whatever they quote, go along.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Protocol, cast

from kitchen_app import __version__

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

LAST_WORDS = 1.0  # seconds, for what has not been sent when the process is to stop
NAME = "kitchen"


class Span(Protocol):
    def set_attributes(self, attributes: Mapping[str, str | int | float]) -> None: ...

    def update_name(self, name: str) -> None: ...


class _NoSpan:
    """What there is when nobody listens."""

    def __enter__(self) -> Span:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing ends."""

    def set_attributes(self, attributes: Mapping[str, str | int | float]) -> None:
        """Nobody is told."""

    def update_name(self, name: str) -> None:
        """Nobody is told."""


_NOTHING = _NoSpan()
_provider: "TracerProvider | None" = None


def open_up(endpoint: str) -> None:
    """Send spans to this collector: OTLP over HTTP. Loads the SDK, which heeds OTEL_* variables."""
    global _provider
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource({"service.name": NAME, "service.version": __version__})
    _provider = TracerProvider(resource=resource.merge(Resource.create()), shutdown_on_exit=False)
    exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")
    _provider.add_span_processor(BatchSpanProcessor(exporter))


def close() -> None:
    """Send what there still is, for LAST_WORDS at most: a collector that is away is not waited for."""
    global _provider
    closing, _provider = _provider, None
    if closing is not None:
        ending = threading.Thread(target=closing.shutdown, daemon=True)
        ending.start()
        ending.join(LAST_WORDS)


def request(traceparent: str | None) -> AbstractContextManager[Span]:
    """The span of a request, within the caller's trace where they name one."""
    if _provider is None:
        return _NOTHING
    from opentelemetry.context import Context
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier = {"traceparent": traceparent or ""}
    context = TraceContextTextMapPropagator().extract(carrier, Context())
    return _recorded("request", context=context, kind=SpanKind.SERVER)


def span(name: str, **attributes: str) -> AbstractContextManager[Span]:
    """A part of what is being traced; nothing where that is nothing.

    Attributes are ids and words of ours, never what somebody wrote.
    """
    if _provider is None or trace_id() is None:
        return _NOTHING
    return _recorded(name, attributes=attributes)


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
    from opentelemetry.trace import StatusCode

    tracer = cast("TracerProvider", _provider).get_tracer(NAME, __version__)
    quietly = {"record_exception": False, "set_status_on_exception": False}
    with tracer.start_as_current_span(name, **how, **quietly) as span:
        try:
            yield span
        except Exception as error:
            span.set_status(StatusCode.ERROR)
            span.set_attribute("error.type", type(error).__qualname__)
            raise
