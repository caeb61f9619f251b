"""Our end of a crowd of locusts: how many there are, and what they saw."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.servers import ROOT, Server


@dataclass
class Seen:
    """Answers by milliseconds, failures by what they said, and seconds: passed, and of locust's
    CPU since it began. Failures are among the answers."""

    requests: Counter[int] = field(default_factory=Counter)
    turns: Counter[int] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    cpu: float = 0.0

    @classmethod
    def read(cls, line: str) -> "Seen":
        told = json.loads(line)
        requests, turns = (
            Counter({int(at): times for at, times in told[name].items()})
            for name in ("requests", "turns")
        )
        return cls(requests, turns, Counter(told["failures"]), told["seconds"], told["cpu"])

    def add(self, other: "Seen") -> None:
        self.requests += other.requests
        self.turns += other.turns
        self.failures += other.failures
        self.seconds += other.seconds
        self.cpu = other.cpu

    @property
    def answers(self) -> int:
        return self.requests.total() + self.turns.total()

    @property
    def failed(self) -> float:
        """The part of all answers that were not as they should be; all, where none came."""
        return self.failures.total() / self.answers if self.answers else 1.0


def percentile(counted: Counter[int], part: float) -> int:
    """The value that so large a part of them does not pass; 0 of none."""
    left = part * counted.total()
    for value in sorted(counted):
        left -= counted[value]
        if left <= 0:
            return value
    return 0


class Crowd:
    """Locust, at work until the block of `crowd` ends."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def grow(self, clients: int) -> None:
        """Have so many; returns when they are there, and looks begin anew."""
        self._tell(f"clients {clients}")

    def look(self) -> Seen:
        """What was seen since the last look."""
        return Seen.read(self._tell("look"))

    def _tell(self, line: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"locust ended at {line!r}")
        return answer


@contextmanager
def crowd(servers: list[Server], house: dict[str, Any]) -> Iterator[Crowd]:
    """Nobody yet; clients are spread over the servers."""
    urls = [f"http://127.0.0.1:{server.port}" for server in servers]
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.loading.locusts"],
        cwd=ROOT,
        env={**os.environ, "HOUSE": json.dumps({**house, "urls": urls})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield Crowd(process)
    finally:
        process.kill()
        process.wait()
