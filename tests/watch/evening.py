"""One evening in a kitchen that is watched as closely as can be, with every kind of act in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import text

from kitchen_app.database import Database
from kitchen_app.security import COOKIE
from tests.factories import Cook, Json, make_cook
from tests.fake_openai import KEY, Call, FakeModel, Gate, call, refuse, say
from tests.kitchens import Served, serving
from tests.servers import JWT_SECRET, MASTER_KEY
from tests.watch.otlp import Collector, collecting
from tests.web.sockets import ROOT, Tab, tab
from tests.web.visits import WebKitchen

METRICS_TOKEN = "the-token-of-the-watcher"
# What nobody but the cook, the model and the database may ever read.
DATABASE_PASSWORD = "hunter-of-elephants"
PASSWORD = "nine purple aubergines dancing"
WRONG = "a wrong and private one"
QUESTION, ANSWER = "whether my aunt knows about it", "she has known for years"
PROMPTED = "something for a mournful afternoon"  # what a tool is asked
SEARCHED = "unspeakable"
FORBIDDEN = "durian"  # the database will not have it: see TRAPS
MISTYPED = "mumblecrust"
TRACE = "0af7651916cd43dd8448eb211c80319c"

TRAPS = f"""
ALTER TABLE ingredients ADD CONSTRAINT nothing_smelly CHECK (name NOT LIKE '%{FORBIDDEN}%');
CREATE FUNCTION refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'not %', NEW.name; END $$ LANGUAGE plpgsql;
CREATE TRIGGER refuse BEFORE INSERT ON recipes FOR EACH ROW
WHEN (NEW.name LIKE '%{FORBIDDEN}%') EXECUTE FUNCTION refuse();
"""
PANTRY = f"{ROOT}.kitchen_app___states___pantry____pantry"
FAULT = f"{ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception"


@dataclass
class Evening:
    """What is left of it. `refused` is every answer that was an error, `frames` what pages got."""

    served: Served
    collector: Collector
    cook: Cook
    tokens: list[str] = field(default_factory=list)
    refused: list[httpx.Response] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    metrics: str = ""
    during: str = ""  # the metrics while an answer was streamed

    @property
    def lines(self) -> list[Json]:
        """The log's, in their order."""
        return [json.loads(line) for line in self.served.said.splitlines() if line[:1] == "{"]

    def of(self, message: str, **fields: Any) -> list[Json]:
        """The lines that say this, and have these fields."""
        wanted = {"message": message, **fields}
        return [line for line in self.lines if wanted.items() <= line.items()]

    def measured(self, name: str, **labels: str) -> float:
        """A sample of the metrics; 0 where there is none."""
        return _sample(self.metrics, name, labels)

    def measured_during(self, name: str, **labels: str) -> float:
        return _sample(self.during, name, labels)


def _sample(exposition: str, name: str, labels: dict[str, str]) -> float:
    inside = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
    head = f"{name}{{{inside}}} " if labels else f"{name} "
    return next(
        (float(x.removeprefix(head)) for x in exposition.splitlines() if x.startswith(head)), 0
    )


@contextmanager
def evening(database_url: str, model: FakeModel, data: Path) -> Iterator[Evening]:
    """It is over, and the kitchen closed."""
    database = Database(database_url)
    with database.transaction() as connection:
        connection.execute(text(TRAPS))
    with collecting() as collector:
        variables = {
            "DATABASE_URL": database_url.replace("postgres@", f"postgres:{DATABASE_PASSWORD}@"),
            "MASTER_KEY": MASTER_KEY,
            "JWT_SECRET": JWT_SECRET,
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": model.url,
            "OPENAI_LOG": "debug",
            "LOG_LEVEL": "DEBUG",
            "METRICS_TOKEN": METRICS_TOKEN,
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        }
        with serving(data, **variables) as served:
            cook = make_cook(WebKitchen(served, database), kind="page")
            past = Evening(served, collector, cook)
            cook.event_hooks = {"response": [lambda answer: _note(past, answer)]}
            _spend(past, model)
        cook.close()
        yield past
    database.engine.dispose()


def _note(past: Evening, answer: httpx.Response) -> None:
    if answer.is_error:
        answer.read()
        past.refused.append(answer)


def _spend(past: Evening, model: FakeModel) -> None:
    cook = past.cook
    past.tokens = [cook.token, *_account(cook)]
    _talk(cook, model)
    _stream(past, model)
    _break(cook)
    cookie = cook.post("/auth/cookie").cookies[COOKIE]
    past.tokens.append(cookie)
    with tab(past.served.url, str(uuid4()), cookie=cookie, path="/pantry") as page:
        _visit(page)
        past.frames = page.frames
        page_open = cook.get("/metrics", headers=watcher(METRICS_TOKEN))
        assert "kitchen_pages_open 1.0" in page_open.text
    cook.get("/metrics", headers=watcher("a wrong token of somebody"))
    past.metrics = cook.get("/metrics", headers=watcher(METRICS_TOKEN)).text


def watcher(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _account(cook: Cook) -> Iterator[str]:
    """Signing up, and in; the tokens of it."""
    name = f"cook{uuid4().hex[:8]}"
    who = {"username": name, "password": PASSWORD}
    for tried in ({**who, "master_key": WRONG}, {**who, "master_key": MASTER_KEY}):
        made = cook.post("/auth/signup", json=tried)
    yield made.json()["access_token"]
    cook.post("/auth/login", json={"username": name, "password": WRONG})
    yield cook.ok("POST", "/auth/login", who)["access_token"]
    half = f'{{"password": "{PASSWORD}", "maste'
    cook.post("/auth/signup", content=half, headers={"Content-Type": "application/json"})
    cook.get("/recipes", headers={"Authorization": f"Bearer {made.json()['access_token']}x"})


def _talk(cook: Cook, model: FakeModel) -> None:
    """Tools that work, that do not, and that there are not; a model that refuses."""
    save = call(
        Call("save_recipe", {"name": PROMPTED, "ingredients": ["2 eggs"], "steps": ["Go."]})
    )
    spoil = call(Call("add_to_pantry", {"items": [{"name": FORBIDDEN, "quantity": 1}]}))
    invent = call(Call(PROMPTED.replace(" ", "_"), {"of": PROMPTED}))
    script = model.script(save, spoil, invent, say(ANSWER))
    headers = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01", "X-Request-ID": "the-long-talk"}
    body = {"message": script.question(QUESTION)}
    with cook.stream("POST", "/chat/send", json=body, headers=headers) as answer:
        answer.read()
    for bad in (refuse(401), say(b"data: {broken\n\n")):
        cook.ask(model.script(bad).question(QUESTION))


def _stream(past: Evening, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(say(ANSWER, gate, "."))
    with past.cook.asking(script.question(QUESTION)) as events:
        assert gate.reached.wait(30)
        past.during = past.cook.get("/metrics", headers=watcher(METRICS_TOKEN)).text
        gate.open()
        assert [*events]


def _break(cook: Cook) -> None:
    """The database will not, in two ways; and what else comes in."""
    cook.post("/ingredients", json={"name": FORBIDDEN}, headers={"X-Request-ID": "smelly.things"})
    cook.post("/recipes", json={"name": FORBIDDEN}, headers={"X-Request-ID": f"no {WRONG}"})
    cook.get("/recipes", params={"q": SEARCHED})
    cook.get(f"/{SEARCHED}", params={"q": SEARCHED})
    cook.request("PROPFIND", "/recipes")
    cook.get("/login")


def _visit(page: Tab) -> None:
    """A page that stocks, that cannot, that sends nonsense, and that breaks."""
    page.settle()
    page.send(f"{PANTRY}.add", {"form": {"stock": "2 eggs"}}, "/pantry")
    page.settle()
    page.send(f"{PANTRY}.add", {"form": {"stock": f"2 {FORBIDDEN}"}}, "/pantry")
    page.until("Something went wrong here")
    page.send(f"{PANTRY}.{MISTYPED}", {"form": {"stock": MISTYPED}}, "/pantry")
    info = f"TypeError: {MISTYPED} at f (http://localhost/assets/page-x1.js:2:77)"
    page.send(FAULT, {"info": info, "component_stack": MISTYPED}, "/pantry")
    page.settle()
