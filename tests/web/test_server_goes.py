"""Pages whose server is killed, started again, or told to stop."""

import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.databases import copy_template
from tests.kitchens import free_port
from tests.web.chats import answers, box
from tests.web.conftest import cooks, opened
from tests.web.visits import Visits

LONGEST_STOP = 10  # seconds


@pytest.fixture(scope="module")
def empty_url(postgres_url: str, worker_id: str) -> str:
    return copy_template(postgres_url, f"server_goes_{worker_id}")


def test_what_was_typed_stays_and_the_page_goes_on_when_a_killed_server_is_back(
    browser: Browser, empty_url: str, tmp_path: Path
) -> None:
    port = {"PORT": str(free_port())}
    with opened(empty_url, tmp_path, **port) as killed:
        visits = Visits(browser, killed.url)
        with cooks(killed, visits) as make:
            page = make().page()
            box(page).fill("What can I cook")
            killed.served.end(signal.SIGKILL)
            expect(page.get_by_role("alert")).to_contain_text("lost touch")
            box(page).press_sequentially(" with leeks?")
            with opened(empty_url, tmp_path, **port):
                expect(page.get_by_text("lost touch")).to_be_hidden(timeout=30_000)
                expect(box(page)).to_have_value("What can I cook with leeks?")
                box(page).press("Enter")
                expect(answers(page)).to_have_count(1)
        visits.close()


def test_with_pages_open_it_stops_in_time(browser: Browser, empty_url: str, tmp_path: Path) -> None:
    with opened(empty_url, tmp_path) as kitchen:
        visits = Visits(browser, kitchen.url)
        with cooks(kitchen, visits) as make:
            cook = make()
            for path in ("/chat", "/cookbook", "/pantry"):
                cook.page(path)
            asked = time.monotonic()
            assert kitchen.served.end() == 0
            assert time.monotonic() - asked < LONGEST_STOP
        visits.close()
