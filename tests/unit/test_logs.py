"""A line of the log: everything about an error or a library, except what it quotes."""

import errno
import json
import logging
import sys
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from kitchen_app.errors import RecipeNotFound
from kitchen_app.logs import formatter

SECRET = "xylophagous"


def line(message: object, *values: object, name: str = "library", error: bool = False) -> Any:
    """The line of a record, made where an exception may be on its way."""
    given = sys.exc_info() if error else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 7, message, values, given, "work")
    text = formatter("json").format(record)
    assert SECRET not in text
    return json.loads(text)


def test_a_library_is_told_by_its_template_and_its_place() -> None:
    told = line("The key %s of %s is wrong", SECRET, {"a": SECRET})
    assert told["message"] == "The key %s of %s is wrong"
    assert (told["logger"], told["level"]) == ("library", "error")
    assert told["where"] == "test_logs:7 work"


def test_a_library_that_formats_for_itself_is_told_by_its_place() -> None:
    assert line(f"The key {SECRET} is wrong")["where"] == "test_logs:7 work"


def test_a_library_that_formats_wrongly_breaks_nothing() -> None:
    assert line("%d of %s", SECRET)["message"] == "%d of %s"


def test_asyncio_describes_no_task() -> None:
    told = line(f"Task exception was never retrieved\nfuture: <{SECRET}>", name="asyncio")
    assert told["message"] == "Task exception was never retrieved"


def test_a_warning_is_told_by_place_and_kind() -> None:
    told = line("%s", f"/a/b.py:3: UserWarning: {SECRET}\n  code", name="py.warnings")
    assert told["message"] == "/a/b.py:3: UserWarning"


def test_our_own_lines_are_told_whole() -> None:
    told = line("moved to %s", "aside", name="kitchen_app.embedded.server")
    assert told["message"] == "moved to aside"


class Form(BaseModel):
    amount: int
    key: SecretStr = SecretStr(SECRET)


def grouped() -> None:
    raise ExceptionGroup(SECRET, [ValueError(SECRET), OSError(errno.EPIPE, SECRET)])


def chained() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        raise KeyError(SECRET) from error


def recipe_not_found() -> None:
    raise RecipeNotFound(SECRET)


@pytest.mark.parametrize(
    ("raising", "told"),
    [
        (lambda: int(SECRET), ["builtins.ValueError\n"]),
        (lambda: Form.model_validate({"amount": SECRET}), ["ValidationError\n"]),
        (chained, ["builtins.ValueError\n", "builtins.KeyError\n"]),
        (grouped, ["ExceptionGroup\n", "ValueError\n", "BrokenPipeError [EPIPE]\n"]),
        (recipe_not_found, ["RecipeNotFound [recipe_not_found]\n"]),
    ],
)
def test_an_error_is_told_without_its_words(raising: Callable[[], object], told: list[str]) -> None:
    try:
        raising()
    except Exception:
        exception = line("it failed: %r", SECRET, error=True)["exception"]
    places = [exception.index(words) for words in told]
    assert places == sorted(places)
    assert "test_logs.py" in exception


def test_an_error_that_leads_to_itself_ends() -> None:
    error = ValueError(SECRET)
    error.__cause__ = KeyError(SECRET)
    error.__cause__.__cause__ = error
    try:
        raise error
    except ValueError:
        assert line("round", error=True)["exception"].count("Traceback") == 2


def test_a_terminal_gets_a_line_that_is_read_at_a_glance() -> None:
    record = logging.LogRecord("library", logging.WARNING, __file__, 7, "%s is late", (1,), None)
    text = formatter("text").format(record)
    assert "%s is late" in text
    assert "where='test_logs:7 None'" in text
    assert "{" not in text
