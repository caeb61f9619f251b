"""Ask first: what the assistant would change waits for the cook's word, and is done once, by it.

How a proposal is told again is in test_replay.py; what a stop does to it in test_stop_tools.py,
what a kill in test_crash_tools.py.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import httpx
import pytest

from tests.api.conftest import MakeCook, Stranger
from tests.factories import Cook, Json, at_once, check_refused, kept, make_cook
from tests.fake_openai import Call, FakeModel, Script, call, say
from tests.servers import ApiServer
from tests.sse import Event

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
USE_EGGS = Call("use_up", {"items": [{"name": "eggs", "quantity": 2}]})


@pytest.fixture(autouse=True)
def asks_first(cook: Cook) -> None:
    cook.ok("PATCH", "/auth/me", {"asks_first": True})


class Proposal:
    """An answer that waits for a word."""

    def __init__(self, cook: Cook, script: Script, events: Iterator[Event]) -> None:
        self.cook = cook
        self.script = script
        self.events = events
        turn = next(events).data
        self.session_id, self.message_id = turn["session_id"], turn["message_id"]
        self.step = self.next("proposed")

    def next(self, status: str) -> Json:
        """The next thing told of a tool that has this status."""
        return next(
            event.data
            for event in self.events
            if event.name == "tool" and event.data["status"] == status
        )

    def say(self, *, approve: bool, by: Cook | None = None, step: Any = None) -> httpx.Response:
        word = {"step": self.step["id"] if step is None else step, "approve": approve}
        return (by or self.cook).post(f"/chat/messages/{self.message_id}/decision", json=word)

    def told(self) -> list[str]:
        """What the model was told in the end that its tools did."""
        assert list(self.events)[-1].data == {"done": True}
        return self.script.asked[-1].said("tool")

    @property
    def steps(self) -> list[Json]:
        found: list[Json] = self.cook.last_message(self.session_id)["steps"]
        return found


@contextmanager
def proposing(cook: Cook, model: FakeModel, *calls: Call) -> Iterator[Proposal]:
    script = model.script(call(*calls), say("Well."))
    with cook.asking(script.question()) as events:
        yield Proposal(cook, script, events)


def test_nothing_is_changed_until_it_is_approved(cook: Cook, model: FakeModel) -> None:
    with proposing(cook, model, EGGS) as proposal:
        assert (kept(cook), cook.ok("GET", "/changes")) == ([], [])
        (waiting,) = proposal.steps
        assert (waiting["status"], waiting["asked"]) == ("proposed", "Add 12 eggs to the pantry")
        assert (waiting["change_ids"], waiting["link"]) == ([], None)
        assert cook.session(proposal.session_id)["active"] is True
        approved = proposal.say(approve=True).json()
        assert proposal.told() == ["Added 12 eggs."]
    (change,) = cook.ok("GET", "/changes")
    assert (change["actor"], change["message_id"]) == ("assistant", proposal.message_id)
    assert approved["change_ids"] == [change["id"]]
    assert approved["summary"] == "Added 12 eggs to the pantry"
    assert proposal.steps == [approved]
    assert cook.names("/ingredients") == ["eggs"]


def test_what_is_declined_is_not_done_and_the_model_hears_it(cook: Cook, model: FakeModel) -> None:
    with proposing(cook, model, EGGS) as proposal:
        declined = proposal.say(approve=False).json()
        (told,) = proposal.told()
    assert told.startswith("The cook declined this")
    assert (declined["status"], proposal.steps) == ("declined", [declined])
    assert (kept(cook), cook.ok("GET", "/changes")) == ([], [])
    assert cook.last_message(proposal.session_id)["content"] == "Well."


def test_what_is_proposed_is_what_would_happen_and_what_is_approved_what_does(
    cook: Cook, model: FakeModel
) -> None:
    """Approved is the deed: it is done to what there is by then."""
    cook.stock("eggs", 6)
    with proposing(cook, model, USE_EGGS) as proposal:
        assert proposal.step["summary"] == "Use 2 eggs, 4 left"
        cook.stock("eggs", 4)
        approved = proposal.say(approve=True).json()
        assert approved["summary"] == "Used 2 eggs, 8 left"
        assert approved["asked"] == proposal.step["summary"]
    assert cook.ok("GET", "/ingredients")[0]["quantity"] == 8


def test_several_are_asked_for_one_by_one(cook: Cook, model: FakeModel) -> None:
    with proposing(cook, model, EGGS, USE_EGGS) as proposal:
        assert len(proposal.steps) == 1
        proposal.say(approve=True)
        second = proposal.next("proposed")
        assert second["summary"] == "Use 2 eggs, 10 left"
        proposal.say(approve=False, step=second["id"])
        assert len(proposal.told()) == 2
    assert [step["status"] for step in proposal.steps] == ["finished", "declined"]
    assert cook.ok("GET", "/ingredients")[0]["quantity"] == 12


@pytest.mark.parametrize(
    "tool",
    [Call("read_pantry"), Call("find_recipes"), Call("what_can_i_cook")],
    ids=lambda one: one.name,
)
def test_who_only_looks_does_not_ask(cook: Cook, model: FakeModel, tool: Call) -> None:
    answer = cook.ask(model.script(call(tool), say("Nothing.")).question())
    assert [told["status"] for told in answer.named("tool")] == ["started", "finished"]


@pytest.mark.parametrize(
    "tool",
    [
        Call("update_recipe", {"recipe": "Unicorn pie", "servings": 2}),
        Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": -1}]}),
        Call("add_to_pantry", '{"items": '),
    ],
    ids=["no such recipe", "no such amount", "no JSON"],
)
def test_what_cannot_be_done_is_refused_without_asking(
    cook: Cook, model: FakeModel, tool: Call
) -> None:
    answer = cook.ask(model.script(call(tool), say("I cannot.")).question())
    assert [told["status"] for told in answer.named("tool")] == ["started", "failed"]
    assert answer.text == "I cannot."


def test_a_proposal_links_to_nothing_that_is_not_there(cook: Cook, model: FakeModel) -> None:
    toast = Call("save_recipe", {"name": "Toast", "servings": 2})
    with proposing(cook, model, toast) as proposal:
        assert "link" not in proposal.step
        link = proposal.say(approve=True).json()["link"]
    (recipe,) = cook.ok("GET", "/recipes")
    assert link == f"/cookbook/{recipe['id']}"


@pytest.mark.parametrize("approve", [True, False])
def test_a_word_counts_once_however_many_say_it(
    cook: Cook, model: FakeModel, approve: bool
) -> None:
    with proposing(cook, model, EGGS) as proposal, ThreadPoolExecutor(6) as pool:
        said = at_once(pool, *[partial(proposal.say, approve=approve)] * 6)
        assert sorted(one.status_code for one in said) == [200] + [409] * 5
        check_refused(proposal.say(approve=not approve), 409, "already_decided")
    assert len(cook.ok("GET", "/changes")) == approve


def test_of_yes_and_no_at_the_same_instant_one_counts(new_cook: MakeCook, model: FakeModel) -> None:
    for _ in range(10):
        cook = new_cook()
        cook.ok("PATCH", "/auth/me", {"asks_first": True})
        with proposing(cook, model, EGGS) as proposal, ThreadPoolExecutor(2) as pool:
            yes, no = at_once(
                pool, partial(proposal.say, approve=True), partial(proposal.say, approve=False)
            )
            assert {yes.status_code, no.status_code} == {200, 409}
            proposal.told()
        done = yes.status_code == 200
        assert [step["status"] for step in proposal.steps] == ["finished" if done else "declined"]
        assert cook.names("/ingredients") == (["eggs"] if done else [])


def test_any_client_of_the_cook_may_decide(
    cook: Cook, model: FakeModel, offline_server: ApiServer
) -> None:
    """Here one at another kitchen: the turn hears of it by looking again."""
    with (
        proposing(cook, model, EGGS) as proposal,
        Cook(offline_server, id=cook.id, username=cook.username, token=cook.token) as other,
    ):
        assert proposal.say(approve=True, by=other).status_code == 200
        assert proposal.told() == ["Added 12 eggs."]


def test_nobody_decides_for_another(
    cook: Cook, new_cook: MakeCook, stranger: Stranger, model: FakeModel
) -> None:
    with proposing(cook, model, EGGS) as proposal:
        for other in (new_cook(), stranger):
            for approve in (True, False):
                refused = proposal.say(approve=approve, by=other)
                check_refused(refused, 404, "step_not_found")
        assert [step["status"] for step in proposal.steps] == ["proposed"]
        proposal.say(approve=False)


def test_only_what_was_asked_can_be_decided(cook: Cook, model: FakeModel) -> None:
    with proposing(cook, model, Call("read_pantry"), EGGS) as proposal:
        read, asked = proposal.steps
        for step in (read["id"], "call_1", "x" * 200, "🍅"):
            check_refused(proposal.say(approve=True, step=step), 404, "step_not_found")
        for wrong in ("", "x" * 201, "\x00", 7):
            answer = proposal.say(approve=True, step=wrong)
            assert answer.status_code in (404, 422), answer.text
        path = f"/chat/messages/{proposal.session_id}/decision"
        foreign = cook.post(path, json={"step": asked["id"], "approve": True})
        check_refused(foreign, 404, "step_not_found")
        proposal.say(approve=False)
    assert cook.ok("GET", "/changes") == []


def test_the_setting_counts_from_the_next_question_on(cook: Cook, model: FakeModel) -> None:
    script = model.script(call(EGGS), call(EGGS), say("Well."))
    with cook.asking(script.question()) as events:
        proposal = Proposal(cook, script, events)
        cook.ok("PATCH", "/auth/me", {"asks_first": False})
        proposal.say(approve=True)
        second = proposal.next("proposed")
        proposal.say(approve=False, step=second["id"])
        proposal.told()
    answer = cook.ask(model.script(call(EGGS), say("Added.")).question())
    assert [told["status"] for told in answer.named("tool")] == ["started", "finished"]


def test_each_cook_has_a_setting_of_their_own(
    new_cook: MakeCook, server: ApiServer, model: FakeModel
) -> None:
    other = new_cook()
    assert other.ok("GET", "/auth/me")["asks_first"] is False
    answer = other.ask(model.script(call(EGGS), say("Added.")).question())
    assert answer.named("tool")[-1]["status"] == "finished"
    with make_cook(server) as third:
        check_refused(third.patch("/auth/me", json={"asks_first": "maybe"}), 422, "invalid_request")


def test_what_was_approved_can_be_undone_and_redone(cook: Cook, model: FakeModel) -> None:
    cook.stock("eggs", 6)
    before = kept(cook)
    with proposing(cook, model, USE_EGGS) as proposal:
        proposal.say(approve=True)
        proposal.told()
    after, path = kept(cook), f"/chat/messages/{proposal.message_id}"
    cook.ok("POST", f"{path}/undo")
    assert (kept(cook), proposal.steps[0]["undone"]) == (before, True)
    check_refused(proposal.say(approve=True), 409, "already_decided")
    cook.ok("POST", f"{path}/redo")
    assert kept(cook) == after


def test_the_model_hears_later_what_came_of_a_proposal(cook: Cook, model: FakeModel) -> None:
    with proposing(cook, model, EGGS) as proposal:
        cook.stop(proposal.session_id)
        list(proposal.events)
    script = model.script(say("Hm."))
    cook.ask(script.question(), proposal.session_id)
    assert script.asked[0].said("tool") == [
        "The answer ended before the cook had decided. Nothing was changed."
    ]
