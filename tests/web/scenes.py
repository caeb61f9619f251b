"""Every page in every state that is worth a look, and the way there."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.web.episodes import PANCAKES, PUMPKIN, SALMON
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


def chat(title: str, words: str) -> Walk:
    def arrive(page: Page) -> None:
        """By its title: in the list beside the chat, on a phone behind a button."""
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


def question_edit(page: Page) -> None:
    """It is still open where the chat was left and come back to at once."""
    chat(PUMPKIN, "Stopped here.")(page)
    closed = page.get_by_role("button", name="Edit question")
    opened = page.get_by_role("textbox", name="Edit your question")
    expect(closed.or_(opened)).to_be_visible()
    (closed.click if closed.is_visible() else opened.focus)()
    expect(opened).to_be_focused()


def answer_again(page: Page) -> None:
    chat(PANCAKES[:30], "The pantry knows")(page)
    page.get_by_role("button", name="Answer again").click()
    expect(page.get_by_role("dialog", name="Undo its changes first?")).to_be_visible()


def pantry(page: Page) -> None:
    """Whatever was looked for last."""
    page.get_by_role("button", name="All", exact=True).click()
    shows("plain flour")(page)


def pantry_soon(page: Page) -> None:
    page.get_by_role("button", name="Use soon").click()
    shows("What can I cook with it?")(page)


def toast(page: Page) -> None:
    """As long as one points at it, it stays."""
    pantry(page)
    page.get_by_label("Add to the pantry").fill("1 fresh fig")
    page.get_by_label("Add to the pantry").press("Enter")
    page.get_by_role("button", name="Less fresh fig").click()
    page.get_by_role("button", name="Undo").hover()
    page.evaluate(STAY)


STAY = """() => {
  const sheet = new CSSStyleSheet(); // as an element the policy of the page would refuse it
  sheet.replaceSync(".notice { animation: none !important }");
  document.adoptedStyleSheets.push(sheet);
}"""


def same_foods(page: Page) -> None:
    """One of them is being said once more, the other way round."""
    shows("can be reached")(page)
    page.get_by_label("This name").fill("courgette")
    page.get_by_label("is the same as").fill("courgetti")
    page.get_by_label("is the same as").press("Enter")
    shows("These two are the same already.")(page)
    page.get_by_label("This name").evaluate("field => field.scrollIntoView({block: 'center'})")


FIRST_RECIPE = HOUSEHOLD["recipe"][0]["name"]

QUESTIONS = [chat["question"] for chat in HOUSEHOLD["chat"]]

SCENES = (
    Scene("home", "stranger", "/", titled("")),
    Scene("login", "stranger", "/login", titled("")),
    Scene("signup", "stranger", "/signup", titled("")),
    Scene("not-found", "stranger", "/nothing-here", titled("not on the menu")),
    Scene("chat-empty", "newcomer", "/chat", shows("What can you do?")),
    Scene("chat-answer", "settled", "/chat", chat(QUESTIONS[0], "Chicken thighs")),
    Scene("chat-tool", "settled", "/chat", chat(QUESTIONS[1], "Both are in the pantry")),
    Scene("chat-versions", "settled", "/chat", chat(PUMPKIN, "Stopped here.")),
    Scene("chat-edit", "settled", "/chat", question_edit),
    Scene("chat-undone", "settled", "/chat", chat(PANCAKES[:30], "The pantry knows")),
    Scene("chat-again", "settled", "/chat", answer_again),
    Scene("chat-proposal", "settled", "/chat", chat(SALMON, "Waiting for your word.")),
    Scene("cookbook-empty", "newcomer", "/cookbook", titled("")),
    Scene("cookbook", "settled", "/cookbook", shows(FIRST_RECIPE)),
    Scene("cookbook-have", "settled", "/cookbook?have=1", shows("All here")),
    Scene("recipe", "settled", "/cookbook", recipe),
    Scene("recipe-edit", "settled", "/cookbook", recipe_edit),
    Scene("cook-mode", "settled", "/cookbook", cook_mode),
    Scene("pantry-empty", "newcomer", "/pantry", titled("Pantry")),
    Scene("pantry", "settled", "/pantry", pantry),
    Scene("pantry-soon", "settled", "/pantry", pantry_soon),
    Scene("pantry-undo", "settled", "/pantry", toast),
    Scene("settings", "settled", "/settings", shows("can be reached")),
    Scene("settings-same", "settled", "/settings", same_foods),
)
