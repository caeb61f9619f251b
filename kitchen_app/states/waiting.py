"""With Redis, a tab's state is there. While Redis is away, the pages wait for it, however long."""

import asyncio
from typing import Any

import reflex as rx
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as Disconnected
from reflex.istate.manager.redis import StateManagerRedis
from reflex_base.environment import environment

from kitchen_app import runtime

SOON, LATER = 0.1, 2.0  # seconds between two attempts


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
            if await asking:
                await self.redis.delete(lock_key)
            raise


def wait_for_redis(app: rx.App) -> None:
    """Have Reflex's connections try again. As it is, an event that meets a gap is lost."""
    assert app.event_namespace is not None  # noqa: S101 (made wherever there is a state)
    environment.REFLEX_IGNORE_REDIS_CONFIG_ERROR.set(True)  # whoever runs it for us has set it
    if isinstance(made := app.state_manager, StateManagerRedis):
        keeper: Any = _Keeper  # to the checker its overloads are abstract
        app._state_manager = keeper(made.redis, made.token_expiration, made.lock_expiration)
    for owner in (app.state_manager, app.event_namespace._token_manager):
        if redis := getattr(owner, "redis", None):
            redis.get_connection_kwargs().pop("retry_on_error", None)  # what is refused stays so
            redis.set_retry(Retry(_UntilWeClose(cap=LATER, base=SOON), retries=-1))
