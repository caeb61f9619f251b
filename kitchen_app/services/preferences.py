"""How a cook wants their kitchen."""

from sqlalchemy import Connection, select, update

from kitchen_app.schemas.auth import MeRead, MeUpdate, UserRead
from kitchen_app.services.auth import USERS


def read_me(connection: Connection, user: UserRead) -> MeRead:
    """The account with what the cook prefers."""
    asks_first = select(USERS.c.asks_first).where(USERS.c.id == user.id)
    return MeRead(**user.model_dump(), asks_first=connection.execute(asks_first).scalar_one())


def update_me(connection: Connection, user: UserRead, data: MeUpdate) -> MeRead:
    """From the next question on."""
    mine = update(USERS).where(USERS.c.id == user.id)
    connection.execute(mine.values(asks_first=data.asks_first))
    return read_me(connection, user)
