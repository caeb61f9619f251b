"""Whatever a cook does in whatever order, the kitchen agrees with a plain model of it (plain.py).

`--hypothesis-profile=thorough` takes half an hour instead of half a minute.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.api.conversing import Turns, amounts, foods, pick, which
from tests.factories import check_refused
from tests.fake_openai import FakeModel
from tests.servers import ApiServer
from tests.sse import spelled

QUICK = settings().max_examples <= 100
ATTEMPTS = settings(
    max_examples=settings().max_examples // 6,
    derandomize=QUICK,
    phases=[Phase.generate] if QUICK else list(Phase),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Conversation(Turns):
    """What else a cook does, and what holds at all times."""

    # Readers come and go.

    @precondition(lambda self: self.turn and self.turn.asker)
    @rule()
    def hang_up(self) -> None:
        assert self.running.asker
        self.running.asker.hang_up()
        self.away.append((self.running.asker, self.running.answer))
        self.running.asker = None

    @precondition(lambda self: self.away)
    @rule(number=which)
    def come_back(self, number: int) -> None:
        reader, answer = self.away.pop(number % len(self.away))
        if self.turn and self.turn.answer is answer:
            reader.come_back(self.cook.joining(str(self.session_id), reader.last))
            reader.read_to(self.turn.observer.place)
            assert spelled(reader.answer.events) == spelled(self.turn.observer.answer.events)
            reader.hang_up()
            self.away.append((reader, answer))
        else:
            reader.come_back(self.cook.joining(str(self.session_id), reader.last))
            reader.read_all()
            assert spelled(reader.answer.events) == self.whole[answer.id]

    # What has been said is shown, and what has been done undone.

    @precondition(Turns.has_answers)
    @rule(number=which)
    def flip(self, number: int) -> None:
        node = pick(self.tree.nodes, number)
        self.cook.ok("PATCH", self.session, {"version": node.id})
        self.tree.show(node)

    @precondition(Turns.has_written)
    @rule(number=which)
    def undo(self, number: int) -> None:
        answer = pick(self.wrote, number)
        self._take_back(f"/chat/messages/{answer.id}/undo", self.pantry.undo(answer.writes))

    @precondition(Turns.has_written)
    @rule(number=which)
    def redo(self, number: int) -> None:
        answer = pick(self.wrote, number)
        self._take_back(f"/chat/messages/{answer.id}/redo", self.pantry.redo(answer.writes))

    def _take_back(self, path: str, code: str) -> None:
        answer = self.cook.post(path)
        if not code:
            assert answer.status_code == 200, answer.text
        else:
            check_refused(answer, 404 if code == "change_not_found" else 409, code)

    @rule(food=foods, amount=amounts)
    def stock(self, food: str, amount: int) -> None:
        self.cook.stock(food, amount)
        self.pantry.add(food, amount)

    @rule()
    def mind_being_asked(self) -> None:
        self.asks_first = not self.asks_first
        self.cook.ok("PATCH", "/auth/me", {"asks_first": self.asks_first})

    # What cannot be.

    @precondition(lambda self: self.turn)
    @rule(number=which)
    def begin_another(self, number: int) -> None:
        question, node = pick(self.tree.questions, number), pick(self.tree.nodes, number)
        body = {"message": "And?", "session_id": self.session_id}
        for refused in (
            self.cook.post("/chat/send", json=body),
            self.cook.post("/chat/send", json=body | {"replaces": question.id}),
            self.cook.post(f"{self.session}/regenerate"),
            self.cook.patch(self.session, json={"version": node.id}),
        ):
            check_refused(refused, 409, "turn_in_progress")

    @precondition(lambda self: self.session_id)
    @rule(number=which)
    def the_neighbour_pries(self, number: int) -> None:
        node, them = pick(self.tree.nodes, number), self.neighbour
        last = {"Last-Event-ID": f"{node.id}:1"}
        body = {"message": "And?", "session_id": self.session_id, "replaces": node.id}
        for refused in (
            them.get(self.session),
            them.get(f"{self.session}/stream", headers=last),
            them.post(f"{self.session}/stop"),
            them.post(f"{self.session}/regenerate"),
            them.post("/chat/send", json=body),
            them.patch(self.session, json={"version": node.id}),
            them.delete(self.session),
            them.post(f"/chat/messages/{node.id}/undo"),
            them.post(
                f"/chat/messages/{node.id}/decision", json={"step": "call_1", "approve": True}
            ),
        ):
            assert refused.status_code == 404, refused.text

    # What holds at all times.

    @invariant()
    def the_pantry_is_as_it_must_be(self) -> None:
        found = self.cook.ok("GET", "/ingredients")
        assert {entry["name"]: entry["quantity"] for entry in found} == self.pantry.shown()

    @precondition(lambda self: self.session_id)
    @invariant()
    def the_conversation_is_as_it_must_be(self) -> None:
        session = self.cook.session(str(self.session_id))
        assert session["active"] == (self.turn is not None)
        assert session["message_count"] == len(self.tree.nodes)
        for found, node in zip(session["messages"], self.tree.shown, strict=True):
            assert (found["id"], found["status"]) == (node.id, node.status)
            assert found["versions"] == [one.id for one in self.tree.after(node.parent)]
            steps = [(step["id"], step["status"], step["undone"]) for step in found["steps"]]
            assert steps == [(step.id, step.status, step.undone) for step in node.steps]
            if node.status == "streaming":
                assert self.running.observer.answer.text.startswith(found["content"])
            else:
                assert found["content"] == node.text

    def teardown(self) -> None:
        if self.turn:
            self.stop()
            self.the_conversation_is_as_it_must_be()
        self.cook.close()
        self.neighbour.close()


@pytest.mark.timeout(3_600)
@pytest.mark.usefixtures("quiet_log")
def test_whatever_a_cook_does_the_kitchen_agrees_with_the_plain_model(
    server: ApiServer, model: FakeModel
) -> None:
    here = {"server": server, "model": model}
    run_state_machine_as_test(type("Here", (Conversation,), here), settings=ATTEMPTS)
