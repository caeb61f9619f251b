"""`serve`: the database and the app in one process, on one port, until somebody says stop."""

import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from kitchen_app import embedded, garbage, logs, web
from kitchen_app.config import Settings, load_settings
from kitchen_app.errors import ConfigurationError
from kitchen_app.headers import Sealed
from kitchen_app.heads import BoundedHeads
from kitchen_app.pings import BoundedPings

BACKLOG = 1024
GRACE = 2  # seconds for requests to end by themselves when we are to stop
STOPS = (signal.SIGINT, signal.SIGTERM)
LARGEST_FRAME = 1024 * 1024  # bytes, of a websocket: what a handler may be given, and its escapes
MOST_FRAMES = 4  # that wait for their turn, of each websocket
STALLED_AFTER = 60  # seconds: who reads nothing for so long is cut off
MOST_FILES = 10_240  # a turn that streams holds two: its reader's socket, and its model's


def serve() -> int:
    """Serve until SIGINT or SIGTERM, which is success.

    Raises ConfigurationError where something outside the app is wrong.
    """
    garbage.seldom()
    for stop in STOPS:
        signal.signal(stop, _leave)
    settings = load_settings()
    logs.configure(settings.log_level, settings.log_format)
    open_more_files()
    with _listening(settings) as listener:
        built = web.build()
        with database(settings):
            os.environ.update(_reflex_environment(built))
            _run(settings, listener, built)
    return 0


def _run(settings: Settings, listener: socket.socket, built: Path) -> None:
    from kitchen_app.kitchen_app import app  # only now is the environment complete

    telling = _Telling(Sealed(app(), web.pages(built)))
    config = uvicorn.Config(
        telling,
        lifespan="on",
        log_config=None,
        log_level="critical",  # what goes wrong in the app it logs itself
        access_log=False,
        server_header=False,
        http=BoundedHeads,
        ws=BoundedPings,
        ws_max_size=LARGEST_FRAME,
        ws_max_queue=MOST_FRAMES,
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_graceful_shutdown=GRACE,
    )
    try:
        _Server(config, banner(settings)).run(sockets=[listener])
    except SystemExit:
        if telling.failure:
            raise telling.failure from None
        raise


class _Server(uvicorn.Server):
    """Says when it is ready, and ends the turns before it closes: their readers can leave."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self._ready, flush=True)  # noqa: T201

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from kitchen_app.runtime import kitchen

        await kitchen().turns.close()
        await super().shutdown(sockets)


class _Telling:
    """The app; `failure` is why it could not start."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.failure: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            if scope["type"] == "lifespan":
                self.failure = error
            raise


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The database's address; the bundled one where none is named, and then in the environment."""
    if settings.database_url:
        yield settings.database_url
        return
    with embedded.running(settings.kitchen_data_dir) as url:
        os.environ["DATABASE_URL"] = url
        for name in ("master_key", "jwt_secret"):
            os.environ[name.upper()] = getattr(settings, name).get_secret_value()
        yield url


def banner(settings: Settings, *, api: str | None = None) -> str:
    """What someone who has just started Kitchen wants to know; `api` is its address if another."""
    master_key = "the MASTER_KEY you set"
    if settings.database_url is None and settings.master_key:
        master_key = settings.master_key.get_secret_value()
    assistant = "the built-in cook; OPENAI_API_KEY or OPENAI_BASE_URL bring a model"
    if settings.assistant == "openai":
        assistant = settings.openai_model
    return (
        f"Kitchen is open at {settings.address}\n"
        f"  API docs     {api or settings.address}/docs\n"
        f"  Master key   {master_key}\n"
        f"  Assistant    {assistant}\n"
    )


def open_more_files() -> None:
    """As many as the hard limit lets us: the usual soft one, 1,024, is for 500 streams."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if resource.RLIM_INFINITY != soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _leave(_signal: int, _frame: object) -> NoReturn:
    sys.exit(0)


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """Ours alone, and from the beginning: whoever calls early waits instead of being refused."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        cut_off_stalled(listener, STALLED_AFTER)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        raise ConfigurationError(
            f"Nothing can listen on {settings.host} port {settings.port}: {error.strerror}. "
            "PORT and HOST choose another."
        ) from None
    with listener:
        yield listener


def cut_off_stalled(listener: socket.socket, seconds: int) -> None:
    """Have the kernel end what is accepted here when nothing sent is taken for so long.

    Nothing above can: what waits in the transport's buffer keeps a closed connection open. Linux.
    """
    if option := getattr(socket, "TCP_USER_TIMEOUT", None):
        listener.setsockopt(socket.IPPROTO_TCP, option, seconds * 1000)


def _reflex_environment(built: Path) -> dict[str, str]:
    return {
        **web.QUIET,
        "REFLEX_WEB_WORKDIR": str(built),
        "REFLEX_ENV_MODE": "prod",
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }
