"""Chat sessions, their messages, and what the assistant did while it answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlmodel import Field, SQLModel

from kitchen_app.models.base import Owned, created_now, off


def _searched() -> Any:
    """The words that search looks at, folded and singular, derived from the text beside it."""
    return Field(sa_column=Column(TSVECTOR, nullable=False, server_default=text("''::tsvector")))


class ChatSession(Owned, table=True):
    """`leaf_id` is the last message of the conversation as it is shown: of its versions, the
    chosen one."""

    __tablename__ = "chat_sessions"
    __table_args__ = (Index("ix_chat_sessions_updated", "user_id", "updated_at", "id"),)

    title: str = Field(sa_type=Text)
    updated_at: datetime = created_now()
    leaf_id: UUID | None = None
    search: str = _searched()


class Message(Owned, table=True):
    """A question (`role` user, always complete) or an answer (`role` assistant).

    `parent_id` is the message before it, of the first the session: messages with one parent are
    versions of each other. An answer that is `streaming` has a heartbeat, and is `stopping` when
    it was asked to; the partial index lets a session have one.
    """

    __tablename__ = "messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["user_id", "session_id"],
            ["chat_sessions.user_id", "chat_sessions.id"],
            ondelete="CASCADE",
        ),
        Index("ix_messages_session", "user_id", "session_id", "id"),
        Index("ix_messages_parent", "user_id", "parent_id", "id"),
        Index("ix_messages_search", "user_id", "search", postgresql_using="gin"),
        Index(
            "uq_messages_streaming",
            "user_id",
            "session_id",
            unique=True,
            postgresql_where=text("status = 'streaming'"),
        ),
    )

    session_id: UUID
    parent_id: UUID
    role: str = Field(sa_type=Text)
    content: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    error: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    usage: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    heartbeat_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    stopping: bool = off()
    search: str = _searched()


class ToolStep(SQLModel, table=True):
    """One tool call of an answer, stored in the transaction of what it wrote.

    `position` is the length of the answer's text when the tool was called, `link` the web app's
    page of what it read or wrote. `asked` is what the cook was asked, where it was proposed first.
    """

    __tablename__ = "tool_steps"
    __table_args__ = (
        ForeignKeyConstraint(
            ["user_id", "message_id"], ["messages.user_id", "messages.id"], ondelete="CASCADE"
        ),
    )

    user_id: UUID = Field(primary_key=True)
    message_id: UUID = Field(primary_key=True)
    call_id: str = Field(sa_type=Text, primary_key=True)
    created_at: datetime = created_now()
    position: int
    name: str = Field(sa_type=Text)
    arguments: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    status: str = Field(sa_type=Text)
    summary: str = Field(sa_type=Text)
    result: str = Field(sa_type=Text)
    link: str | None = Field(default=None, sa_type=Text)
    asked: str | None = Field(default=None, sa_type=Text)
