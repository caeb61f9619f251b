"""Chat as it crosses a boundary: questions, sessions, and the events of a turn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, model_validator

from kitchen_app.schemas.page import Cursor, Limit, Order
from kitchen_app.schemas.text import Line, OptionalLine, Request, printable, trimmed

LONGEST_QUESTION = 20_000  # characters

Status = Literal["streaming", "complete", "stopped", "failed", "interrupted"]
StepStatus = Literal["finished", "failed", "proposed", "declined"]


class ChatSend(Request):
    """A question. Without a session it starts one; it may take the place of an earlier question,
    which stays as another version."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"message": "Got 2 dozen eggs and a bag of rice."}]}
    )

    message: Annotated[str, trimmed(LONGEST_QUESTION, least=1), AfterValidator(printable)]
    session_id: UUID | None = None
    replaces: Annotated[
        UUID | None, Field(description="An earlier question of the session: ask this instead.")
    ] = None

    @model_validator(mode="after")
    def _in_its_session(self) -> Self:
        if self.replaces and not self.session_id:
            raise ValueError("replaces needs the session_id that the question is in")
        return self


class Regenerate(Request):
    """Which answer to give again."""

    message_id: Annotated[
        UUID | None, Field(description="The answer; left out, the last one of the session.")
    ] = None
    undo: Annotated[
        bool, Field(description="Take back first what the answer that is there has changed.")
    ] = False


class SessionUpdate(Request):
    """Another title, or another version of a message to show with what followed on it."""

    model_config = ConfigDict(
        json_schema_extra={"minProperties": 1, "examples": [{"title": "Sunday lunch"}]}
    )

    title: Line | None = None
    version: Annotated[UUID | None, Field(description="Show this message and what followed.")] = (
        None
    )

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.title is None and self.version is None:
            raise ValueError("say a title or a version")
        return self


class Decision(Request):
    """What the cook says to something the assistant would do."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"step": "call_1", "approve": True}]})

    step: Annotated[Line, Field(description="The `id` of the proposed step.")]
    approve: StrictBool


class SessionQuery(Request):
    """The latest used first."""

    q: Annotated[OptionalLine, Field(description="Words of the title or the messages.")] = ""
    limit: Limit = 50
    cursor: Cursor | None = None

    @property
    def order(self) -> Order:
        return "desc"


class MessageQuery(Request):
    """The newest messages, or those before one, oldest first."""

    limit: Limit = 100
    before: Annotated[UUID | None, Field(description="Older than this message.")] = None


class SessionRead(BaseModel):
    """`active` while the assistant is answering in it. `message_count` counts all versions."""

    id: UUID
    title: str
    created_at: datetime
    updated_at: datetime
    message_count: int
    active: bool


class ToolStepRead(BaseModel):
    """One thing the assistant did, or proposes and waits for a word on.

    `position` is how much of the answer's text came before it, `link` the web app's page of what
    it read or wrote. `asked` is what the cook was asked, where it was proposed first, `undone` that
    nothing it wrote is in effect any more.
    """

    id: str
    name: str
    status: StepStatus
    summary: str
    position: int
    asked: str | None
    change_ids: list[UUID]
    undone: bool
    link: str | None


class MessageRead(BaseModel):
    """`error` says why an answer failed; `usage` counts the model's tokens where it told them.

    `versions` are the messages in this one's place, itself included, oldest first.
    """

    id: UUID
    role: Literal["user", "assistant"]
    content: str
    status: Status
    created_at: datetime
    steps: list[ToolStepRead]
    versions: list[UUID]
    error: dict[str, Any] | None
    usage: dict[str, Any] | None


class SessionDetail(SessionRead):
    messages: list[MessageRead]


@dataclass(frozen=True)
class SessionPage:
    """A session with one page of its messages; `has_more` where there are older ones."""

    session: SessionDetail
    has_more: bool


@dataclass(slots=True)
class TurnStarted:
    session_id: UUID
    message_id: UUID


@dataclass(slots=True)
class Token:
    token: str


@dataclass(slots=True)
class ToolProgress:
    id: str
    name: str
    status: Literal["started"] | StepStatus
    summary: str
    change_ids: list[UUID]
    link: str | None = None


@dataclass(slots=True)
class TurnError:
    """`lost`: so many characters and events at most may have been read that are not kept."""

    code: str
    detail: str
    lost: int = 0


@dataclass(slots=True)
class Done:
    pass


ChatEvent = TurnStarted | Token | ToolProgress | TurnError | Done
