"""What the web app costs on the wire: JavaScript of a first load, bytes over the websocket."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from playwright.sync_api import Page, Response, expect, sync_playwright

from bench.report import Figure, no_more
from bench.seeding import Seeded
from bench.servers import Server
from kitchen_app.security import COOKIE
from tests import browser

KILOBYTE = 1_000
LOGIN_JS, CHAT_JS = 250 * KILOBYTE, 400 * KILOBYTE
RECIPE, STEP, SCROLL = 30 * KILOBYTE, 8 * KILOBYTE, 40 * KILOBYTE
ANSWER = 40  # times its text


class Wire:
    """Counts what comes over a page's websockets, uncompressed; made before the page is opened."""

    def __init__(self, page: Page) -> None:
        self.received = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def _count(self, frame: str | bytes) -> None:
        self.received += len(frame if isinstance(frame, bytes) else frame.encode())

    @contextmanager
    def counting(self) -> Iterator[list[int]]:
        """The bytes of this block, afterwards."""
        before, counted = self.received, [0]
        yield counted
        counted[0] = self.received - before


def first_load(page: Page, path: str) -> int:
    """Bytes of JavaScript, gzipped, that an empty browser asks for."""
    scripts: list[Response] = []
    page.on("response", lambda one: scripts.append(one) if _is_script(one) else None)
    page.goto(path, wait_until="networkidle")
    return sum(len(gzip.compress(script.body(), 6)) for script in scripts)


def open_recipe(page: Page, wire: Wire) -> int:
    """From the list to the first recipe in it."""
    page.goto("/cookbook")
    link = page.get_by_role("listitem").get_by_role("link").first
    name = link.inner_text()
    with wire.counting() as counted:
        link.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(page.get_by_role("heading", name="Ingredients")).to_be_visible()
    return counted[0]


def scroll_page(page: Page, wire: Wire) -> int:
    """As far down the cookbook as makes it ask for another page."""
    page.goto("/cookbook")
    expect(page.get_by_role("listitem").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    with wire.counting() as counted:
        for _ in range(60):
            page.mouse.move(640, 500)
            page.mouse.wheel(0, 400)
            page.evaluate("() => new Promise(requestAnimationFrame)")
            if wire.received > sum(counted) and page.evaluate("scrollY") > 6_000:
                break
    return counted[0]


def step_pantry(page: Page, wire: Wire) -> int:
    """One click on the plus of the first food."""
    page.goto("/pantry")
    amount = page.get_by_role("group", name=re.compile("^Amount of")).first
    more = amount.get_by_role("button", name=re.compile("^More"))
    expect(more).to_be_visible()
    before = amount.inner_text()
    with wire.counting() as counted:
        more.click()
        expect(amount).not_to_have_text(before)
    return counted[0]


def answer(page: Page, wire: Wire, question: str) -> float:
    """Bytes for each byte of the answer's text."""
    page.goto("/chat")
    box = page.get_by_role("textbox", name="Your question")
    box.fill(question)
    with wire.counting() as counted:
        box.press("Enter")
        done = page.locator(".message.answer:not(.running)")
        expect(done).to_be_visible(timeout=120_000)
    return counted[0] / len(done.inner_text().encode())


def figures(seeded: Seeded, kitchen: Server) -> Iterator[Figure]:
    """All of it, for the cook who is measured; the answer is whatever the kitchen's model says."""
    url = f"http://127.0.0.1:{kitchen.port}"
    path = browser.find()
    with (
        httpx.Client(base_url=url, headers={"Authorization": f"Bearer {seeded.token}"}) as client,
        sync_playwright() as playwright,
    ):
        cookie = client.post("/auth/cookie").cookies[COOKIE]
        started = playwright.chromium.launch(executable_path=path, args=browser.FLAGS)
        stranger = started.new_context(base_url=url).new_page()
        yield _kilobytes("JavaScript of /login, gzipped", first_load(stranger, "/login"), LOGIN_JS)
        context = started.new_context(base_url=url)
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": url}])
        page = context.new_page()
        wire = Wire(page)
        yield _kilobytes("… of /chat", first_load(page, "/chat"), CHAT_JS)
        yield _kilobytes("websocket, opening one recipe", open_recipe(page, wire), RECIPE)
        yield _kilobytes("… scrolling on by a page", scroll_page(page, wire), SCROLL)
        yield _kilobytes("… one more in the pantry", step_pantry(page, wire), STEP)
        ratio = answer(page, wire, "What can I cook?")
        yield no_more("… an answer, for each byte of its text", ratio, wanted=ANSWER, unit="bytes")
        started.close()


def _kilobytes(what: str, size: float, wanted: float) -> Figure:
    return no_more(what, size / KILOBYTE, wanted=wanted / KILOBYTE, unit="kB")


def _is_script(response: Response) -> bool:
    return response.request.resource_type == "script"
