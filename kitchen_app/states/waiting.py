"""With Redis, a tab's state is there. While Redis is away, the pages wait for it, however long."""

import reflex as rx
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as Disconnected

from kitchen_app import runtime

SOON, LATER = 0.1, 2.0  # seconds between two attempts


class _UntilWeClose(ExponentialBackoff):
    def compute(self, failures: int) -> float:
        if runtime.is_closing():
            raise Disconnected("The kitchen closes.")
        return super().compute(failures)


def wait_for_redis(app: rx.App) -> None:
    """Have Reflex's connections try again. As it is, an event that meets a gap is lost."""
    assert app.event_namespace is not None  # noqa: S101 (made wherever there is a state)
    for keeper in (app.state_manager, app.event_namespace._token_manager):
        if redis := getattr(keeper, "redis", None):
            redis.get_connection_kwargs().pop("retry_on_error", None)  # what is refused stays so
            redis.set_retry(Retry(_UntilWeClose(cap=LATER, base=SOON), retries=-1))
