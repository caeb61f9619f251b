"""Tokens that are none of a living login's."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt

from tests.factories import PASSWORD, Cook, make_cook
from tests.servers import JWT_SECRET

Forge = Callable[[Cook], str]


def claims(cook: Cook, **changed: Any) -> dict[str, Any]:
    """What a token of this cook's says, with some of it changed; None leaves it out."""
    now = datetime.now(UTC)
    good = {
        "sub": str(cook.id),
        "sid": str(cook.login_id),
        "aud": "kitchen",
        "iat": now,
        "exp": now + timedelta(hours=1),
        "jti": uuid4().hex,
    }
    return {name: value for name, value in (good | changed).items() if value is not None}


def signed(cook: Cook, secret: str = JWT_SECRET, algorithm: str = "HS256", **changed: Any) -> str:
    """Such a token, signed."""
    return jwt.encode(claims(cook, **changed), secret, algorithm=algorithm)


def unsigned(cook: Cook, algorithm: str) -> str:
    """A token that says it needs no signature, in some case of "none"."""
    head = {"typ": "JWT", "alg": algorithm}
    body = claims(cook, iat=1, exp=9_999_999_999)
    parts = (base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in (head, body))
    return b".".join((*parts, b"")).decode()


def expired(cook: Cook) -> str:
    long_ago = datetime.now(UTC) - timedelta(days=99)
    return signed(cook, iat=long_ago, exp=long_ago + timedelta(days=7))


def ended(cook: Cook) -> str:
    """Of a login of theirs that they have ended."""
    login = {"username": cook.username, "password": PASSWORD}
    token = str(cook.ok("POST", "/auth/login", login)["access_token"])
    headers = {"Authorization": f"Bearer {token}"}
    assert cook.post("/auth/logout", headers=headers).status_code == 204
    return token


def deleted(cook: Cook) -> str:
    """Of a cook who was there."""
    with make_cook(cook.server) as other:
        answer = other.request("DELETE", "/auth/me", json={"password": PASSWORD})
        assert answer.status_code == 204, answer.text
        return other.token


def crossed(cook: Cook) -> str:
    """Their own login, under this cook's name."""
    with make_cook(cook.server) as other:
        return signed(cook, sid=str(other.login_id))


FORGERIES: dict[str, Forge] = {
    "another secret": lambda c: signed(c, secret="another secret of thirty-two bytes or so"),
    "another algorithm": lambda c: signed(c, algorithm="HS384"),
    "alg none": lambda c: unsigned(c, "none"),
    "alg None": lambda c: unsigned(c, "None"),
    "another audience": lambda c: signed(c, aud="pantry"),
    "other audiences": lambda c: signed(c, aud=["pantry"]),
    "no audience": lambda c: signed(c, aud=None),
    "expired": expired,
    "never expires": lambda c: signed(c, exp=None),
    "expires at a word": lambda c: signed(c, exp="soon"),
    "from tomorrow": lambda c: signed(c, iat=datetime.now(UTC) + timedelta(days=1)),
    "of nobody": lambda c: signed(c, sub=str(uuid4())),
    "of no id": lambda c: signed(c, sub="1 OR 1=1"),
    "of an id and NUL": lambda c: signed(c, sub=f"{c.id}\x00"),
    "without subject": lambda c: signed(c, sub=None),
    "without login": lambda c: signed(c, sid=None),
    "of no login": lambda c: signed(c, sid=str(uuid4())),
    "of an ended login": ended,
    "of a deleted cook": deleted,
    "of another's login": crossed,
    "a login in words": lambda c: signed(c, sid="x"),
    "a login in a number": lambda c: signed(c, sid=7),
    "a login in a list": lambda c: signed(c, sid=[str(c.login_id)]),
    "a login and NUL": lambda c: signed(c, sid=f"{c.login_id}\x00"),
    "cut short": lambda c: signed(c)[:-3],
    "more after it": lambda c: signed(c) + "x",
    "one letter": lambda _: "x",
    "only dots": lambda _: "..",
    "three letters": lambda _: "a.b.c",
    "not ASCII": lambda _: "\u00e9",
    "huge garbage": lambda _: "x" * 7_000,
    "huge and broken": lambda c: signed(c, more="x" * 7_000)[:-1],
}
