"""The API on a loopback port, in a process of its own with a real kitchen behind it.

It is the server the product runs on, without the web app, which would take seconds to start. The
processes are forked from one that has everything imported, so that another costs next to nothing.
"""

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn

from kitchen_app import database, logs, runtime
from kitchen_app.config import Settings
from kitchen_app.database import Database
from kitchen_app.heads import BoundedHeads
from kitchen_app.routers import sse
from kitchen_app.routers.api import create_api
from kitchen_app.serving import _Server
from tests.kitchens import GENEROUS, free_port
from tests.processes import FORKS

MASTER_KEY = "the master key of the test kitchen"
JWT_SECRET = "a secret for signing, of forty-eight bytes or more"
PATIENCE = 30  # seconds


@dataclass(frozen=True)
class ApiServer:
    """`database` is the tests' own way to what is behind the door; `log` is what it wrote."""

    url: str
    database: Database
    log: Path
    process: ForkServerProcess


@contextmanager
def api_server(
    database_url: str,
    *,
    openai_base_url: str | None = None,
    openai_api_key: str | None = None,
    redis_url: str | None = None,
    keep_alive_every: float = sse.KEEP_ALIVE_EVERY,
    silence: int = database.SILENCE,
    settings: Mapping[str, str] = {},
) -> Iterator[ApiServer]:
    """A kitchen of its own; the offline cook answers where no model server is named."""
    environment = {
        **GENEROUS,
        **settings,
        "database_url": database_url,
        "master_key": MASTER_KEY,
        "jwt_secret": JWT_SECRET,
        "openai_api_key": openai_api_key,
        "openai_base_url": openai_base_url,
        "redis_url": redis_url,
    }
    port = free_port()
    ours = Database(database_url)
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        arguments = (environment, port, log, keep_alive_every, silence)
        process = FORKS.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        try:
            _wait_for(port, process, log)
            yield ApiServer(f"http://127.0.0.1:{port}", ours, log, process)
        finally:
            process.terminate()
            process.join(PATIENCE)
            ours.engine.dispose()


def _serve(
    environment: dict[str, Any], port: int, log: Path, keep_alive_every: float, silence: int
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C is for pytest
    with log.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sse.KEEP_ALIVE_EVERY = keep_alive_every
    database.SILENCE = database.CONNECT_ARGUMENTS["connect_timeout"] = silence
    asyncio.run(_serving(Settings.model_validate(environment), port))


async def _serving(settings: Settings, port: int) -> None:
    logs.configure("info")
    config = uvicorn.Config(
        create_api(),
        port=port,
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        http=BoundedHeads,
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_graceful_shutdown=1,
    )
    async with runtime.opened(settings):
        await _Server(config, "ready").serve()


def _wait_for(port: int, process: ForkServerProcess, log: Path) -> None:
    for _ in range(PATIENCE * 100):
        assert process.is_alive(), log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            threading.Event().wait(0.01)
        else:
            return
    raise TimeoutError(f"Nothing listens on port {port}.")
