"""`make chaos`: clients write, things fail, and every acknowledged write is there in the end.

SEED says which faults in which order, SECONDS for how long.
"""

import os
import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos.checks import check, check_house
from tests.chaos.house import FAULTS, SOON, House, house
from tests.chaos.writers import Writer
from tests.factories import make_cook, until
from tests.fake_openai import fake_model
from tests.valkeys import valkey

CLIENTS = 20


def main() -> None:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(10_000))
    seconds = float(os.environ.get("SECONDS") or 60)
    print(f"SEED={seed} SECONDS={seconds:g}", flush=True)  # noqa: T201
    with (
        ExitStack() as stack,
        TemporaryDirectory(prefix="chaos-") as folder,
        valkey() as redis,
        fake_model() as model,
        house(Path(folder), redis, model) as (ours, _),
    ):
        cooks = [stack.enter_context(make_cook(ours.kitchens[0])) for _ in range(CLIENTS)]
        writers = [
            Writer(ours, cook, model, random.Random(f"{seed} {number}"))  # noqa: S311
            for number, cook in enumerate(cooks)
        ]
        befallen = _run(ours, writers, random.Random(seed), seconds)  # noqa: S311
        until(lambda: all(_healthy(ours, place) for place in (0, 1)), seconds=60)
        for writer in writers:
            check(ours, writer)
        _tell(writers, befallen, memory=check_house(ours), slowest=ours.slowest_stop)
    assert ours.slowest_stop < SOON


def _run(ours: House, writers: list[Writer], chance: random.Random, seconds: float) -> Counter[str]:
    befallen: Counter[str] = Counter()
    ended, until_then = threading.Event(), time.monotonic() + seconds
    with ThreadPoolExecutor(len(writers)) as pool:
        writing = [pool.submit(writer.write, ended) for writer in writers]
        try:
            while time.monotonic() < until_then:
                time.sleep(chance.uniform(0.2, 1.0))
                fault = chance.choice(FAULTS)
                print(f"  {fault}", flush=True)  # noqa: T201
                ours.befall(fault, chance)
                befallen[fault] += 1
        finally:
            ended.set()
        for one in writing:
            one.result()
    return befallen


def _healthy(ours: House, place: int) -> bool:
    with make_cook(ours.kitchens[place]) as cook:
        cook.event_hooks = {"response": []}
        health = cook.get("/health")
        return health.status_code == 200 and health.json()["redis"] == "ok"


def _tell(writers: list[Writer], befallen: Counter[str], *, memory: int, slowest: float) -> None:
    counts: Counter[str] = sum((writer.ledger.counts for writer in writers), Counter())
    rows: list[tuple[str, float]] = [*befallen.items(), *counts.items()]
    rows += [("answers told whole", _told(writers))]
    rows += [("memory, MB", memory // 1_000_000), ("slowest stop, s", round(slowest, 1))]
    for name, value in rows:
        print(f"{name:24}{value:>8}")  # noqa: T201


def _told(writers: list[Writer]) -> int:
    return sum(len(writer.ledger.told) for writer in writers)


if __name__ == "__main__":
    main()
