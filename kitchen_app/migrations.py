"""Bringing a database to this version's schema, by whichever process comes first."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from kitchen_app.errors import ConfigurationError

if TYPE_CHECKING:
    from alembic.config import Config

ROOT = Path(__file__).parent.parent
LOCK = 0x4B495443  # any number, the same in every process


def revisions() -> list[str]:
    """All that this version knows, the oldest first: files are named by number, 0001_what.py."""
    return sorted(path.name.partition("_")[0] for path in (ROOT / "alembic/versions").glob("*.py"))


def head() -> str:
    """The newest revision this version knows."""
    return revisions()[-1]


def is_current(connection: Connection) -> bool:
    """Asked at every start and health check, so without alembic, which takes time and memory."""
    known = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar_one()
    if known is None:
        return False
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return bool(revision == head())


def upgrade(engine: Engine) -> None:
    """Migrate to head in one transaction; processes that start together wait for one another.

    ConfigurationError where the database cannot be used, or is of a newer version.
    """
    try:
        with engine.begin() as connection:
            if not is_current(connection):
                _upgrade(connection)
    except SQLAlchemyError as error:
        raise ConfigurationError(f"The database cannot be used: {_reason(error)}") from error


def _reason(error: SQLAlchemyError) -> str:
    """Without the DETAIL of PostgreSQL, in which whole rows are."""
    said = getattr(error, "orig", error)
    diagnosis = getattr(said, "diag", None)
    return str(getattr(diagnosis, "message_primary", None) or said).strip()


def _upgrade(connection: Connection) -> None:
    """The lock is the transaction's, because a pooling proxy keeps no session for a longer one."""
    from alembic.util import CommandError

    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    try:
        upgrade_in(connection)
    except CommandError as error:
        raise ConfigurationError(
            f"The database is not one this version knows ({error}). Is it a newer version's?"
        ) from error


def upgrade_in(connection: Connection, revision: str = "head") -> None:
    """Migrate in this transaction, up to there."""
    from alembic import command

    command.upgrade(_config(connection), revision)


def downgrade_in(connection: Connection, revision: str) -> None:
    """Migrate in this transaction, down to there: what is newer is lost."""
    from alembic import command

    command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(ROOT / "alembic.ini")
    config.attributes["connection"] = connection
    return config
