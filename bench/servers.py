"""The programs that are measured, each in a process of its own on a loopback port."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil  # type: ignore[import-untyped]

from bench import load
from bench.seeding import JWT_SECRET, MASTER_KEY
from kitchen_app.config import Settings
from tests.kitchens import free_port

ROOT = Path(__file__).parent.parent
# All cooks of the bench come from one address.
GENEROUS = {
    name.upper(): "1000000/minute" for name in Settings.model_fields if name.endswith("_limit")
} | {"STREAMS_AT_ONCE": "100000", "PAGES_AT_ONCE": "100000"}
PATIENCE = 120.0  # seconds, for a first start that builds the web app
LAST_WORDS = 4_000  # bytes


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def family(self) -> list[psutil.Process]:
        """Its processes, a database of its own left out."""
        root = psutil.Process(self.process.pid)
        everyone = [root, *root.children(recursive=True)]
        return [one for one in everyone if "postgres" not in one.name()]

    def cpu(self) -> float:
        """Seconds of CPU so far."""
        times = [process.cpu_times() for process in self.family()]
        return float(sum(time.user + time.system for time in times))

    def memory(self) -> int:
        """Bytes: what it alone uses, and its share of what it shares (PSS)."""
        return int(sum(process.memory_full_info().pss for process in self.family()))

    def resident(self) -> int:
        """Bytes: what it uses, alone or with others (RSS)."""
        return int(sum(process.memory_info().rss for process in self.family()))

    def files(self) -> int:
        """How many it has open, sockets among them."""
        return int(sum(process.num_fds() for process in self.family()))


@contextmanager
def kitchen(**variables: str) -> Iterator[Server]:
    """The product, as `make run` serves it."""
    with _started("/health", ["kitchen_app", "serve"], variables) as server:
        yield server


@contextmanager
def uvicorn(target: str, **variables: str) -> Iterator[Server]:
    """An app beside it: the same server program, one worker, default settings."""
    command = ["uvicorn", "--no-access-log", "--log-level", "warning", target]
    with _started("/openapi.json", command, variables) as server:
        yield server


@contextmanager
def module(name: str, *arguments: str) -> Iterator[Server]:
    """A helper of the bench that listens on PORT and answers /health."""
    with _started("/health", [name, *arguments], {}) as server:
        yield server


def with_database(url: str) -> dict[str, str]:
    """What the product asks for beside a database that is not its own."""
    return {"DATABASE_URL": url, "MASTER_KEY": MASTER_KEY, "JWT_SECRET": JWT_SECRET}


@contextmanager
def _started(path: str, command: list[str], variables: dict[str, str]) -> Iterator[Server]:
    """Its complaints go to a file, so that it never waits for a reader; what fails shows the last
    of them."""
    with tempfile.TemporaryFile() as complaints:
        port = free_port()
        process = _start(port, command, variables, complaints)
        try:
            wait_until_healthy(process, port, path)
            yield Server(port, process)
        except Exception as error:
            error.add_note(f"{' '.join(command)} said at last:\n{_last_words(complaints)}")
            raise
        finally:
            _stop(process)


def _start(
    port: int, command: list[str], variables: dict[str, str], complaints: IO[bytes]
) -> subprocess.Popen[bytes]:
    clean = {k: v for k, v in os.environ.items() if k.lower() not in Settings.model_fields}
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**clean, **GENEROUS, "PORT": str(port), "UVICORN_PORT": str(port), **variables},
        stdout=subprocess.DEVNULL,
        stderr=complaints,
        start_new_session=True,
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _last_words(complaints: IO[bytes]) -> str:
    complaints.seek(-min(LAST_WORDS, complaints.seek(0, os.SEEK_END)), os.SEEK_END)
    return complaints.read().decode(errors="replace")


def wait_until_healthy(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    """Until this path answers 200; RuntimeError where the program ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not load.answers(port, path):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} did not answer {path}")
        time.sleep(0.01)
