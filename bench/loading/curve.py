"""More and more clients, until it breaks."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.loading.crowd import Crowd, Seen, percentile
from bench.servers import Server

MOST_FAILED = 0.01
SLOWEST = 5_000  # milliseconds, p99
HALF = 0.5  # of the most requests/s so far


@dataclass(frozen=True)
class Step:
    """So many clients for a while. `cpu` is the seconds of each process, `resident` their bytes at
    the end, `crowd` the seconds of locust."""

    clients: int
    seen: Seen
    cpu: list[float]
    resident: list[int]
    crowd: float

    @property
    def rate(self) -> float:
        return self.seen.answers / self.seen.seconds

    def broken(self, best: float) -> str:
        """Why it no longer serves, where `best` was the most answers/s before; "" if it does."""
        slowest = percentile(self.seen.requests, 0.99)
        reasons = {
            f"{self.seen.failed:.1%} of the answers failed": self.seen.failed > MOST_FAILED,
            f"p99 is {slowest:,} ms": slowest > SLOWEST,
            f"{self.rate:,.0f} requests/s after {best:,.0f}": self.rate < HALF * best,
        }
        return ", ".join(reason for reason, holds in reasons.items() if holds)


@dataclass(frozen=True)
class Ramp:
    """How many clients, step by step, each for so many seconds after a while to settle."""

    clients: tuple[int, ...]
    seconds: float
    settling: float


def climb(crowd: Crowd, servers: list[Server], ramp: Ramp) -> Iterator[Step]:
    """Up to the step at which it breaks; and then one client again, who finds it well or not."""
    best = 0.0
    for clients in ramp.clients:
        step = measure(crowd, servers, clients, ramp)
        yield step
        if step.broken(best):
            break
        best = max(best, step.rate)
    yield measure(crowd, servers, 1, ramp)


def measure(crowd: Crowd, servers: list[Server], clients: int, ramp: Ramp) -> Step:
    """RuntimeError where a server ended."""
    crowd.grow(clients)
    time.sleep(ramp.settling)
    earlier, cpu = crowd.look(), [server.cpu() for server in servers]
    time.sleep(ramp.seconds)
    seen = crowd.look()
    return Step(
        clients=clients,
        seen=seen,
        cpu=[server.cpu() - before for server, before in zip(servers, cpu, strict=True)],
        resident=[server.resident() for server in servers],
        crowd=seen.cpu - earlier.cpu,
    )
