"""PostgreSQL for tests: one server, one migrated template, a database for each pytest worker."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from kitchen_app import embedded, migrations
from kitchen_app.database import Database

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
}
TEMPLATE = "template"


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The URL of a server with a migrated TEMPLATE database; processes that ask together share it.

    The last one out stops it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with embedded.running(folder, options=FAST) as url:
        with (folder / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "template.ready").exists():
                _migrate_template(url)
                (folder / "template.ready").touch()
        yield url


def _migrate_template(url: str) -> None:
    execute(url, f"CREATE DATABASE {TEMPLATE}")
    database = Database(url_of(url, TEMPLATE))
    migrations.upgrade(database.engine)
    database.engine.dispose()


def copy_template(url: str, name: str) -> str:
    """The URL of a fresh database of this name."""
    execute(url, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    return url_of(url, name)


def url_of(url: str, name: str) -> str:
    """The same server's database of that name."""
    before, separator, options = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{separator}{options}"


def execute(url: str, statement: str) -> None:
    """One statement outside of any transaction, as CREATE DATABASE wants it."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def shut(url: str, name: str) -> Iterator[None]:
    """Nobody gets into this database, and who was in it is out."""
    execute(url, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    theirs = f"datname = '{name}'"
    out = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {theirs}"  # noqa: S608
    execute(url, out)
    try:
        yield
    finally:
        execute(url, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
