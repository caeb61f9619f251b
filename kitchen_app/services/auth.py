"""Accounts: who may come in."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from kitchen_app import security
from kitchen_app.database import Database
from kitchen_app.errors import InvalidToken, UsernameTaken, WrongCredentials, WrongMasterKey
from kitchen_app.models import User
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import AccessToken, LogIn, LoginKind, PasswordChange, SignUp, UserRead
from kitchen_app.security import Claims
from kitchen_app.services import logins
from kitchen_app.services.limits import SIGNED_IN, Limits
from kitchen_app.services.logins import LIFETIMES, LIVE, OF_CLAIMS, UNSEEN
from kitchen_app.services.rendering import table_of

T = TypeVar("T")
Account: TypeAlias = Row[*tuple[Any, ...]]  # of users

USERS = table_of(User)
PUBLIC = (USERS.c.id, USERS.c.username, USERS.c.created_at)
_LOGIN = select(UNSEEN.label("unseen")).where(OF_CLAIMS, LIVE)
_USER = select(*PUBLIC).where(USERS.c.id == bindparam("user"))
MOST_KNOWN = 10_000  # users
HASHING_THREADS = 2  # a login costs a quarter of a second of CPU: more would starve the rest


def authenticate(connection: Connection, claims: Claims) -> UserRead:
    """The user of a token; InvalidToken where the account or the token's login is gone."""
    of_claims = {"user": claims.user_id, "login": claims.login_id}
    login = connection.execute(_LOGIN, of_claims).one_or_none()
    if login is None:
        raise InvalidToken("This sign-in has been ended. Sign in again.")
    if login.unseen:
        logins.note_seen(connection, claims)
    return find_user(connection, claims.user_id)


# What is public of a user never changes, and goes with their logins: it need not be read each time.
_known: dict[UUID, UserRead] = {}


def find_user(connection: Connection, user_id: UUID) -> UserRead:
    """Who that is; InvalidToken where the account is gone."""
    known = _known.get(user_id)
    if known is None:
        row = connection.execute(_USER, {"user": user_id}).one_or_none()
        if row is None:
            raise InvalidToken
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        known = _known[user_id] = _public(row)
    return known


def read_me(_connection: Connection, user: UserRead) -> UserRead:
    """Whose token it is."""
    return user


class Accounts:
    """The account rules both doors share. Hashing has threads of its own, off the event loop."""

    def __init__(
        self, database: Database, limits: Limits, *, master_key: str, jwt_secret: str
    ) -> None:
        self._database = database
        self._limits = limits
        self._master_key = master_key
        self._jwt_secret = jwt_secret
        self._hashing = ThreadPoolExecutor(HASHING_THREADS, thread_name_prefix="hashing")

    async def sign_up(
        self, data: SignUp, *, address: str, client: str = "", page: bool = False
    ) -> AccessToken:
        """Make an account and log in to it; WrongMasterKey, UsernameTaken, TooOften.

        `address` and `client`, a User-Agent, are whose that asks. A page's login lasts longer, and
        can be renewed.
        """
        await self._limits.count_sign_up(address)
        if not security.same_secret(data.master_key.get_secret_value(), self._master_key):
            raise WrongMasterKey
        password_hash = await self._hash(data.password)
        kind = _kind(page)

        def work(connection: Connection) -> tuple[UserRead, Claims]:
            user = create_user(connection, data.username, password_hash)
            return user, logins.begin_login(connection, user.id, kind=kind, client=client)

        user, claims = await self._database.run(work)
        await self._limits.know(data.username, address)
        return self._token(user, claims, LIFETIMES[kind])

    async def log_in(
        self, data: LogIn, *, address: str, client: str = "", page: bool = False
    ) -> AccessToken:
        """A token for the right password; TooOften, WrongCredentials, as slow for a name nobody
        has."""
        name = data.username.strip().lower()
        await self._limits.count_login(address)
        async with self._limits.guess(name, await self._limits.place_of(name, address)):
            row = await self._database.run(lambda s: credentials(s, name))
            account = await self._check(data.password, row)
        await self._limits.know(name, address)
        kind = _kind(page)

        def work(connection: Connection) -> Claims:
            _hold(connection, account)
            return logins.begin_login(connection, account.id, kind=kind, client=client)

        claims = await self._database.run(work)
        return self._token(_public(account), claims, LIFETIMES[kind])

    async def renew(self, claims: Claims, *, address: str) -> AccessToken:
        """A fresh token of the same login; a page's login lasts another 30 days. InvalidToken."""

        def work(connection: Connection) -> tuple[UserRead, timedelta]:
            user = authenticate(connection, claims)
            return user, logins.renew_login(connection, user, claims.login_id)

        user, left = await self._database.run(work)
        await self._limits.know(user.username, address)
        return self._token(user, claims, left)

    async def change_password(self, claims: Claims, data: PasswordChange) -> AccessToken:
        """End all logins and return a token of a new one like the asker's; WrongCredentials,
        TooOften."""
        account = await self._check_again(claims, data.current_password)
        password_hash = await self._hash(data.new_password)

        def work(connection: Connection) -> tuple[LoginKind, Claims]:
            set_password(connection, account.id, password_hash)
            return logins.replace_logins(connection, claims)

        kind, fresh = await self._database.run(work)
        return self._token(_public(account), fresh, LIFETIMES[kind])

    async def delete(self, claims: Claims, password: SecretStr) -> None:
        """Remove the token's user and every row of theirs; WrongCredentials, TooOften."""
        account = await self._check_again(claims, password)
        await self._database.run(lambda s: _delete_user(s, account, claims))

    def read_token(self, token: str) -> Claims:
        """What a token claims, checked without the database; InvalidToken."""
        return security.read_token(token, self._jwt_secret)

    def close(self) -> None:
        self._hashing.shutdown(wait=False, cancel_futures=True)

    def _token(self, user: UserRead, claims: Claims, lifetime: timedelta) -> AccessToken:
        return AccessToken(
            access_token=security.mint_token(claims, self._jwt_secret, lifetime=lifetime),
            expires_in=int(lifetime.total_seconds()),
            user=user,
        )

    async def _check_again(self, claims: Claims, password: SecretStr) -> Account:
        """Ask a cook who is signed in for the password."""
        user = await self._database.run(lambda s: authenticate(s, claims))
        async with self._limits.guess(user.username, SIGNED_IN):
            row = await self._database.run(lambda s: credentials(s, user.username))
            return await self._check(password, row)

    async def _check(self, password: SecretStr, account: Account | None) -> Account:
        password_hash = account.password_hash if account else security.NOBODYS_HASH
        text = password.get_secret_value()
        right = await self._hashed(lambda: security.verify_password(text, password_hash))
        if not right or account is None:
            raise WrongCredentials
        return account

    async def _hash(self, password: SecretStr) -> str:
        return await self._hashed(lambda: security.hash_password(password.get_secret_value()))

    async def _hashed(self, work: Callable[[], T]) -> T:
        with self._limits.hashing():
            return await asyncio.get_running_loop().run_in_executor(self._hashing, work)


def create_user(connection: Connection, username: str, password_hash: str) -> UserRead:
    """A new account; UsernameTaken."""
    row = {"id": new_id(), "username": username, "password_hash": password_hash}
    try:
        return _public(connection.execute(insert(USERS).values(row).returning(*PUBLIC)).one())
    except IntegrityError:
        raise UsernameTaken(username) from None


def credentials(connection: Connection, username: str) -> Account | None:
    """The account of this name, in lower case and any text."""
    if "\x00" in username or not username.isascii():
        return None
    return connection.execute(select(USERS).where(USERS.c.username == username)).one_or_none()


def _hold(connection: Connection, account: Account) -> None:
    """Keep others from changing the account; WrongCredentials where the password just changed.

    So no login survives a password change it raced with, and logins are counted one by one.
    """
    same = and_(USERS.c.id == account.id, USERS.c.password_hash == account.password_hash)
    held = select(USERS.c.id).where(same).with_for_update(key_share=True)
    if connection.execute(held).one_or_none() is None:
        raise WrongCredentials


def set_password(connection: Connection, user_id: UUID, password_hash: str) -> None:
    """The caller ends the logins, after this."""
    statement = update(USERS).where(USERS.c.id == user_id).values(password_hash=password_hash)
    connection.execute(statement)


def _delete_user(connection: Connection, account: Account, claims: Claims) -> None:
    """Logins first: a request may hold its own while it waits for the user's row."""
    _hold(connection, account)
    logins.end_all_logins(connection, authenticate(connection, claims))
    connection.execute(delete(USERS).where(USERS.c.id == account.id))


def _kind(page: bool) -> LoginKind:
    return "page" if page else "token"


def _public(row: Account) -> UserRead:
    return UserRead(id=row.id, username=row.username, created_at=row.created_at)
