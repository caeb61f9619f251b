"""The engine, and transactions that commit or roll back at the boundary."""

import asyncio
import contextvars
import math
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.pool import QueuePool

from kitchen_app import metrics
from kitchen_app.errors import Conflict, DatabaseUnavailable, Invalid

T = TypeVar("T")

log = structlog.get_logger(__name__)

CONNECTIONS = 8  # as many worker threads, so that no thread ever waits for a connection
CLOSING_PATIENCE = 1.0  # seconds
SILENCE = 5  # seconds, for a connection, and for the first word on it
LONGEST = 20.0  # seconds, for what follows: later than PostgreSQL would end it; and in the queue
LOOK_EVERY = 1.0  # seconds
CONNECT_ARGUMENTS = {
    "application_name": "kitchen",
    "connect_timeout": SILENCE,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}
# For one transaction: a pooling proxy would hand a session's settings on to somebody else.
LIMITS = "SET LOCAL statement_timeout = '15s'; SET LOCAL lock_timeout = '5s'"
FOREIGN_KEY_VIOLATION = "23503"
READ_ONLY = "25006"  # a standby that has not taken over yet, or a full disk at some hosts


class Database:
    """A pool of connections with a thread for each: transactions queue, for LONGEST at most.

    One more of both is for `look`, which must not wait for the others.
    """

    def __init__(self, url: str, *, connections: int = CONNECTIONS) -> None:
        self.engine = create_engine(
            url,
            pool_size=connections,
            max_overflow=1,
            hide_parameters=True,  # they are people's texts, and errors are logged
            connect_args=CONNECT_ARGUMENTS,
            use_native_hstore=False,  # else each connection begins with a query of unlimited time
        )
        _keep_lines(self.engine)
        self.heard = 0.0  # when PostgreSQL last answered, on the monotonic clock
        self._closing = False
        self._deadlines: dict[int, tuple[socket.socket, float]] = {}  # by thread
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="database")
        self._lookout = ThreadPoolExecutor(1, thread_name_prefix="lookout")

    @property
    def in_use(self) -> int:
        """Connections that somebody has."""
        pool = self.engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    @property
    def waiting(self) -> int:
        """Transactions that wait for a thread."""
        return self._threads._work_queue.qsize()

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
        except DBAPIError as error:
            if not _is_away(error):
                raise
            state = getattr(error.orig, "pgcode", None)
            log.warning("database failed", kind=type(error.orig).__name__, sqlstate=state)
            raise DatabaseUnavailable from None
        finally:
            self._deadlines.pop(threading.get_ident(), None)

    def _answering(self) -> Connection:
        """A connection that is alive: the database may have restarted since the last transaction,
        and then the whole pool is stale at once."""
        try:
            return self._limited()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return self._limited()

    def _limited(self) -> Connection:
        """A connection whose transaction has its limits set."""
        if self._closing:
            raise DatabaseUnavailable
        connection = self.engine.connect()
        line, thread = connection.info["line"], threading.get_ident()
        try:
            self._deadlines[thread] = line, time.monotonic() + SILENCE
            connection.exec_driver_sql(LIMITS)
            self.heard = time.monotonic()
            self._deadlines[thread] = line, self.heard + LONGEST
        except BaseException:
            connection.close()
            raise
        return connection

    async def watch(self) -> None:
        """For as long as this runs, cut off transactions that take longer than they may.

        PostgreSQL keeps its own limits, unless it is paused or a proxy waits for it.
        """
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self._cut(time.monotonic())

    def _cut(self, now: float) -> None:
        """Their threads wait for PostgreSQL, and hear of nothing else."""
        for line, deadline in self._deadlines.copy().values():
            if deadline < now:
                with suppress(OSError):  # it is closed already
                    line.shutdown(socket.SHUT_RDWR)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction on a worker thread; returned means committed."""
        return await self._run_on(self._threads, work)

    async def look(self, work: Callable[[Connection], T]) -> T:
        """The same on the thread that nothing else uses."""
        return await self._run_on(self._lookout, work)

    async def _run_on(self, threads: ThreadPoolExecutor, work: Callable[[Connection], T]) -> T:
        asked = time.monotonic()

        def transaction() -> T:
            waited = time.monotonic() - asked
            metrics.WAIT_SECONDS.observe(waited)
            if waited > LONGEST:
                raise DatabaseUnavailable
            with self.transaction() as connection:
                return work(connection)

        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads, context.run, transaction)

    async def close(self) -> None:
        """Let running transactions end, for a moment, then give the connections back.

        Those that have not begun are given up: where the database stands still, each would take
        seconds to hear of it.
        """
        self._closing = True
        for threads in (self._lookout, self._threads):
            threads.shutdown(wait=False, cancel_futures=True)
        try:
            async with asyncio.timeout(CLOSING_PATIENCE):
                await asyncio.to_thread(self._threads.shutdown)
        except TimeoutError:
            log.warning("closed with transactions running")
            self._cut(math.inf)
        self.engine.dispose()


def _keep_lines(engine: Engine) -> None:
    """Each connection's `info` gets a handle of our own to its socket, to cut it from elsewhere:
    the number of psycopg2's may be somebody else's by then."""

    def connected(connection: Any, record: Any) -> None:
        record.info["line"] = socket.socket(fileno=os.dup(connection.fileno()))

    def closed(_connection: Any, record: Any) -> None:
        if line := record.info.pop("line", None):
            line.close()

    event.listen(engine, "connect", connected)
    event.listen(engine, "close", closed)


def _is_away(error: DBAPIError) -> bool:
    """A lost connection is not always told as an OperationalError."""
    if isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated:
        return True
    return getattr(error.orig, "pgcode", None) == READ_ONLY
