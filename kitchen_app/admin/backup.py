"""One file with everything that is in the database, checked and restored."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TextIO

from sqlalchemy import Connection

from kitchen_app import embedded, migrations
from kitchen_app.admin.archive import Contents, Counted, Manifest, Reader, Writer
from kitchen_app.admin.door import opened
from kitchen_app.admin.tables import (
    SAME_EVERYWHERE,
    NotLines,
    Table,
    copy_in,
    copy_out,
    is_empty,
    tables,
)
from kitchen_app.database import Database
from kitchen_app.errors import BackupRefused

STREAM = "-"  # as a file's name: standard input or output
DAMAGED = "This backup does not hold what it says: {}. Nothing has been restored."


def make(name: str, *, overwrite: bool) -> int:
    """All of one moment, while the kitchen serves."""
    with opened() as database, _new(name, overwrite=overwrite) as file:
        manifest = write(database, file)
    _say(manifest, "Backed up", sys.stderr if name == STREAM else None)
    return 0


def check(name: str) -> int:
    """Restore it into an empty database of its own, thrown away afterwards."""
    with (
        _old(name) as file,
        tempfile.TemporaryDirectory() as folder,
        embedded.running(Path(folder), options={"fsync": "off"}) as url,
    ):
        database = Database(url, connections=1)
        migrations.upgrade(database.engine)
        manifest = _restore(database, Reader(file))
        database.engine.dispose()
    _say(manifest, "Restored into an empty database, and every row is the same:")
    return 0


def restore(name: str) -> int:
    """Into a database in which nobody is; all of it or nothing."""
    with _old(name) as file:
        reader = Reader(file)
        with opened() as database:
            manifest = _restore(database, reader)
    _say(manifest, "Restored")
    return 0


def write(database: Database, file: IO[bytes]) -> Manifest:
    """Of whichever migration the database is. It is read only, and as of one moment."""
    snapshot = database.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with snapshot as connection:
        connection.exec_driver_sql(f"SET TRANSACTION READ ONLY; {SAME_EVERYWHERE}")
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        writer = Writer(file)
        for table in tables(connection):
            with writer.table(table.name, table.columns) as lines:
                copy_out(connection, table, lines)
        return writer.close(str(revision), datetime.now(UTC))


def _restore(database: Database, reader: Reader) -> Manifest:
    if reader.manifest.revision not in migrations.revisions():
        raise BackupRefused("This backup is of a newer Kitchen. Restore it with that one.")
    with database.engine.begin() as connection:
        connection.exec_driver_sql(SAME_EVERYWHERE)
        _require_empty(connection)
        migrations.downgrade_in(connection, reader.manifest.revision)
        _fill(connection, reader)
        migrations.upgrade_in(connection)
    return reader.manifest


def _require_empty(connection: Connection) -> None:
    """And keep it so until we are done."""
    among = tables(connection)
    names = ", ".join(table.name for table in among)
    connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
    if not is_empty(connection, among):
        raise BackupRefused(
            "There are cooks in this database, and restoring is for an empty one. Name another "
            "in DATABASE_URL, or another KITCHEN_DATA_DIR."
        )


def _fill(connection: Connection, reader: Reader) -> None:
    told = {contents.name: contents for contents in reader.manifest.tables}
    here = tables(connection)
    if {table.name: table.columns for table in here} != {
        name: contents.columns for name, contents in told.items()
    }:
        raise BackupRefused(DAMAGED.format("its tables are not those of its version"))
    for table in here:
        _fill_table(connection, table, told[table.name], reader)


def _fill_table(connection: Connection, table: Table, told: Contents, reader: Reader) -> None:
    """Read again from the database, it is the same to the byte."""
    try:
        with reader.lines(told) as lines:
            copy_in(connection, table, lines)
    except NotLines:
        raise BackupRefused(DAMAGED.format(f"{table.name} cannot be read")) from None
    counted = Counted()
    copy_out(connection, table, counted)
    if counted.contents(table.name, table.columns) != told:
        raise BackupRefused(DAMAGED.format(f"{table.name} differs"))


def _say(manifest: Manifest, done: str, to: TextIO | None = None) -> None:
    rows = sum(table.rows for table in manifest.tables)
    made = f"{manifest.made_at:%Y-%m-%d %H:%M:%S} UTC"
    print(f"{done} {rows:,} rows of {len(manifest.tables)} tables, as of {made}.", file=to)


@contextmanager
def _new(name: str, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """The file has its name once it is whole, and nobody else may read it."""
    if name == STREAM:
        yield sys.stdout.buffer
        return
    path = Path(name)
    if path.exists() and not overwrite:
        raise BackupRefused(f"{path} is there already. Choose another name, or add --overwrite.")
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            try:
                yield file.file
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink()
                raise
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written: {error.strerror}.") from None


@contextmanager
def _old(name: str) -> Iterator[IO[bytes]]:
    """The file, seekable. BackupRefused where there is none."""
    with tempfile.TemporaryFile() if name == STREAM else _named(name) as file:
        if name == STREAM:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield file


def _named(name: str) -> IO[bytes]:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise BackupRefused(f"{name} cannot be read: {error.strerror}.") from None
