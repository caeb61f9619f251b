"""`serve`: the database and the app in one process, on one port, until somebody says stop."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.server.mp import MPServer

from kitchen_app import embedded, web
from kitchen_app.asgi import App, announcing, draining
from kitchen_app.config import Settings, load_settings
from kitchen_app.errors import ConfigurationError

BACKLOG = 1024
STOPS = (signal.SIGINT, signal.SIGTERM)


def serve() -> NoReturn:
    """Serve until SIGINT or SIGTERM, and exit with 0; with 1 where the app could not start.

    Raises ConfigurationError where something outside the app is wrong.
    """
    for stop in STOPS:
        signal.signal(stop, _leave)
    code = 0
    try:
        _serve(load_settings())
    except SystemExit as ended:
        code = int(bool(ended.code))
    # As Granian's workers end: its threads can hang Python's own farewell.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _serve(settings: Settings) -> None:
    with _listening(settings) as listener:
        built = web.build()
        with database(settings):
            os.environ.update(_reflex_environment(built))
            _Server(listener).serve(target_loader=partial(_load, banner(settings)))


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
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        raise ConfigurationError(
            f"Nothing can listen on {settings.host} port {settings.port}: {error.strerror}. "
            "PORT and HOST choose another."
        ) from None
    with listener:
        yield listener


def _reflex_environment(built: Path) -> dict[str, str]:
    return {
        **web.QUIET,
        "REFLEX_WEB_WORKDIR": str(built),
        "REFLEX_ENV_MODE": "prod",
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }


class _Server(MPServer):
    """Granian's worker without a supervisor, which would cost 30 MB, on a socket already open.

    Granian opens its own with SO_REUSEPORT, and would share the port with a stranger.
    """

    def __init__(self, listener: socket.socket) -> None:
        super().__init__(
            target="kitchen_app.kitchen_app:app", interface=Interfaces.ASGI, log_enabled=False
        )
        self._sso = None
        self._shd: Any = SocketHolder(listener.detach(), False, BACKLOG)  # type: ignore[call-arg]

    def _serve(self, spawn_target: Callable[..., None], target_loader: Callable[[], App]) -> None:
        self._spawn_worker(0, spawn_target, target_loader).inner.run()


def _load(ready: str, _target: str) -> App:
    """The app, imported only now: by then the database is there and the environment complete."""
    from kitchen_app.kitchen_app import app

    return announcing(draining(app(), STOPS), ready)
