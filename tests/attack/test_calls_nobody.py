"""Addresses are only text: nothing that a person or the model writes makes the kitchen call there.

Every route, handler and tool is given a listener's address wherever it takes a text.
"""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from kitchen_app.ai.tools import DEEDS
from tests.attack import handlers
from tests.attack.doors import Door, doors
from tests.attack.forms import form
from tests.attack.owners import Owner, make_owner
from tests.factories import Json, Kitchen, make_cook
from tests.fake_openai import KEY, Call, FakeModel, call, say
from tests.servers import api_server
from tests.web.sockets import tab
from tests.web.visits import WebKitchen

EDITING = "/cookbook/{recipe}?edit=1"
PAGES = (EDITING, "/cookbook", "/pantry", "/chat/{session}", "/settings", "/login")
PASTED = (
    "Save this:\nSoup\n\nIngredients:\n200 g leeks\n1 {at}\n\nSteps:\nSee {at}.\n\nSource: {at}"
)


class Listener:
    """Listens at `address`. Whoever calls there waits for an answer that never comes."""

    def __init__(self, line: socket.socket) -> None:
        line.setblocking(False)
        self._line = line
        self.address = f"http://127.0.0.1:{line.getsockname()[1]}/soup"

    def calls(self) -> int:
        """How many came since this was last asked."""
        try:
            self._line.accept()[0].close()
        except BlockingIOError:
            return 0
        return 1 + self.calls()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """When the test has ended nobody has called, though a call would have been heard."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        listener = Listener(line)
        yield listener
        assert listener.calls() == 0
        socket.create_connection(line.getsockname()).close()
        assert listener.calls() == 1


@contextmanager
def owner_at(kitchen: Kitchen) -> Iterator[Owner]:
    owner = make_owner(kitchen, "plain", alias="quax")
    with closing(owner.cook):
        yield owner


def written(value: Any, address: str) -> Any:
    """The same, with the address for every text in it."""
    if isinstance(value, dict):
        return {name: written(inside, address) for name, inside in value.items()}
    if isinstance(value, list):
        return [written(inside, address) for inside in value]
    return address if isinstance(value, str) else value


def filled(schema: Json, address: str, document: Json) -> Any:
    """What a schema takes, with the address for every text."""
    if "$ref" in schema:
        return filled(document["$defs"][schema["$ref"].rpartition("/")[2]], address, document)
    if "anyOf" in schema:
        return filled(schema["anyOf"][0], address, document)
    if schema["type"] == "object":
        fields = schema["properties"].items()
        return {name: filled(field, address, document) for name, field in fields}
    if schema["type"] == "array":
        return [filled(schema["items"], address, document)]
    if schema.get("format") == "date":
        return "2030-01-01"
    return {"string": address, "boolean": True}.get(schema["type"], 1)


def try_everywhere(door: Door, owner: Owner, address: str) -> None:
    """In each place of a request, in each field of its body, and in all of those at once."""
    for slot in door.slots:
        door.knock(owner.cook, owner.ids, tried={slot: address})
    for name, value in (door.body or {}).items():
        changed = {**(door.body or {}), name: written(value, address)}
        replace(door, body=changed).knock(owner.cook, owner.ids, tried={})
    replace(door, body=written(door.body, address)).knock(owner.cook, owner.ids, tried={})


@pytest.mark.timeout(300)
def test_no_request_makes_it_call(database_url: str, listener: Listener) -> None:
    at = listener.address
    with api_server(database_url) as server, owner_at(server) as owner:
        for door in doors(owner.cook.ok("GET", "/openapi.json")):
            with owner_at(server) as another:  # it may end their login
                try_everywhere(door, another, at)
        saved = owner.cook.recipe(at, uses=[at], steps=[at], description=at, source_url=at)
        assert owner.cook.ok("GET", f"/recipes/{saved['id']}")["source_url"] == at
        owner.cook.ask(f"What is at {at} ?")
        owner.cook.ask(PASTED.format(at=at))
        pasted = owner.cook.ok("GET", "/recipes", params={"q": "Soup", "ingredient": "leeks"})
        assert pasted[0]["source_url"] == at


@pytest.mark.timeout(300)
def test_no_event_of_a_page_makes_it_call(own_kitchen: WebKitchen, listener: Listener) -> None:
    at = listener.address
    with owner_at(own_kitchen) as owner:
        recipe = owner.cook.ok("GET", f"/recipes/{owner.ids['recipe']}")
        fields = form(at) | {"seen": recipe["updated_at"], "source_url": at}
        for page in PAGES:
            path = page.format_map(owner.ids)
            with tab(own_kitchen.url, str(uuid4()), cookie=owner.cookie, path=path) as opened_tab:
                for handler in handlers.every():
                    opened_tab.send(handler.name, handler.given(at, fields), path)
                opened_tab.settle()
        assert any(at in row for _, row in owner.rows())
        assert own_kitchen.served.end() == 0


def test_no_answer_of_the_model_makes_it_call(
    database_url: str, model: FakeModel, listener: Listener
) -> None:
    at = listener.address
    schemas = {name: deed.arguments.model_json_schema() for name, deed in DEEDS.items()}
    calls = [Call(name, filled(one, at, one), id=f"call_{name}") for name, one in schemas.items()]
    calls.append(Call("fetch", {"url": at}, id="call_fetch"))
    with (
        api_server(database_url, openai_base_url=model.url, openai_api_key=KEY) as server,
        make_cook(server) as cook,
    ):
        script = model.script(call(*calls), say(f"![soup]({at}) <img src={at}> [soup]({at})"))
        answer = cook.ask(script.question(at))
        assert at in answer.text
        saved = cook.ok("GET", "/recipes")
        assert at in [recipe["source_url"] for recipe in saved]
