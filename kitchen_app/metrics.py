"""What a process counts and measures, for Prometheus. A label has few values, all of them ours."""

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from kitchen_app import __version__

MEDIA_TYPE = CONTENT_TYPE_LATEST
QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
LONG = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 300)

disable_created_metrics()  # type: ignore[no-untyped-call] # a timestamp beside each counter
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

BUILD = Gauge("kitchen_build_info", "Always 1.", ["version"], registry=REGISTRY)
BUILD.labels(__version__).set(1)

REQUESTS = Counter(
    "kitchen_requests",
    "HTTP requests that have ended.",
    ["method", "route", "status"],
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "kitchen_request_seconds",
    "From a request's head to the end of its answer; a stream's is long.",
    ["route"],
    buckets=QUICK,
    registry=REGISTRY,
)
STREAMS = Gauge("kitchen_streams_open", "Answers being streamed over REST.", registry=REGISTRY)
PAGES = Gauge("kitchen_pages_open", "Open websockets of pages.", registry=REGISTRY)
EVENTS = Counter(
    "kitchen_events",
    "Events of pages that were handled: done, refused (said in words) or failed.",
    ["handler", "outcome"],
    registry=REGISTRY,
)

TURNS = Counter("kitchen_turns", "Answers of the assistant, ended.", ["status"], registry=REGISTRY)
TURNS_RUNNING = Gauge("kitchen_turns_running", "Answers being given.", registry=REGISTRY)
TURN_SECONDS = Histogram(
    "kitchen_turn_seconds",
    "From the start of an answer until it is stored.",
    buckets=LONG,
    registry=REGISTRY,
)
FIRST_TOKEN_SECONDS = Histogram(
    "kitchen_first_token_seconds",
    "From the start of an answer to its first words.",
    buckets=LONG,
    registry=REGISTRY,
)
TOKENS = Counter(
    "kitchen_tokens", "Tokens as the model counts them: input, output.", ["kind"], registry=REGISTRY
)
TOOL_CALLS = Counter(
    "kitchen_tool_calls",
    "Tool calls by what became of them.",
    ["tool", "outcome"],
    registry=REGISTRY,
)

POOL = Gauge(
    "kitchen_database_connections",
    "Connections that work has (in_use), and how many there may be (most).",
    ["state"],
    registry=REGISTRY,
)
WAITING = Gauge(
    "kitchen_database_waiting", "Transactions that wait for a connection.", registry=REGISTRY
)
WAIT_SECONDS = Histogram(
    "kitchen_database_wait_seconds",
    "How long a transaction waited for a thread and its connection.",
    buckets=QUICK,
    registry=REGISTRY,
)


def watch_pool(*, most: int, in_use: Callable[[], int], waiting: Callable[[], int]) -> None:
    """The pool of this process; asked whenever the metrics are."""
    POOL.labels("most").set(most)
    POOL.labels("in_use").set_function(in_use)
    WAITING.set_function(waiting)


def exposition() -> bytes:
    """All of it, in Prometheus' text format."""
    return generate_latest(REGISTRY)
