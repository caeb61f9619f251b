"""Sessions are found by their words, and a step says which page it is about."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op
from kitchen_app.services import foods

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BATCH = 1_000
LONGEST_SEARCHED = 20_000  # characters


def upgrade() -> None:
    for table in ("chat_sessions", "messages"):
        empty = sa.text("''::tsvector")
        column = sa.Column("search", postgresql.TSVECTOR(), server_default=empty, nullable=False)
        op.add_column(table, column)
    op.add_column("tool_steps", sa.Column("link", sa.Text(), nullable=True))
    _derive("chat_sessions", "title")
    _derive("messages", "content")
    op.create_index("ix_messages_search", "messages", ["user_id", "search"], postgresql_using="gin")


def _derive(table: str, text: str) -> None:
    """What is there becomes searchable, as the service derives it for what is new."""
    connection = op.get_bind()
    stored = sa.text(f"SELECT user_id, id, left({text}, {LONGEST_SEARCHED}) FROM {table}")  # noqa: S608
    found_by = sa.text(
        f"UPDATE {table} SET search = to_tsvector('simple', given.words) "  # noqa: S608
        "FROM unnest(CAST(:users AS uuid[]), CAST(:rows AS uuid[]), CAST(:words AS text[])) "
        f"AS given (user_id, id, words) "
        f"WHERE {table}.user_id = given.user_id AND {table}.id = given.id"
    )
    result = connection.execute(stored.execution_options(yield_per=BATCH))
    for batch in result.partitions():
        users, rows, written = zip(*batch, strict=True)
        words = [" ".join(foods.words(one)) for one in written]
        ids = {"users": [str(user) for user in users], "rows": [str(row) for row in rows]}
        connection.execute(found_by, ids | {"words": words})


def downgrade() -> None:
    op.drop_index("ix_messages_search", table_name="messages")
    op.drop_column("tool_steps", "link")
    for table in ("messages", "chat_sessions"):
        op.drop_column(table, "search")
