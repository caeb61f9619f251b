"""Requests that may be sent again: what became of them the first time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from kitchen_app.models.base import created_now


class RequestKey(SQLModel, table=True):
    """One `Idempotency-Key`. `request` tells one request from another, `result` is the answer in
    a list, NULL as long as it is being worked for."""

    __tablename__ = "request_keys"
    __table_args__ = (Index("ix_request_keys_created", "user_id", "created_at"),)

    user_id: UUID = Field(primary_key=True, foreign_key="users.id", ondelete="CASCADE")
    key: str = Field(sa_type=Text, primary_key=True)
    created_at: datetime = created_now()
    request: str = Field(sa_type=Text)
    result: Any = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
