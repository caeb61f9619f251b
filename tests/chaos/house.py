"""Two kitchens over a PostgreSQL and a Valkey, and everything that may befall them."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kitchen_app import embedded, migrations
from kitchen_app.database import Database
from tests.factories import until
from tests.fake_openai import KEY, FakeModel, Gate
from tests.kitchens import kill, paused, postgres_of
from tests.proxies import Switch, switching_proxy
from tests.servers import ApiServer, api_server
from tests.valkeys import Valkey

SOON = 10.0  # seconds, for a kitchen that is told to stop


class House:
    """`kitchens` are those that are open now, by their place."""

    def __init__(self, folder: Path, url: str, redis: Valkey, model: FakeModel) -> None:
        self.kitchens: dict[int, ApiServer] = {}
        self.slowest_stop = 0.0
        self._folder = folder
        self._url = url
        self._redis = redis
        self._model = model
        self._opened = {place: ExitStack() for place in (0, 1)}
        self._ways: dict[int, Switch] = {}
        self.thinking = Gate()
        self.thinking.open()

    def open(self, place: int) -> None:
        kitchen = api_server(
            self._url,
            openai_base_url=self._model.url,
            openai_api_key=KEY,
            redis_url=self._redis.url,
            silence=2,
        )
        opened = self._opened[place].enter_context(kitchen)
        port = int(opened.url.rpartition(":")[2])
        self._ways[place] = self._opened[place].enter_context(switching_proxy(port))
        self.kitchens[place] = opened

    def way(self, place: int) -> str | None:
        """Where clients find this kitchen, if it is open."""
        way = self._ways.get(place) if place in self.kitchens else None
        return f"http://127.0.0.1:{way.port}" if way else None

    @contextmanager
    def answers_lost(self, place: int) -> Iterator[None]:
        """What is asked is done, and nobody hears of it."""
        way, kitchen = self._ways[place], self.kitchens[place]
        with way.held():
            yield
            way.to(int(kitchen.url.rpartition(":")[2]))

    def close(self) -> None:
        for opened in self._opened.values():
            opened.close()

    def _end(self, place: int, how: signal.Signals) -> None:
        process = self.kitchens.pop(place).process
        assert process.pid
        began = time.monotonic()
        os.kill(process.pid, how)
        process.join(60)
        assert process.exitcode in (0, -how), process.exitcode
        self.slowest_stop = max(self.slowest_stop, time.monotonic() - began)
        self._opened[place].close()

    @contextmanager
    def killed(self, place: int) -> Iterator[None]:
        self._end(place, signal.SIGKILL)
        yield
        self.open(place)

    @contextmanager
    def stopped(self, place: int) -> Iterator[None]:
        self._end(place, signal.SIGTERM)
        yield
        self.open(place)

    @contextmanager
    def database_killed(self) -> Iterator[None]:
        kill(postgres_of(self._folder))
        yield

    @contextmanager
    def database_paused(self) -> Iterator[None]:
        with paused(self._folder):
            yield

    @contextmanager
    def redis_killed(self) -> Iterator[None]:
        self._redis.kill()
        yield
        self._redis.start()

    @contextmanager
    def redis_paused(self) -> Iterator[None]:
        with self._redis.paused():
            yield

    @contextmanager
    def model_hangs(self) -> Iterator[None]:
        self.thinking = Gate()
        yield
        self.thinking.open()

    def befall(self, fault: str, chance: random.Random) -> None:
        """It happens, and passes; then the kitchen that may be closed opens again."""
        place, seconds = chance.randrange(2), chance.uniform(0.2, 2.0)
        faults: dict[str, Callable[[], object]] = {
            "kitchen killed": lambda: self.killed(place),
            "kitchen told to stop": lambda: self.stopped(place),
            "database killed": self.database_killed,
            "database paused": self.database_paused,
            "redis killed": self.redis_killed,
            "redis paused": self.redis_paused,
            "model hangs": self.model_hangs,
            "answers lost": lambda: self.answers_lost(place),
        }
        with faults[fault]():  # type: ignore[attr-defined]
            time.sleep(seconds)
        until(self.is_well, seconds=60)

    def is_well(self) -> bool:
        """PostgreSQL answers, and whoever opens finds it."""
        try:
            with Database(self._url, connections=1).engine.connect():
                return True
        except Exception:
            return False


FAULTS = (
    "kitchen killed",
    "kitchen told to stop",
    "database killed",
    "database paused",
    "redis killed",
    "redis paused",
    "model hangs",
    "answers lost",
)


@contextmanager
def house(folder: Path, redis: Valkey, model: FakeModel) -> Iterator[tuple[House, Database]]:
    """Open; with the tests' own way to its database."""
    with embedded.running(folder, options={"fsync": "off"}) as url:
        database = Database(url)
        migrations.upgrade(database.engine)
        made = House(folder, url, redis, model)
        try:
            made.open(0)
            made.open(1)
            yield made, database
        finally:
            made.close()
            database.engine.dispose()
