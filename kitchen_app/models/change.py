"""The journal of writes to cookbook and pantry."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from kitchen_app.models.base import Owned


class Change(Owned, table=True):
    """A row before and after one write. No foreign key to the row: the journal outlives it.

    `undoes` is the change that this one takes back, once; `original` the first of that chain.
    """

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_created", "user_id", "created_at", "id"),
        Index("ix_changes_entity", "user_id", "entity_id", "id"),
        Index("ix_changes_message", "user_id", "message_id", "tool_call_id"),
        Index("uq_changes_undoes", "user_id", "undoes", unique=True),
        Index(
            "ix_changes_original",
            "user_id",
            "original",
            postgresql_where=text("original IS NOT NULL"),
        ),
    )

    actor: str = Field(sa_type=Text)
    action: str = Field(sa_type=Text)
    entity: str = Field(sa_type=Text)
    entity_id: UUID
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    message_id: UUID | None = None
    tool_call_id: str | None = Field(default=None, sa_type=Text)
    undoes: UUID | None = None
    original: UUID | None = None
