"""A collector of our own on loopback: OTLP over HTTP, and every span that came."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.loopback import in_background


@dataclass(frozen=True)
class Span:
    scope: str  # whose it is
    trace: str
    id: str
    parent: str
    name: str
    failed: bool
    attributes: dict[str, Any]


class Collector:
    """`url` is the OTEL_EXPORTER_OTLP_ENDPOINT."""

    def __init__(self) -> None:
        self.received: list[ExportTraceServiceRequest] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.collector = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @property
    def said(self) -> str:
        """All of it as text."""
        return "\n".join(map(str, self.received))

    @property
    def service(self) -> Any:
        """What the sender says of itself."""
        return _values(self.received[0].resource_spans[0].resource.attributes)

    @property
    def spans(self) -> list[Span]:
        return [
            Span(
                scope.scope.name,
                span.trace_id.hex(),
                span.span_id.hex(),
                span.parent_span_id.hex(),
                span.name,
                span.status.code == span.status.STATUS_CODE_ERROR,
                _values(span.attributes),
            )
            for request in self.received
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def serving(self) -> AbstractContextManager[None]:
        return in_background(self._server)


def _values(attributes: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    collector: Collector


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.path == "/v1/traces"
        request = ExportTraceServiceRequest.FromString(body)
        cast(_Server, self.server).collector.received.append(request)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Quietly."""


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector, for as long as this lasts."""
    collector = Collector()
    with collector.serving():
        yield collector
