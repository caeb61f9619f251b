"""The page in a real browser, opened by whatever name."""

import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import browser as chromium
from tests.kitchens import Served, postgres_of, serving

OTHER_NAME = "kitchen.example.org"


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("data")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    assert path, "No Chromium; `make test` installs one."
    flags = [*chromium.FLAGS, f"--host-resolver-rules=MAP {OTHER_NAME} 127.0.0.1"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not complain."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert not complaints


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", OTHER_NAME])
def test_it_tells_how_the_kitchen_is_whatever_name_it_is_opened_by(
    kitchen: Served, page: Page, name: str
) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda websocket: sockets.append(websocket.url))
    page.goto(f"http://{name}:{kitchen.port}/")
    expect(page).to_have_title("Kitchen")
    expect(page.get_by_role("heading", level=1)).to_have_text("The kitchen is open.")
    expect(page.get_by_role("status")).to_contain_text("DatabaseAnswering.")
    expect(page.get_by_role("status")).to_contain_text("AssistantThe built-in cook")
    assert [url.split("/")[2] for url in sockets] == [f"{name}:{kitchen.port}"]


def test_it_leads_to_the_api(kitchen: Served, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"http://localhost:{kitchen.port}/")
    page.get_by_role("link", name="/docs").click()
    page.wait_for_url("**/docs")
    page.goto(f"http://localhost:{kitchen.port}/")
    page.get_by_role("link", name="health").click()
    page.wait_for_url("**/health")
    assert '"status":"ok"' in page.content()


def test_nothing_jumps_when_the_answer_arrives(kitchen: Served, context: BrowserContext) -> None:
    page = context.new_page()
    page.route_web_socket("**/_event/**", lambda _: None)
    page.goto(f"http://localhost:{kitchen.port}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("One moment…")
    before = page.get_by_role("contentinfo").bounding_box()
    page = context.new_page()
    page.goto(f"http://localhost:{kitchen.port}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("The kitchen is open.")
    assert page.get_by_role("contentinfo").bounding_box() == before


@pytest.mark.parametrize("path", ["/nope", "/nope/deeper/", "/caf%C3%A9", "/..%2f..%2frxconfig.py"])
def test_where_no_page_is_the_house_says_so(
    kitchen: Served, context: BrowserContext, path: str
) -> None:
    page = context.new_page()
    answer = page.goto(f"http://localhost:{kitchen.port}{path}")
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("That is not on the menu.")
    page.get_by_role("link", name="Back to the kitchen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The kitchen is open.")


def test_nothing_comes_from_elsewhere(kitchen: Served, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://localhost:{kitchen.port}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("The kitchen is open.")
    assert {url.split("/")[2] for url in asked} == {f"localhost:{kitchen.port}"}


def test_it_says_when_the_database_is_gone_and_when_the_server_is(
    context: BrowserContext, tmp_path: Path
) -> None:
    page = context.new_page()
    with serving(tmp_path) as kitchen:
        page.goto(f"http://localhost:{kitchen.port}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("The kitchen is open.")
        for process in postgres_of(tmp_path):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGQUIT)
        for process in postgres_of(tmp_path):
            process.wait(timeout=30)
        page.get_by_role("button", name="Look again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The kitchen is shut.")
        expect(page.get_by_role("status")).to_contain_text("Not answering.")
        kitchen.end()
        expect(page.get_by_role("alert")).to_contain_text("lost touch")
