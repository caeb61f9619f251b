"""The bundled PostgreSQL: found, started, attached to, watched and stopped. Only its binaries are
used.

Two locks beside the data say who is there, and the kernel drops them whatever dies, and how.
`users` is shared by all who use the server. `serving` is taken by the one who makes or starts it
and inherited by PostgreSQL, so it is free only when the last of its processes is gone. Pids prove
nothing: after a reboot, or in a container, they are someone else's.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kitchen_app.embedded.server import Server
from kitchen_app.embedded.watcher import watched
from kitchen_app.errors import ConfigurationError


@contextmanager
def running(data_dir: Path, *, options: Mapping[str, str] = {}) -> Iterator[str]:
    """Yield the SQLAlchemy URL of a healthy server on data_dir/postgres, started if need be.

    Any number of processes may hold it at once; the last one out stops it, and if it dies before,
    one of them starts it again. `options` are server settings, heeded only by the call that starts
    it. Raises ConfigurationError if it cannot run.
    """
    server = Server(data_dir.resolve())
    try:
        place = server.enter(options)
    except (OSError, KeyError) as error:
        raise ConfigurationError(
            f"The bundled database cannot run in {server.folder}: {error}. Start Kitchen as the "
            "user who owns that folder, choose another KITCHEN_DATA_DIR, or set DATABASE_URL."
        ) from error
    try:
        with watched(server, options):
            yield server.url
    finally:
        server.leave(place)
