"""What tests of the chat page do and look at."""

from playwright.sync_api import Locator, Page

from tests.fake_openai import Call, FakeModel, Reply, say
from tests.web.visits import WebCook

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
UNDO, REDO = "Undo: Added 12 eggs", "Redo: Added 12 eggs"


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


def press(page: Page, name: str) -> None:
    """The first button of that name."""
    page.get_by_role("button", name=name).first.click()


def stocked(cook: WebCook, model: FakeModel, *replies: Reply) -> Page:
    """A chat in which the assistant has done so; then it says that it is done."""
    page = cook.page()
    ask(page, model.script(*replies, say("Done.")).question("Eggs, please"))
    return page


def card(page: Page, words: str) -> Locator:
    return page.locator(".deed").filter(has_text=words)


def in_pantry(cook: WebCook) -> list[str]:
    return sorted(cook.names("/ingredients"))
