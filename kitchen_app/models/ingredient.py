"""The pantry."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Column, Index, Numeric, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from kitchen_app.models.base import Owned, created_now

Amount = Numeric(12, 4)
NEVER = text("coalesce(expires_on, '9999-12-31'::date)")


class Ingredient(Owned, table=True):
    """One food in one kind of unit with one date: those three are its identity.

    What follows `updated_at` is derived from name, quantity, unit and category. `food_kinds` are
    the foods it can stand for; `dimension` and `amount` are what adds up with other entries and
    compares with what recipes want, null where nobody knows how much there is.
    """

    __tablename__ = "ingredients"
    __table_args__ = (
        Index("ix_ingredients_name", "user_id", "sort_name", "id"),
        Index("ix_ingredients_aisle", "user_id", "aisle_key", "id"),
        Index("ix_ingredients_created", "user_id", "created_at", "id"),
        Index("ix_ingredients_updated", "user_id", "updated_at", "id"),
        Index("ix_ingredients_expiry", "user_id", NEVER, "id"),
        Index("uq_ingredients_food", "user_id", "food_key", "unit_kind", NEVER, unique=True),
    )

    name: str = Field(sa_type=Text)
    quantity: Decimal | None = Field(default=None, sa_type=Amount)
    unit: str | None = Field(default=None, sa_type=Text)
    category: str | None = Field(default=None, sa_type=Text)
    expires_on: date | None = None
    low_at: Decimal | None = Field(default=None, sa_type=Amount)
    updated_at: datetime = created_now()

    sort_name: str = Field(sa_type=Text(collation="C"))
    food_key: str = Field(sa_type=Text)
    food_kinds: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    unit_kind: str = Field(sa_type=Text)
    dimension: str | None = Field(default=None, sa_type=Text)
    amount: Decimal | None = Field(default=None, sa_type=Numeric)
    aisle_key: str = Field(sa_type=Text(collation="C"))
