"""Bringing a database to this version's schema, by whichever process comes first."""

from functools import lru_cache
from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from alembic import command

ROOT = Path(__file__).parent.parent
LOCK = 0x4B495443  # any number, the same in every process


def _config() -> Config:
    return Config(ROOT / "alembic.ini")


@lru_cache(1)
def head() -> str | None:
    """The newest revision this version knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_current(connection: Connection) -> bool:
    return MigrationContext.configure(connection).get_current_revision() == head()


def upgrade(engine: Engine) -> None:
    """Migrate to head in one transaction; processes that start together wait for one another.

    The lock is the transaction's, because a pooling proxy keeps no session for a longer one.
    """
    with engine.begin() as connection:
        if is_current(connection):
            return
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
