"""Logins: listed, ended one by one, and none that outlives what it was made with."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.api.conftest import Stranger
from tests.factories import PASSWORD, Cook, Json, check_refused, make_cook, until
from tests.servers import MASTER_KEY, ApiServer

NEW = "eight purple carrots"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def log_in(cook: Cook, user_agent: str = "curl/8.5.0") -> dict[str, str]:
    """The header of another login of the cook's."""
    body = {"username": cook.username, "password": PASSWORD}
    made = cook.ok("POST", "/auth/login", body, headers={"User-Agent": user_agent})
    return bearer(made["access_token"])


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def logins(cook: Cook, **options: Any) -> list[Json]:
    found: list[Json] = cook.ok("GET", "/auth/logins", **options)
    return found


def execute(cook: Cook, statement: str) -> Any:
    """One statement of the tests' own about the cook's rows."""
    with cook.server.database.transaction() as connection:
        done = connection.execute(text(statement), {"cook": cook.id, "login": cook.login_id})
        return done.all() if done.returns_rows else None


def test_a_login_says_what_signed_in_and_until_when(cook: Cook, stranger: Stranger) -> None:
    firefox = log_in(cook, FIREFOX)
    found = logins(cook, headers=firefox)
    assert [(login["client"], login["current"]) for login in found] == [
        ("Firefox on Linux", True),
        ("python-httpx", False),
    ]
    newest, first = found
    assert set(newest) == {
        *("id", "kind", "client", "created_at", "seen_at", "expires_at", "current")
    }
    assert (newest["kind"], first["id"]) == ("token", str(cook.login_id))
    assert all(newest[time].endswith("Z") for time in ("created_at", "seen_at", "expires_at"))
    left = datetime.fromisoformat(newest["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=6) < left < timedelta(days=8)
    assert str(stranger.login_id) not in str(found)


def test_a_sign_up_is_a_login_too(cook: Cook) -> None:
    body = {"username": "newcomer", "password": PASSWORD, "master_key": MASTER_KEY}
    made = cook.ok("POST", "/auth/signup", body, headers={"User-Agent": FIREFOX})
    (login,) = logins(cook, headers=bearer(made["access_token"]))
    assert (login["client"], login["current"]) == ("Firefox on Linux", True)


@pytest.mark.parametrize("user_agent", ["", "\xe4\xff", "x" * 5_000, "Mozilla/5.0", "<b>/1"])
def test_any_user_agent_signs_in(cook: Cook, user_agent: str) -> None:
    log_in(cook, user_agent.encode("latin-1"))  # type: ignore[arg-type]
    assert {login["client"] for login in logins(cook)} == {"python-httpx", "Unknown client"}


def test_an_ended_login_stops_at_once_and_the_others_live_on(cook: Cook) -> None:
    curl, firefox = log_in(cook), log_in(cook, FIREFOX)
    (ended,) = (login["id"] for login in logins(cook) if login["client"] == "curl")
    assert cook.delete(f"/auth/logins/{ended}").status_code == 204
    check_refused(cook.get("/recipes", headers=curl), 401, "invalid_token")
    cook.ok("GET", "/recipes", headers=firefox)
    assert ended not in {login["id"] for login in logins(cook)}
    check_refused(cook.delete(f"/auth/logins/{ended}"), 404, "login_not_found")


def test_logging_out_ends_the_login_that_asks_and_no_other(cook: Cook) -> None:
    curl = log_in(cook)
    assert cook.post("/auth/logout", headers=curl).status_code == 204
    check_refused(cook.get("/auth/me", headers=curl), 401, "invalid_token")
    check_refused(cook.post("/auth/logout", headers=curl), 401, "invalid_token")
    assert [login["current"] for login in logins(cook)] == [True]


def test_a_login_of_a_strangers_is_not_found(cook: Cook, stranger: Stranger) -> None:
    check_refused(cook.delete(f"/auth/logins/{stranger.login_id}"), 404, "login_not_found")
    stranger.ok("GET", "/auth/me")
    check_refused(cook.delete("/auth/logins/x"), 422, "invalid_request")


def test_logging_out_everywhere_leaves_the_stranger_in(cook: Cook, stranger: Stranger) -> None:
    assert cook.post("/auth/logout-everywhere").status_code == 204
    stranger.ok("GET", "/auth/me")


def test_an_expired_login_is_over_and_the_next_login_clears_it_away(cook: Cook) -> None:
    curl = log_in(cook)
    execute(cook, "UPDATE logins SET expires_at = now() WHERE id = :login")
    check_refused(cook.get("/auth/me"), 401, "invalid_token")
    assert [login["current"] for login in logins(cook, headers=curl)] == [True]
    log_in(cook)
    assert execute(cook, "SELECT id FROM logins WHERE id = :login") == []
    assert len(logins(cook, headers=curl)) == 2


def test_an_account_has_a_hundred_logins_at_most(cook: Cook) -> None:
    """The one seen longest ago makes room, also for many at once."""
    second = log_in(cook)
    execute(
        cook,
        "INSERT INTO logins (user_id, id, kind, client, seen_at, expires_at) "
        "SELECT :cook, gen_random_uuid(), 'token', 'curl', now() - n * interval '1 minute', "
        "now() + interval '1 day' FROM generate_series(1, 98) n",
    )
    execute(cook, "UPDATE logins SET seen_at = now() - interval '59 minutes' WHERE id = :login")
    execute(
        cook,
        "UPDATE logins SET seen_at = now() - interval '2 days' WHERE seen_at = "
        "(SELECT min(seen_at) FROM logins WHERE user_id = :cook)",
    )
    assert len(logins(cook)) == 100
    log_in(cook)
    found = logins(cook)
    assert len(found) == 100
    assert min(login["seen_at"] for login in found) > _ago(days=1)
    with ThreadPoolExecutor(4) as pool:
        fresh = list(pool.map(lambda _: log_in(cook), range(48)))
    assert len(logins(cook, headers=second)) == 100
    check_refused(cook.get("/auth/me"), 401, "invalid_token")
    cook.ok("GET", "/auth/me", headers=fresh[0])


def _ago(**time: int) -> str:
    return (datetime.now(UTC) - timedelta(**time)).isoformat()


def test_a_login_is_seen_once_an_hour_and_reading_writes_nothing_else(cook: Cook) -> None:
    row = "SELECT xmin::text, seen_at FROM logins WHERE id = :login"
    before = execute(cook, row)
    cook.ok("GET", "/recipes")
    assert execute(cook, row) == before
    execute(cook, "UPDATE logins SET seen_at = now() - interval '61 minutes' WHERE id = :login")
    cook.ok("GET", "/recipes")
    ((_, seen_at),) = seen = execute(cook, row)
    assert seen_at > before[0][1]
    cook.ok("GET", "/recipes")
    assert execute(cook, row) == seen


def test_a_request_does_not_wait_for_another_that_notes_the_login(
    cook: Cook, server: ApiServer
) -> None:
    execute(cook, "UPDATE logins SET seen_at = now() - interval '61 minutes' WHERE id = :login")
    with server.database.transaction() as noting:
        hold = text("SELECT id FROM logins WHERE id = :login FOR UPDATE")
        noting.execute(hold, {"login": cook.login_id})
        cook.ok("GET", "/recipes", timeout=3)


def test_a_new_password_leaves_one_login_like_the_one_that_asked(cook: Cook) -> None:
    firefox = log_in(cook, FIREFOX)
    body = {"current_password": PASSWORD, "new_password": NEW}
    fresh = cook.ok("POST", "/auth/password", body, headers=firefox)
    for old in (cook.headers, firefox):
        check_refused(cook.get("/auth/me", headers=old), 401, "invalid_token")
    (login,) = logins(cook, headers=bearer(fresh["access_token"]))
    assert (login["client"], login["kind"], login["current"]) == ("Firefox on Linux", "token", True)


def _waiting(server: ApiServer) -> int:
    query = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with server.database.transaction() as connection:
        found: int = connection.execute(text(query)).scalar_one()
        return found


@pytest.mark.parametrize("order", [("login", "password"), ("password", "login")])
def test_no_login_survives_a_password_change_it_raced_with(
    cook: Cook, server: ApiServer, order: tuple[str, str]
) -> None:
    """Both have checked the old password, then wait for the account, and get it in this order."""
    bodies = {
        "login": {"username": cook.username, "password": PASSWORD},
        "password": {"current_password": PASSWORD, "new_password": NEW},
    }
    racing: dict[str, Future[httpx.Response]] = {}
    with ThreadPoolExecutor(2) as pool:
        with server.database.transaction() as held:
            held.execute(text("SELECT 1 FROM users WHERE id = :id FOR UPDATE"), {"id": cook.id})
            for number, name in enumerate(order, start=1):
                racing[name] = pool.submit(cook.post, f"/auth/{name}", json=bodies[name])
                until(lambda number=number: _waiting(server) == number)  # type: ignore[misc]
        answers = {name: future.result() for name, future in racing.items()}
    changed = bearer(answers["password"].json()["access_token"])
    if order[0] == "password":
        check_refused(answers["login"], 401, "wrong_credentials")
    else:
        late = bearer(answers["login"].json()["access_token"])
        check_refused(cook.get("/auth/me", headers=late), 401, "invalid_token")
    assert [login["current"] for login in logins(cook, headers=changed)] == [True]


def test_a_password_is_not_changed_by_a_login_ended_meanwhile(
    cook: Cook, server: ApiServer
) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW}
    with ThreadPoolExecutor(1) as pool:
        with server.database.transaction() as held:
            held.execute(text("SELECT 1 FROM users WHERE id = :id FOR UPDATE"), {"id": cook.id})
            asked = pool.submit(cook.post, "/auth/password", json=body)
            until(lambda: _waiting(server) == 1)
            held.execute(text("DELETE FROM logins WHERE id = :id"), {"id": cook.login_id})
        check_refused(asked.result(), 401, "invalid_token")
    log_in(cook)


def test_the_web_app_gets_logins_of_thirty_days(cook: Cook) -> None:
    known = {"username": cook.username, "password": PASSWORD}
    new = {"username": f"{cook.username}.2", "password": PASSWORD, "master_key": MASTER_KEY}
    for route, body in (("login", known), ("signup", new)):
        agent = {"User-Agent": FIREFOX}
        made = cook.ok("POST", f"/auth/{route}?page=true", body, headers=agent)
        assert made["expires_in"] == timedelta(days=30).total_seconds()
        found = logins(cook, headers=bearer(made["access_token"]))
        login = next(one for one in found if one["current"])
        assert (login["kind"], login["client"]) == ("page", "Firefox on Linux")
        assert _ago(days=-29) < login["expires_at"] < _ago(days=-31)


def test_a_new_password_leaves_the_page_that_asked_signed_in(server: ApiServer) -> None:
    """Its browser holds a cookie, which no answer over its websocket could change."""
    with make_cook(server, kind="page") as page:
        elsewhere = log_in(page, FIREFOX)
        page.ok("POST", "/auth/password", {"current_password": PASSWORD, "new_password": NEW})
        (login,) = logins(page)
        assert (login["id"], login["kind"]) == (str(page.login_id), "page")
        check_refused(page.get("/auth/me", headers=elsewhere), 401, "invalid_token")
