"""Chat as it crosses a boundary: questions, sessions, and the events of a turn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kitchen_app.schemas.page import Cursor, Limit, Order
from kitchen_app.schemas.text import Line, OptionalLine, Request, printable, trimmed

LONGEST_QUESTION = 20_000  # characters

Status = Literal["streaming", "complete", "stopped", "failed", "interrupted"]


class ChatSend(Request):
    """A question. Without a session it starts one."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"message": "Got 2 dozen eggs and a bag of rice."}]}
    )

    message: Annotated[str, trimmed(LONGEST_QUESTION, least=1), AfterValidator(printable)]
    session_id: UUID | None = None


class SessionUpdate(Request):
    model_config = ConfigDict(json_schema_extra={"examples": [{"title": "Sunday lunch"}]})

    title: Line


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
    """`active` while the assistant is answering in it."""

    id: UUID
    title: str
    created_at: datetime
    updated_at: datetime
    message_count: int
    active: bool


class ToolStepRead(BaseModel):
    """One thing the assistant did. `position` is how much of the answer's text came before it,
    `link` the web app's page of what it read or wrote; `undone` where nothing that it wrote is in
    effect any more."""

    id: str
    name: str
    status: Literal["finished", "failed"]
    summary: str
    position: int
    change_ids: list[UUID]
    undone: bool
    link: str | None


class MessageRead(BaseModel):
    """`error` says why an answer failed; `usage` counts the model's tokens where it told them."""

    id: UUID
    role: Literal["user", "assistant"]
    content: str
    status: Status
    created_at: datetime
    steps: list[ToolStepRead]
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
    status: Literal["started", "finished", "failed"]
    summary: str
    change_ids: list[UUID]
    link: str | None = None


@dataclass(slots=True)
class TurnError:
    code: str
    detail: str


@dataclass(slots=True)
class Done:
    pass


ChatEvent = TurnStarted | Token | ToolProgress | TurnError | Done
