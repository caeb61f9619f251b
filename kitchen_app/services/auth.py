"""Accounts: who may come in, and until when."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from pydantic import SecretStr
from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from kitchen_app import security
from kitchen_app.database import Database
from kitchen_app.errors import InvalidToken, UsernameTaken, WrongCredentials, WrongMasterKey
from kitchen_app.models import User
from kitchen_app.models.base import new_id
from kitchen_app.schemas.auth import AccessToken, LogIn, PasswordChange, SignUp, UserRead
from kitchen_app.security import Claims
from kitchen_app.services.rendering import table_of

T = TypeVar("T")

USERS = table_of(User)
PUBLIC = (USERS.c.id, USERS.c.username, USERS.c.created_at)
_OF_TOKEN = select(*PUBLIC).where(
    USERS.c.id == bindparam("user"), USERS.c.token_version == bindparam("version")
)
HASHING_THREADS = 2  # a login costs a quarter of a second of CPU: more would starve the rest


def authenticate(connection: Connection, claims: Claims) -> UserRead:
    """The user of a token; InvalidToken where the account or that generation of tokens is gone."""
    row = connection.execute(
        _OF_TOKEN, {"user": claims.user_id, "version": claims.token_version}
    ).one_or_none()
    if row is None:
        raise InvalidToken("This sign-in has been ended. Sign in again.")
    return _public(row)


def read_me(_connection: Connection, user: UserRead) -> UserRead:
    """Whose token it is."""
    return user


def end_all_tokens(connection: Connection, user: UserRead) -> None:
    """Every token minted so far stops working, the one that asks included."""
    version = USERS.c.token_version + 1
    connection.execute(update(USERS).where(USERS.c.id == user.id).values(token_version=version))


class Accounts:
    """The account rules both doors share. Hashing has threads of its own, off the event loop."""

    def __init__(self, database: Database, *, master_key: str, jwt_secret: str) -> None:
        self._database = database
        self._master_key = master_key
        self._jwt_secret = jwt_secret
        self._hashing = ThreadPoolExecutor(HASHING_THREADS, thread_name_prefix="hashing")

    async def sign_up(self, data: SignUp) -> AccessToken:
        """Make an account; WrongMasterKey, UsernameTaken."""
        if not security.same_secret(data.master_key.get_secret_value(), self._master_key):
            raise WrongMasterKey
        password_hash = await self._hash(data.password)
        user = await self._database.run(lambda s: _create_user(s, data.username, password_hash))
        return self._token(user, 0)

    async def log_in(self, data: LogIn) -> AccessToken:
        """A token for the right password; WrongCredentials, as slow for a name nobody has."""
        name = data.username.strip().lower()
        row = await self._database.run(lambda s: _credentials(s, name))
        await self._check(data.password, row)
        if row is None:
            raise WrongCredentials
        return self._token(_public(row), row.token_version)

    async def change_password(self, user: UserRead, data: PasswordChange) -> AccessToken:
        """End all earlier tokens and return a new one; WrongCredentials."""
        row = await self._database.run(lambda s: _credentials(s, user.username))
        await self._check(data.current_password, row)
        password_hash = await self._hash(data.new_password)
        version = await self._database.run(lambda s: _set_password(s, user, password_hash))
        return self._token(user, version)

    async def delete(self, user: UserRead, password: SecretStr) -> None:
        """Remove the user and every row of theirs; WrongCredentials."""
        row = await self._database.run(lambda s: _credentials(s, user.username))
        await self._check(password, row)
        await self._database.run(lambda s: _delete_user(s, user))

    def read_token(self, token: str) -> Claims:
        """What a token claims, checked without the database; InvalidToken."""
        return security.read_token(token, self._jwt_secret)

    def close(self) -> None:
        self._hashing.shutdown(wait=False, cancel_futures=True)

    def _token(self, user: UserRead, version: int) -> AccessToken:
        return AccessToken(
            access_token=security.mint_token(Claims(user.id, version), self._jwt_secret),
            expires_in=int(security.TOKEN_LIFETIME.total_seconds()),
            user=user,
        )

    async def _check(self, password: SecretStr, row: Row[*tuple[Any, ...]] | None) -> None:
        password_hash = row.password_hash if row else security.NOBODYS_HASH
        text = password.get_secret_value()
        right = await self._hashed(lambda: security.verify_password(text, password_hash))
        if not right or row is None:
            raise WrongCredentials

    async def _hash(self, password: SecretStr) -> str:
        return await self._hashed(lambda: security.hash_password(password.get_secret_value()))

    async def _hashed(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._hashing, work)


def _create_user(connection: Connection, username: str, password_hash: str) -> UserRead:
    row = {"id": new_id(), "username": username, "password_hash": password_hash}
    try:
        return _public(connection.execute(insert(USERS).values(row).returning(*PUBLIC)).one())
    except IntegrityError:
        raise UsernameTaken(username) from None


def _credentials(connection: Connection, username: str) -> Row[*tuple[Any, ...]] | None:
    if "\x00" in username or not username.isascii():
        return None
    return connection.execute(select(USERS).where(USERS.c.username == username)).one_or_none()


def _set_password(connection: Connection, user: UserRead, password_hash: str) -> int:
    statement = (
        update(USERS)
        .where(USERS.c.id == user.id)
        .values(password_hash=password_hash, token_version=USERS.c.token_version + 1)
        .returning(USERS.c.token_version)
    )
    version: int | None = connection.execute(statement).scalar_one_or_none()
    if version is None:
        raise InvalidToken
    return version


def _delete_user(connection: Connection, user: UserRead) -> None:
    connection.execute(delete(USERS).where(USERS.c.id == user.id))


def _public(row: Row[*tuple[Any, ...]]) -> UserRead:
    return UserRead(id=row.id, username=row.username, created_at=row.created_at)
