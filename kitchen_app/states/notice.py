"""What just happened, in a sentence, and whether it can be taken back."""

import time
from collections.abc import Iterable
from uuid import UUID

import reflex as rx


class Notice(rx.State):
    """`number` is another one each time, so that the same sentence is said again, and one that has
    been read is not after a reload. What is `undoable` is in `_changes`.
    """

    text: str = ""
    number: int = 0
    undoable: bool = False
    _changes: list[UUID] = []

    def _say(self, text: str, undoes: Iterable[UUID] = ()) -> None:
        self.text, self._changes = text, [*undoes]
        self.undoable = bool(self._changes)
        self.number = time.time_ns() // 1_000_000
