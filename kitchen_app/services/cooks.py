"""Accounts and logins of everybody. No door of the app leads here, only the keeper's terminal."""

from uuid import UUID

from sqlalchemy import Connection, and_, delete, func, select

from kitchen_app.errors import CookNotFound, NotFound
from kitchen_app.schemas.auth import CookLoginRead, CookRead, UserRead
from kitchen_app.services import auth
from kitchen_app.services.auth import PUBLIC, USERS
from kitchen_app.services.logins import LIVE, LOGINS

create_cook = auth.create_user


def list_cooks(connection: Connection) -> list[CookRead]:
    """Everybody, by name."""
    theirs = and_(LOGINS.c.user_id == USERS.c.id, LIVE)
    statement = (
        select(*PUBLIC, func.count(LOGINS.c.id).label("logins"), func.max(LOGINS.c.seen_at))
        .select_from(USERS.outerjoin(LOGINS, theirs))
        .group_by(USERS.c.id)
        .order_by(USERS.c.username)
    )
    return [
        CookRead(
            id=row.id,
            username=row.username,
            created_at=row.created_at,
            logins=row.logins,
            seen_at=row[-1],
        )
        for row in connection.execute(statement)
    ]


def find_cook(connection: Connection, name: str) -> UserRead:
    """Whose account has this name; CookNotFound."""
    row = auth.credentials(connection, name.strip().lower())
    if row is None:
        raise CookNotFound(name)
    return UserRead(id=row.id, username=row.username, created_at=row.created_at)


def list_logins(connection: Connection, cook: UserRead | None) -> list[CookLoginRead]:
    """Where everybody, or one cook, is signed in: by name, the newest seen first."""
    statement = select(LOGINS, USERS.c.username.label("cook")).join_from(
        LOGINS, USERS, LOGINS.c.user_id == USERS.c.id
    )
    if cook:
        statement = statement.where(LOGINS.c.user_id == cook.id)
    newest = (USERS.c.username, LOGINS.c.seen_at.desc(), LOGINS.c.id.desc())
    rows = connection.execute(statement.where(LIVE).order_by(*newest))
    return [CookLoginRead.model_validate(row._asdict()) for row in rows]


def reset_password(connection: Connection, cook: UserRead, password_hash: str) -> int:
    """Set it, and end all logins; how many. The password first: its row is what a login that is
    being made holds, so that none is missed."""
    auth.set_password(connection, cook.id, password_hash)
    return end_all_logins(connection, cook)


def end_login(connection: Connection, login_id: UUID) -> str:
    """Its tokens stop working; whose it was. NotFound."""
    ended = delete(LOGINS).where(LOGINS.c.id == login_id, LIVE).returning(LOGINS.c.user_id)
    whose = select(USERS.c.username).where(
        USERS.c.id.in_(connection.execute(ended).scalars().all())
    )
    name: str | None = connection.execute(whose).scalar()
    if name is None:
        raise NotFound(f"Nobody has a login {login_id}.")
    return name


def end_all_logins(connection: Connection, cook: UserRead) -> int:
    """Every token of the cook's stops working; how many logins that ended."""
    statement = delete(LOGINS).where(LOGINS.c.user_id == cook.id).returning(LIVE)
    return sum(connection.execute(statement).scalars())
