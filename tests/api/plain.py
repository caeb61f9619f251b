"""What must hold of a pantry and a conversation, in the plainest words: no database, no streams."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.fake_openai import Script


@dataclass(eq=False)
class State:
    """An entry as one write left it. Two that look the same are not the same."""

    name: str
    quantity: int


@dataclass(eq=False)
class Write:
    """What became of one row."""

    row: int
    before: State | None
    after: State | None
    in_effect: bool = True


class Pantry:
    """Foods without units and dates, so at most one entry of each."""

    def __init__(self) -> None:
        self.rows: dict[int, State] = {}
        self._new_row = count()

    def shown(self) -> dict[str, int]:
        return {state.name: state.quantity for state in self.rows.values()}

    def add(self, name: str, quantity: int) -> list[Write]:
        row = self._row_of(name)
        before = None if row is None else self.rows[row]
        there = before.quantity if before else 0
        row = next(self._new_row) if row is None else row
        return [self._write(row, State(name, there + quantity))]

    def take(self, name: str, quantity: int | None = None) -> list[Write]:
        """So much of it or as much as there is; without a quantity all."""
        row = self._row_of(name)
        if row is None:
            return []
        left = 0 if quantity is None else self.rows[row].quantity - quantity
        return [self._write(row, State(name, left) if left > 0 else None)]

    def undo(self, writes: list[Write]) -> str:
        """What comes of taking these back: "" or the code of a refusal, which changes nothing."""
        if not writes:
            return "change_not_found"
        standing = [write for write in reversed(writes) if write.in_effect]
        if not standing:
            return "already_undone"
        return self._turn((write, write.after, write.before) for write in standing)

    def redo(self, writes: list[Write]) -> str:
        if not writes:
            return "change_not_found"
        undone = [write for write in writes if not write.in_effect]
        if not undone:
            return "nothing_undone"
        return self._turn((write, write.before, write.after) for write in undone)

    def _row_of(self, name: str) -> int | None:
        return next((row for row, state in self.rows.items() if state.name == name), None)

    def _write(self, row: int, state: State | None) -> Write:
        write = Write(row, self.rows.get(row), state)
        self._put(self.rows, row, state)
        return write

    def _turn(self, turns: Iterable[tuple[Write, State | None, State | None]]) -> str:
        rows, turned = dict(self.rows), []
        for write, there, wanted in turns:
            names = {state.name for row, state in rows.items() if row != write.row}
            if rows.get(write.row) is not there or (wanted and wanted.name in names):
                return "changed_since"
            self._put(rows, write.row, wanted)
            turned.append(write)
        self.rows = rows
        for write in turned:
            write.in_effect = not write.in_effect
        return ""

    @staticmethod
    def _put(rows: dict[int, State], row: int, state: State | None) -> None:
        if state is None:
            del rows[row]
        else:
            rows[row] = state


@dataclass(eq=False)
class Step:
    id: str
    status: str
    writes: list[Write] = field(default_factory=list)

    @property
    def undone(self) -> bool:
        return bool(self.writes) and not any(write.in_effect for write in self.writes)


@dataclass(eq=False)
class Node:
    """A question with its script, or an answer to it."""

    id: str
    parent: "Node | None"
    script: Script
    text: str
    status: str
    steps: list[Step] = field(default_factory=list)

    @property
    def is_answer(self) -> bool:
        return self.parent is not None and self.parent.script is self.script

    @property
    def writes(self) -> list[Write]:
        return [write for step in self.steps for write in step.writes]

    @property
    def path(self) -> Iterator["Node"]:
        """From this one back to the first."""
        yield self
        if self.parent:
            yield from self.parent.path


class Tree:
    """Questions and answers, each after another; the leaf is where what is shown ends."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.leaf: Node | None = None

    def add(self, node: Node) -> Node:
        self.nodes.append(node)
        self.leaf = node
        return node

    def after(self, node: Node | None) -> list[Node]:
        """What follows on it, oldest first; on None, the first questions."""
        return [one for one in self.nodes if one.parent is node]

    def show(self, node: Node) -> None:
        while following := self.after(node):
            node = following[-1]
        self.leaf = node

    @property
    def shown(self) -> list[Node]:
        return list(self.leaf.path)[::-1] if self.leaf else []

    @property
    def questions(self) -> list[Node]:
        return [node for node in self.nodes if not node.is_answer]

    @property
    def answers(self) -> list[Node]:
        return [node for node in self.nodes if node.is_answer]
