"""Answers on standard output: tables for people, JSON for programs."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from pydantic import BaseModel, RootModel


def say(text: str) -> None:
    print(text)  # noqa: T201


def say_json(rows: Sequence[BaseModel]) -> None:
    """An array of objects."""
    say(RootModel(list(rows)).model_dump_json(indent=2))


def say_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns as wide as they need to be."""
    lines = [head, *rows]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        say("  ".join(cells).rstrip())


def minute(time: datetime | None) -> str:
    """In UTC, as the schemas' times are."""
    return f"{time:%Y-%m-%d %H:%M}" if time else "-"
