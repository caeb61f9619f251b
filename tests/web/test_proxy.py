"""The house behind a proxy that ends TLS, under another name and port."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kitchen_app.security import COOKIE
from tests.factories import PASSWORD, make_cook
from tests.proxies import tls_proxy
from tests.web.conftest import OTHER_NAME
from tests.web.visits import Visits, WebKitchen


@pytest.fixture
def address(kitchen: WebKitchen) -> Iterator[str]:
    with tls_proxy(kitchen.served.port, name=OTHER_NAME) as port:
        yield f"https://{OTHER_NAME}:{port}"


@pytest.fixture
def context(address: str, visits: Visits) -> BrowserContext:
    return visits.context(base_url=address, ignore_https_errors=True)


def sign_in(page: Page, username: str) -> None:
    page.goto("/login")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/chat")


def test_the_page_signs_in_over_https_and_keeps_a_secure_cookie(
    kitchen: WebKitchen, context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    sign_in(page, make_cook(kitchen, f"proxied-{uuid4().hex[:8]}").username)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    cookie = next(one for one in context.cookies() if one["name"] == COOKIE)
    assert cookie["secure"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    assert {url.split("/_event")[0] for url in sockets} == {address.replace("https", "wss")}


@pytest.mark.parametrize(
    ("path", "where"),
    [
        *(("/recipes", "/cookbook"), ("/ingredients", "/pantry")),
        *(("/login", "/login"), ("/login/", "/login/"), ("/pantry/", "/pantry/")),
    ],
)
def test_every_way_stays_on_https_and_on_that_host(
    kitchen: WebKitchen, context: BrowserContext, address: str, path: str, where: str
) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    if path != "/login" and path != "/login/":
        sign_in(page, make_cook(kitchen, f"proxied-{uuid4().hex[:8]}").username)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.startswith(address)
    assert page.url.removeprefix(address).rstrip("/") == where.rstrip("/")
    assert [url for url in asked if not url.startswith(address)] == []
