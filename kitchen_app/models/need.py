"""What the recipes of a cook want, each want once, however many lines say it."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import Column, Index, Numeric, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel


class Need(SQLModel, table=True):
    """One want, as `services/needs.py` derives it from the lines of a recipe.

    `id` counts from 1 without a gap, for each cook: `recipes.needs` has the ids of its lines, and
    ranking looks up by them in an array. So rows are added in the queue of the cook's writes, and
    never taken away alone; `derived rebuild` corrects them. `fingerprint` is the digest of all the
    rest.
    """

    __tablename__ = "needs"
    __table_args__ = (Index("uq_needs_fingerprint", "user_id", "fingerprint", unique=True),)

    user_id: UUID = Field(primary_key=True, foreign_key="users.id", ondelete="CASCADE")
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    fingerprint: UUID
    food_key: str = Field(sa_type=Text)
    kinds: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    dimension: str = Field(sa_type=Text)
    amount: Decimal = Field(sa_type=Numeric)
    upto: Decimal = Field(sa_type=Numeric)
    special_keys: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    special_amounts: list[Decimal] = Field(sa_column=Column(ARRAY(Numeric), nullable=False))
