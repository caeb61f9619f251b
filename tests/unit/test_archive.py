"""Whatever byte of a backup is another one, it is refused or read; nothing else happens."""

import hashlib
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO

import pytest

from kitchen_app.admin.archive import Reader, Writer
from kitchen_app.errors import BackupRefused

TABLES = ("users", "recipes")
LINES = b"".join(b'{"a": %d}\n' % number for number in range(40))
FLIPS = (1, 2, 4, 6, 8, 16, 32, 64, 128, 255)  # 4 and 6 name other compressions


def a_backup() -> bytes:
    file = BytesIO()
    writer = Writer(file)
    for name in TABLES:
        with writer.table(name, ["a"]) as lines:
            lines.write(LINES)
    writer.close("0001", datetime.now(UTC))
    return file.getvalue()


def read(backup: bytes) -> list[str]:
    """The checksums of what is in it."""
    reader = Reader(BytesIO(backup))
    sums = []
    for contents in reader.manifest.tables:
        with reader.lines(contents) as lines:
            sums.append(hashlib.sha256(lines.read()).hexdigest())
    return sums


def test_what_was_written_is_read() -> None:
    assert read(a_backup()) == [hashlib.sha256(LINES).hexdigest()] * 2


@pytest.mark.parametrize("flip", FLIPS)
def test_any_byte_may_be_another(flip: int) -> None:
    whole = a_backup()
    for position in range(len(whole)):
        damaged = bytearray(whole)
        damaged[position] ^= flip
        with suppress(BackupRefused):
            read(bytes(damaged))
