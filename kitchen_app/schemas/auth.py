"""Accounts as they cross a boundary. No password or hash ever goes out."""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, SecretStr, StrictBool

from kitchen_app.schemas.text import Request
from kitchen_app.security import MAXIMUM_PASSWORD_BYTES

_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,30})[a-z0-9]")
MINIMUM_PASSWORD_LENGTH = 10


def _username(name: str) -> str:
    """Lower case and ASCII, so that no two names look alike because of case or alphabet."""
    folded = name.strip().lower()
    if not (name.isascii() and _USERNAME.fullmatch(folded)):
        raise ValueError(
            "must be 3 to 32 of the letters a to z, digits, dot, dash and underscore, "
            "beginning and ending with a letter or digit"
        )
    return folded


def _password_fits(password: SecretStr) -> SecretStr:
    text = password.get_secret_value()
    size = len(text.encode(errors="surrogatepass"))
    if size > MAXIMUM_PASSWORD_BYTES:
        raise ValueError(f"must be at most {MAXIMUM_PASSWORD_BYTES} bytes, this one is {size}")
    if len(text) < MINIMUM_PASSWORD_LENGTH:
        raise ValueError(f"must be at least {MINIMUM_PASSWORD_LENGTH} characters")
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("must not contain NUL or broken Unicode")
    return password


Username = Annotated[str, AfterValidator(_username), Field(examples=["ada"], max_length=200)]
NewPassword = Annotated[
    SecretStr,
    AfterValidator(_password_fits),
    Field(examples=["seven green onions"], max_length=1_000),
]
UtcTime = Annotated[datetime, AfterValidator(lambda time: time.astimezone(UTC))]
LoginKind = Literal["token", "page"]
GivenSecret = Annotated[SecretStr, Field(max_length=1_000)]


class SignUp(Request):
    username: Username
    password: NewPassword
    master_key: Annotated[GivenSecret, Field(examples=["the key shown when the kitchen starts"])]


class LogIn(Request):
    username: Annotated[str, Field(max_length=1_000, examples=["ada"])]
    password: Annotated[GivenSecret, Field(examples=["seven green onions"])]


class PasswordChange(Request):
    current_password: Annotated[GivenSecret, Field(examples=["seven green onions"])]
    new_password: Annotated[NewPassword, Field(examples=["eight purple carrots"])]


class AccountDeletion(Request):
    password: Annotated[GivenSecret, Field(examples=["seven green onions"])]


class UserRead(BaseModel):
    id: UUID
    username: str
    created_at: UtcTime


class MeRead(UserRead):
    """The account of who asks. `asks_first`: the assistant changes nothing before they agree."""

    asks_first: bool


class MeUpdate(Request):
    asks_first: Annotated[StrictBool, Field(examples=[True])]


class LoginRead(BaseModel):
    """Where the account is signed in: a program with a token, or a page with a cookie.

    `seen_at` is right to the hour; `current` is the login that asks.
    """

    id: UUID
    kind: LoginKind
    client: str = Field(examples=["Firefox on Linux"])
    created_at: UtcTime
    seen_at: UtcTime
    expires_at: UtcTime
    current: bool


class CookRead(UserRead):
    """`logins` is how many can be used now, `seen_at` when one was last, right to the hour."""

    logins: int
    seen_at: UtcTime | None


class CookLoginRead(BaseModel):
    """A login, and whose it is."""

    cook: str
    id: UUID
    kind: LoginKind
    client: str
    created_at: UtcTime
    seen_at: UtcTime
    expires_at: UtcTime


class AccessToken(BaseModel):
    """`expires_in` is in seconds."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_in: int
    user: UserRead
