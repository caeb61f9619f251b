"""The engine, and transactions that commit or roll back at the boundary."""

import asyncio
import contextvars
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import structlog
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError

from kitchen_app.errors import Conflict, DatabaseUnavailable, Invalid

T = TypeVar("T")

log = structlog.get_logger(__name__)

CONNECTIONS = 8  # as many worker threads, so that no thread ever waits for a connection
CLOSING_PATIENCE = 5.0  # seconds
CONNECT_ARGUMENTS = {
    "application_name": "kitchen",
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}
# For one transaction: a pooling proxy would hand a session's settings on to somebody else.
LIMITS = "SET LOCAL statement_timeout = '15s'; SET LOCAL lock_timeout = '5s'"
FOREIGN_KEY_VIOLATION = "23503"


class Database:
    """A pool of connections with a thread for each: transactions queue, and never time out.

    One more of both is for `look`, which must not wait for the others.
    """

    def __init__(self, url: str, *, connections: int = CONNECTIONS) -> None:
        self.engine = create_engine(
            url,
            pool_size=connections,
            max_overflow=1,
            hide_parameters=True,  # they are people's texts, and errors are logged
            connect_args=CONNECT_ARGUMENTS,
        )
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="database")
        self._lookout = ThreadPoolExecutor(1, thread_name_prefix="lookout")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction. DatabaseUnavailable where PostgreSQL does not answer.

        Core, no ORM session: nobody has objects to keep, and it would cost a fifth of a request.
        """
        try:
            with self._answering() as connection:
                yield connection
                connection.commit()
        except DataError:
            raise Invalid("The database cannot store one of these values.") from None
        except IntegrityError as error:
            if getattr(error.orig, "pgcode", None) != FOREIGN_KEY_VIOLATION:
                raise
            raise Conflict("What this belongs to has just been deleted.") from None
        except (OperationalError, InterfaceError) as error:
            state = getattr(error.orig, "pgcode", None)
            log.warning("database failed", kind=type(error.orig).__name__, sqlstate=state)
            raise DatabaseUnavailable from None

    def _answering(self) -> Connection:
        """A connection whose transaction has its limits set, which also shows that it is alive.

        The database may have restarted since the last one: then the whole pool is stale at once.
        """
        connection = self.engine.connect()
        try:
            connection.exec_driver_sql(LIMITS)
        except DBAPIError as error:
            connection.close()
            if not error.connection_invalidated:
                raise
            connection = self.engine.connect()
            connection.exec_driver_sql(LIMITS)
        return connection

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction on a worker thread; returned means committed."""
        return await self._run_on(self._threads, work)

    async def look(self, work: Callable[[Connection], T]) -> T:
        """The same on the thread that nothing else uses."""
        return await self._run_on(self._lookout, work)

    async def _run_on(self, threads: ThreadPoolExecutor, work: Callable[[Connection], T]) -> T:
        def transaction() -> T:
            with self.transaction() as connection:
                return work(connection)

        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads, context.run, transaction)

    async def close(self) -> None:
        """Let running transactions end, for a moment, then give the connections back."""
        self._lookout.shutdown(wait=False, cancel_futures=True)
        try:
            async with asyncio.timeout(CLOSING_PATIENCE):
                await asyncio.to_thread(self._threads.shutdown)
        except TimeoutError:
            log.warning("closed with transactions running")
        self.engine.dispose()
