"""Whether memory stays: over very many requests and turns, and over tabs that come and go."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import linear_regression
from uuid import uuid4

import httpx

from bench.load import STALLED
from bench.loading.crowd import Crowd, Seen
from bench.servers import Server
from kitchen_app.security import COOKIE
from tests.web.sockets import tab

CLIENTS = 16
PARTS = 10
WARM = 2  # parts, or rounds of tabs, that are not judged
EVERY = 0.25  # seconds between two looks
STAYS = 0.02  # of what it was when warm: so much more is as good as nothing
EXPIRY = 25  # seconds until a tab that is gone is forgotten; an hour outside of this test
FORGOTTEN = EXPIRY + 3.0  # … and the last ping of its websocket, which waits as long


@dataclass(frozen=True)
class Sample:
    """After so many requests and turns since the start; `resident` in bytes."""

    requests: int
    turns: int
    failures: dict[str, int]
    resident: int
    files: int


@dataclass(frozen=True)
class Growth:
    """From the first that is judged to the last: bytes for each more, and the part of the first."""

    slope: float
    part: float

    @property
    def flat(self) -> bool:
        return self.part < STAYS


def endure(crowd: Crowd, server: Server, requests: int) -> Iterator[Sample]:
    """A sample at the start and after every tenth of this many answers.

    TimeoutError where none came for STALLED seconds.
    """
    crowd.grow(CLIENTS)
    total = Seen()
    for part in range(PARTS + 1):
        while total.answers < requests * part / PARTS:
            total.add(_some(crowd))
        yield Sample(
            requests=total.requests.total(),
            turns=total.turns.total(),
            failures=dict(total.failures),
            resident=server.resident(),
            files=server.files(),
        )


def _some(crowd: Crowd) -> Seen:
    """What came in a moment, or as soon as anything did."""
    seen, deadline = Seen(), time.monotonic() + STALLED
    while not seen.answers:
        if time.monotonic() > deadline:
            raise TimeoutError(f"no answer for {STALLED} s")
        time.sleep(EVERY)
        seen = crowd.look()
    return seen


def growth(samples: list[Sample]) -> Growth:
    """With each answer, after the warm-up."""
    return _growth([(one.requests + one.turns, one.resident) for one in samples[WARM:]])


def _growth(points: list[tuple[int, int]]) -> Growth:
    """By least squares. A point is how many there had been, and the bytes then."""
    counts = [float(count) for count, _ in points]
    line = linear_regression(counts, [float(resident) for _, resident in points])
    first = line.intercept + line.slope * counts[0]
    return Growth(line.slope, line.slope * (counts[-1] - counts[0]) / first)


@dataclass(frozen=True)
class Round:
    """Bytes when so many tabs have come, gone, and been forgotten."""

    tabs: int
    resident: int


def kept(rounds: list[Round]) -> Growth:
    """With each tab, after the warm-up."""
    return _growth([(one.tabs, one.resident) for one in rounds[WARM:]])


def visits(server: Server, token: str, *, tabs: int, rounds: int) -> Iterator[Round]:
    """So many tabs at once, all closed again, time after time."""
    url = f"http://127.0.0.1:{server.port}"
    authorization = {"Authorization": f"Bearer {token}"}
    cookie = httpx.post(f"{url}/auth/cookie", headers=authorization).cookies[COOKIE]
    for number in range(rounds):
        with ExitStack() as opened:
            for _ in range(tabs):
                opened.enter_context(tab(url, str(uuid4()), cookie=cookie, path="/cookbook"))
        time.sleep(FORGOTTEN)
        yield Round(tabs * (number + 1), server.resident())
