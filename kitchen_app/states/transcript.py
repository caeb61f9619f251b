"""A conversation as it is drawn: messages in parts, each some text and what was done after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, TypedDict

from kitchen_app.schemas.chat import (
    ChatEvent,
    Done,
    MessageRead,
    Token,
    ToolProgress,
    ToolStepRead,
    TurnError,
)

Look = Literal["running", "read", "changed", "failed", "proposed", "declined"]


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
    """One message. `problem` says why an answer ended early, `deeds` how many steps of it changed
    something.

    Of its versions, the messages in one place, it is number `version` of `versions`; `earlier` and
    `later` are the ids of the ones beside it, "" at an end. `place` is the first one's id.
    """

    id: str
    place: str
    role: Literal["user", "assistant"]
    parts: list[Part]
    problem: str
    stopped: bool
    deeds: int
    version: int
    versions: int
    earlier: str
    later: str


def question_row(message_id: object, question: str) -> Row:
    """A question that has just been asked."""
    return _row(str(message_id), "user", [Part(text=question, steps=[])])


def message_row(message: MessageRead) -> Row:
    """A stored message."""
    text, versions = message.content, [str(one) for one in message.versions]
    if message.role == "user":
        return _row(str(message.id), "user", [Part(text=text, steps=[])], versions)
    row = _row(str(message.id), "assistant", _parts_of(text, message.steps), versions)
    row["problem"], row["stopped"] = _problem(message), message.status == "stopped"
    return row


def _problem(message: MessageRead) -> str:
    if message.error:
        return str(message.error.get("detail", ""))
    if message.status == "interrupted":
        return "The answer was interrupted. What there is, is kept."
    return "The assistant could not answer." if message.status == "failed" else ""


def _row(
    message_id: str,
    role: Literal["user", "assistant"],
    parts: list[Part],
    versions: Sequence[str] = (),
) -> Row:
    versions = versions or [message_id]
    at = versions.index(message_id)
    return Row(
        id=message_id,
        place=versions[0],
        role=role,
        parts=parts,
        problem="",
        stopped=False,
        deeds=sum(step["look"] == "changed" for part in parts for step in part["steps"]),
        version=at + 1,
        versions=len(versions),
        earlier="".join(versions[:at][-1:]),
        later="".join(versions[at + 1 :][:1]),
    )


def undone_in(message: MessageRead) -> list[str]:
    """What it did that is not in effect any more: a key for each step (`message_id step_id`), and
    the message's id where that is all it did."""
    deeds = [step for step in message.steps if step.change_ids]
    undone = [f"{message.id} {step.id}" for step in deeds if step.undone]
    return [*undone, str(message.id)] if undone and len(undone) == len(deeds) else undone


def is_in_effect(message: MessageRead) -> bool:
    """Something that it did, and that nobody has undone."""
    return any(step.change_ids and not step.undone for step in message.steps)


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
    if step.status == "started":
        return "running"
    if step.status == "finished":
        return "changed" if step.change_ids else "read"
    return step.status


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

    @classmethod
    def of(cls, message: MessageRead) -> "Reading":
        """As far as it is stored."""
        parts = _parts_of(message.content, message.steps)
        text = parts.pop()["text"] if parts and not parts[-1]["steps"] else ""
        return cls(parts, text)

    @property
    def waits(self) -> bool:
        """For the cook's word on something that it proposes."""
        return any(step["look"] == "proposed" for part in self.parts for step in part["steps"])

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
        """The whole answer, as far as its events tell."""
        rest = self.text.strip("\n")
        parts = [*self.parts, Part(text=rest, steps=[])] if rest else self.parts
        return _row(str(message_id), "assistant", parts) | {"problem": self.problem}

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
