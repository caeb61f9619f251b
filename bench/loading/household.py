"""What a cook does all day, as a user of locust; every answer is looked at.

A cook who waits for nothing asks again at once. `HOUSE` says where and as whom.
"""

import json
import os
import re
from itertools import count
from secrets import token_hex
from typing import Any

from locust import FastHttpUser

TURN = "turn"
PATIENCE = 60.0  # seconds
_ID = re.compile(rb'"id" ?: ?"([0-9a-f-]{36})"')
_NUMBERS = count()
_HOUSE: dict[str, Any] = json.loads(os.environ["HOUSE"])


class Cook(FastHttpUser):
    """One client of one process: clients take turns with processes, and with the cooks."""

    network_timeout = connection_timeout = PATIENCE

    def __init__(self, environment: Any) -> None:
        self._number = next(_NUMBERS)
        urls, tokens = _HOUSE["urls"], _HOUSE["tokens"]
        self.host = urls[self._number % len(urls)]
        self._headers = {"Authorization": f"Bearer {tokens[self._number % len(tokens)]}"}
        self._jar = f"jar {token_hex(4)}"
        self._recipes: list[str] = []
        super().__init__(environment)

    def look_around(self) -> None:
        found = self._ask("GET", "/recipes", "list recipes", has=b'"ingredients"')
        self._recipes = [one.decode() for one in _ID.findall(found)] or self._recipes

    def read_recipe(self) -> None:
        if not self._recipes:
            return self.look_around()
        recipe = self._recipes.pop()
        self._ask("GET", f"/recipes/{recipe}", "read a recipe", has=recipe.encode())
        return None

    def search(self) -> None:
        self._ask("GET", "/recipes?q=smoky%20leek", "search", has=b"leek")

    def narrow(self) -> None:
        self._ask("GET", "/recipes?ingredient=cinnamon&limit=20", "filter", has=b"cinnamon")

    def write_recipe(self) -> None:
        """Written, amended, and taken out again."""
        name = f"Soup of client {self._number}"
        recipe = {
            "name": name,
            "ingredients": [{"name": "leek", "quantity": 2}, {"name": "cream", "unit": "ml"}],
            "steps": ["Cook the leek.", "Add the cream."],
        }
        made = self._ask("POST", "/recipes", "create", status=201, has=name.encode(), body=recipe)
        if path := _path("/recipes", made):
            self._ask("PATCH", path, "update", has=b'"servings"', body={"servings": 3})
            self._ask("DELETE", path, "delete", status=204)

    def look_into_pantry(self) -> None:
        self._ask("GET", "/ingredients", "pantry", has=b'"quantity"')

    def stock_up(self) -> None:
        """A jar of one's own comes, is used in part, and goes."""
        jar = {"name": self._jar, "quantity": 3}
        made = self._ask("POST", "/ingredients", "stock", status=201, has=b"jar", body=jar)
        if path := _path("/ingredients", made):
            self._ask("PATCH", path, "use", has=b"jar", body={"quantity": 2})
            self._ask("DELETE", path, "use up", status=204)

    def ask_what_to_cook(self) -> None:
        self._ask("GET", "/recipes/cookable?limit=20", "cookable", has=b'"missing"')

    def look_back(self) -> None:
        self._ask("GET", "/changes", "changes", has=b"[")

    def peek(self) -> None:
        """At what is another cook's, which is not there."""
        self._ask("GET", f"/recipes/{_HOUSE['strange']}", "another's recipe", status=404)

    def talk(self) -> None:
        """A question, and the answer to its end, with two tools called on the way."""
        body = {"message": f"What is there for {self._number}?"}
        self._ask("POST", "/chat/send", TURN, has=b'{"done":true}', body=body)

    def sign_in(self) -> None:
        guests = _HOUSE["guests"]
        body = {"username": guests[self._number % len(guests)], "password": _HOUSE["password"]}
        self._ask("POST", "/auth/login", "sign in", has=b"access_token", body=body)

    def check_health(self) -> None:
        self._ask("GET", "/health", "health", has=b'"ok"')

    def _ask(
        self,
        method: str,
        path: str,
        name: str,
        *,
        status: int = 200,
        has: bytes = b"",
        body: Any = None,
    ) -> bytes:
        """The answer; nothing where it is not as it should be, and then it counts as a failure."""
        with self.client.request(
            method, path, name=name, json=body, headers=self._headers, catch_response=True
        ) as answer:
            content = bytes(answer.content or b"")
            if answer.status_code == status and has in content:
                answer.success()
                return content
            said = answer.status_code or type(getattr(answer, "error", None)).__name__
            answer.failure(f"{name}: {said}" if said != status else f"{name}: other content")
        return b""


WEIGHTS = {
    Cook.look_around: 160,
    Cook.read_recipe: 200,
    Cook.search: 80,
    Cook.narrow: 80,
    Cook.write_recipe: 30,
    Cook.look_into_pantry: 120,
    Cook.stock_up: 40,
    Cook.ask_what_to_cook: 30,
    Cook.look_back: 30,
    Cook.peek: 10,
    Cook.talk: 22,
    Cook.sign_in: 1,
    Cook.check_health: 20,
}
Cook.tasks = [task for task, weight in WEIGHTS.items() for _ in range(weight)]


def _path(collection: str, made: bytes) -> str | None:
    found = _ID.search(made)
    return f"{collection}/{found[1].decode()}" if found else None
