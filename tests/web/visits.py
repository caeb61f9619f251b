"""Browser windows of a test, and cooks who use them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from kitchen_app.database import Database
from kitchen_app.security import COOKIE
from tests.factories import Cook
from tests.kitchens import Served

LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
ABANDONED = "WebSocket is closed before the connection is established"  # by going on quickly
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


@dataclass(frozen=True)
class WebKitchen:
    """The product as it is served. `database` is the tests' own way to what is behind the door."""

    served: Served
    database: Database

    @property
    def url(self) -> str:
        return self.served.url


@dataclass
class Visits:
    """Contexts of one test. `complaints` is what their pages said that no page should."""

    browser: Browser
    url: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def context(self, *, phone: bool = False, **options: Any) -> BrowserContext:
        """A browser of its own: nobody is signed in. Options are Playwright's new_context's."""
        device = PHONE if phone else LAPTOP
        context = self.browser.new_context(**{"base_url": self.url, **device, **options})
        context.on("page", self._listen)
        self.contexts.append(context)
        return context

    def unexpected(self, expected: Iterable[str]) -> list[str]:
        """Complaints that have none of these words in them."""
        return [one for one in self.complaints if not any(words in one for words in expected)]

    def photograph(self, folder: Path) -> list[Path]:
        """What every page shows now."""
        pages = [page for context in self.contexts for page in context.pages]
        paths = [folder / f"page-{number}.png" for number in range(len(pages))]
        for page, path in zip(pages, paths, strict=True):
            page.screenshot(path=path)
        return paths

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._heard(message.type, message.text))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning", "assert") and ABANDONED not in text:
            self.complaints.append(f"{kind}: {text}")


class WebCook(Cook):
    """A cook: an HTTP client, and browser windows that are signed in."""

    visits: Visits

    @property
    def cookie(self) -> str:
        """What the browser keeps: made of the token by the route that does."""
        answer = self.post("/auth/cookie")
        assert answer.status_code == 204, answer.text
        return str(answer.cookies[COOKIE])

    def context(self, *, phone: bool = False, **options: Any) -> BrowserContext:
        """A browser of this cook's."""
        context = self.visits.context(phone=phone, **options)
        context.add_cookies([session_cookie(self.visits.url, self.cookie)])
        return context

    def page(self, path: str = "/chat", *, phone: bool = False, **options: Any) -> Page:
        """A page of this cook's, opened."""
        page = self.context(phone=phone, **options).new_page()
        page.goto(path)
        return page


def session_cookie(url: str, value: str) -> Any:
    """The page's cookie, as the kitchen sets it."""
    return {"name": COOKIE, "value": value, "url": url, "httpOnly": True, "sameSite": "Strict"}
