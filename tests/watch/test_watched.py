"""What a kitchen tells those who look after it, and what it tells nobody."""

import json
import re
from collections.abc import Iterator

import pytest

from kitchen_app.routers.api import create_api
from kitchen_app.routers.document import EVENTS
from tests.databases import copy_template
from tests.factories import Json
from tests.fake_openai import KEY, FakeModel
from tests.processes import ROOT
from tests.servers import JWT_SECRET, MASTER_KEY
from tests.watch.evening import (
    ANSWER,
    DATABASE_PASSWORD,
    FORBIDDEN,
    METRICS_TOKEN,
    MISTYPED,
    PASSWORD,
    PROMPTED,
    QUESTION,
    SEARCHED,
    TRACE,
    WRONG,
    Evening,
    evening,
)
from tests.watch.otlp import Span

DASHBOARD = ROOT / "docs/watching/grafana.json"
HANDBOOK = ROOT / "docs/watching.md"
SECRETS = (DATABASE_PASSWORD, MASTER_KEY, JWT_SECRET, KEY, METRICS_TOKEN, PASSWORD, WRONG)
WORDS = (QUESTION, ANSWER, PROMPTED, PROMPTED.replace(" ", "_"), SEARCHED, FORBIDDEN, MISTYPED)
ALWAYS = {"time", "level", "logger", "message"}


@pytest.fixture(scope="module")
def past(
    postgres_url: str, worker_id: str, model: FakeModel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Evening]:
    database_url = copy_template(postgres_url, f"watched_{worker_id}")
    with evening(database_url, model, tmp_path_factory.mktemp("watched")) as past:
        yield past


def test_nothing_secret_and_nothing_said_is_told(past: Evening) -> None:
    """Not after all of this has happened."""
    assert past.of("unexpected error")
    assert past.of("event failed")
    assert past.of("tool failed")
    assert past.of("model failed")
    assert past.of("page reports an error", kind="TypeError", places=["page-x1.js:2:77"])
    assert {500, 401, 403, 404, 400} <= {answer.status_code for answer in past.refused}
    told = {
        "log": past.served.said,
        "traces": past.collector.said,
        "metrics": past.metrics,
        "errors": "".join(f"{answer.text}{answer.headers}" for answer in past.refused),
    }
    secrets = (*SECRETS, *past.tokens, *WORDS)
    found = [(w, s) for w, text in told.items() for s in secrets if s.lower() in text.lower()]
    assert not found
    pages = "".join(past.frames)
    assert not [secret for secret in (*SECRETS, *past.tokens) if secret in pages]


def test_an_error_is_told_by_where_and_what_it_is(past: Evening) -> None:
    """Of PostgreSQL's errors by state and constraint: its messages hold the row."""
    (stocking,) = past.of("unexpected error", request_id="smelly.things")
    assert "psycopg2.errors.CheckViolation [23514 nothing_smelly]" in stocking["exception"]
    assert "kitchen_app/services/" in stocking["exception"]
    (saving,) = (one for one in past.of("unexpected error") if one != stocking)
    assert "psycopg2.errors.RaiseException [P0001]" in saving["exception"]


def test_every_line_is_json_with_when_how_bad_who_and_what(past: Evening) -> None:
    assert past.lines
    assert all(line.keys() >= ALWAYS for line in past.lines)
    plain = [line for line in past.served.said.splitlines() if line[:1] not in ("{", " ", "")]
    greetings = ("Building the web app", "Kitchen is open at")
    assert [line for line in plain if not line.startswith(greetings)] == []


def test_a_request_is_logged_with_its_route_and_whose_it_was(past: Evening) -> None:
    (line,) = past.of("request", request_id="smelly.things")
    assert line["ms"] > 0
    assert (
        line.items()
        >= {
            "method": "POST",
            "route": "/ingredients",
            "status": 500,
            "user_id": str(past.cook.id),
            "level": "info",
        }.items()
    )
    assert past.of("request", route="(unknown)", status=404)
    assert past.of("request", route="/recipes", method="GET", status=401)
    assert {line["level"] for line in past.of("request", route="(web)")} == {"debug"}


def test_a_request_keeps_a_sane_id_and_gets_one_otherwise(past: Evening) -> None:
    stocking, saving = (one for one in past.refused if one.status_code == 500)
    assert stocking.headers["x-request-id"] == stocking.json()["request_id"] == "smelly.things"
    made = saving.headers["x-request-id"]
    assert saving.json()["request_id"] == made
    assert re.fullmatch("[0-9a-f]{32}", made)
    ids = [answer.headers["x-request-id"] for answer in past.refused]
    assert len(ids) == len(set(ids))
    assert past.of("unexpected error", request_id=made, user_id=str(past.cook.id))
    assert past.of("request", request_id=made, status=500)


def test_what_a_turn_tells_has_the_id_of_the_request_that_began_it(past: Evening) -> None:
    talk = {"request_id": "the-long-talk", "user_id": str(past.cook.id), "trace_id": TRACE}
    (turn,) = past.of("turn", status="complete", **talk)
    assert turn["ms"] > 0
    assert past.of("tool failed", **talk)
    assert past.of("request", route="/chat/send", status=200, **talk)


def test_an_event_of_a_page_is_logged_with_an_id_of_its_own(past: Evening) -> None:
    (failed,) = past.of("event failed", handler="Pantry.add")
    (line,) = past.of("event", outcome="failed", handler="Pantry.add")
    assert failed["request_id"] == line["request_id"]
    assert line["user_id"] == str(past.cook.id)
    (done,) = past.of("event", outcome="done", handler="Pantry.add")
    assert done["request_id"] != line["request_id"]


def test_requests_are_counted_by_route(past: Evening) -> None:
    count, seconds = "kitchen_requests_total", "kitchen_request_seconds_count"
    assert past.measured(count, method="POST", route="/ingredients", status="500") == 1
    assert past.measured(count, method="GET", route="(unknown)", status="404") == 1
    assert past.measured(count, method="other", route="(unknown)", status="405") == 1
    assert past.measured(count, method="GET", route="(web)", status="200") >= 1
    assert past.measured(seconds, route="/auth/signup") == 3
    assert past.measured("kitchen_events_total", handler="Pantry.add", outcome="failed") == 1


def test_turns_are_counted_and_measured(past: Evening) -> None:
    assert past.measured("kitchen_turns_total", status="complete") == 2
    assert past.measured("kitchen_turns_total", status="failed") == 2
    assert past.measured("kitchen_tokens_total", kind="input") == 3 * 13 + 2 * 11
    assert past.measured("kitchen_tokens_total", kind="output") == 3 * 5 + 2 * 7
    assert past.measured("kitchen_first_token_seconds_count") == 2
    assert past.measured("kitchen_turn_seconds_count") == 4
    for tool, outcome in (
        *(("save_recipe", "done"), ("add_to_pantry", "failed")),
        ("(unknown)", "failed"),
    ):
        assert past.measured("kitchen_tool_calls_total", tool=tool, outcome=outcome) == 1


def test_what_is_open_is_measured_while_it_is(past: Evening) -> None:
    assert past.measured_during("kitchen_streams_open") == 1
    assert past.measured_during("kitchen_turns_running") == 1
    assert past.measured("kitchen_streams_open") == past.measured("kitchen_turns_running") == 0
    assert past.measured("kitchen_pages_open") == 0
    assert past.measured("kitchen_database_connections", state="most") == 8
    assert past.measured("kitchen_database_wait_seconds_count") > 10


def test_metrics_are_for_who_has_the_token(past: Evening) -> None:
    (refused,) = (one for one in past.refused if one.request.url.path == "/metrics")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["code"] == "invalid_token"


def named(spans: list[Span], *names: str) -> list[Span]:
    """The spans from the first of these names down, each within the one before."""
    found = [next(span for span in spans if span.name == names[0])]
    for name in names[1:]:
        inside = [span for span in spans if span.parent == found[-1].id and span.name == name]
        assert inside, (name, [span.name for span in spans if span.parent == found[-1].id])
        found.append(inside[0])
    return found


def test_a_turn_is_traced_from_its_request_to_its_statements(past: Evening) -> None:
    spans = [span for span in past.collector.spans if span.trace == TRACE]
    assert past.collector.service["service.name"] == "kitchen"
    assert {span.scope for span in past.collector.spans} == {"kitchen"}, "no library's own"
    request, turn, model = named(spans, "POST /chat/send", "invoke_agent kitchen", "chat gpt-4o")
    assert request.parent == "b7ad6b7169203331"
    assert request.attributes["http.response.status_code"] == 200
    assert turn.attributes["gen_ai.operation.name"] == "invoke_agent"
    assert model.attributes == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.usage.input_tokens": 13,
        "gen_ai.usage.output_tokens": 5,
    }
    *_, tool, statement = named(spans, turn.name, "execute_tool save_recipe", "SELECT")
    assert tool.attributes["kitchen.tool.outcome"] == "done"
    assert "%(" in statement.attributes["db.query.text"]
    named(spans, turn.name, "execute_tool (unknown)")


def test_a_statement_that_fails_is_traced_by_the_kind_of_its_error(past: Evening) -> None:
    failed = [span for span in past.collector.spans if span.failed]
    kinds = {span.attributes["error.type"] for span in failed}
    assert {"CheckViolation", "RaiseException", "IntegrityError"} <= kinds
    states = {span.attributes.get("db.response.status_code") for span in failed}
    assert {"23514", "P0001"} <= states


def test_an_event_of_a_page_is_traced(past: Evening) -> None:
    spans = [span for span in past.collector.spans if span.name == "event Pantry.open"]
    inside = {span.name for span in past.collector.spans if span.parent == spans[0].id}
    assert "SELECT" in inside


def targets(panel: Json) -> Iterator[Json]:
    for inner in panel.get("panels", ()):
        yield from targets(inner)
    yield from panel.get("targets", ())


def drawn() -> list[Json]:
    """What the dashboard asks for."""
    return [*targets(json.loads(DASHBOARD.read_text()))]


def exposed(past: Evening) -> dict[str, set[str]]:
    """The labels of every sample; Prometheus adds the last two."""
    found: dict[str, set[str]] = {}
    for name, labels in re.findall(r"^(\w+)(?:{(.*)})? ", past.metrics, re.MULTILINE):
        found.setdefault(name, {"job", "instance"}).update(re.findall(r'(\w+)="', labels))
    return found


def test_the_dashboard_draws_only_what_there_is(past: Evening) -> None:
    known = exposed(past)
    names = set()
    for target in drawn():
        asked = re.findall(r"\b((?:kitchen|process|python)_\w+)(?:{(.*?)})?", target["expr"])
        names |= {name for name, _ in asked}
        kept = {*re.findall(r"\w+", " ".join(re.findall(r"\bby \((.*?)\)", target["expr"])))}
        for name, matchers in asked:
            assert name in known
            assert {*re.findall(r'(\w+)[=!]~?"', matchers), *kept} <= known[name], target
        shown = {*re.findall(r"{{(\w+)}}", target.get("legendFormat", ""))}
        assert shown <= (kept or {"job", "instance"}), target
    assert len(names) > 10


def test_the_dashboard_takes_no_stream_for_a_slow_answer() -> None:
    routes = create_api().openapi()["paths"]
    streams = {path for path, methods in routes.items() if f'"{EVENTS}"' in json.dumps(methods)}
    timed = [one["expr"] for one in drawn() if "kitchen_request_seconds_bucket" in one["expr"]]
    for expression in timed:
        (left_out,) = re.findall(r'route!~"(.*?)"', expression)
        assert {path for path in routes if re.fullmatch(left_out, path)} == streams
    assert len(streams) == 3
    assert len(timed) > 3


def test_the_handbook_explains_every_metric_of_ours_and_every_field(past: Evening) -> None:
    handbook = HANDBOOK.read_text()
    ours = re.findall(r"^# TYPE (kitchen_\w+)", past.metrics, re.MULTILINE)
    fields = {field for line in past.lines for field in line}
    for word in (*ours, *fields):
        assert f"`{word}`" in handbook, word
