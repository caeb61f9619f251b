"""With Redis, a tab's state is there. While Redis is away, or takes nothing, the pages wait for
it, however long."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from typing import Any

import reflex as rx
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import OutOfMemoryError, ReadOnlyError, RedisError
from redis.exceptions import TimeoutError as NoAnswer
from reflex.istate.manager.redis import StateManagerRedis
from reflex_base.environment import environment

from kitchen_app import runtime

PASSES = (Disconnected, NoAnswer, OutOfMemoryError, ReadOnlyError)
SOON, LATER = 0.1, 2.0  # seconds between two attempts
LAST_WORDS, LAST_WORD = 1.0, 0.1  # seconds for an answer, when we close; and a second later


class _UntilWeClose(ExponentialBackoff):
    def compute(self, failures: int) -> float:
        if runtime.is_closing():
            raise Disconnected("The kitchen closes.")
        return super().compute(failures)


class _Keeper(StateManagerRedis):
    """Whoever is cancelled while waiting for a tab's lock leaves it to the next.

    As it is, the lock stays with them until it expires, and the page stands still as long.
    """

    async def _wait_lock(self, lock_key: bytes, lock_id: bytes) -> None:
        try:
            await super()._wait_lock(lock_key, lock_id)
        except asyncio.CancelledError:
            self._notify_next_waiter(lock_key)  # one that was told may have been this one
            raise

    async def _try_get_lock(self, lock_key: bytes, lock_id: bytes) -> bool | None:
        asking = asyncio.ensure_future(super()._try_get_lock(lock_key, lock_id))
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            await _whole(self._give_back(asking, lock_key))
            raise

    async def _give_back(self, asking: "asyncio.Future[bool | None]", lock_key: bytes) -> None:
        if await asking:
            await self.redis.delete(lock_key)

    async def close(self) -> None:
        with suppress(RedisError):  # it stands still
            await super().close()


async def _whole(work: Coroutine[Any, Any, None]) -> None:
    """Whoever is cancelled in the meantime hears of it later."""
    task = asyncio.ensure_future(work)
    while not task.done():
        with suppress(asyncio.CancelledError, RedisError):
            await asyncio.shield(task)


def wait_for_redis(app: rx.App) -> None:
    """Have Reflex's connections try again. As it is, an event that meets a gap is lost."""
    environment.REFLEX_IGNORE_REDIS_CONFIG_ERROR.set(True)  # whoever runs it for us has set it
    if isinstance(made := app.state_manager, StateManagerRedis):
        keeper: Any = _Keeper  # to the checker its overloads are abstract
        app._state_manager = keeper(made.redis, made.token_expiration, made.lock_expiration)
    for redis in _clients(app):
        redis.get_connection_kwargs().pop("retry_on_error", None)  # what else is refused stays so
        backoff = _UntilWeClose(cap=LATER, base=SOON)
        redis.set_retry(Retry(backoff, retries=-1, supported_errors=PASSES))


def wait_no_more(app: rx.App) -> None:
    """The kitchen has closed: from now on Redis answers within LAST_WORDS, or is let go of.

    It may stand still, and then no connection fails by itself.
    """
    for redis in _clients(app):
        pool = redis.connection_pool
        _limit(pool, LAST_WORDS)
        asyncio.get_running_loop().call_later(LAST_WORDS, _cut, pool)


def _limit(pool: Any, seconds: float) -> None:
    limits = dict.fromkeys(("socket_timeout", "socket_connect_timeout"), seconds)
    pool.connection_kwargs.update(limits)
    for connection in (*pool._available_connections, *pool._in_use_connections):
        connection.socket_timeout = connection.socket_connect_timeout = seconds


def _cut(pool: Any) -> None:
    """Those who wait for an answer there have waited without a limit."""
    _limit(pool, LAST_WORD)
    for connection in pool._in_use_connections:
        if connection._writer:
            connection._writer.transport.abort()


def _clients(app: rx.App) -> Iterator[Any]:
    """Reflex's ways to Redis, where there is one."""
    assert app.event_namespace is not None  # noqa: S101 (made wherever there is a state)
    for owner in (app.state_manager, app.event_namespace._token_manager):
        if redis := getattr(owner, "redis", None):
            yield redis
