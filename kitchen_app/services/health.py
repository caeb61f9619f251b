"""Whether the kitchen can work."""

import asyncio
from typing import Literal

from sqlalchemy import Connection

from kitchen_app import __version__, migrations
from kitchen_app.database import Database
from kitchen_app.errors import DatabaseUnavailable
from kitchen_app.schemas.health import Health

PATIENCE = 1.0  # seconds


async def check(database: Database, *, assistant: Literal["openai", "offline"]) -> Health:
    """Ask the database, for a second at most. Never raises for a database that is away."""

    def is_current(connection: Connection) -> bool:
        return migrations.is_current(connection)

    try:
        current = await asyncio.wait_for(database.look(is_current), PATIENCE)
    except (DatabaseUnavailable, TimeoutError):
        return Health(
            status="unavailable",
            database="unavailable",
            migrations="unknown",
            assistant=assistant,
            version=__version__,
        )
    return Health(
        status="ok" if current else "unavailable",
        database="ok",
        migrations="current" if current else "behind",
        assistant=assistant,
        version=__version__,
    )
