"""A conversation as it is drawn: messages in parts, each some text and what was done after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, TypedDict

from kitchen_app.schemas.chat import (
    ChatEvent,
    Done,
    MessageRead,
    Status,
    Token,
    ToolProgress,
    ToolStepRead,
    TurnError,
)

Look = Literal["running", "read", "changed", "failed"]


class Step(TypedDict):
    """One thing the assistant did; `href` leads to it, "" where nothing does."""

    id: str
    look: Look
    text: str
    href: str


class Part(TypedDict):
    text: str
    steps: list[Step]


class Row(TypedDict):
    """One message. `problem` says why an answer ended early; `unfinished` by another process."""

    id: str
    role: Literal["user", "assistant"]
    parts: list[Part]
    problem: str
    stopped: bool
    unfinished: bool


def question_row(message_id: object, question: str) -> Row:
    return _row(message_id, "user", [Part(text=question, steps=[])])


def message_row(message: MessageRead) -> Row:
    """A stored message."""
    if message.role == "user":
        return question_row(message.id, message.content)
    parts, problem = _parts_of(message.content, message.steps), _problem(message)
    return _row(message.id, "assistant", parts, problem=problem, status=message.status)


def _problem(message: MessageRead) -> str:
    if message.error:
        return str(message.error.get("detail", ""))
    if message.status == "interrupted":
        return "The answer was interrupted. What there is, is kept."
    return "The assistant could not answer." if message.status == "failed" else ""


def _row(
    message_id: object,
    role: Literal["user", "assistant"],
    parts: list[Part],
    *,
    problem: str = "",
    status: Status = "complete",
) -> Row:
    return Row(
        id=str(message_id),
        role=role,
        parts=parts,
        problem=problem,
        stopped=status == "stopped",
        unfinished=status == "streaming",
    )


def _parts_of(text: str, steps: Iterable[ToolStepRead]) -> list[Part]:
    parts, start = [], 0
    for position, done in groupby(steps, key=lambda step: step.position):
        before = text[start:position].strip("\n")
        parts.append(Part(text=before, steps=[_step(one) for one in done]))
        start = position
    rest = text[start:].strip("\n")
    return [*parts, Part(text=rest, steps=[])] if rest else parts


def _step(step: ToolStepRead | ToolProgress) -> Step:
    return Step(id=step.id, look=_look(step), text=step.summary, href=_own(step.link))


def _look(step: ToolStepRead | ToolProgress) -> Look:
    if step.status == "failed":
        return "failed"
    if step.status == "started":
        return "running"
    return "changed" if step.change_ids else "read"


def _own(link: str | None) -> str:
    """Only what leads to a page of ours."""
    return link if link and link.startswith("/") and not link.startswith("//") else ""


@dataclass
class Reading:
    """A running answer, as its events tell it. `text` is what came after the last of `parts`."""

    parts: list[Part] = field(default_factory=list)
    text: str = ""
    problem: str = ""
    done: bool = False

    def read(self, events: Sequence[ChatEvent]) -> None:
        said = []
        for event in events:
            if isinstance(event, Token):
                said.append(event.token)
            elif isinstance(event, ToolProgress):
                self.text += "".join(said)
                said.clear()
                self._note(_step(event))
            elif isinstance(event, TurnError):
                self.problem = event.detail
            self.done = self.done or isinstance(event, Done)
        self.text += "".join(said)

    def row(self, message_id: object) -> Row:
        rest = self.text.strip("\n")
        parts = [*self.parts, Part(text=rest, steps=[])] if rest else self.parts
        return _row(message_id, "assistant", parts, problem=self.problem)

    def _note(self, step: Step) -> None:
        """Put the step where it happened, in place of what was said of it before."""
        for part in self.parts:
            for place, earlier in enumerate(part["steps"]):
                if earlier["id"] == step["id"]:
                    part["steps"][place] = step
                    return
        if self.text or not self.parts:
            self.parts.append(Part(text=self.text.strip("\n"), steps=[]))
            self.text = ""
        self.parts[-1]["steps"].append(step)
