"""What recipes want and what the pantry has, in amounts that compare.

What is there is derived anew, so that it is matched as well.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op
from kitchen_app.services import needs, pantry, recipes
from kitchen_app.services.same_foods import NO_NAMES

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BATCH = 1_000
TEXTS = postgresql.ARRAY(sa.Text())
BY_NAME = ["user_id", "sort_name", "id"]
_UNDERIVED = sa.text("'{}'::text[]")
# The key is the first of the kinds. Entries whose names have become one keep theirs: both stay.
_RENEW_KEYS = """
UPDATE ingredients SET food_key = food_kinds[1] WHERE food_key <> food_kinds[1] AND NOT EXISTS (
    SELECT FROM ingredients AS other
    WHERE other.user_id = ingredients.user_id AND other.id <> ingredients.id
        AND ingredients.food_kinds[1] IN (other.food_key, other.food_kinds[1])
        AND other.unit_kind = ingredients.unit_kind
        AND other.expires_on IS NOT DISTINCT FROM ingredients.expires_on
)"""


def upgrade() -> None:
    _tables()
    for column in (
        sa.Column("food_kinds", TEXTS, server_default=_UNDERIVED, nullable=False),
        sa.Column("dimension", sa.Text(), nullable=True),
        sa.Column("amount", sa.Numeric(), nullable=True),
    ):
        op.add_column("ingredients", column)
    op.alter_column("ingredients", "food_kinds", server_default=None)
    needed = postgresql.ARRAY(sa.Integer())
    empty = sa.text("'{}'::integer[]")
    op.add_column("recipes", sa.Column("needs", needed, server_default=empty, nullable=False))
    # Ranking reads ten elements of each: a packed array would be unpacked as often.
    op.execute("ALTER TABLE recipes ALTER needs SET STORAGE PLAIN")
    _derive_pantries()
    _derive_recipes()
    op.drop_index("ix_recipes_name", "recipes")
    op.create_index("ix_recipes_name", "recipes", BY_NAME, postgresql_include=["servings", "needs"])


def _tables() -> None:
    op.create_table(
        "food_names",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("same_as", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_food_names_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_food_names"),
    )
    op.create_table(
        "needs",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.Uuid(), nullable=False),
        sa.Column("food_key", sa.Text(), nullable=False),
        sa.Column("kinds", TEXTS, nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("upto", sa.Numeric(), nullable=False),
        sa.Column("special_keys", TEXTS, nullable=False),
        sa.Column("special_amounts", postgresql.ARRAY(sa.Numeric()), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_needs_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "id", name="pk_needs"),
    )
    op.create_index("uq_needs_fingerprint", "needs", ["user_id", "fingerprint"], unique=True)


def _derive_pantries() -> None:
    derived = ("food_kinds", "dimension", "amount", "aisle_key")
    for batch in _stored("ingredients", "name, quantity, unit, category"):
        rows = [
            {"by": row.user_id, "row": row.id}
            | {name: pantry.keys_of(row._mapping, NO_NAMES)[name] for name in derived}
            for row in batch
        ]
        _update("ingredients", derived, rows)
    op.execute(_RENEW_KEYS)


def _derive_recipes() -> None:
    for batch in _stored("recipes", "name, description, tags, ingredients"):
        for user_id, mine in groupby(batch, key=lambda row: row.user_id):
            _derive_recipes_of(user_id, [*mine])


def _derive_recipes_of(user_id: Any, batch: Sequence[sa.Row[Any]]) -> None:
    wants = [needs.wanted(row.ingredients) for row in batch]
    ids = _ids_of(user_id, {one.fingerprint: one for want in wants for one in want})
    derived = ("ingredient_keys", "ingredient_terms", "search_text", "needs")
    rows = [
        {"by": user_id, "row": row.id, "needs": [ids[one.fingerprint] for one in want]}
        | {name: recipes.searchable(row._mapping)[name] for name in derived[:-1]}
        for row, want in zip(batch, wants, strict=True)
    ]
    _update("recipes", derived, rows)


def _ids_of(user_id: Any, wants: dict[Any, needs.Wanted]) -> dict[Any, int]:
    connection = op.get_bind()
    known = sa.text("SELECT fingerprint, id FROM needs WHERE user_id = :by")
    ids = {row.fingerprint: row.id for row in connection.execute(known, {"by": user_id})}
    new = [want for fingerprint, want in wants.items() if fingerprint not in ids]
    rows = [
        needs.row_of(want) | {"user_id": user_id, "id": need_id}
        for need_id, want in enumerate(new, len(ids) + 1)
    ]
    if rows:
        columns = ", ".join(rows[0])
        values = ", ".join(f":{name}" for name in rows[0])
        connection.execute(sa.text(f"INSERT INTO needs ({columns}) VALUES ({values})"), rows)  # noqa: S608
    return ids | {row["fingerprint"]: row["id"] for row in rows}


def _stored(table: str, columns: str) -> Iterator[Sequence[sa.Row[Any]]]:
    statement = f"SELECT user_id, id, {columns} FROM {table} ORDER BY user_id, id"  # noqa: S608
    result = op.get_bind().execute(sa.text(statement).execution_options(yield_per=BATCH))
    return result.partitions()


def _update(table: str, names: Sequence[str], rows: list[dict[str, Any]]) -> None:
    values = ", ".join(f"{name} = :{name}" for name in names)
    statement = f"UPDATE {table} SET {values} WHERE user_id = :by AND id = :row"  # noqa: S608
    op.get_bind().execute(sa.text(statement), rows)


def downgrade() -> None:
    op.drop_index("ix_recipes_name", "recipes")
    op.create_index("ix_recipes_name", "recipes", BY_NAME)
    op.drop_column("recipes", "needs")
    for name in ("amount", "dimension", "food_kinds"):
        op.drop_column("ingredients", name)
    op.drop_table("needs")
    op.drop_table("food_names")
