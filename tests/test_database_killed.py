"""`python -m kitchen_app` with its own database killed under it: it is back by itself, and nothing
that was acknowledged is lost."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from kitchen_app.database import Database
from kitchen_app.embedded.server import Server
from tests.factories import Cook, check_refused, make_cook, rows_of, until
from tests.fake_openai import KEY, Call, FakeModel, Gate, call, say
from tests.kitchens import Served, kill, postgres_of, postmaster, serving
from tests.servers import JWT_SECRET
from tests.sse import Answer

EGG = {"items": [{"name": "eggs", "quantity": 1}]}


@dataclass(frozen=True)
class MortalKitchen:
    """One whose database may be killed. `database` is the tests' own way to what is behind it."""

    served: Served
    database: Database

    @property
    def url(self) -> str:
        return self.served.url

    def kill_database(self, *, all_of_it: bool = True) -> None:
        """The postmaster alone leaves the others behind, who end when they notice."""
        if all_of_it:
            kill(postgres_of(self.served.data))
        else:
            os.kill(postmaster(self.served.data), signal.SIGKILL)

    @property
    def starts(self) -> int:
        return (self.served.data / "postgres.log").read_text().count("ready to accept connections")

    def is_back(self, starts: int) -> bool:
        """Once more than so many starts ago, and healthy."""
        return self.starts > starts and self.served.get("/health")[0] == 200


@pytest.fixture(scope="module")
def kitchen(model: FakeModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MortalKitchen]:
    data = tmp_path_factory.mktemp("mortal")
    behind = {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": KEY, "JWT_SECRET": JWT_SECRET}
    with serving(data, **behind) as served:
        database = Database(Server(data).url)
        yield MortalKitchen(served, database)
        database.engine.dispose()


@pytest.fixture
def cook(kitchen: MortalKitchen) -> Iterator[Cook]:
    with make_cook(kitchen) as cook:
        yield cook


@pytest.fixture(autouse=True)
def stranger_is_unharmed(kitchen: MortalKitchen) -> Iterator[None]:
    with make_cook(kitchen) as stranger:
        stranger.recipe("Somebody else's soup")
        before = rows_of(kitchen, stranger)
        yield
        assert rows_of(kitchen, stranger) == before


@pytest.mark.parametrize("all_of_it", [False, True], ids=["postmaster", "everything"])
def test_killed_in_mid_answer_it_is_back_and_the_answer_is_whole(
    kitchen: MortalKitchen, cook: Cook, model: FakeModel, all_of_it: bool
) -> None:
    gate, starts = Gate(), kitchen.starts
    with cook.asking(model.script(say("Half an ", gate, "answer.")).question()) as events:
        answer = Answer([next(events), next(events)])
        kitchen.kill_database(all_of_it=all_of_it)
        until(lambda: kitchen.is_back(starts))
        gate.open()
        answer.events += events
    assert (answer.text, answer.error) == ("Half an answer.", None)
    assert answer.events[-1].data == {"done": True}
    last = cook.last_message(answer.session_id)
    assert (last["status"], last["content"]) == ("complete", answer.text)
    assert cook.ask(model.script(say("And more.")).question(), answer.session_id).error is None


def test_an_answer_that_ends_while_it_is_down_is_stored_when_it_is_back(
    kitchen: MortalKitchen, cook: Cook, model: FakeModel
) -> None:
    gate = Gate()
    with cook.asking(model.script(say("Half an ", gate, "answer.")).question()) as events:
        answer = Answer([next(events), next(events)])
        kitchen.kill_database()
        gate.open()
        answer.events += events
    last = cook.last_message(answer.session_id)
    assert (last["status"], last["content"]) == ("complete", "Half an answer.")
    assert (answer.text, answer.error) == ("Half an answer.", None)


def test_what_was_acknowledged_is_there_however_often_it_is_killed(
    kitchen: MortalKitchen, cook: Cook
) -> None:
    saved: list[str] = []

    def save() -> None:
        while len(saved) < 80:
            answer = cook.post("/recipes", json={"name": "Soup"})
            if answer.status_code == 201:
                saved.append(answer.json()["id"])
            else:
                check_refused(answer, 503, "database_unavailable")
                assert answer.headers["retry-after"]

    cook.event_hooks = {"response": []}
    with ThreadPoolExecutor(4) as pool:
        saving = [pool.submit(save) for _ in range(4)]
        for enough in (20, 40, 60):
            until(lambda: len(saved) >= enough)  # noqa: B023 (waited for here)
            kitchen.kill_database(all_of_it=enough == 40)
        for worker in saving:
            worker.result()
    cookbook = {recipe["id"] for page in cook.pages("/recipes") for recipe in page}
    assert set(saved) <= cookbook
    assert {change["entity_id"] for page in cook.pages("/changes") for change in page} == cookbook


def test_tools_it_was_killed_under_have_run_once_each(
    kitchen: MortalKitchen, cook: Cook, model: FakeModel
) -> None:
    calls = [Call("add_to_pantry", EGG, id=f"call_{number}") for number in range(10)]
    answer, started = Answer(), 0
    with cook.asking(model.script(call(*calls), say("Done.")).question()) as events:
        for event in events:
            answer.events.append(event)
            if event.name == "tool" and event.data["status"] == "started":
                started += 1
                if started in (3, 6, 9):
                    kitchen.kill_database()
    assert (answer.text, answer.error) == ("Done.", None)
    assert [entry["quantity"] for entry in cook.ok("GET", "/ingredients")] == [10]
    assert len(cook.ok("GET", "/changes")) == 10
    steps = cook.last_message(answer.session_id)["steps"]
    assert [step["status"] for step in steps] == ["finished"] * 10


def test_told_to_stop_while_it_is_started_again_both_stop(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        killed = set(postgres_of(tmp_path))
        kill(killed)
        until(lambda: bool(set(postgres_of(tmp_path)) - killed))
        began = time.monotonic()
        assert served.end(signal.SIGTERM) == 0
        assert time.monotonic() - began < 30, "5 on an idle machine"
    assert not postgres_of(tmp_path)
    assert "Traceback" not in served.said
