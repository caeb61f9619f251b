"""A database that goes away for a while: said in clear words, and nothing of it is lost."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kitchen_app import embedded
from tests.databases import copy_template, execute, shut
from tests.factories import Cook, check_refused, make_cook, until
from tests.fake_openai import KEY, Call, FakeModel, Gate, call, say
from tests.kitchens import paused
from tests.servers import ApiServer, api_server
from tests.sse import Answer

AWAY = 20  # seconds
EGG = {"items": [{"name": "eggs", "quantity": 1}]}


@contextmanager
def lonely(postgres_url: str, name: str, model: FakeModel) -> Iterator[tuple[ApiServer, Cook]]:
    """A kitchen on a database that nobody else needs, and its cook."""
    url = copy_template(postgres_url, name)
    with (
        api_server(url, openai_base_url=model.url, openai_api_key=KEY) as server,
        make_cook(server) as cook,
    ):
        yield server, cook


def is_away(cook: Cook) -> bool:
    """Health says so, and whatever one asks for is refused in the same words."""
    with httpx.Client(base_url=cook.base_url, headers=cook.headers, timeout=30) as client:
        health = client.get("/health")
        assert (health.status_code, health.json()["database"]) == (503, "unavailable")
        for answer in (
            client.get("/recipes"),
            client.post("/ingredients", json={"name": "eggs"}),
            client.post("/chat/send", json={"message": "help"}),
            client.post("/auth/login", json={"username": "ada", "password": "x"}),
        ):
            check_refused(answer, 503, "database_unavailable")
            assert answer.headers["retry-after"]
    return True


def asked_by_many(cook: Cook) -> set[int]:
    """The statuses of more requests at once than there are connections."""
    with ThreadPoolExecutor(16) as clients:
        return set(clients.map(lambda _: cook.get("/recipes").status_code, range(16)))


@pytest.mark.slow
def test_a_database_that_is_away_for_twenty_seconds_costs_no_answer(
    postgres_url: str, worker_id: str, model: FakeModel
) -> None:
    """Of the one that ends meanwhile, and of the one that goes on after."""
    name, during, after = f"away_{worker_id}", Gate(), Gate()
    with (
        lonely(postgres_url, name, model) as (_, cook),
        cook.asking(model.script(say("Here ", during, "it is.")).question()) as one,
        cook.asking(model.script(say("Half ", after, "and half.")).question()) as other,
    ):
        answers = [Answer([next(events), next(events)]) for events in (one, other)]
        with shut(postgres_url, name):
            during.open()
            back = time.monotonic() + AWAY
            until(lambda: is_away(cook) and time.monotonic() > back, seconds=2 * AWAY)
        after.open()
        for answer, events in zip(answers, (one, other), strict=True):
            answer.events += events
            assert answer.events[-1].data == {"done": True}
            assert answer.error is None
            last = cook.last_message(answer.session_id)
            assert (last["status"], last["content"]) == ("complete", answer.text)
        assert [answer.text for answer in answers] == ["Here it is.", "Half and half."]
        assert cook.get("/health").status_code == 200


def test_a_tool_called_while_the_database_is_away_runs_once_when_it_is_back(
    postgres_url: str, worker_id: str, model: FakeModel
) -> None:
    name, gate = f"tool_{worker_id}", Gate()
    script = model.script(call(Call("add_to_pantry", EGG), gate=gate), say("Added."))
    with lonely(postgres_url, name, model) as (_, cook), cook.asking(script.question()) as events:
        answer = Answer([next(events)])
        gate.reached.wait()
        with shut(postgres_url, name):
            gate.open()
            answer.events.append(next(events))
            assert answer.events[-1].data["status"] == "started"
            assert is_away(cook)
        answer.events += events
        assert [tool["status"] for tool in answer.named("tool")] == ["started", "finished"]
        assert (answer.text, answer.error) == ("Added.", None)
        assert [entry["quantity"] for entry in cook.ok("GET", "/ingredients")] == [1]
        assert len(cook.ok("GET", "/changes")) == 1


def test_a_pool_of_dead_connections_serves_the_first_who_ask_when_it_is_back(
    postgres_url: str, worker_id: str, model: FakeModel
) -> None:
    name = f"pool_{worker_id}"
    with lonely(postgres_url, name, model) as (_, cook):
        cook.event_hooks = {"response": []}
        assert asked_by_many(cook) == {200}
        with shut(postgres_url, name):
            pass
        assert asked_by_many(cook) == {200}
        with shut(postgres_url, name):
            assert asked_by_many(cook) == {503}
        assert asked_by_many(cook) == {200}


def test_a_database_that_takes_no_writes_is_not_an_error_of_ours(
    postgres_url: str, worker_id: str, model: FakeModel
) -> None:
    """As one is that has just been made the standby of another."""
    name = f"standby_{worker_id}"
    with lonely(postgres_url, name, model) as (_, cook):
        cook.event_hooks = {"response": []}
        execute(postgres_url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        with shut(postgres_url, name):
            pass
        check_refused(cook.post("/recipes", json={"name": "Soup"}), 503, "database_unavailable")


def test_a_database_that_stands_still_is_not_waited_for(tmp_path: Path) -> None:
    with (
        embedded.running(tmp_path, options={"fsync": "off"}) as url,
        api_server(url, silence=1) as server,
        make_cook(server) as cook,
    ):
        saved = cook.recipe("Toast")
        cook.event_hooks = {"response": []}
        assert asked_by_many(cook) == {200}
        with paused(tmp_path):
            began = time.monotonic()
            assert cook.get("/health").status_code == 503
            assert asked_by_many(cook) == {503}
            assert time.monotonic() - began < AWAY
        until(lambda: cook.get("/health").status_code == 200)
        assert cook.ok("GET", "/recipes") == [saved]
