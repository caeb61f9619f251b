"""The engine, and transactions that commit or roll back at the boundary."""

import asyncio
import contextvars
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import create_engine
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlmodel import Session

from kitchen_app.errors import DatabaseUnavailable, Invalid

T = TypeVar("T")

CONNECTIONS = 8  # as many worker threads, so that no thread ever waits for a connection
CONNECT_TIMEOUT = 5  # seconds


class Database:
    """A pool of connections with a thread for each: transactions queue, and never time out."""

    def __init__(self, url: str, *, connections: int = CONNECTIONS) -> None:
        self.engine = create_engine(
            url,
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"connect_timeout": CONNECT_TIMEOUT, "application_name": "kitchen"},
        )
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="database")

    @contextmanager
    def session_scope(self) -> Iterator[Session]:
        """One transaction. DatabaseUnavailable where PostgreSQL does not answer."""
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        except (OperationalError, InterfaceError):
            raise DatabaseUnavailable from None
        except DataError:
            raise Invalid("The database cannot store one of these values.") from None

    async def run(self, work: Callable[[Session], T]) -> T:
        """Do `work` in one transaction on a worker thread; returned means committed."""

        def transaction() -> T:
            with self.session_scope() as session:
                return work(session)

        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, context.run, transaction)

    def close(self) -> None:
        """Let running transactions end, then give the connections back."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()
