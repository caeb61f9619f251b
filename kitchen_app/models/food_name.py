"""Names that are the same food to one cook."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from kitchen_app.models.base import created_now


class FoodName(SQLModel, table=True):
    """`key` is the same food as `same_as`, which has no row of its own."""

    __tablename__ = "food_names"

    user_id: UUID = Field(primary_key=True, foreign_key="users.id", ondelete="CASCADE")
    key: str = Field(sa_type=Text, primary_key=True)
    created_at: datetime = created_now()
    same_as: str = Field(sa_type=Text)
