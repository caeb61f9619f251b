"""Every page in every state that is worth a look, and the way there."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.web.household import HOUSEHOLD

Walk = Callable[[Page], None]


@dataclass(frozen=True)
class Scene:
    """`who` looks: a stranger, a newcomer with nothing yet, or a settled cook."""

    name: str
    who: str
    path: str
    arrive: Walk

    def open(self, page: Page) -> None:
        """Go there, until it is all there."""
        page.goto(self.path)
        self.arrive(page)


def titled(words: str) -> Walk:
    return lambda page: expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def shows(text: str) -> Walk:
    return lambda page: expect(page.get_by_text(text).locator("visible=true").first).to_be_visible()


def chat(number: int, words: str) -> Walk:
    def arrive(page: Page) -> None:
        """By its title: in the list beside the chat, on a phone behind a button."""
        title = HOUSEHOLD["chat"][number]["question"]
        page.goto(page.evaluate(SESSION_OF, title))
        shows(words)(page)

    return arrive


SESSION_OF = """async title => {
  const link = () => [...document.querySelectorAll('a[href^="/chat/"]')]
    .find(a => a.textContent.includes(title));
  while (!link()) await new Promise(requestAnimationFrame);
  return link().getAttribute("href");
}"""


def recipe(page: Page) -> None:
    page.get_by_role("link", name=HOUSEHOLD["recipe"][0]["name"]).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOUSEHOLD["recipe"][0]["name"])
    expect(page.get_by_role("heading", name="Ingredients")).to_be_visible()


def recipe_edit(page: Page) -> None:
    recipe(page)
    page.get_by_role("link", name="Edit").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()


def cook_mode(page: Page) -> None:
    recipe(page)
    page.get_by_role("button", name="Cook", exact=True).click()
    expect(page.get_by_role("button", name="Next")).to_be_visible()


FIRST_RECIPE = HOUSEHOLD["recipe"][0]["name"]

SCENES = (
    Scene("home", "stranger", "/", titled("")),
    Scene("login", "stranger", "/login", titled("")),
    Scene("signup", "stranger", "/signup", titled("")),
    Scene("not-found", "stranger", "/nothing-here", titled("not on the menu")),
    Scene("chat-empty", "newcomer", "/chat", shows("What can you do?")),
    Scene("chat-answer", "settled", "/chat", chat(0, "Chicken thighs")),
    Scene("chat-tool", "settled", "/chat", chat(1, "Both are in the pantry")),
    Scene("cookbook-empty", "newcomer", "/cookbook", titled("")),
    Scene("cookbook", "settled", "/cookbook", shows(FIRST_RECIPE)),
    Scene("recipe", "settled", "/cookbook", recipe),
    Scene("recipe-edit", "settled", "/cookbook", recipe_edit),
    Scene("cook-mode", "settled", "/cookbook", cook_mode),
    Scene("pantry-empty", "newcomer", "/pantry", titled("Pantry")),
    Scene("pantry", "settled", "/pantry", shows("chicken thighs")),
    Scene("settings", "settled", "/settings", shows("can be reached")),
)
