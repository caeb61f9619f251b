"""Told to stop, a kitchen ends within ten seconds, though what is behind it stands still."""

import time
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

from kitchen_app.database import Database
from kitchen_app.embedded.server import Server
from tests.factories import Cook, make_cook, until
from tests.fake_openai import KEY, FakeModel, Gate, say
from tests.kitchens import Served, paused, postgres_of, serving
from tests.servers import JWT_SECRET
from tests.sse import read_until
from tests.valkeys import valkey
from tests.web.conftest import opened
from tests.web.sockets import LOAD, LOOK, tab
from tests.web.visits import WebKitchen

SOON = 10  # seconds


def check_ends_soon(kitchen: Served) -> None:
    """With success."""
    began = time.monotonic()
    assert kitchen.end() == 0, kitchen.said
    assert time.monotonic() - began < SOON


def answer_of(cook: Cook) -> tuple[str, str]:
    """The status and the stored text of the only answer."""
    (session,) = cook.ok("GET", "/chat/sessions")
    last = cook.last_message(session["id"])
    return last["status"], last["content"]


def test_though_pages_are_open(web_database_url: str, tmp_path: Path) -> None:
    with (
        opened(web_database_url, tmp_path) as kitchen,
        make_cook(kitchen, kind="page") as cook,
        tab(kitchen.url, str(uuid4()), cookie=cook.token) as chat,
        tab(kitchen.url, str(uuid4()), cookie=cook.token, path="/pantry") as pantry,
    ):
        chat.settle()
        pantry.settle()
        check_ends_soon(kitchen.served)


def test_though_a_page_waits_for_a_redis_that_stands_still(
    web_database_url: str, tmp_path: Path
) -> None:
    with (
        valkey() as redis,
        opened(web_database_url, tmp_path, REDIS_URL=redis.url) as kitchen,
        make_cook(kitchen, kind="page") as cook,
        tab(kitchen.url, str(uuid4()), cookie=cook.token) as waiting,
        tab(kitchen.url, str(uuid4()), cookie=cook.token) as other,
    ):
        other.settle()
        with redis.paused():
            waiting.send(LOAD, {}, "/pantry")
            other.send(LOOK, {})
            assert '"redis":"down"' in kitchen.served.get("/health")[1]
            check_ends_soon(kitchen.served)
        assert "Traceback" not in kitchen.served.said


def test_though_its_own_database_stands_still_with_answers_unstored(
    model: FakeModel, tmp_path: Path
) -> None:
    """More of them than there are connections. The database stops when it goes on."""
    behind = {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": KEY, "JWT_SECRET": JWT_SECRET}
    database = Database(Server(tmp_path).url)
    with ExitStack() as stack:
        kitchen = WebKitchen(stack.enter_context(serving(tmp_path, **behind)), database)
        cooks = [stack.enter_context(make_cook(kitchen)) for _ in range(12)]
        for cook in cooks:
            script = model.script(say("Half an ", Gate(), "answer."))
            read_until(stack.enter_context(cook.asking(script.question())), "an ")
        until(lambda: answer_of(cooks[0]) == ("streaming", "Half an "))
        with paused(tmp_path):
            check_ends_soon(kitchen.served)
            assert "stands still" in kitchen.served.said
        until(lambda: not postgres_of(tmp_path))
        again = WebKitchen(stack.enter_context(serving(tmp_path, **behind)), database)
        with cooks[0].at(again) as cook:
            assert answer_of(cook) == ("interrupted", "Half an ")
