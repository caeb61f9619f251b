"""A conversation that hypothesis drives: its turns, beside the plain model of them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
)

from tests.api.dictating import Dictation, Reader
from tests.api.plain import Node, Pantry, Step, Tree, Write
from tests.factories import check_refused, make_cook
from tests.fake_openai import Call, Cut, FakeModel, Reply, call, say
from tests.openai_wire import event
from tests.servers import ApiServer
from tests.sse import Event, spelled

AT_MOST = 1.0  # seconds until the model hears of a stop
MOST_ROUNDS = 8

which = st.integers(0, 30)
foods = st.sampled_from(["eggs", "milk"])
amounts = st.integers(1, 3)
writing = st.sampled_from(["add_to_pantry", "use_up"])
pieces = st.text("abc é🍅\n\u2028", min_size=1, max_size=6)


def pick(nodes: list[Node], number: int) -> Node:
    return nodes[number % len(nodes)]


@dataclass
class Running:
    """The turn that is answering: who reads along, and what the model can do."""

    answer: Node
    asker: Reader | None
    observer: Reader
    dictation: Dictation
    asks_first: bool
    rounds: int  # requests to the model so far, of all turns that its question had
    most_rounds: int
    said: list[str] = field(default_factory=list)
    proposed: tuple[Step, Call] | None = None


class Turns(RuleBasedStateMachine):
    """What begins, goes on and ends."""

    server: ApiServer
    model: FakeModel

    def __init__(self) -> None:
        super().__init__()
        self.cook, self.neighbour = make_cook(self.server), make_cook(self.server)
        self.session_id: str | None = None
        self.tree, self.pantry = Tree(), Pantry()
        self.asks_first = False
        self.turn: Running | None = None
        self.away: list[tuple[Reader, Node]] = []  # who hung up before the end
        self.whole: dict[str, list[object]] = {}  # answers that have ended, as they were told

    @property
    def session(self) -> str:
        return f"/chat/sessions/{self.session_id}"

    @property
    def running(self) -> Running:
        assert self.turn
        return self.turn

    def idle(self) -> bool:
        return self.turn is None

    def has_answers(self) -> bool:
        return self.turn is None and bool(self.tree.nodes)

    def listens(self) -> bool:
        return self.turn is not None and self.turn.proposed is None

    def calls(self) -> bool:
        return self.listens() and self.running.rounds < self.running.most_rounds

    @property
    def wrote(self) -> list[Node]:
        """Answers that changed something."""
        return [node for node in self.tree.answers if node.writes]

    def has_written(self) -> bool:
        return bool(self.wrote)

    # Turns begin.

    @precondition(idle)
    @rule()
    def ask(self) -> None:
        self._ask(self.tree.leaf, None)

    @precondition(has_answers)
    @rule(number=which)
    def edit(self, number: int) -> None:
        replaced = pick(self.tree.questions, number)
        self._ask(replaced.parent, replaced.id)

    def _ask(self, parent: Node | None, replaces: str | None) -> None:
        script, dictation = self.model.script(), Dictation()
        script.replies = (Reply(dictation),)
        text = script.question()
        opened = self.cook.asking(text, self.session_id, replaces=replaces)
        reader = self._read(opened)
        question_id = self.cook.session(reader.answer.session_id)["messages"][-2]["id"]
        question = self.tree.add(Node(question_id, parent, script, text, "complete"))
        self._begin(question, reader, dictation)

    @precondition(has_answers)
    @rule(number=which)
    def answer_again(self, number: int) -> None:
        answer, dictation = pick(self.tree.answers, number), Dictation()
        assert answer.parent
        asked = len(answer.script.asked)
        answer.script.replies = (*answer.script.replies[:asked], Reply(dictation))
        reader = self._read(self.cook.answering_again(str(self.session_id), answer.id))
        self._begin(answer.parent, reader, dictation)

    def _read(self, opened: AbstractContextManager[Iterator[Event]]) -> Reader:
        reader = Reader(opened)
        assert reader.next().name == "turn"
        return reader

    def _begin(self, question: Node, asker: Reader, dictation: Dictation) -> None:
        self.session_id = asker.answer.session_id
        answer = Node(asker.answer.message_id, question, question.script, "", "streaming")
        self.tree.add(answer)
        observer = self._read(self.cook.joining(self.session_id))
        rounds = len(answer.script.replies)
        self.turn = Running(
            answer, asker, observer, dictation, self.asks_first, rounds, rounds + MOST_ROUNDS
        )

    @precondition(idle)
    @rule(number=which, text=pieces, name=writing, food=foods, amount=amounts)
    def a_whole_turn(self, number: int, text: str, name: str, food: str, amount: int) -> None:
        """So that there is soon something to flip through and to undo."""
        ways: list[Any] = [self.ask, partial(self.edit, number), partial(self.answer_again, number)]
        (ways[number % 3] if self.tree.nodes else self.ask)()
        self.model_says(text)
        for tool in ("add_to_pantry", name):
            self.model_writes(tool, food, amount)
            if self.running.proposed:
                self.decide(number % 2 == 0)
        self.model_ends()

    # The model speaks.

    @precondition(listens)
    @rule(text=pieces)
    def model_says(self, text: str) -> None:
        self.running.dictation.say(event({"content": text}))
        self.running.said.append(text)
        self._hear(token=text)

    @precondition(calls)
    @rule(name=writing, food=foods, amount=amounts)
    def model_writes(self, name: str, food: str, amount: int) -> None:
        self._call(Call(name, {"items": [{"name": food, "quantity": amount}]}))

    @precondition(calls)
    @rule(food=foods)
    def model_removes(self, food: str) -> None:
        self._call(Call("remove_from_pantry", {"names": [food]}))

    @precondition(calls)
    @rule()
    def model_fails_at_a_tool(self) -> None:
        self._call(Call("read_recipe", {"recipe": "Unicorn pie"}))

    def _call(self, tool: Call) -> None:
        turn, ended = self.running, self.running.dictation
        turn.dictation, turn.rounds = Dictation(), turn.rounds + 1
        turn.answer.script.replies += (Reply(turn.dictation),)
        ended.end(*call(tool).parts)
        self._hear(status="started")
        step = Step(str(turn.observer.answer.events[-1].data["id"]), "failed")
        turn.answer.steps.append(step)
        if tool.name == "read_recipe":
            self._hear(status="failed")
        elif turn.asks_first:
            step.status, turn.proposed = "proposed", (step, tool)
            self._hear(status="proposed")
        else:
            self._does(step, tool)

    def _does(self, step: Step, tool: Call) -> None:
        step.status, step.writes = "finished", self._effect(tool)
        heard = self._hear(status="finished")
        assert len(heard.data.get("change_ids", [])) == len(step.writes)

    def _effect(self, tool: Call) -> list[Write]:
        assert isinstance(tool.arguments, dict)
        if tool.name == "remove_from_pantry":
            return self.pantry.take(tool.arguments["names"][0])
        (item,) = tool.arguments["items"]
        do = self.pantry.add if tool.name == "add_to_pantry" else self.pantry.take
        return do(item["name"], item["quantity"])

    def _hear(self, *, token: str | None = None, status: str | None = None) -> Event:
        """The next event, which must be this one, has come to all who read along."""
        heard = self.running.observer.next()
        if token is None:
            assert (heard.name, heard.data["status"]) == ("tool", status)
        else:
            assert "".join(heard.data["token"].split()) == "".join(token.split())
        if self.running.asker:
            self.running.asker.read_to(self.running.observer.place)
        return heard

    @precondition(listens)
    @rule()
    def model_ends(self) -> None:
        self.running.dictation.end(*say().parts)
        self._ended("complete" if self.running.said else "failed")

    @precondition(listens)
    @rule()
    def model_breaks_off(self) -> None:
        self.running.dictation.end(Cut())
        self._ended("failed")

    # Turns end.

    def _ended(self, status: str) -> None:
        turn, self.turn = self.running, None
        turn.observer.read_all()
        told = spelled(turn.observer.answer.events)
        if turn.asker:
            turn.asker.read_all()
            assert spelled(turn.asker.answer.events) == told
        turn.answer.status, turn.answer.text = status, turn.observer.answer.text
        assert "".join(turn.answer.text.split()) == "".join("".join(turn.said).split())
        assert (turn.observer.answer.error is not None) == (status == "failed")
        self.whole[turn.answer.id] = list(told)
        again = self.cook.join(str(self.session_id), f"{turn.answer.id}:0")
        assert spelled(again.events) == told

    @precondition(lambda self: self.turn)
    @rule()
    def stop(self) -> None:
        turn = self.running
        self.cook.stop(str(self.session_id))
        if turn.proposed:
            turn.proposed[0].status = "declined"
        elif len(turn.answer.script.asked) == turn.rounds:
            assert turn.answer.script.asked[-1].hung_up.wait(AT_MOST)
        self._ended("stopped")

    @precondition(lambda self: self.turn and self.turn.proposed)
    @rule(approve=st.booleans())
    def decide(self, approve: bool) -> None:
        turn = self.running
        assert turn.proposed
        (step, tool), turn.proposed = turn.proposed, None
        decided = self.cook.decide(turn.answer.id, step.id, approve=approve)
        if approve:
            self._does(step, tool)
        else:
            step.status = "declined"
            self._hear(status="declined")
        assert decided["status"] == step.status
        again = {"step": step.id, "approve": approve}
        refused = self.cook.post(f"/chat/messages/{turn.answer.id}/decision", json=again)
        check_refused(refused, 409, "already_decided")
