"""Every route of the OpenAPI document, and every place in a request of it that takes a value."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from tests.api.test_problems import examples, resolved
from tests.factories import Json

ID_LIKE = re.compile(r"(^|_)(ids?|cursor|step)$")

# Which of a cook's ids is the right one in a place: a new place says here what it takes.
KINDS = {
    "recipe_id": "recipe",
    "ingredient_id": "item",
    "session_id": "session",
    "message_id": "answer",
    "change_id": "change",
    "change_ids": "change",
    "login_id": "login",
    "entity_id": "recipe",
    "replaces": "question",
    "version": "question",
    "step": "proposed",
    "name": "food",
}
KINDS_THERE = {("/chat/messages/{message_id}/decision", "message_id"): "proposal"}


@dataclass(frozen=True)
class Slot:
    """A place: in the path, query, header or body. `takes_id` where nothing but a UUID will do."""

    place: str
    name: str
    many: bool = False
    takes_id: bool = False


@dataclass(frozen=True)
class Door:
    """`body` is the document's own example; `answers` the statuses that are documented."""

    method: str
    path: str
    slots: tuple[Slot, ...]
    body: Json | None
    answers: frozenset[int]
    guarded: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def knock(
        self, client: httpx.Client, ids: dict[str, str], *, tried: dict[Slot, str], **options: Any
    ) -> httpx.Response:
        """Send the request with the right ones of `ids` where it needs some, and what is tried.

        An event stream is read to its end.
        """
        filled = {slot: self._right(slot, ids) for slot in self.slots if self._needs(slot)} | tried
        parts: dict[str, Json] = {"path": {}, "query": {}, "header": {}, "body": {}}
        for slot, value in filled.items():
            parts[slot.place][slot.name] = [value] if slot.many else value
        path = self.path
        for name, value in parts["path"].items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        headers = {name: value.encode() for name, value in parts["header"].items()}
        headers |= options.pop("headers", {})
        params = parts["query"] | options.pop("params", {})
        body = None if self.body is None else self.body | parts["body"]
        return client.request(
            self.method, path, params=params, headers=headers, json=body, **options
        )

    def _needs(self, slot: Slot) -> bool:
        """A path does, and a body where its example has such a field."""
        return slot.place == "path" or (
            slot.place == "body" and self.body is not None and slot.name in self.body
        )

    def _right(self, slot: Slot, ids: dict[str, str]) -> str:
        return ids[KINDS_THERE.get((self.path, slot.name)) or KINDS[slot.name]]


def doors(document: Json) -> list[Door]:
    """All of them."""
    return [
        Door(
            method=method.upper(),
            path=path,
            slots=(*_parameters(operation), *_id_fields(document, operation)),
            body=examples(document, operation)[0] if "requestBody" in operation else None,
            answers=frozenset(map(int, operation["responses"])),
            guarded="security" in operation,
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _parameters(operation: Json) -> Iterator[Slot]:
    for parameter in operation.get("parameters", ()):
        yield Slot(parameter["in"], parameter["name"], takes_id=_is_id(parameter["schema"]))


def _id_fields(document: Json, operation: Json) -> Iterator[Slot]:
    """The fields of a body that look as if an id went there."""
    if "requestBody" not in operation:
        return
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    for name, field in resolved(document, schema)["properties"].items():
        if _is_id(field) or ID_LIKE.search(name):
            many = field.get("type") == "array"
            yield Slot("body", name, many=many, takes_id=_is_id(field))


def _is_id(schema: Json) -> bool:
    return '"uuid"' in json.dumps(schema)
