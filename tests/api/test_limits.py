"""Too often, too many, too much: refused in words that say the limit, and when to come back."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from tests.api.stopping import running
from tests.factories import PASSWORD, Cook, check_refused, make_cook, until
from tests.fake_openai import FakeModel, Gate, say
from tests.processes import ROOT
from tests.servers import MASTER_KEY, ApiServer, api_server
from tests.valkeys import valkey

WRONG = "seven wrong onions"
STRICT = {
    "login_limit": "3/day",
    "signup_limit": "2/day",
    "chat_limit": "2/day",
    "chat_address_limit": "3/day",
    "streams_at_once": "1",
}


@pytest.fixture(scope="module")
def strict(database_url: str, model: FakeModel) -> Iterator[ApiServer]:
    """A kitchen that lets nobody do much; proxies on loopback are believed."""
    with api_server(database_url, openai_base_url=model.url, settings=STRICT) as server:
        yield server


def from_address(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


@contextmanager
def cook_at(server: ApiServer, address: str) -> Iterator[Cook]:
    with make_cook(server) as cook:
        cook.headers.update(from_address(address))
        yield cook


def log_in(cook: Cook, address: str, password: str = PASSWORD) -> httpx.Response:
    body = {"username": cook.username, "password": password}
    return cook.post("/auth/login", json=body, headers=from_address(address))


def refused(answer: httpx.Response, words: str) -> None:
    """Too often: with these words, and when one may come back."""
    check_refused(answer, 429, "too_often")
    assert words in answer.json()["detail"]
    assert 1 <= int(answer.headers["Retry-After"]) <= 24 * 60 * 60


def test_sign_ins_are_counted_by_address_whoever_signs_in(strict: ApiServer) -> None:
    with make_cook(strict) as cook, make_cook(strict) as other:
        assert [log_in(cook, "192.0.2.1").status_code for _ in range(3)] == [200] * 3
        refused(log_in(other, "192.0.2.1"), "3 sign-ins a day from one address")
        assert log_in(other, "192.0.2.2").is_success


def test_a_household_has_many_addresses_of_one_network(strict: ApiServer) -> None:
    with make_cook(strict) as cook:
        for host in (":1", ":2", "ffff::3"):
            assert log_in(cook, f"2001:db8:1:2:{host}").is_success
        refused(log_in(cook, "2001:db8:1:2::4"), "from one address")
        assert log_in(cook, "2001:db8:1:3::4").is_success


def test_guesses_from_everywhere_are_counted_by_name_and_the_cook_at_home_gets_in(
    strict: ApiServer,
) -> None:
    with make_cook(strict) as cook, make_cook(strict) as other:
        assert log_in(cook, "198.51.100.1").is_success
        guesses = [log_in(cook, f"203.0.113.{n}", WRONG) for n in range(4)]
        assert [guess.status_code for guess in guesses] == [401, 401, 401, 429]
        refused(guesses[-1], "3 wrong passwords a day for one name")
        refused(log_in(cook, "203.0.113.9"), "for one name")
        assert log_in(cook, "198.51.100.1").is_success
        assert log_in(other, "203.0.113.9").is_success


def test_an_address_where_a_page_is_open_is_home(strict: ApiServer) -> None:
    with make_cook(strict) as cook:
        assert cook.post("/auth/cookie", headers=from_address("198.51.100.3")).is_success
        for n in range(4):
            log_in(cook, f"203.0.113.12{n}", WRONG)
        refused(log_in(cook, "203.0.113.125"), "for one name")
        assert log_in(cook, "198.51.100.3").is_success


def test_a_name_that_nobody_has_is_refused_in_the_same_words(strict: ApiServer) -> None:
    with make_cook(strict) as cook, make_cook(strict) as gone:
        assert gone.request("DELETE", "/auth/me", json={"password": PASSWORD}).is_success
        told = [
            [log_in(who, f"203.0.113.{place}{n}", WRONG).json() for n in range(4)]
            for place, who in ((10, cook), (11, gone))
        ]
    assert told[0][:3] == told[1][:3]
    assert [answers[3]["detail"].partition(".")[0] for answers in told] == [
        "At most 3 wrong passwords a day for one name"
    ] * 2


def test_who_is_signed_in_cannot_guess_the_password_either(strict: ApiServer) -> None:
    with make_cook(strict) as cook:
        asked = [
            cook.request("DELETE", "/auth/me", json={"password": WRONG}).status_code
            for _ in range(3)
        ]
        assert asked == [401] * 3
        body = {"current_password": WRONG, "new_password": "eight purple carrots"}
        refused(cook.post("/auth/password", json=body), "wrong passwords")


def test_the_master_key_cannot_be_guessed_for_long(strict: ApiServer) -> None:
    body = {"username": "mallory", "password": PASSWORD, "master_key": "a guess"}
    with httpx.Client(base_url=strict.url, headers=from_address("192.0.2.30")) as nobody:
        tried = [nobody.post("/auth/signup", json=body) for _ in range(3)]
        assert [answer.status_code for answer in tried] == [403, 403, 429]
        refused(tried[-1], "2 sign-ups a day")
        right = {**body, "master_key": MASTER_KEY}
        assert nobody.post("/auth/signup", json=right).status_code == 429


def test_questions_are_counted_by_cook_and_by_address(strict: ApiServer, model: FakeModel) -> None:
    question = {"message": model.script(say("Yes.")).question()}
    with cook_at(strict, "192.0.2.5") as cook, cook_at(strict, "192.0.2.5") as other:
        for _ in range(2):
            assert cook.post("/chat/send", json=question).is_success
        refused(cook.post("/chat/send", json=question), "2 questions a day from one cook")
        session = cook.ok("GET", "/chat/sessions")[0]["id"]
        refused(cook.post(f"/chat/sessions/{session}/regenerate"), "2 questions a day")
        assert len(cook.ok("GET", "/chat/sessions")) == 2
        assert other.post("/chat/send", json=question).is_success
        refused(other.post("/chat/send", json=question), "3 questions a day from one address")


def test_whoever_waits_as_long_as_told_is_let_in(database_url: str) -> None:
    limits = {"login_limit": "1/second"}
    with api_server(database_url, settings=limits) as server, make_cook(server) as cook:
        until(lambda: log_in(cook, "192.0.2.40").status_code == 429)
        until(lambda: log_in(cook, "192.0.2.40").is_success)


def test_an_address_is_believed_from_a_proxy_only(database_url: str) -> None:
    limits = {"login_limit": "1/day", "forwarded_allow_ips": "192.0.2.99"}
    with api_server(database_url, settings=limits) as server, make_cook(server) as cook:
        assert log_in(cook, "192.0.2.1").is_success
        refused(log_in(cook, "192.0.2.2"), "from one address")


def test_on_render_nobody_makes_up_an_address(database_url: str) -> None:
    """A chain is what a client says, its own address, Cloudflare's and Render's. The last client
    is a Worker, whose address is one of Cloudflare's."""
    _, _, proxies = (ROOT / "render.yaml").read_text().partition("FORWARDED_ALLOW_IPS\n")
    proxies = proxies.partition("value: >-\n")[2].partition("\n\n")[0]
    limits = {"login_limit": "1/day", "forwarded_allow_ips": proxies}
    with api_server(database_url, settings=limits) as server, make_cook(server) as cook:
        for client in ("198.51.100.7", "198.51.100.8", "2001:db8::7", "2a06:98c0:3600::103"):
            chain = f"{client}, 172.70.247.28, 10.19.6.53"
            assert log_in(cook, f"203.0.113.1, {chain}").is_success, client
            refused(log_in(cook, f"203.0.113.2, {chain}"), "from one address")


def test_more_streams_at_once_than_one_may_are_refused_before_they_begin(
    strict: ApiServer, model: FakeModel
) -> None:
    gate = Gate()
    question = {"message": model.script(say("Yes.")).question()}
    with cook_at(strict, "192.0.2.7") as cook, cook_at(strict, "192.0.2.8") as other:
        with running(cook, model.script(say("Wait", gate)), reached=gate):
            again = cook.post("/chat/send", json=question)
            check_refused(again, 429, "too_many_streams")
            assert other.post("/chat/send", json=question).is_success
            gate.open()
        until(lambda: cook.post("/chat/send", json=question).is_success)
        assert len(cook.ok("GET", "/chat/sessions")) == 2


def test_two_processes_count_together_and_alone_while_redis_is_away(database_url: str) -> None:
    limits = {"login_limit": "2/day"}
    with ExitStack() as stack:
        redis = stack.enter_context(valkey())
        here, there = (
            stack.enter_context(api_server(database_url, redis_url=redis.url, settings=limits))
            for _ in range(2)
        )
        cook = stack.enter_context(make_cook(here))
        elsewhere = stack.enter_context(cook.at(there))
        assert log_in(cook, "192.0.2.1").is_success
        assert log_in(elsewhere, "192.0.2.1").is_success
        refused(log_in(cook, "192.0.2.1"), "2 sign-ins a day")
        with redis.paused():
            assert [log_in(cook, "192.0.2.1").status_code for _ in range(3)] == [200, 200, 429]
