"""Where a cook is signed in: each login can be listed and ended by itself."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, case, delete, func, insert, or_, select, update

from kitchen_app.errors import InvalidToken, LoginNotFound
from kitchen_app.models import Login
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import LoginKind, LoginRead, UserRead
from kitchen_app.security import TOKEN_LIFETIME, Claims
from kitchen_app.services.clients import client_name
from kitchen_app.services.rendering import table_of

LOGINS = table_of(Login)
LIFETIMES: dict[LoginKind, timedelta] = {"token": TOKEN_LIFETIME, "page": timedelta(days=30)}
MOST_LOGINS = 100  # a user
SEEN_EVERY = timedelta(hours=1)

LIVE = LOGINS.c.expires_at > func.now()
UNSEEN = LOGINS.c.seen_at < func.now() - SEEN_EVERY
_NEWEST_SEEN = (LOGINS.c.seen_at.desc(), LOGINS.c.id.desc())
OF_CLAIMS = and_(LOGINS.c.user_id == bindparam("user"), LOGINS.c.id == bindparam("login"))
# One of many requests at once notes it, and the others do not wait for that one's transaction.
_FREE = select(LOGINS.c.id).where(OF_CLAIMS, UNSEEN).with_for_update(skip_locked=True)
_SEEN = update(LOGINS).where(OF_CLAIMS, LOGINS.c.id.in_(_FREE)).values(seen_at=func.now())


def begin_login(connection: Connection, user_id: UUID, *, kind: LoginKind, client: str) -> Claims:
    """A new login, and room for it: expired ones go, and of too many the one seen longest ago.

    `client` is a User-Agent header. The caller holds the user's row, or has just made it.
    """
    mine = LOGINS.c.user_id == user_id
    by_seen = select(LOGINS.c.id).where(mine, LIVE).order_by(*_NEWEST_SEEN)
    surplus = LOGINS.c.id.in_(by_seen.offset(MOST_LOGINS - 1))
    connection.execute(delete(LOGINS).where(mine, or_(~LIVE, surplus)))
    claims = Claims(user_id, new_id())
    _insert(connection, claims, kind=kind, client=client_name(client))
    return claims


def replace_logins(connection: Connection, claims: Claims) -> tuple[LoginKind, Claims]:
    """End all logins and begin one like that of the claims; InvalidToken where that was gone.

    A page's keeps its id: its browser holds a cookie that only a request could change.
    """
    mine = LOGINS.c.user_id == claims.user_id
    ended = connection.execute(delete(LOGINS).where(mine).returning(LOGINS)).all()
    asking = next((login for login in ended if login.id == claims.login_id), None)
    if asking is None:
        raise InvalidToken
    fresh = claims if asking.kind == "page" else Claims(claims.user_id, new_id())
    _insert(connection, fresh, kind=asking.kind, client=asking.client)
    return asking.kind, fresh


def note_seen(connection: Connection, claims: Claims) -> None:
    """Bring `seen_at` up to date; asked for where the login is UNSEEN."""
    connection.execute(_SEEN, {"user": claims.user_id, "login": claims.login_id})


def renew_login(connection: Connection, user: UserRead, login_id: UUID) -> timedelta:
    """How long the login lives on: a page's as long as a new one, a token's as it did before."""
    page = LOGINS.c.kind == "page"
    until = case((page, func.now() + LIFETIMES["page"]), else_=LOGINS.c.expires_at)
    statement = (
        update(LOGINS)
        .where(LOGINS.c.user_id == user.id, LOGINS.c.id == login_id)
        .values(expires_at=until, seen_at=func.now())
        .returning(LOGINS.c.expires_at - func.now())
    )
    left: timedelta | None = connection.execute(statement).scalar_one_or_none()
    if left is None:
        raise InvalidToken
    return left


def list_logins(connection: Connection, user: UserRead, *, current: UUID) -> list[LoginRead]:
    """Where the account is signed in, newest seen first. `current` is the login that asks."""
    statement = select(LOGINS).where(LOGINS.c.user_id == user.id, LIVE)
    rows = connection.execute(statement.order_by(*_NEWEST_SEEN))
    return [LoginRead(**row._mapping, current=row.id == current) for row in rows]


def end_login(connection: Connection, user: UserRead, login_id: UUID) -> None:
    """Its tokens stop working; LoginNotFound."""
    statement = delete(LOGINS).where(LOGINS.c.user_id == user.id, LOGINS.c.id == login_id)
    if not connection.execute(statement).rowcount:
        raise LoginNotFound(login_id)


def end_all_logins(connection: Connection, user: UserRead) -> None:
    """Every token minted so far stops working, the one that asks included."""
    connection.execute(delete(LOGINS).where(LOGINS.c.user_id == user.id))


def _insert(connection: Connection, claims: Claims, *, kind: LoginKind, client: str) -> None:
    row = {"user_id": claims.user_id, "id": claims.login_id, "kind": kind, "client": client}
    expires_at = func.now() + LIFETIMES[kind]
    connection.execute(insert(LOGINS).values(row | {"expires_at": expires_at}))
