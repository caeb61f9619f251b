"""What tests of the pantry page do and look at."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.web.visits import WebCook

ADD = "Add to the pantry"
ZONE = "Europe/Berlin"


def opened(cook: WebCook, **options: Any) -> Page:
    """The page, with the list on it."""
    page = cook.page("/pantry", timezone_id=ZONE, **options)
    expect(page.locator(".counted")).to_contain_text("entr")
    return page


def add(page: Page, text: str) -> None:
    page.get_by_label(ADD).fill(text)
    page.get_by_label(ADD).press("Enter")


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Pantry").get_by_role("listitem")


def row(page: Page, name: str) -> Locator:
    return rows(page).filter(has=page.get_by_role("button", name=f"{name} Edit"))


def amount(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=f"Amount of {name}")


def shown(page: Page, *names: str) -> None:
    expect(page.locator(".entry-name")).to_have_text(list(names))


def look_again(page: Page) -> None:
    """As one does who comes back to the tab."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def day(days: int, zone: str = ZONE) -> str:
    """The date so many days from the browser's today."""
    return str((datetime.now(ZoneInfo(zone)) + timedelta(days=days)).date())
