"""How the keeper's commands come to the database, and what they say when that goes wrong."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kitchen_app import embedded, logs, migrations
from kitchen_app.config import read_settings
from kitchen_app.database import Database
from kitchen_app.errors import ConfigurationError, KitchenError, Unavailable

REFUSED, IMPOSSIBLE = 1, 2
TERMINATED = 128 + signal.SIGTERM


@contextmanager
def opened() -> Iterator[Database]:
    """The database of DATABASE_URL, or the bundled one: shared with a kitchen that runs, started
    for as long as this takes where none does. ConfigurationError where it cannot be used, or is
    another version's: one that serves must not be migrated by the way.
    """
    settings = read_settings()
    if settings.database_url:
        with _database(settings.database_url) as database:
            yield database
        return
    with embedded.running(settings.kitchen_data_dir) as url, _database(url) as database:
        yield database


@contextmanager
def _database(url: str) -> Iterator[Database]:
    database = Database(url, connections=1)
    try:
        _require_current(database)
        yield database
    finally:
        database.engine.dispose()


def _require_current(database: Database) -> None:
    """An empty database is made ready: a kitchen that starts would do the same."""
    with database.transaction() as connection:
        current = migrations.is_current(connection)
        known = connection.execute(text("SELECT to_regclass('alembic_version')")).scalar()
    if known is None:
        migrations.upgrade(database.engine)
    elif not current:
        raise ConfigurationError(
            "The database is of another version of Kitchen. Use that one, or bring the database "
            "to this one: python -m kitchen_app migrate"
        )


def told(command: Callable[[], int]) -> int:
    """The command's exit code: 0 done, REFUSED where it said what is wrong, IMPOSSIBLE where it
    could not even be tried. SIGTERM ends it in order, and a database it started with it."""
    logs.configure("error")
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        code = command()
        sys.stdout.flush()
    except BrokenPipeError:  # of `| head`, who has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ConfigurationError, Unavailable) as error:
        return _say(error.detail, IMPOSSIBLE)
    except KitchenError as error:
        return _say(error.detail, REFUSED)
    except DBAPIError as error:
        diagnostics = getattr(error.orig, "diag", None)
        words = getattr(diagnostics, "message_primary", None) or type(error.orig).__name__
        return _say(f"The database refused: {words}", IMPOSSIBLE)
    finally:
        signal.signal(signal.SIGTERM, before)
    return code


def _say(detail: str, code: int) -> int:
    print(detail, file=sys.stderr)  # noqa: T201
    return code
