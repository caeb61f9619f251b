"""The journal of writes as it crosses a boundary."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kitchen_app.schemas.page import Cursor, Limit, Order
from kitchen_app.schemas.text import OptionalLine, Request

Actor = Literal["cook", "assistant"]
Action = Literal["created", "updated", "deleted"]
Entity = Literal["recipe", "ingredient"]


class ChangeRead(BaseModel):
    """One write: `before` is null where it created, `after` where it deleted.

    What the assistant wrote names the answer and the tool call. `undoes` is the change that this
    one took back; `undone` whether somebody has taken this one back.
    """

    id: UUID
    created_at: datetime
    actor: Actor
    action: Action
    entity: Entity
    entity_id: UUID
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    message_id: UUID | None
    tool_call_id: str | None
    undoes: UUID | None
    undone: bool


class ChangeQuery(Request):
    """Newest first."""

    entity_id: Annotated[UUID | None, Field(description="Of this recipe or entry.")] = None
    message_id: Annotated[UUID | None, Field(description="By this answer.")] = None

    @property
    def order(self) -> Order:
        return "desc"

    limit: Limit = 50
    cursor: Cursor | None = None


class AnswerUndo(Request):
    """All of an answer, or what one tool call of it wrote."""

    tool_call_id: Annotated[
        OptionalLine | None, Field(description="Only what this tool call wrote.")
    ] = None


class ChangesUndo(Request):
    """Changes that belong together, in any order."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"change_ids": ["01a21343-ba49-7552-917b-ff6dafe7dfc7"]}]}
    )

    change_ids: Annotated[list[UUID], Field(min_length=1, max_length=1_000)]
