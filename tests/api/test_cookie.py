"""The page's cookie: how it is set, renewed and cleared, and that it opens nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from kitchen_app.security import COOKIE
from tests.api.conftest import Stranger
from tests.factories import PASSWORD, Cook, check_refused, make_cook
from tests.servers import ApiServer

THIRTY_DAYS = int(timedelta(days=30).total_seconds())
ELSEWHERE = [
    "https://evil.example",
    "null",
    "",
    "http://[",
    "http://127.0.0.1",
    "https://localhost",
]


@pytest.fixture
def page(server: ApiServer) -> Any:
    """A cook who signed in on a page. Keeps no cookies by itself."""
    with make_cook(server, kind="page") as cook:
        yield cook


def cookie_of(answer: httpx.Response) -> tuple[str, set[str]]:
    """The token set, and what is said about it."""
    assert answer.status_code == 204, answer.text
    answer_cookie, *attributes = answer.headers["set-cookie"].split("; ")
    name, _, token = answer_cookie.partition("=")
    assert name == COOKIE
    return token, set(attributes)


def with_cookie(cook: Cook, method: str, path: str, token: str, **headers: str) -> httpx.Response:
    """A request with the cookie and no other token."""
    cook.headers.pop("Authorization", None)
    cook.cookies.clear()
    sent = {"Cookie": f"{COOKIE}={token}"} | headers
    return cook.request(method, path, headers=httpx.Headers(sent, encoding="latin-1"))


def me(cook: Cook, token: str) -> httpx.Response:
    return cook.get("/auth/me", headers={"Authorization": f"Bearer {token}"})


def test_a_page_keeps_its_login_in_a_cookie_scripts_cannot_read(page: Cook) -> None:
    token, attributes = cookie_of(page.post("/auth/cookie"))
    assert attributes == {"HttpOnly", f"Max-Age={THIRTY_DAYS}", "Path=/", "SameSite=strict"}
    assert me(page, token).json()["id"] == str(page.id)
    assert len(page.ok("GET", "/auth/logins")) == 1


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_on_https_the_cookie_stays_on_https(page: Cook, method: str) -> None:
    host = page.base_url.netloc.decode()
    for https in ({"Origin": f"https://{host}"}, {"X-Forwarded-Proto": "https"}):
        _, attributes = cookie_of(with_cookie(page, method, "/auth/cookie", page.token, **https))
        assert "Secure" in attributes
    http = with_cookie(page, method, "/auth/cookie", page.token, Origin=f"http://{host}")
    assert "Secure" not in cookie_of(http)[1]


def test_the_cookie_renews_itself(page: Cook, server: ApiServer) -> None:
    with server.database.transaction() as connection:
        sooner = text("UPDATE logins SET expires_at = now() + interval '1 day' WHERE id = :id")
        connection.execute(sooner, {"id": page.login_id})
    token, attributes = cookie_of(with_cookie(page, "POST", "/auth/cookie", page.token))
    assert token != page.token
    assert f"Max-Age={THIRTY_DAYS}" in attributes
    (login,) = page.ok("GET", "/auth/logins", headers={"Authorization": f"Bearer {token}"})
    assert login["current"]
    left = datetime.fromisoformat(login["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=29) < left <= timedelta(days=30)


def test_a_token_in_a_cookie_lives_no_longer_than_it_did(cook: Cook) -> None:
    (before,) = cook.ok("GET", "/auth/logins")
    token, attributes = cookie_of(cook.post("/auth/cookie"))
    (after,) = cook.ok("GET", "/auth/logins")
    assert after["expires_at"] == before["expires_at"]
    (age,) = (int(a.removeprefix("Max-Age=")) for a in attributes if a.startswith("Max-Age="))
    assert 0 < age <= timedelta(days=7).total_seconds()
    cookie_of(with_cookie(cook, "POST", "/auth/cookie", token))


def test_clearing_the_cookie_ends_its_login_and_no_other(page: Cook, cook: Cook) -> None:
    token, attributes = cookie_of(with_cookie(page, "DELETE", "/auth/cookie", page.token))
    assert token == '""'
    assert attributes >= {"HttpOnly", "Max-Age=0", "Path=/", "SameSite=strict"}
    check_refused(me(page, page.token), 401, "invalid_token")
    check_refused(with_cookie(page, "POST", "/auth/cookie", page.token), 401, "invalid_token")
    cook.ok("GET", "/auth/me")


def test_clearing_it_everywhere_ends_every_login_of_the_account(
    page: Cook, stranger: Stranger
) -> None:
    known = {"username": page.username, "password": PASSWORD}
    other = page.ok("POST", "/auth/login", known)["access_token"]
    cookie_of(with_cookie(page, "DELETE", "/auth/cookie?everywhere=true", page.token))
    for token in (page.token, other):
        check_refused(me(page, token), 401, "invalid_token")
    stranger.ok("GET", "/auth/me")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", '"', "\xff", "x" * 5_000])
def test_a_cookie_that_is_none_is_cleared_but_not_renewed(cook: Cook, token: str) -> None:
    assert cookie_of(with_cookie(cook, "DELETE", "/auth/cookie", token))[0] == '""'
    check_refused(with_cookie(cook, "POST", "/auth/cookie", token), 401, "invalid_token")


def test_an_ended_cookie_is_cleared_without_a_word(page: Cook) -> None:
    for _ in range(2):
        cookie_of(with_cookie(page, "DELETE", "/auth/cookie", page.token))


def test_without_cookie_or_token_there_is_nothing_to_keep(cook: Cook) -> None:
    del cook.headers["Authorization"]
    check_refused(cook.post("/auth/cookie"), 401, "invalid_token")
    cookie_of(cook.delete("/auth/cookie"))


@pytest.mark.parametrize("origin", ELSEWHERE)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_page_from_elsewhere_is_refused(page: Cook, method: str, origin: str) -> None:
    for answer in (
        page.request(method, "/auth/cookie", headers={"Origin": origin}),
        with_cookie(page, method, "/auth/cookie", page.token, Origin=origin),
    ):
        check_refused(answer, 403, "foreign_origin")
        assert "set-cookie" not in answer.headers
    assert me(page, page.token).status_code == 200


def test_the_kitchens_own_address_is_not_elsewhere(page: Cook) -> None:
    """A proxy may not hand on the Host the browser asked for."""
    cookie_of(page.post("/auth/cookie", headers={"Origin": "http://localhost:8000"}))


def test_the_cookie_opens_nothing_else(page: Cook, stranger: Stranger) -> None:
    paths = page.ok("GET", "/openapi.json")["paths"]
    open_paths = {"/auth/signup", "/auth/login", "/auth/cookie", "/health"}
    asked = 0
    for path, methods in paths.items():
        for method in set(methods) if path not in open_paths else ():
            address = path.replace("{", "").replace("}", "")
            check_refused(with_cookie(page, method, address, page.token), 401, "invalid_token")
            asked += 1
    assert asked > 20
    stranger.ok("GET", "/auth/me")
