"""Processes that use a bundled PostgreSQL: they come in, and stay until their stdin closes. And
what a test asks the server itself."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import psycopg2

FAST = {"fsync": "off"}
ROOT = Path(__file__).parents[2]
GUEST = """
import signal
import sys
from pathlib import Path
from kitchen_app import embedded
from kitchen_app.errors import ConfigurationError
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever started the tests ignores it
{before}
try:
    with embedded.running(Path(sys.argv[1]), options={{"fsync": "off"}}) as url:
        print(url, flush=True)
        sys.stdin.read()
except ConfigurationError as error:
    print(error.detail)
"""


class Guest:
    """A process that uses the server; its first line is the URL, or what it was told instead."""

    def __init__(
        self, data_dir: Path, *, before: str = "", env: Mapping[str, str] | None = None
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", GUEST.format(before=before), data_dir],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def leave(self) -> str:
        """Returns what it still had to say; hangs, and fails, if anybody else keeps its stdout."""
        return self.process.communicate(timeout=20)[0]

    def kill(self) -> None:
        self.process.kill()
        self.leave()


Invite = Callable[..., Guest]


def ask(url: str, sql: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(url.replace("+psycopg2", ""))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []


def answers(url: str) -> bool:
    try:
        return ask(url, "SELECT 1") == [(1,)]
    except psycopg2.OperationalError:
        return False


def starts(data_dir: Path) -> int:
    """How often it was started, in vain or not."""
    return (data_dir / "postgres.log").read_text().count("starting PostgreSQL")
