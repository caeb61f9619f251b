"""Where a cook is signed in."""

from datetime import datetime

from sqlalchemy import DateTime, Text
from sqlmodel import Field

from kitchen_app.models.base import Owned, created_now


class Login(Owned, table=True):
    """Tokens are minted for a login, and end with it. `seen_at` is right to the hour."""

    __tablename__ = "logins"

    kind: str = Field(sa_type=Text)
    client: str = Field(sa_type=Text)
    seen_at: datetime = created_now()
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
