"""What one process has open. Both doors, REST and Reflex, find it here."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from kitchen_app import security
from kitchen_app.config import Settings
from kitchen_app.database import Database
from kitchen_app.errors import Unavailable
from kitchen_app.schemas.auth import UserRead
from kitchen_app.services import auth

P = ParamSpec("P")
T = TypeVar("T")


class Kitchen:
    """The settings, the database and the assistant of this process."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database

    async def as_cook(
        self,
        claims: security.Claims,
        service: Callable[Concatenate[Session, UserRead, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call `service(session, user, …)` as the token's user, in one transaction on one thread.

        InvalidToken where that user is gone or has ended the token's generation.
        """

        def work(session: Session) -> T:
            return service(session, auth.authenticate(session, claims), *args, **kwargs)

        return await self.database.run(work)


_kitchen: Kitchen | None = None


def open_kitchen(kitchen: Kitchen) -> None:
    global _kitchen
    _kitchen = kitchen


def kitchen() -> Kitchen:
    """This process's kitchen; Unavailable until it has opened."""
    if _kitchen is None:
        raise Unavailable("The kitchen is still opening. Try again in a moment.")
    return _kitchen
