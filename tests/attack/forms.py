"""What a page's forms are made of, and what handlers read of them, as their source says."""

import ast
import inspect
import json
from collections.abc import Callable, Iterable
from itertools import chain
from textwrap import dedent
from typing import Any

from pydantic import BaseModel

from tests.factories import Json

TYPED = "a password in a form"  # what no log may show

Reader = Callable[..., Any]


def form(text: str) -> Json:
    """Every field there is: with this text where any will do, else with something that fits."""
    words = ("name", "description", "question", "title", "stock", "ingredient", "own_category")
    secrets = ("password", "current_password", "new_password")
    return {
        **dict.fromkeys(words, text),
        **dict.fromkeys(secrets, TYPED),
        **dict.fromkeys(("servings", "prep_minutes", "cook_minutes", "quantity", "low_at"), "2"),
        **dict.fromkeys(("ingredients", "steps"), json.dumps([text])),
        "seen": "2026-01-01T12:00:00Z",
        "tags": f"{text}, quick",
        "source_url": "https://example.org/soup",
        "unit": "kg",
        "expires_on": "2026-01-01",
        "category": "+",
        "same_as": TYPED,
        "problem": json.dumps({"code": "nonsense", "detail": text}),
    }


FIELDS = frozenset(form(""))


def fields_read(function: Reader, argument: str) -> set[str]:
    """The fields that this function, or what it hands the form to, reads of this argument.

    AssertionError where a use of it does not tell which field it is after.
    """
    tree = ast.parse(dedent(inspect.getsource(function)))
    above = {below: node for node in ast.walk(tree) for below in ast.iter_child_nodes(node)}
    uses = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == argument]
    return set(chain.from_iterable(_read_by(use, above, function) for use in uses))


def _read_by(use: ast.Name, above: dict[ast.AST, ast.AST], function: Reader) -> Iterable[str]:
    match above[use]:
        case ast.Subscript(slice=key):
            return _names(key, above, function)
        case ast.Attribute(attr="get") as get:
            match above[get]:
                case ast.Call(args=[key, *_]):
                    return _names(key, above, function)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=model), attr="model_validate")):
            read: type[BaseModel] = function.__globals__[model]
            return read.model_fields
        case ast.Call(func=ast.Name(id=other), args=args) if use in args:
            next_one = function.__globals__[other]
            return fields_read(next_one, [*inspect.signature(next_one).parameters][args.index(use)])
    raise AssertionError(f"Which field is this? {ast.unparse(above[use])}")


def _names(key: ast.expr, above: dict[ast.AST, ast.AST], function: Reader) -> Iterable[str]:
    match key:
        case ast.Constant(value=str(name)):
            return [name]
        case ast.Name(id=name) if name in function.__globals__:
            return [function.__globals__[name]]
        case ast.Name(id=name):
            return _gone_through(name, key, above, function)
    raise AssertionError(f"Which field is this? {ast.unparse(key)}")


def _gone_through(
    name: str, node: ast.AST, above: dict[ast.AST, ast.AST], function: Reader
) -> Iterable[str]:
    """What a comprehension around this goes through under this name."""
    while node in above:
        node = above[node]
        for loop in getattr(node, "generators", ()):
            match loop:
                case ast.comprehension(target=ast.Name(id=found), iter=ast.Name(id=names)):
                    if found == name:
                        return tuple(function.__globals__[names])
    raise AssertionError(f"Which field is {name}?")
