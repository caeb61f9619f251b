"""The page's door has the same limits as the API's: one counter for both, and kind words."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect
from websockets import Origin
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from kitchen_app.heads import LARGEST_HEAD
from kitchen_app.serving import LARGEST_FRAME
from kitchen_app.states.tab import MOST_WAITING
from tests.factories import PASSWORD, check_refused, check_says_when, make_cook, until
from tests.kitchens import websocket
from tests.web.chats import ask, box
from tests.web.conftest import cooks, opened, visiting
from tests.web.sockets import ROOT, tab
from tests.web.visits import WebKitchen

DOOR = f"{ROOT}.kitchen_app___states___door____door"
CHAT = f"{ROOT}.kitchen_app___states___chat____chat"
QUESTION = {"message": "What have I got?"}
LIMITS = {
    "FORWARDED_ALLOW_IPS": "127.0.0.1,192.0.2.1",  # two proxies, one before the other
    "PAGES_AT_ONCE": "2",
    "CHAT_LIMIT": "2/day",
    "LOGIN_LIMIT": "1/day",
}


@pytest.fixture(scope="module")
def strict(web_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebKitchen]:
    data: Path = tmp_path_factory.mktemp("strict")
    with opened(web_database_url, data, **LIMITS) as kitchen:
        yield kitchen


@contextmanager
def page_from(kitchen: WebKitchen, *forwarded: str) -> Iterator[ClientConnection]:
    """A stranger's page, come from these addresses as one proxy after another says."""
    with connect(
        kitchen.url.replace("http", "ws", 1)
        + f"/_event/?token={uuid4().hex}&EIO=4&transport=websocket",
        origin=Origin(kitchen.url),
        additional_headers=[("X-Forwarded-For", hop) for hop in forwarded],
        compression=None,
    ) as line:
        yield line


def check_too_many(kitchen: WebKitchen, *forwarded: str) -> None:
    with pytest.raises(InvalidStatus) as refused, page_from(kitchen, *forwarded):
        pass
    answer = refused.value.response
    assert answer.status_code == 429
    detail = json.loads(answer.body or b"")["detail"]
    check_says_when(answer.headers, detail)
    assert "2 pages are open from there already" in detail


def test_so_many_pages_of_a_login_and_no_more(strict: WebKitchen) -> None:
    with make_cook(strict) as cook, make_cook(strict) as other, ExitStack() as pages:
        for _ in range(2):
            pages.enter_context(tab(strict.url, uuid4().hex, cookie=cook.token))
        with pytest.raises(InvalidStatus) as refused, tab(strict.url, "x", cookie=cook.token):
            pass
        assert refused.value.response.status_code == 429
        pages.enter_context(tab(strict.url, uuid4().hex, cookie=other.token))
        pages.enter_context(tab(strict.url, uuid4().hex, path="/login"))


def test_a_strangers_pages_are_counted_by_the_last_address_that_no_proxy_has(
    strict: WebKitchen,
) -> None:
    for _ in range(2):
        with page_from(strict, "198.51.100.7"), page_from(strict, "198.51.100.7, 192.0.2.1"):
            check_too_many(strict, "203.0.113.1, 198.51.100.7")
            check_too_many(strict, "203.0.113.1", "198.51.100.7, 192.0.2.1")
            with page_from(strict, "198.51.100.8"):
                pass


def test_a_frame_that_is_too_large_ends_the_connection(strict: WebKitchen) -> None:
    with page_from(strict, "198.51.100.10") as line:
        line.send("4" + "x" * LARGEST_FRAME)
        with pytest.raises(ConnectionClosedError) as ended:
            list(line)
    assert ended.value.rcvd
    assert ended.value.rcvd.code == 1009


def test_what_is_sent_faster_than_it_is_dealt_with_waits_on_the_senders_side(
    strict: WebKitchen,
) -> None:
    with tab(strict.url, uuid4().hex, path="/login") as page:
        before = len(page.frames)
        for _ in range(3 * MOST_WAITING):
            page.send(f"{DOOR}.weigh", {"password": "green onions"})
        page.raw("41/_event,")  # the tab is let go of as soon as this is read,
        page.raw("40/_event,{}")
        page.until("40/_event,")
        assert len(page.frames) - before > MOST_WAITING  # and is told nothing from then on


def test_a_page_that_vanished_behind_its_events_is_not_open_any_more(strict: WebKitchen) -> None:
    def opens() -> bool:
        with suppress(InvalidStatus), tab(strict.url, uuid4().hex, cookie=cook.token):
            return True
        return False

    with make_cook(strict) as cook:
        for _ in range(2):
            with tab(strict.url, uuid4().hex, cookie=cook.token) as page:
                for number in range(5 * MOST_WAITING):
                    page.send(f"{DOOR}.weigh", {"password": f"green onions {number}"})
                page.vanish()
        until(opens)


def test_who_reads_no_answers_to_pings_gets_no_more(strict: WebKitchen) -> None:
    """More than the kernel takes for whoever does not read."""
    ping, size, many = b"\x89\xfd" + bytes(4) + b"x" * 125, 127, 80_000
    with websocket(strict.served) as line:
        line.recv(LARGEST_HEAD)
        for _ in range(100):
            line.sendall(ping * (many // 100))
        line.sendall(b"\x88\x80" + bytes(4))  # farewell
        heard = sum(map(len, iter(lambda: line.recv(LARGEST_HEAD), b"")))
    assert size < heard < size * many


def test_a_head_that_is_too_long_is_told_so(strict: WebKitchen) -> None:
    with socket.create_connection(("127.0.0.1", strict.served.port), timeout=10) as line:
        line.sendall(b"GET /" + b"x" * LARGEST_HEAD)
        assert line.recv(100).startswith(b"HTTP/1.1 431 ")


def test_questions_of_the_page_and_of_the_api_are_counted_together(strict: WebKitchen) -> None:
    with make_cook(strict) as cook, tab(strict.url, uuid4().hex, cookie=cook.token) as page:
        assert cook.post("/chat/send", json=QUESTION).is_success
        page.send(f"{CHAT}.send", {"form": {"question": "What have I got?"}})
        page.settle()
        check_refused(cook.post("/chat/send", json=QUESTION), 429, "too_often")
        page.send(f"{CHAT}.send", {"form": {"question": "And now?"}})
        page.until("At most 2 questions a day from one cook. Try again in")
        assert len(cook.ok("GET", "/chat/sessions")) == 2


@pytest.mark.complains("429 (Too Many Requests)")
def test_a_limit_is_told_on_the_page_and_what_was_typed_stays(
    browser: Browser, strict: WebKitchen, request: pytest.FixtureRequest
) -> None:
    with visiting(browser, strict, request) as visits, cooks(strict, visits) as make:
        cook = make()
        page = visits.context().new_page()
        page.goto("/login")
        name, button = page.get_by_label("Username"), page.get_by_role("button", name="Log in")
        name.fill(cook.username)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        body = {"username": "nobody", "password": PASSWORD}
        assert cook.post("/auth/login", json=body).status_code == 401
        button.click()
        expect(page.get_by_text("At most 1 sign-in a day from one address.")).to_be_visible()
        expect(name).to_have_value(cook.username)
        for _ in range(2):
            assert cook.post("/chat/send", json=QUESTION).is_success
        page = cook.page()
        expect(page.locator(".starter").first).to_be_visible()
        ask(page, "What have I got?")
        expect(page.get_by_text("At most 2 questions a day from one cook.")).to_be_visible()
        expect(box(page)).to_have_value("What have I got?")
