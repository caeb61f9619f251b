"""`python -m bench.loading.locusts`: locust, in a process of its own, told what to do line by line.

`clients 64` has as many ask, and is answered when they do. `look` is answered with what was seen
since the last look, as one line of JSON. It ends with its input.
"""

import json
import os
import resource
import sys
import time

import gevent  # type: ignore[import-untyped]
from gevent.fileobject import FileObject  # type: ignore[import-untyped]
from locust.env import Environment
from locust.runners import LocalRunner
from locust.stats import RequestStats

from bench.loading.household import TURN, Cook

FAST = 200  # clients that begin in a second


def main() -> None:
    runner = Environment(user_classes=[Cook]).create_local_runner()
    began = time.perf_counter()
    for line in FileObject(sys.stdin):
        word, _, number = line.strip().partition(" ")
        if word == "clients":
            _have(runner, int(number))
            print("{}", flush=True)
        else:
            print(json.dumps(_seen(runner.stats, time.perf_counter() - began)), flush=True)
        runner.stats.clear_all()
        began = time.perf_counter()
    os._exit(0)  # whatever is still waited for


def _have(runner: LocalRunner, clients: int) -> None:
    runner.start(clients, spawn_rate=FAST)
    while runner.user_count != clients:
        gevent.sleep(0.05)


def _seen(stats: RequestStats, seconds: float) -> dict[str, object]:
    """Latencies are counted by milliseconds, as locust rounds them: to two digits."""
    latencies: dict[str, dict[int, int]] = {"requests": {}, "turns": {}}
    for (name, _), entry in stats.entries.items():
        counted = latencies["turns" if name == TURN else "requests"]
        for milliseconds, times in entry.response_times.items():
            counted[milliseconds] = counted.get(milliseconds, 0) + times
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        **latencies,
        "failures": {str(one.error): one.occurrences for one in stats.errors.values()},
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
    }


if __name__ == "__main__":
    main()
