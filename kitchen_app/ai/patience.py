"""Waiting for a database that is away."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from kitchen_app.database import Database
from kitchen_app.errors import DatabaseUnavailable

T = TypeVar("T")

RETRY_EVERY = 0.5  # seconds
PATIENCE = 60.0  # seconds
CLOSING_PATIENCE = 4.0  # the same when we are to stop


class PatientDatabase:
    """Only for what may be done twice: of a commit the answer may be what got lost."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._patience = PATIENCE

    def hurry(self) -> None:
        """The process is to stop, or somebody waits."""
        self._patience = CLOSING_PATIENCE

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do it as soon as the database is there; DatabaseUnavailable when patience runs out."""
        clock = asyncio.get_running_loop().time
        began = clock()
        while True:
            try:
                return await self._database.run(work)
            except DatabaseUnavailable:
                if clock() - began > self._patience:
                    raise
                await asyncio.sleep(RETRY_EVERY)
