"""The pantry by aisle.

Entries get their aisle when they are written next; until then they sort after all that have one.
"""

import sqlalchemy as sa

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ingredients", sa.Column("aisle_key", sa.Text(collation="C"), nullable=True))
    op.execute(
        "UPDATE ingredients SET aisle_key = CASE WHEN category IS NULL THEN '99 ' || sort_name "
        "ELSE '50 ' || lower(category) || E'\\t' || sort_name END"
    )
    op.alter_column("ingredients", "aisle_key", nullable=False)
    op.create_index("ix_ingredients_aisle", "ingredients", ["user_id", "aisle_key", "id"])


def downgrade() -> None:
    op.drop_index("ix_ingredients_aisle", "ingredients")
    op.drop_column("ingredients", "aisle_key")
