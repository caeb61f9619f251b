"""Descriptors, locks and folders that are nobody else's."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OPEN = os.O_RDWR | os.O_CREAT


@contextmanager
def opened(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path, *, wait: bool = True, flags: int = OPEN) -> Iterator[int | None]:
    """Hold this lock alone, or None. Closed, not unlocked: who inherited it keeps it."""
    with opened(path, flags) as descriptor:
        taken = None
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            taken = descriptor
        yield taken


def socket_dir(folder: Path) -> Path:
    """The folder itself, or a short private one where its path is too long or odd for a socket."""
    longest = 103 - len("/.s.PGSQL.5432")  # macOS; Linux has four more
    if re.fullmatch(rf"[\w/. @+=~-]{{1,{longest}}}", str(folder), re.ASCII):
        return folder
    # Not $TMPDIR: all who share this data must come to the same place.
    return Path("/tmp") / f"kitchen-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"  # noqa: S108


def make_private(folder: Path, account: tuple[int, int] | None) -> None:
    """Make this folder the account's own, mode 0700, unless somebody else was there first."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    with opened(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW) as directory:
        owner, ours = os.fstat(directory).st_uid, (os.geteuid(), os.getegid())
        if owner not in (ours[0], account and account[0]):
            raise PermissionError(f"{folder} belongs to somebody else")
        os.fchmod(directory, 0o700)
        os.fchown(directory, *(account or ours))
