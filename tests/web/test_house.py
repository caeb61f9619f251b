"""The front page, opened by whatever name, and what is said when something is not well."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kitchens import paused, serving
from tests.web.conftest import OTHER_NAME
from tests.web.visits import Visits, WebCook, WebKitchen

WELCOME = "What’s for dinner?"


@pytest.fixture
def page(visits: Visits) -> Page:
    return visits.context(phone=True).new_page()


def is_open(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(WELCOME)
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    expect(page.get_by_text("Kitchen 0.1")).to_be_visible()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", OTHER_NAME])
def test_it_speaks_to_where_it_came_from_whatever_its_name(
    kitchen: WebKitchen, page: Page, name: str
) -> None:
    sockets: list[str] = []
    asked: list[str] = []
    page.on("websocket", lambda websocket: sockets.append(websocket.url))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://{name}:{kitchen.served.port}/")
    is_open(page)
    assert {url.split("/")[2] for url in (*asked, *sockets)} == {f"{name}:{kitchen.served.port}"}
    assert sockets


def test_it_leads_to_the_api(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="API").click()
    page.wait_for_url("**/docs")
    page.goto("/")
    page.get_by_role("link", name="Health").click()
    page.wait_for_url("**/health")
    assert '"status":"ok"' in page.content()


@pytest.mark.complains("404")
@pytest.mark.parametrize("path", ["/nope", "/nope/deeper/", "/caf%C3%A9", "/..%2f..%2frxconfig.py"])
def test_where_no_page_is_the_house_says_so(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("That is not on the menu.")
    page.get_by_role("link", name="Back to the kitchen").click()
    is_open(page)


def test_without_javascript_it_says_what_is_missing(kitchen: WebKitchen) -> None:
    _, page = kitchen.served.get("/")
    assert (
        "This page needs JavaScript" in page.partition("<noscript>")[2].partition("</noscript>")[0]
    )


def test_the_first_tab_leads_past_the_bar(cook: WebCook) -> None:
    page = cook.page("/pantry")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pantry")
    page.evaluate("document.activeElement.blur()")
    page.get_by_role("link", name="Skip to the page").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pantry")


def test_it_says_when_the_database_is_gone_and_when_the_server_is(
    browser: Browser, tmp_path: Path
) -> None:
    with serving(tmp_path) as kitchen:
        page = browser.new_page()
        page.goto(kitchen.url)
        is_open(page)
        with paused(tmp_path):  # killed, it would be there again at once
            page.reload()
            expect(page.get_by_role("button", name="Look again")).to_be_visible()
        kitchen.end()
        expect(page.get_by_role("alert")).to_contain_text("lost touch")
        page.close()
