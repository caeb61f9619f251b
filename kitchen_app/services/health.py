"""Whether the kitchen can work."""

import asyncio
import time
from collections.abc import Awaitable
from typing import Literal

from sqlalchemy import Connection

from kitchen_app import __version__, migrations
from kitchen_app.database import Database
from kitchen_app.errors import DatabaseUnavailable
from kitchen_app.schemas.health import Health, MigrationStatus, RedisStatus

PATIENCE = 1.0  # seconds


async def check(
    database: Database, redis: Awaitable[RedisStatus], *, assistant: Literal["openai", "offline"]
) -> Health:
    """Ask both, for a second at most. Never raises for what is away.

    The database alone decides on the status: to be started again helps no process whose Redis is
    away, and costs the answers it is giving.
    """
    found, shared = await asyncio.gather(_look(database), _patiently(redis))
    return Health(
        status="ok" if found in ("current", "unknown") else "unavailable",
        database="ok" if found else "unavailable",
        migrations=found or "unknown",
        redis=shared,
        assistant=assistant,
        version=__version__,
    )


async def _look(database: Database) -> MigrationStatus | None:
    """Whether it is at this version's migration; None where it does not answer.

    "unknown" where it answers others meanwhile: to be busy is not to be ill.
    """

    def compare(connection: Connection) -> MigrationStatus:
        return "current" if migrations.is_current(connection) else "behind"

    asked = time.monotonic()
    try:
        return await asyncio.wait_for(database.look(compare), PATIENCE)
    except DatabaseUnavailable:
        return None
    except TimeoutError:
        return "unknown" if database.heard > asked else None


async def _patiently(redis: Awaitable[RedisStatus]) -> RedisStatus:
    try:
        return await asyncio.wait_for(redis, PATIENCE)
    except TimeoutError:
        return "down"
