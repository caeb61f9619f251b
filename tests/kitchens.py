"""Real kitchens for tests: what `python -m kitchen_app` does, in a process of its own, on a free
port."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from kitchen_app.config import Settings
from tests.processes import ROOT, Start, forked

# All cooks of the tests come from one address.
GENEROUS = {name: "1000000/minute" for name in Settings.model_fields if name.endswith("_limit")}
GENEROUS |= {name: "100000" for name in Settings.model_fields if name.endswith("_at_once")}
PATIENCE = 60  # seconds, on a machine that has other things to do


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(**variables: str) -> dict[str, str]:
    """This one's with those, without the kitchen's own and what importing the app leaves in it.

    Nor pytest's: Reflex is another under it.
    """
    ours = {name.upper() for name in Settings.model_fields} | {"PYTEST_CURRENT_TEST"}
    theirs = {
        name: value
        for name, value in os.environ.items()
        if name not in ours and "REFLEX_" not in name
    }
    return theirs | {name.upper(): value for name, value in GENEROUS.items()} | variables


class Served:
    """A kitchen process. All it says goes to a file, so it never waits for a reader."""

    def __init__(self, data: Path, start: Start = forked, /, **variables: str) -> None:
        self.port = int(variables.get("PORT", free_port()))
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = data
        self._output = tempfile.NamedTemporaryFile()  # noqa: SIM115 (open as long as the process)
        theirs = environment(KITCHEN_DATA_DIR=str(data), **{"PORT": str(self.port), **variables})
        self.process = start(["serve"], theirs, Path(self._output.name))

    @property
    def said(self) -> str:
        """Everything so far."""
        descriptor = self._output.fileno()
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode(errors="replace")

    def until(self, words: str) -> None:
        """Wait until it has said this; fails where it ends, or takes for ever, without."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.said and self.process.poll() is None:
            assert time.monotonic() < deadline, self.said
            threading.Event().wait(0.01)
        assert words in self.said, self.said

    def get(self, path: str, *, host: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
        """Status and body; the connection waits while the kitchen is not open yet."""
        url = f"http://{host}:{self.port}{path}"
        request = urllib.request.Request(url, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def end(self, how: signal.Signals = signal.SIGTERM, *, group: bool = False) -> int:
        """Signal it, alone or with its group as a terminal does; its exit code."""
        if self.process.poll() is None:
            (os.killpg if group else os.kill)(self.process.pid, how)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(data: Path, start: Start = forked, /, **variables: str) -> Iterator[Served]:
    """A kitchen that has said it is open; ended afterwards whatever happens."""
    served = Served(data, start, **variables)
    try:
        served.until("Assistant")
        yield served
    finally:
        served.end()


def postgres_of(data: Path) -> list[psutil.Process]:
    """The server processes that work in this data folder."""
    folder = str(data / "postgres")
    return [process for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == folder]


def postmaster(data_dir: Path) -> int:
    """Its pid."""
    return int((data_dir / "postgres/postmaster.pid").read_text().split()[0])


def kill(processes: Iterable[psutil.Process]) -> None:
    """One may have ended with another."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


@contextmanager
def paused(data_dir: Path) -> Iterator[None]:
    """Every process of this server stands still: what is sent to it is taken, and not answered."""
    processes = postgres_of(data_dir)
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


def websocket(kitchen: Served, *, origin: str | None = None) -> socket.socket:
    """A handshake as a browser sends it, from a page of this origin."""
    client = socket.create_connection(("127.0.0.1", kitchen.port), timeout=10)
    host = f"127.0.0.1:{kitchen.port}"
    lines = (
        "GET /_event/?EIO=4&transport=websocket&token=t HTTP/1.1",
        f"Host: {host}",
        f"Origin: {origin or f'http://{host}'}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )
    client.sendall("\r\n".join((*lines, "", "")).encode())
    return client


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "kitchen_app", *arguments],
        cwd=ROOT,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
