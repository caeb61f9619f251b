"""How often, and how many at once: counted here, whichever door is used.

How often is counted in Redis where there is one, for all processes together; while it is away this
process counts alone.
"""

import ipaddress
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

import structlog
from limits import RateLimitItem, parse_many
from limits.aio.storage import MemoryStorage, Storage

from kitchen_app.config import Settings
from kitchen_app.errors import TooManyPages, TooManySignIns, TooManyStreams, TooMuch, TooOften

T = TypeVar("T")

log = structlog.get_logger(__name__)

MOST_HASHED = 100  # passwords at once: the last of them waits a quarter of a minute
MOST_KEPT = 50_000  # windows of each rule, in memory
PATIENCE = 1.0  # seconds, for Redis
LOOK_AGAIN = 5.0  # seconds, until it is asked again after it did not answer
KNOWN_FOR = 30 * 24 * 60 * 60  # seconds: an address that a name has signed in from
ELSEWHERE, SIGNED_IN = "elsewhere", "signed in"  # places that are no address


@dataclass(frozen=True)
class Rule:
    """`what` is counted, many of them in words; `whose` they are."""

    name: str
    what: str
    whose: str
    rates: tuple[RateLimitItem, ...]

    def words(self, rate: RateLimitItem) -> str:
        """10 sign-ins a minute from one address."""
        span = rate.GRANULARITY.name
        article = "an" if span == "hour" else "a"
        every = f"in {rate.multiples} {span}s" if rate.multiples > 1 else f"{article} {span}"
        what = self.what[:-1] if rate.amount == 1 else self.what
        return f"{rate.amount:,} {what} {every} {self.whose}"


class Limits:
    """The limits of these settings. Addresses may be anything; of IPv6 their /64 counts."""

    def __init__(self, settings: Settings) -> None:
        def rule(name: str, what: str, whose: str, text: str) -> Rule:
            return Rule(name, what, whose, tuple(parse_many(text)))

        self._counts = _Counts(settings.redis_url)
        self._login = rule("login", "sign-ins", "from one address", settings.login_limit)
        self._guess = rule("guess", "wrong passwords", "for one name", settings.login_limit)
        self._signup = rule("signup", "sign-ups", "from one address", settings.signup_limit)
        self._ask = rule("ask", "questions", "from one cook", settings.chat_limit)
        self._ask_from = rule(
            "ask-from", "questions", "from one address", settings.chat_address_limit
        )
        self._page = rule("page", "pages", "opened by one browser", settings.page_limit)
        self._hashes = _AtOnce(MOST_HASHED, TooManySignIns)
        self._streams = _AtOnce(settings.streams_at_once, TooManyStreams)
        self._pages = _AtOnce(settings.pages_at_once, TooManyPages)

    async def count_sign_up(self, address: str) -> None:
        """Before a master key is compared; TooOften."""
        await self._counts.count(self._signup, network_of(address))

    async def count_login(self, address: str) -> None:
        """Before anything is looked up; TooOften."""
        await self._counts.count(self._login, network_of(address))

    async def place_of(self, username: str, address: str) -> str:
        """Where wrong passwords of this name are counted: apart for each address that it is known
        at, so that who guesses from elsewhere keeps no cook out who signs in from home."""
        network = network_of(address)
        known = await self._counts.is_marked("known", _digest(username), network)
        return network if known else ELSEWHERE

    @asynccontextmanager
    async def guess(self, username: str, place: str) -> AsyncIterator[None]:
        """Around the check of a password; TooOften.

        Counted before, so that of many guesses at once none goes uncounted; a right one clears.
        """
        who = (_digest(username), place)
        await self._counts.count(self._guess, *who)
        yield
        await self._counts.clear(self._guess, *who)

    @contextmanager
    def hashing(self) -> Iterator[None]:
        """Around the hashing of any password; TooManySignIns."""
        with self._hashes.one("everybody"):
            yield

    async def know(self, username: str, address: str) -> None:
        """Remember that this name has signed in from there."""
        await self._counts.mark("known", _digest(username), network_of(address), lasts=KNOWN_FOR)

    async def count_turn(self, user_id: UUID, address: str) -> None:
        """Before a turn begins; TooOften."""
        await self._counts.count(self._ask, str(user_id))
        await self._counts.count(self._ask_from, network_of(address))

    @asynccontextmanager
    async def page(self, login_id: UUID | None, address: str) -> AsyncIterator[None]:
        """Around an open page of a login, or of a stranger; TooOften, TooManyPages."""
        who = str(login_id or network_of(address))
        with self._pages.one(who):
            await self._counts.count(self._page, who)
            yield

    @contextmanager
    def stream(self, user_id: UUID) -> Iterator[None]:
        """Around an answer that is being read; TooManyStreams."""
        with self._streams.one(user_id):
            yield

    async def close(self) -> None:
        await self._counts.close()


def network_of(address: str) -> str:
    """Who is behind an address: a whole /64 is one household. What is no address stays as it is."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return _digest(address)
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found.packed, 64), strict=False))


def _digest(text: str) -> str:
    """Of any length and content; names are not kept as they are."""
    return sha256(text.encode(errors="replace")).hexdigest()[:32]


class _Counts:
    """Sliding windows, in Redis or here."""

    def __init__(self, redis_url: str | None) -> None:
        self._here: defaultdict[str, _Forgetful] = defaultdict(_Forgetful)
        self._shared: Any = _redis(redis_url) if redis_url else None
        self._away_until = float("-inf")

    async def count(self, rule: Rule, *who: str) -> None:
        """Once more; TooOften."""
        for rate in rule.rates:
            wait = await self._ask(rule.name, partial(_hit, rate, rate.key_for(rule.name, *who)))
            if wait:
                raise TooOften(rule.words(rate), retry_after=wait)

    async def clear(self, rule: Rule, *who: str) -> None:
        for rate in rule.rates:
            key, span = rate.key_for(rule.name, *who), rate.get_expiry()
            await self._ask(rule.name, partial(_clear, key, span))

    async def mark(self, name: str, *who: str, lasts: int) -> None:
        await self._ask(name, lambda s: s.incr("/".join((name, *who)), lasts))

    async def is_marked(self, name: str, *who: str) -> bool:
        return bool(await self._ask(name, lambda s: s.get("/".join((name, *who)))))

    async def close(self) -> None:
        if self._shared:
            await self._shared.bridge.storage.aclose(close_connection_pool=True)

    async def _ask(self, name: str, ask: Callable[[Any], Awaitable[T]]) -> T:
        if self._shared and time.monotonic() >= self._away_until:
            try:
                return await ask(self._shared)
            except self._shared.base_exceptions as error:
                self._away_until = time.monotonic() + LOOK_AGAIN
                log.warning("limits are counted without Redis", error=type(error).__name__)
        return await ask(self._here[name])


class _Forgetful(MemoryStorage):
    """Of more than MOST_KEPT windows it forgets the oldest: addresses cost an attacker nothing.

    What has expired goes the same way. The library's own looks through all of it at every hit.
    """

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        if not await self.get(key):
            if len(self.storage) >= MOST_KEPT:
                await self.clear(next(iter(self.storage)))
            self.expirations[key] = time.time() + expiry
        self.storage[key] += amount
        return self.storage[key]


async def _hit(rate: RateLimitItem, key: str, storage: Any) -> int:
    """0 where it counts; else in how many seconds the next one would.

    What is counted is this window, and as much of the one before as still reaches into the last
    `span` seconds.
    """
    span = rate.get_expiry()
    if await storage.acquire_sliding_window_entry(key, rate.amount, span, 1):
        return 0
    before, before_for, now, now_for = await storage.get_sliding_window(key, span)
    if now >= rate.amount:
        return int(now_for - span) + 1
    if not before:
        return 1
    return max(0, int(before_for - span * (rate.amount - now) / before)) + 1


async def _clear(key: str, span: int, storage: Any) -> None:
    await storage.clear_sliding_window(key, span)


def _redis(url: str) -> Storage:
    from limits.aio.storage import RedisStorage  # nobody else needs a Redis client
    from redis.asyncio import ConnectionPool
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    pool: Any = ConnectionPool.from_url(
        url,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 1),  # a connection that was idle may be cut
    )
    return RedisStorage(
        "async+redis://",
        implementation="redispy",
        key_prefix="kitchen:limits",
        connection_pool=pool,
    )


class _AtOnce:
    """How many there are of each."""

    def __init__(self, most: int, refusal: Callable[[int], TooMuch]) -> None:
        self._most = most
        self._refusal = refusal
        self._open: Counter[Hashable] = Counter()

    @contextmanager
    def one(self, who: Hashable) -> Iterator[None]:
        if self._open[who] >= self._most:
            raise self._refusal(self._most)
        self._open[who] += 1
        try:
            yield
        finally:
            self._open[who] -= 1
            if not self._open[who]:
                del self._open[who]
