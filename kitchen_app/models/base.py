"""What every table has."""

from datetime import datetime
from typing import Any
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import DateTime, MetaData, false, func
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def new_id(*, after: UUID | None = None) -> UUID:
    """Version 7: ids sort by the time they were made, and after that one whatever the clock says:
    another process may have made it, or the clock may have been set back."""
    made = uuid_utils.compat.uuid7()
    if after is None or made > after:
        return made
    seconds, milliseconds = divmod((after.int >> 80) + 1, 1_000)
    return uuid_utils.compat.uuid7(seconds, milliseconds * 1_000_000)


def metadata() -> MetaData:
    return SQLModel.metadata


def created_now() -> Any:
    """A timestamp PostgreSQL sets when the row is made."""
    return Field(
        default=None,
        sa_type=DateTime(timezone=True),
        nullable=False,
        sa_column_kwargs={"server_default": func.now()},
    )


def off() -> Any:
    """A yes or no that is no until somebody says otherwise."""
    return Field(default=False, sa_column_kwargs={"server_default": false()})


class Owned(SQLModel):
    """A row of one user's. The key leads with the user, so that users can live on many servers."""

    user_id: UUID = Field(primary_key=True, foreign_key="users.id", ondelete="CASCADE")
    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = created_now()
