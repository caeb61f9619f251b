"""What tests of the chat page do and look at."""

from playwright.sync_api import Locator, Page


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your question")


def ask(page: Page, question: str) -> None:
    box(page).fill(question)
    box(page).press("Enter")


def answers(page: Page) -> Locator:
    return page.locator(".message.answer:not(.running)")


def running(page: Page) -> Locator:
    return page.locator(".message.running")


def received(page: Page) -> list[str]:
    """The websocket's frames from now on; before the page is opened."""
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda f: frames.append(str(f))))
    return frames


def questions(page: Page) -> Locator:
    return page.locator(".said")


def versions(message: Locator) -> Locator:
    return message.locator(".pager")


def flip(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
