"""Coming in: sign-up with the master key, and login."""

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.factories import PASSWORD, Cook, check_refused
from tests.servers import MASTER_KEY

Json = dict[str, Any]


@pytest.fixture
def door(cook: Cook) -> Cook:
    """A client without a token."""
    del cook.headers["Authorization"]
    return cook


def sign_up(door: httpx.Client, username: str, **fields: Any) -> httpx.Response:
    body = {"username": username, "password": PASSWORD, "master_key": MASTER_KEY} | fields
    return door.post("/auth/signup", json=body)


def log_in(door: httpx.Client, username: str, password: str = PASSWORD) -> httpx.Response:
    return door.post("/auth/login", json={"username": username, "password": password})


def ascii_json(**body: Any) -> Json:
    """A body in which a lone surrogate can travel: as its escape."""
    return {"content": json.dumps(body), "headers": {"Content-Type": "application/json"}}


def test_a_cook_signs_up_logs_in_and_is_known(door: Cook) -> None:
    created = sign_up(door, "Ada.Lovelace")
    assert created.status_code == 201, created.text
    made = created.json()
    assert set(made) == {"access_token", "token_type", "expires_in", "user"}
    assert (made["token_type"], made["user"]["username"]) == ("bearer", "ada.lovelace")
    assert made["expires_in"] > 3600
    back = log_in(door, " ADA.lovelace ").json()
    for token in (made["access_token"], back["access_token"]):
        me = door.get("/auth/me", headers={"Authorization": f"Bearer {token}"})
        assert me.json() == made["user"] | {"asks_first": False}
        assert made["user"] == back["user"]
    assert "hash" not in created.text


@pytest.mark.parametrize(
    "key", ["", "wrong", MASTER_KEY + " ", MASTER_KEY.upper(), "kéy", "\ud800"]
)
def test_nobody_comes_in_with_another_master_key(door: Cook, key: str) -> None:
    body = ascii_json(username="burglar", password=PASSWORD, master_key=key)
    check_refused(door.post("/auth/signup", **body), 403, "wrong_master_key")


@pytest.mark.parametrize("same", [str.lower, str.upper, str.title])
def test_a_username_is_taken_in_any_case(door: Cook, same: Any) -> None:
    check_refused(sign_up(door, same(door.username)), 409, "username_taken")


@pytest.mark.parametrize(
    "name",
    [
        "\u0430dmin",  # Cyrillic a
        "\uff41dmin",  # fullwidth a
        "adm\u0131n",  # dotless i
        "admi\u0000n",
        "ad min",
        "admin\u200b",
        "admin\n\n!",
        "_admin",
        "ad",
        "a" * 33,
        "../admin",
        "\u212aelvin",  # the Kelvin sign, whose lower case is k
    ],
)
def test_a_username_that_looks_like_another_is_refused(door: Cook, name: str) -> None:
    problem = check_refused(sign_up(door, name), 422, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == ["username"]


@pytest.mark.parametrize(
    "password",
    ["p" * 72, "ä" * 34 + "    ", "🍅" * 17 + "\t\n\t\n"],
)
def test_a_password_of_72_bytes_works_to_the_last_byte(door: Cook, password: str) -> None:
    name = f"cook-{abs(hash(password))}"
    assert sign_up(door, name, password=password).status_code == 201
    assert log_in(door, name, password).status_code == 200
    check_refused(log_in(door, name, password[:-1]), 401, "wrong_credentials")


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("p" * 73, "must be at most 72 bytes, this one is 73"),
        ("ä" * 37, "must be at most 72 bytes, this one is 74"),
        ("🍅" * 19, "must be at most 72 bytes, this one is 76"),
        ("short", "must be at least 10 characters"),
        ("nul in the\x00middle", "must not contain NUL or broken Unicode"),
        ("lone \ud800 surrogate", "must not contain NUL or broken Unicode"),
    ],
)
def test_a_password_that_would_be_cut_or_broken_is_refused(
    door: Cook, password: str, message: str
) -> None:
    body = ascii_json(username="ada2", password=password, master_key=MASTER_KEY)
    problem = check_refused(door.post("/auth/signup", **body), 422, "invalid_request")
    assert problem["errors"] == [{"field": "password", "message": message}]
    assert password.encode(errors="replace").decode() not in str(problem)


@pytest.mark.parametrize("password", ["", "p" * 73, "\x00", "\ud800"])
def test_any_wrong_password_is_answered_alike(door: Cook, password: str) -> None:
    known = door.post("/auth/login", **ascii_json(username=door.username, password=password))
    unknown = door.post("/auth/login", **ascii_json(username="nobody", password=password))
    check_refused(known, 401, "wrong_credentials")
    assert known.json() == unknown.json()
    assert known.headers["www-authenticate"] == unknown.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("name", ["", "\x00", "\u0430da", "n" * 1000])
def test_any_name_nobody_has_is_wrong_credentials(door: Cook, name: str) -> None:
    answer = door.post("/auth/login", **ascii_json(username=name, password="x"))
    check_refused(answer, 401, "wrong_credentials")


def test_an_unknown_name_takes_as_long_as_a_wrong_password(door: Cook) -> None:
    """Both run bcrypt, at the cost a sign-up hashes with. Loose: the machine has other things."""
    assert sign_up(door, "slow-cook").status_code == 201

    def median(username: str) -> float:
        times = []
        for _ in range(3):
            before = time.perf_counter()
            check_refused(log_in(door, username, "not the password"), 401, "wrong_credentials")
            times.append(time.perf_counter() - before)
        return statistics.median(times)

    known, unknown = median("slow-cook"), median("nobody-at-all")
    assert known / 4 < unknown < known * 4


def test_one_name_signed_up_many_times_at_once_is_one_account(door: Cook) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: sign_up(door, "everybody"), range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize("missing", ["username", "password", "master_key"])
def test_a_sign_up_names_what_is_missing(door: Cook, missing: str) -> None:
    body = {"username": "ada3", "password": PASSWORD, "master_key": MASTER_KEY}
    del body[missing]
    problem = check_refused(door.post("/auth/signup", json=body), 422, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == [missing]


def test_a_sign_up_takes_no_field_of_its_own_choosing(door: Cook) -> None:
    answer = sign_up(door, "ada4", id="00000000-0000-0000-0000-000000000000", password_hash="x")
    problem = check_refused(answer, 422, "invalid_request")
    assert {error["field"] for error in problem["errors"]} == {"id", "password_hash"}


def test_a_refusal_never_repeats_a_secret(door: Cook) -> None:
    secret = "a secret much longer than seventy-two bytes, which is what bcrypt reads of it at most"
    answer = sign_up(door, "ada5", password=secret, master_key=[secret])
    check_refused(answer, 422, "invalid_request")
    assert secret not in answer.text
