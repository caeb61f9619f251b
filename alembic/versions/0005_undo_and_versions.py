"""Undoing, versions of a message, asking first, and requests that may be sent again."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _versions()
    op.add_column("messages", _flag("stopping"))
    op.add_column("users", _flag("asks_first"))
    op.add_column("tool_steps", sa.Column("asked", sa.Text(), nullable=True))
    for name in ("undoes", "original"):
        op.add_column("changes", sa.Column(name, sa.Uuid(), nullable=True))
    op.create_index("uq_changes_undoes", "changes", ["user_id", "undoes"], unique=True)
    op.create_index(
        "ix_changes_original",
        "changes",
        ["user_id", "original"],
        postgresql_where=sa.text("original IS NOT NULL"),
    )
    _request_keys()


def _versions() -> None:
    """So far each message of a session followed the one before."""
    op.add_column("messages", sa.Column("parent_id", sa.Uuid(), nullable=True))
    op.add_column("chat_sessions", sa.Column("leaf_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE messages SET parent_id = coalesce(previous.id, session_id) FROM ("
        "SELECT user_id, id AS message_id, "
        "lag(id) OVER (PARTITION BY user_id, session_id ORDER BY id) AS id FROM messages"
        ") AS previous "
        "WHERE messages.user_id = previous.user_id AND messages.id = previous.message_id"
    )
    op.execute(
        "UPDATE chat_sessions SET leaf_id = (SELECT id FROM messages "
        "WHERE messages.user_id = chat_sessions.user_id "
        "AND messages.session_id = chat_sessions.id ORDER BY id DESC LIMIT 1)"
    )
    op.alter_column("messages", "parent_id", nullable=False)
    op.create_index("ix_messages_parent", "messages", ["user_id", "parent_id", "id"])


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _request_keys() -> None:
    op.create_table(
        "request_keys",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("result", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_request_keys_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_request_keys"),
    )
    op.create_index("ix_request_keys_created", "request_keys", ["user_id", "created_at"])


def downgrade() -> None:
    op.drop_table("request_keys")
    op.drop_index("ix_changes_original", table_name="changes")
    op.drop_index("uq_changes_undoes", table_name="changes")
    for name in ("original", "undoes"):
        op.drop_column("changes", name)
    op.drop_column("tool_steps", "asked")
    op.drop_column("users", "asks_first")
    op.drop_index("ix_messages_parent", table_name="messages")
    for name in ("stopping", "parent_id"):
        op.drop_column("messages", name)
    op.drop_column("chat_sessions", "leaf_id")
