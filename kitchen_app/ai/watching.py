"""What is counted, traced and logged of the assistant: by ids and kinds, and never what was said.

Attributes are those of OpenTelemetry's conventions for generative AI.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from kitchen_app import metrics, traces
from kitchen_app.ai.llm import Model
from kitchen_app.ai.tools.base import DEEDS
from kitchen_app.services.turns import BegunTurn

log = structlog.get_logger(__name__)


@dataclass
class Seen:
    """How it went, as far as is known."""

    outcome: str


@contextmanager
def watched_turn(begun: BegunTurn) -> Iterator[Seen]:
    """The whole turn; `outcome` is the answer's status."""
    began, seen = time.perf_counter(), Seen("interrupted")
    attributes = {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "kitchen",
        "gen_ai.conversation.id": str(begun.session_id),
        "kitchen.message.id": str(begun.message_id),
    }
    with (
        metrics.TURNS_RUNNING.track_inprogress(),
        traces.span("invoke_agent kitchen", attributes) as span,
    ):
        yield seen
        span.set_attributes({"kitchen.turn.status": seen.outcome})
    seconds = time.perf_counter() - began
    metrics.TURNS.labels(seen.outcome).inc()
    metrics.TURN_SECONDS.observe(seconds)
    ms = round(seconds * 1000, 1)
    log.info("turn", message_id=str(begun.message_id), status=seen.outcome, ms=ms)


@contextmanager
def watched_model(model: Model) -> Iterator[Callable[[dict[str, int]], None]]:
    """One call of the model; gives what takes its tokens, by input_tokens and output_tokens."""
    name = getattr(model, "model_name", "offline")
    attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": model.provider,
        "gen_ai.request.model": name,
    }
    with traces.span(f"chat {name}", attributes) as span:

        def count(tokens: dict[str, int]) -> None:
            span.set_attributes({f"gen_ai.usage.{kind}": n for kind, n in tokens.items()})
            for kind, number in tokens.items():
                metrics.TOKENS.labels(kind.removesuffix("_tokens")).inc(number)

        yield count


@contextmanager
def watched_tool(call_id: str, name: str) -> Iterator[Seen]:
    """One tool call. A name that no tool has is the model's own words."""
    name = name if name in DEEDS else "(unknown)"
    seen = Seen("done")
    attributes = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": name,
        "gen_ai.tool.call.id": call_id,
    }
    with traces.span(f"execute_tool {name}", attributes) as span:
        try:
            yield seen
        except BaseException:
            seen.outcome = "cut off"
            raise
        finally:
            span.set_attributes({"kitchen.tool.outcome": seen.outcome})
            metrics.TOOL_CALLS.labels(name, seen.outcome).inc()
