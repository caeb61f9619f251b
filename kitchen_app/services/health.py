"""Whether the kitchen can work."""

import asyncio
from collections.abc import Awaitable
from typing import Literal

from sqlalchemy import Connection

from kitchen_app import __version__, migrations
from kitchen_app.database import Database
from kitchen_app.errors import DatabaseUnavailable
from kitchen_app.schemas.health import Health, RedisStatus

PATIENCE = 1.0  # seconds


async def check(
    database: Database, redis: Awaitable[RedisStatus], *, assistant: Literal["openai", "offline"]
) -> Health:
    """Ask both, for a second at most. Never raises for what is away.

    The database alone decides on the status: to be started again helps no process whose Redis is
    away, and costs the answers it is giving.
    """
    current, shared = await asyncio.gather(_look(database), _patiently(redis))
    return Health(
        status="ok" if current else "unavailable",
        database="unavailable" if current is None else "ok",
        migrations="unknown" if current is None else "current" if current else "behind",
        redis=shared,
        assistant=assistant,
        version=__version__,
    )


async def _look(database: Database) -> bool | None:
    """Whether it is at this version's migration; None where it does not answer."""

    def is_current(connection: Connection) -> bool:
        return migrations.is_current(connection)

    try:
        return await asyncio.wait_for(database.look(is_current), PATIENCE)
    except (DatabaseUnavailable, TimeoutError):
        return None


async def _patiently(redis: Awaitable[RedisStatus]) -> RedisStatus:
    try:
        return await asyncio.wait_for(redis, PATIENCE)
    except TimeoutError:
        return "down"
