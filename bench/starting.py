"""How long a second start takes, and how much memory is held."""

import time
from pathlib import Path
from statistics import median

import psutil  # type: ignore[import-untyped]

from bench import load, servers, streaming
from bench.report import Figure, at_most, no_more
from bench.routes import routes
from bench.seeding import Seeded

IDLE = 3.0  # seconds
MEGABYTE = 1_000_000


def second_starts(empty: Path, full: Path, *, rounds: int) -> list[Figure]:
    """Seconds to a healthy answer, with the bundled database in these data folders, in turns."""
    for folder in (empty, full):
        _start(folder)
    took: dict[Path, list[float]] = {empty: [], full: []}
    for _ in range(rounds):
        for folder, seconds in took.items():
            seconds.append(_start(folder))
    without, with_many = median(took[empty]), median(took[full])
    return [
        no_more("second start, no recipes", without, wanted=3.0, unit="s"),
        no_more("second start, all recipes", with_many, wanted=3.0, unit="s"),
        at_most("… against no recipes", with_many, without, wanted=1.1, unit="s"),
    ]


def _start(folder: Path) -> float:
    began = time.perf_counter()
    with servers.kitchen(KITCHEN_DATA_DIR=str(folder)):
        return time.perf_counter() - began


def memory(seeded: Seeded, data: Path, **variables: str) -> list[Figure]:
    """What a kitchen holds that has done everything once and now waits."""
    with servers.kitchen(**variables) as server:
        for route in routes(seeded):
            load.drive(server.port, route.ours(), clients=4, seconds=0.1)
        streaming.ask(server, seeded.token)
        time.sleep(IDLE)
        ours = server.memory() / MEGABYTE
        database = _postgres(data) / MEGABYTE
    return [
        no_more("memory, all loaded and idle (PSS)", ours, wanted=200, unit="MB"),
        no_more("… and of PostgreSQL beside it", database, wanted=None, unit="MB"),
    ]


def _postgres(data: Path) -> int:
    folder = str(data / "postgres")
    everyone = [one for one in psutil.process_iter(["cwd"]) if one.info["cwd"] == folder]
    return sum(process.memory_full_info().pss for process in everyone)
