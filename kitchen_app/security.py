"""Passwords, access tokens and the page's cookie. Pure: no database, no clock but the one given."""

import hmac
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import bcrypt
import jwt

from kitchen_app.errors import InvalidToken

ALGORITHM = "HS256"
AUDIENCE = "kitchen"
TOKEN_LIFETIME = timedelta(days=7)
CLOCKS_DIFFER = 300  # seconds, at most: between processes, and when one is set right
COOKIE = "kitchen_session"  # in which a page keeps its token
LOGIN = "kitchen_login"  # the cookie's place in a page's state, once it was found good
BCRYPT_COST = 12
MAXIMUM_PASSWORD_BYTES = 72  # bcrypt reads no further

# Of a random password nobody kept: an unknown name costs the same time as a wrong password.
NOBODYS_HASH = "$2b$12$5vcsB4Jj/FWvECY/YysxHu94jA2ZleJGWHwxMrpaYJVQlG1SNpMja"


def hash_password(password: str) -> str:
    """bcrypt, a quarter of a second of CPU: call it in a thread."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(BCRYPT_COST)).decode()


def verify_password(password: str, password_hash: str) -> bool:
    """False, never an error, for what cannot have been hashed here."""
    candidate = password.encode(errors="replace")
    if len(candidate) > MAXIMUM_PASSWORD_BYTES:
        candidate = b""
    return bcrypt.checkpw(candidate, password_hash.encode())


def same_secret(given: str, expected: str) -> bool:
    """Compare in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())


@dataclass(frozen=True)
class Claims:
    """What a token says: whose it is, and which of their logins it was minted for."""

    user_id: UUID
    login_id: UUID


def mint_token(
    claims: Claims,
    secret: str,
    *,
    lifetime: timedelta = TOKEN_LIFETIME,
    now: datetime | None = None,
) -> str:
    """A signed token, valid for `lifetime` from now."""
    issued = now or datetime.now(UTC)
    payload = {
        "sub": str(claims.user_id),
        "sid": str(claims.login_id),
        "aud": AUDIENCE,
        "iat": issued,
        "exp": issued + lifetime,
        "jti": uuid4().hex,
    }
    return jwt.encode(payload, secret, algorithm=ALGORITHM)


def read_token(token: str, secret: str) -> Claims:
    """The claims of a token that is ours and current; InvalidToken for anything else."""
    required = ["sub", "sid", "aud", "iat", "exp", "jti"]
    try:
        payload = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={"require": required, "verify_iat": False},
        )
        if payload["iat"] > time.time() + CLOCKS_DIFFER:
            raise InvalidToken
        return Claims(UUID(payload["sub"]), UUID(payload["sid"]))
    except jwt.ExpiredSignatureError:
        raise InvalidToken("Your sign-in has expired. Sign in again.") from None
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError, OverflowError):
        raise InvalidToken from None


def token_in_cookies(header: str) -> str | None:
    """The token in a Cookie header, whatever else is in there; None where there is none."""
    for pair in header.split(";"):
        name, _, value = pair.partition("=")
        if name.strip() == COOKIE:
            return value.strip() or None
    return None


def login_cookie(claims: Claims) -> str:
    """What stands for a good token inside of the kitchen: it says as much, and proves nothing."""
    return f"{LOGIN}={claims.user_id}.{claims.login_id}"


def login_in_cookies(header: str) -> Claims | None:
    """The claims of a `login_cookie`, whatever else is in there; None where there is none."""
    for pair in header.split("; "):
        name, _, value = pair.partition("=")
        if name == LOGIN:
            user_id, login_id = map(UUID, value.split("."))
            return Claims(user_id, login_id)
    return None


def is_own_origin(origin: str, *, host: str | None, address: str) -> bool:
    """Whether a page of this Origin came from the Host it asks, or from the kitchen's address.

    The scheme is left out: a proxy that ends TLS may not say so. The address is let in as well,
    for a proxy that does not hand on the Host.
    """
    try:
        asked = urlsplit(origin).netloc
    except ValueError:
        return False
    return origin == address or asked == host
