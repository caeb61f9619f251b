"""What one process has open. Both doors, REST and Reflex, come in through here."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from kitchen_app import garbage, metrics, migrations, traces
from kitchen_app.ai.reachability import Reachability
from kitchen_app.ai.turns import Turns
from kitchen_app.config import Settings
from kitchen_app.database import CONNECTIONS, Database
from kitchen_app.errors import Unavailable
from kitchen_app.schemas.auth import UserRead
from kitchen_app.schemas.health import AssistantStatus, Health
from kitchen_app.security import Claims
from kitchen_app.services import auth, health, turns
from kitchen_app.services.limits import Limits

P = ParamSpec("P")
T = TypeVar("T")


class Kitchen:
    """The settings, the database, the accounts and the assistant's turns of this process."""

    def __init__(self, settings: Settings, database: Database) -> None:
        assert settings.master_key  # noqa: S101 (load_settings saw to both)
        assert settings.jwt_secret  # noqa: S101
        self.settings = settings
        self.database = database
        self.limits = Limits(settings)
        self.turns = _turns(database, settings)
        self._assistant = Reachability(settings)
        self._looking: asyncio.Task[Health] | None = None
        self.accounts = auth.Accounts(
            database,
            self.limits,
            master_key=settings.master_key.get_secret_value(),
            jwt_secret=settings.jwt_secret.get_secret_value(),
        )

    async def as_cook(
        self,
        claims: Claims,
        service: Callable[Concatenate[Connection, UserRead, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call `service(connection, user, …)` as the token's user: one transaction, one thread.

        InvalidToken where that user is gone or the token's login has ended.
        """

        def work(connection: Connection) -> T:
            return service(connection, auth.authenticate(connection, claims), *args, **kwargs)

        return await self.database.run(work)

    async def count_turn(self, claims: Claims, address: str) -> None:
        """Before each turn, whichever door asks for it; InvalidToken, TooOften.

        A login that has ended counts for nobody: whoever still has its token could keep the cook
        from chatting.
        """
        user = await self.as_cook(claims, auth.read_me)
        await self.limits.count_turn(user.id, address)

    async def assistant_status(self) -> AssistantStatus:
        """Who answers, and whether they can; at most half a minute old."""
        return await self._assistant.status()

    async def health(self) -> Health:
        """Whether it can work. Who asks while it is being looked at hears the same: so a full
        house of those who ask is not a database that does not answer."""
        if self._looking is None or self._looking.done():
            looking = health.check(
                self.database, self.turns.redis(), assistant=self.settings.assistant
            )
            self._looking = asyncio.create_task(looking)
        return await asyncio.shield(self._looking)

    async def close(self) -> None:
        """End the running turns with what they have, then give everything back."""
        await self.turns.close()
        self.accounts.close()
        await self.limits.close()
        await self.database.close()

    async def warm_up(self) -> None:
        """Load what the first question needs."""
        await self.turns.agent()
        garbage.settle()


def _turns(database: Database, settings: Settings) -> Turns:
    if settings.redis_url is None:
        return Turns(database, settings)
    from kitchen_app.ai.shared import SharedTurns  # nobody else needs a Redis client

    return SharedTurns(database, settings, settings.redis_url)


_kitchen: Kitchen | None = None


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Kitchen]:
    """This process's kitchen, on a migrated database, until the block ends."""
    global _kitchen
    database = Database(str(settings.database_url))
    _watch(settings, database)
    await asyncio.to_thread(migrations.upgrade, database.engine)
    if not settings.redis_url:
        await database.run(turns.interrupt_all)
    _kitchen = Kitchen(settings, database)
    warming = asyncio.create_task(_kitchen.warm_up())
    watching = asyncio.create_task(database.watch())
    try:
        yield _kitchen
    finally:
        closing, _kitchen = _kitchen, None
        warming.cancel()
        await closing.close()
        watching.cancel()
        await asyncio.to_thread(traces.close)


def _watch(settings: Settings, database: Database) -> None:
    metrics.watch_pool(
        most=CONNECTIONS, in_use=lambda: database.in_use, waiting=lambda: database.waiting
    )
    if settings.otel_exporter_otlp_endpoint:
        traces.open_up(settings.otel_exporter_otlp_endpoint, database.engine)


def kitchen() -> Kitchen:
    """This process's kitchen; Unavailable until it has opened."""
    if _kitchen is None:
        raise Unavailable("The kitchen is still opening. Try again in a moment.")
    return _kitchen


def is_closing() -> bool:
    """Nothing is waited for any more."""
    return _kitchen is None or _kitchen.turns.closing
