"""The journal of writes as it crosses a boundary."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from kitchen_app.schemas.page import Cursor, Limit, Order
from kitchen_app.schemas.text import Request

Actor = Literal["cook", "assistant"]
Action = Literal["created", "updated", "deleted"]
Entity = Literal["recipe", "ingredient"]


class ChangeRead(BaseModel):
    """One write: `before` is null where it created, `after` where it deleted."""

    id: UUID
    created_at: datetime
    actor: Actor
    action: Action
    entity: Entity
    entity_id: UUID
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    message_id: UUID | None


class ChangeQuery(Request):
    """Newest first."""

    @property
    def order(self) -> Order:
        return "desc"

    limit: Limit = 50
    cursor: Cursor | None = None
