"""Every event handler that the app has registered, and what one may be called with."""

import inspect
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.attack.forms import TYPED, fields_read, form
from tests.factories import Json

# The framework's own, in every state or in its root: no other handler goes unchecked.
OF_THE_FRAMEWORK = {
    *("setvar", "hydrate", "hydrate_and_load", "set_is_hydrated", "on_load_internal"),
    *("handle_frontend_exception", "update_vars_internal"),
}
PLAUSIBLE: dict[Any, Any] = {int: 1, float: 1.5, bool: True, list: [TYPED], str: TYPED}
HOSTILE: list[Any] = [
    *(None, True, -1, 1_000_000_000, 10**400, 1e308, float("nan"), "", "\x00", "\ud800", "\u202e"),
    *("../../etc/passwd", "' OR 1=1 --", "{{7*7}}", "0" * 200_001),
    *([], [[[]]], {}, {"a": {"b": [1]}}, {"": "\x00"}, {"__class__": "x"}, {"id": "\ud800"}),
]
DEEP = "[" * 900 + "]" * 900


@dataclass(frozen=True)
class Handler:
    """`checked` and `public` are what states.base.handler noted; `hints` are its arguments'.

    `fields` are what it reads of a form.
    """

    name: str
    module: str
    checked: bool
    public: bool
    hints: dict[str, Any]
    fields: frozenset[str]

    def plausible(self, ids: list[str]) -> Iterator[Json]:
        """As its page calls it, with each of these ids where it takes a text."""
        for text in (TYPED, "2", *ids):
            yield self.given(text, form(text))

    def given(self, text: str, fields: Json) -> Json:
        """Its arguments: this where it takes a text, and these where it takes a form."""
        known = PLAUSIBLE | {str: text, dict: fields}
        return {name: known.get(plain(hint), text) for name, hint in self.hints.items()}

    def hostile(self) -> Iterator[Json]:
        """As no page does: other types, too few arguments, too many."""
        right = next(self.plausible([]))
        for name in self.hints:
            yield from (right | {name: value} for value in HOSTILE)
            yield {other: value for other, value in right.items() if other != name}
        yield from (right | {extra: 1} for extra in ("more", "self", "arguments", "", "__class__"))


def every() -> list[Handler]:
    """All of them, as the server has them. Imports the app, which takes a second."""
    os.environ["__REFLEX_SKIP_COMPILE"] = "true"
    from reflex_base.registry import RegistrationContext

    from kitchen_app import kitchen_app  # noqa: F401

    registered = RegistrationContext.get().event_handlers
    return [_read(name, one.handler.fn) for name, one in registered.items()]


def _read(name: str, function: Any) -> Handler:
    arguments = list(inspect.signature(function).parameters.values())[1:]
    hints = {argument.name: argument.annotation for argument in arguments}
    written = inspect.unwrap(function)
    forms = [name for name, hint in hints.items() if plain(hint) is dict]
    return Handler(
        name,
        written.__module__,
        getattr(function, "checked", False),
        getattr(function, "public", False),
        hints,
        frozenset(field for name in forms for field in fields_read(written, name)),
    )


def plain(hint: Any) -> Any:
    """The type that a hint like list[str] is about."""
    return getattr(hint, "__origin__", hint)
