"""The cookbook."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Computed, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlmodel import Field

from kitchen_app.models.base import Owned, created_now


class Recipe(Owned, table=True):
    """`ingredients` is the truth; the columns after `updated_at` are derived from it and the name.

    `sort_name` orders, `ingredient_keys` has the foods of the lines and `ingredient_terms` their
    words, `search_text` every word that search looks at, folded and singular. `needs` has, for
    each line, the id of what it wants; ranking reads it from the index by name.
    """

    __tablename__ = "recipes"
    __table_args__ = (
        Index(
            "ix_recipes_name",
            "user_id",
            "sort_name",
            "id",
            postgresql_include=["servings", "needs"],
        ),
        Index("ix_recipes_created", "user_id", "created_at", "id"),
        Index("ix_recipes_updated", "user_id", "updated_at", "id"),
        Index("ix_recipes_terms", "user_id", "ingredient_terms", postgresql_using="gin"),
        Index("ix_recipes_tags", "user_id", "tags", postgresql_using="gin"),
        Index("ix_recipes_search", "user_id", "search", postgresql_using="gin"),
        Index(
            "ix_recipes_typos",
            "user_id",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    name: str = Field(sa_type=Text)
    description: str = Field(sa_type=Text)
    ingredients: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    steps: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    servings: int | None = None
    prep_minutes: int | None = None
    cook_minutes: int | None = None
    tags: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    source_url: str | None = Field(default=None, sa_type=Text)
    updated_at: datetime = created_now()

    sort_name: str = Field(sa_type=Text(collation="C"))
    ingredient_keys: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    ingredient_terms: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    needs: list[int] = Field(
        sa_column=Column(ARRAY(Integer), nullable=False, server_default=text("'{}'::integer[]"))
    )
    search_text: str = Field(sa_type=Text)
    search: str = Field(
        sa_column=Column(
            TSVECTOR,
            Computed("to_tsvector('simple'::regconfig, search_text)", persisted=True),
            nullable=False,
        )
    )
