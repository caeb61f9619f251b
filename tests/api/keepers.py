"""Whoever keeps the kitchen, at a terminal."""

import io
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
import structlog

from kitchen_app.__main__ import main


class Said(NamedTuple):
    code: int
    out: str
    err: str


Keep = Callable[..., Said]


@pytest.fixture
def keep(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Keep]:
    """`python -m kitchen_app` with these arguments, in this process: a start costs a second."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    for secret in ("MASTER_KEY", "JWT_SECRET"):
        monkeypatch.delenv(secret, raising=False)

    def keep(*arguments: str, stdin: bytes = b"") -> Said:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["kitchen_app", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = main()
        except SystemExit as stopped:
            code = int(str(stopped.code))
        said = Said(code, *capsys.readouterr())
        assert "Traceback" not in said.err
        return said

    yield keep
    structlog.reset_defaults()
