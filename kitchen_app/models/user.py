"""Accounts."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, Text

from kitchen_app.models.base import created_now, new_id, off


class User(SQLModel, table=True):
    """`asks_first`: the assistant proposes what it would change, and waits to be told."""

    __tablename__ = "users"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    username: str = Field(sa_type=Text, unique=True)
    password_hash: str = Field(sa_type=Text)
    created_at: datetime = created_now()
    asks_first: bool = off()
