"""The account: changing the password, leaving everywhere, and leaving for good."""

import pytest

from tests.api.conftest import MakeCook
from tests.factories import PASSWORD, Cook, check_refused, rows_of
from tests.fake_openai import Call, FakeModel, call, say
from tests.servers import ApiServer

NEW = "eight purple carrots"


def test_a_new_password_ends_all_earlier_tokens(cook: Cook) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW}
    fresh = cook.ok("POST", "/auth/password", body)
    check_refused(cook.get("/auth/me"), 401, "invalid_token")
    token = {"Authorization": f"Bearer {fresh['access_token']}"}
    assert cook.get("/auth/me", headers=token).json() == fresh["user"] | {"asks_first": False}
    old = {"username": cook.username, "password": PASSWORD}
    check_refused(cook.post("/auth/login", json=old), 401, "wrong_credentials")
    cook.ok("POST", "/auth/login", old | {"password": NEW})


def test_the_password_changes_only_for_who_knows_it(cook: Cook) -> None:
    body = {"current_password": "not this one", "new_password": NEW}
    check_refused(cook.post("/auth/password", json=body), 401, "wrong_credentials")
    cook.ok("GET", "/auth/me")
    cook.ok("POST", "/auth/login", {"username": cook.username, "password": PASSWORD})


@pytest.mark.parametrize("new", ["short", "p" * 73, "nul \x00 inside it", 7, None])
def test_a_new_password_is_held_to_the_same_rules(cook: Cook, new: object) -> None:
    body = {"current_password": PASSWORD, "new_password": new}
    problem = check_refused(cook.post("/auth/password", json=body), 422, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == ["new_password"]


def test_logging_out_everywhere_ends_every_token(cook: Cook) -> None:
    login = {"username": cook.username, "password": PASSWORD}
    other = {"Authorization": f"Bearer {cook.ok('POST', '/auth/login', login)['access_token']}"}
    cook.ok("GET", "/auth/me", headers=other)
    assert cook.post("/auth/logout-everywhere").status_code == 204
    check_refused(cook.get("/auth/me"), 401, "invalid_token")
    check_refused(cook.get("/recipes", headers=other), 401, "invalid_token")
    cook.ok("POST", "/auth/login", login)


def test_a_deleted_account_leaves_no_row_behind(
    cook: Cook, new_cook: MakeCook, server: ApiServer, model: FakeModel
) -> None:
    other = new_cook()
    eggs = {"items": [{"name": "eggs", "quantity": 2}]}
    for one in (cook, other):
        one.recipe()
        script = model.script(call(Call("add_to_pantry", eggs)), say("Done."))
        one.ask(script.question())
    tables = {table for table, _ in rows_of(server, cook)}
    assert tables == {
        *("users", "logins", "recipes", "ingredients", "changes"),
        *("chat_sessions", "messages", "tool_steps"),
    }
    others = rows_of(server, other)
    answer = cook.request("DELETE", "/auth/me", json={"password": PASSWORD})
    assert answer.status_code == 204
    assert rows_of(server, cook) == []
    assert rows_of(server, other) == others
    check_refused(cook.get("/auth/me"), 401, "invalid_token")
    login = {"username": cook.username, "password": PASSWORD}
    check_refused(cook.post("/auth/login", json=login), 401, "wrong_credentials")


@pytest.mark.parametrize("password", ["not this one", "", "p" * 100])
def test_an_account_is_not_deleted_without_its_password(cook: Cook, password: str) -> None:
    answer = cook.request("DELETE", "/auth/me", json={"password": password})
    check_refused(answer, 401, "wrong_credentials")
    cook.ok("GET", "/auth/me")


def test_every_table_knows_whose_its_rows_are(server: ApiServer, cook: Cook) -> None:
    """Else a deleted account, and this file's count of its rows, would miss one."""
    from sqlalchemy import text

    with server.database.transaction() as session:
        owned = text(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
            "AND table_name NOT IN (SELECT table_name FROM information_schema.columns "
            "WHERE column_name = 'user_id')"
        )
        assert set(session.execute(owned).scalars()) == {"users", "alembic_version"}
    assert {table for table, _ in rows_of(server, cook)} == {"users", "logins"}
