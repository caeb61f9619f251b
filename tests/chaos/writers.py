"""Clients who write, remember what was acknowledged, and send again what was not."""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.chaos.house import House
from tests.factories import Cook
from tests.fake_openai import Call, FakeModel, call, say
from tests.sse import Event, read_events

TRIES = 40
AGAIN = 0.25  # seconds


@dataclass
class Ledger:
    """What one client knows. `maybe` was sent, and nobody said what became of it."""

    recipes: set[str] = field(default_factory=set)
    amounts: set[int] = field(default_factory=set)
    undone: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)  # by session: an answer read to its end
    maybe: set[object] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)


class Writer:
    """One client; its cook is nobody else's."""

    def __init__(self, house: House, cook: Cook, model: FakeModel, chance: random.Random) -> None:
        self.ledger = Ledger()
        self.cook = cook
        self._house = house
        self._model = model
        self._chance = chance
        self._amount = 0

    def write(self, ended: threading.Event) -> None:
        acts = (self._save, self._stock, self._chat, self._save_and_undo)
        while not ended.wait(0.3):
            self._chance.choice(acts)()

    def _send(self, path: str, body: Any, what: object) -> Any:
        """The answer; sent again with its key until there is one, or now and then given up."""
        key = {"Idempotency-Key": uuid4().hex}
        patient = self._chance.random() < 0.9
        for _ in range(TRIES if patient else 1):
            if way := self._house.way(self._chance.randrange(2)):
                url = way + path
                try:
                    answer = httpx.post(
                        url, json=body, headers=dict(self.cook.headers) | key, timeout=15
                    )
                    if answer.status_code < 400:
                        self.ledger.counts["acknowledged"] += 1
                        self.ledger.maybe.discard(what)
                        return answer
                    assert answer.status_code == 503, answer.text
                    assert answer.headers["retry-after"]
                    self.ledger.counts["refused"] += 1
                except httpx.TransportError:
                    self.ledger.counts["cut off"] += 1
                self.ledger.maybe.add(what)
            threading.Event().wait(AGAIN)
        return None

    def _save(self) -> str | None:
        name = f"Soup {uuid4().hex}"
        if answer := self._send("/recipes", {"name": name}, name):
            self.ledger.recipes.add(name)
            return str(answer.json()["id"])
        return None

    def _stock(self) -> None:
        amount = self._next_amount()
        body = {"name": "flour", "quantity": amount, "unit": "g"}
        if self._send("/ingredients", body, amount):
            self.ledger.amounts.add(amount)

    def _next_amount(self) -> int:
        self._amount += 1
        return self._amount

    def _save_and_undo(self) -> None:
        """The newest change of a client who writes one thing at a time is its own."""
        if not (recipe_id := self._save()):
            return
        way = self._house.way(self._chance.randrange(2))
        try:
            if way is None:
                return
            headers = dict(self.cook.headers)
            url = f"{way}/changes?entity_id={recipe_id}"
            found = httpx.get(url, headers=headers, timeout=15)
        except httpx.TransportError:
            return
        if found.status_code == 200:
            change = found.json()[-1]["id"]
            what = ("undo", recipe_id)
            if self._send(f"/changes/{change}/undo", None, what):
                self.ledger.undone.add(recipe_id)

    def _chat(self) -> None:
        amount = self._next_amount()
        item = {"name": "flour", "quantity": amount, "unit": "g"}
        deed = call(Call("add_to_pantry", {"items": [item]}), gate=self._house.thinking)
        script = self._model.script(deed, say("Added ", self._house.thinking, "it."))
        self.ledger.maybe.add(amount)
        answer = self._send("/chat/send", {"message": script.question()}, ("chat", amount))
        if answer is None:
            return
        events: list[Event] = list(read_events([answer.content]))
        text = "".join(e.data["token"] for e in events if e.name is None and "token" in e.data)
        if events and events[-1].data == {"done": True}:
            self.ledger.told[events[0].data["session_id"]] = text
        finished = [e for e in events if e.name == "tool" and e.data["status"] == "finished"]
        if finished:
            self.ledger.maybe.discard(amount)
            self.ledger.amounts.add(amount)
