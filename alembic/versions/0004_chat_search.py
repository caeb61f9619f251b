"""Sessions are found by their words, and a step says which page it is about."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op
from kitchen_app.services import search

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BATCH = 1_000


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
    rows = sa.table(table, *map(sa.column, ("user_id", "id", text, "search")))
    same = (rows.c.user_id == sa.bindparam("user")) & (rows.c.id == sa.bindparam("row"))
    stored = sa.select(rows.c.user_id, rows.c.id, rows.c[text]).execution_options(yield_per=BATCH)
    for user, row, written in connection.execute(stored):
        found_by = rows.update().where(same).values(search=search.vector(written))
        connection.execute(found_by, {"user": user, "row": row})


def downgrade() -> None:
    op.drop_index("ix_messages_search", table_name="messages")
    op.drop_column("tool_steps", "link")
    for table in ("messages", "chat_sessions"):
        op.drop_column(table, "search")
