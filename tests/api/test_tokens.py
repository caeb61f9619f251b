"""Tokens: which ones open the door, and how the others are turned away."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest

from kitchen_app.security import TOKEN_LIFETIME
from tests.api.conftest import Stranger
from tests.factories import Cook, check_refused, make_cook
from tests.servers import JWT_SECRET, ApiServer

Forge = Callable[[Cook], str]


def claims(cook: Cook, **changed: Any) -> dict[str, Any]:
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
    return jwt.encode(claims(cook, **changed), secret, algorithm=algorithm)


def unsigned(cook: Cook, algorithm: str) -> str:
    """A token that says it needs no signature, in some case of "none"."""
    head = {"typ": "JWT", "alg": algorithm}
    body = claims(cook, iat=1, exp=9_999_999_999)
    parts = (base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in (head, body))
    return b".".join((*parts, b"")).decode()


def test_a_token_of_ours_opens_the_door(cook: Cook) -> None:
    me = cook.ok("GET", "/auth/me", headers={"Authorization": f"bearer {signed(cook)}"})
    assert me["id"] == str(cook.id)


FORGERIES: dict[str, Forge] = {
    "another secret": lambda c: signed(c, secret="another secret of thirty-two bytes or so"),
    "another algorithm": lambda c: signed(c, algorithm="HS384"),
    "alg none": lambda c: unsigned(c, "none"),
    "alg None": lambda c: unsigned(c, "None"),
    "another audience": lambda c: signed(c, aud="pantry"),
    "other audiences": lambda c: signed(c, aud=["pantry"]),
    "no audience": lambda c: signed(c, aud=None),
    "never expires": lambda c: signed(c, exp=None),
    "expires at a word": lambda c: signed(c, exp="soon"),
    "from tomorrow": lambda c: signed(c, iat=datetime.now(UTC) + timedelta(days=1)),
    "of nobody": lambda c: signed(c, sub=str(uuid4())),
    "of no id": lambda c: signed(c, sub="1 OR 1=1"),
    "of an id and NUL": lambda c: signed(c, sub=f"{c.id}\x00"),
    "without subject": lambda c: signed(c, sub=None),
    "without login": lambda c: signed(c, sid=None),
    "of no login": lambda c: signed(c, sid=str(uuid4())),
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


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_token_that_is_not_ours_is_turned_away(cook: Cook, forge: Forge) -> None:
    header = f"Bearer {forge(cook)}".encode()
    answer = cook.get("/auth/me", headers={b"Authorization": header})
    check_refused(answer, 401, "invalid_token")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_login_of_mine_opens_nobody_elses_door(cook: Cook, stranger: Stranger) -> None:
    for token in (signed(cook, sub=str(stranger.id)), signed(stranger, sub=str(cook.id))):
        answer = cook.get("/auth/me", headers={"Authorization": f"Bearer {token}"})
        check_refused(answer, 401, "invalid_token")


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YWRhOmFkYQ==", "Token x", "x"])
def test_no_token_is_turned_away_with_a_hint(cook: Cook, header: str) -> None:
    answer = cook.get("/auth/me", headers={"Authorization": header})
    check_refused(answer, 401, "invalid_token")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_an_expired_token_says_that_it_has_expired(server: ApiServer) -> None:
    with make_cook(server, at=datetime.now(UTC) - TOKEN_LIFETIME - timedelta(minutes=1)) as late:
        problem = check_refused(late.get("/auth/me"), 401, "invalid_token")
    assert "expired" in problem["detail"]


def test_a_token_in_the_address_or_a_cookie_opens_nothing(cook: Cook) -> None:
    token = cook.headers.pop("Authorization").removeprefix("Bearer ")
    answers = (
        cook.get("/auth/me", params={"token": token, "access_token": token}),
        cook.get("/auth/me", headers={"Cookie": f"token={token}; access_token={token}"}),
    )
    for answer in answers:
        check_refused(answer, 401, "invalid_token")


def test_every_route_but_four_asks_for_a_token(cook: Cook) -> None:
    paths = cook.ok("GET", "/openapi.json")["paths"]
    routes = {(m, p) for p, methods in paths.items() for m in methods}
    open_routes = {("post", "/auth/signup"), ("post", "/auth/login"), ("get", "/health")}
    assert open_routes < routes
    del cook.headers["Authorization"]
    clearing = ("delete", "/auth/cookie")  # works with no cookie, too
    for method, path in sorted(routes - open_routes - {clearing}):
        address = path.replace("{", "").replace("}", "")
        assert "security" in paths[path][method], (method, path)
        answer = cook.request(method, address, json={"no such field": 1})
        check_refused(answer, 401, "invalid_token")
    assert not any("security" in paths[path][method] for method, path in open_routes)
