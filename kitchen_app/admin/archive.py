"""What a backup's file is: a zip with every table's rows, and last what should be in it."""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from lzma import LZMAError
from typing import IO, Literal
from zipfile import ZIP_DEFLATED, BadZipFile, LargeZipFile, ZipFile

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kitchen_app.errors import BackupRefused

MANIFEST = "kitchen.json"
LARGEST_MANIFEST = 1_000_000  # bytes
NOT_A_ZIP = (
    BadZipFile,
    LargeZipFile,
    LZMAError,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
)


class Contents(BaseModel):
    """Of one table: `rows` lines of `size` bytes."""

    model_config = ConfigDict(extra="forbid")

    name: str
    columns: list[str]
    rows: int = Field(ge=0)
    size: int = Field(ge=0)
    sha256: str


class Manifest(BaseModel):
    """`revision` is the migration that the tables are of."""

    model_config = ConfigDict(extra="forbid")

    format: Literal[1] = 1
    revision: str
    made_at: datetime
    tables: list[Contents]


class Counted:
    """Passes bytes on, and knows what they were."""

    def __init__(self, to: IO[bytes] | None = None) -> None:
        self._to = to
        self._sha256 = hashlib.sha256()
        self.rows = self.size = 0

    def write(self, data: bytes) -> None:
        self._sha256.update(data)
        self.rows += data.count(b"\n")  # those within a value are escaped
        self.size += len(data)
        if self._to:
            self._to.write(data)

    def contents(self, name: str, columns: list[str]) -> Contents:
        return Contents(
            name=name,
            columns=columns,
            rows=self.rows,
            size=self.size,
            sha256=self._sha256.hexdigest(),
        )


class Bounded:
    """Reads `size` bytes and not one more, whatever they unpack to."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self._source = source
        self._left = size

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise BadZipFile
        return data


class Writer:
    """A backup that is being made."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6)
        self._tables: list[Contents] = []

    @contextmanager
    def table(self, name: str, columns: list[str]) -> Iterator[Counted]:
        """Takes this table's lines."""
        with self._zip.open(name, "w", force_zip64=True) as member:
            counted = Counted(member)
            yield counted
        self._tables.append(counted.contents(name, columns))

    def close(self, revision: str, made_at: datetime) -> Manifest:
        manifest = Manifest(revision=revision, made_at=made_at, tables=self._tables)
        self._zip.writestr(MANIFEST, manifest.model_dump_json(indent=2))
        self._zip.close()
        return manifest


class Reader:
    """A backup as somebody hands it in: nothing in it is believed, and nothing is unpacked to a
    path. BackupRefused where it is not whole."""

    def __init__(self, file: IO[bytes]) -> None:
        with refusing():
            self._zip = ZipFile(file)
            with self._zip.open(MANIFEST) as member:
                told = Bounded(member, LARGEST_MANIFEST).read()
        try:
            self.manifest = Manifest.model_validate_json(told)
        except ValidationError:
            raise BackupRefused(
                "This backup's form is not known here. Was it made by a newer Kitchen?"
            ) from None

    @contextmanager
    def lines(self, contents: Contents) -> Iterator[Bounded]:
        with refusing(), self._zip.open(contents.name) as member:
            yield Bounded(member, contents.size)


@contextmanager
def refusing() -> Iterator[None]:
    try:
        yield
    except NOT_A_ZIP:
        raise BackupRefused(
            "This file is not a whole backup of Kitchen: it is damaged, or something else."
        ) from None
