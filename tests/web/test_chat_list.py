"""The chats beside the chat: listed, found, renamed, deleted."""

import re

from playwright.sync_api import expect

from tests.fake_openai import FakeModel, Gate, say
from tests.web.chats import answers, ask, box
from tests.web.conftest import NewCook
from tests.web.visits import WebCook


def test_chats_are_listed_found_renamed_and_deleted(new_cook: NewCook) -> None:
    cook, stranger = new_cook(), new_cook()
    stranger.ask("What is in my pantry?")
    for question in ("What can you do?", "How many ml are 2 cups?"):
        cook.ask(question)
    page = cook.page()
    chats = page.get_by_role("navigation", name="Chats").get_by_role("listitem")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    expect(chats).to_have_text(["How many ml are 2 cups?", "What can you do?"])
    page.get_by_role("searchbox", name="Search chats").fill("ml are")
    expect(chats).to_have_text(["How many ml are 2 cups?"])
    page.get_by_role("searchbox", name="Search chats").fill("")
    expect(chats).to_have_count(2)
    chats.last.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What can you do?")
    expect(chats.last.get_by_role("link")).to_have_attribute("aria-current", "page")
    chats.last.get_by_role("button").click()
    title = page.get_by_role("textbox", name="Title of this chat")
    expect(title).to_be_focused()
    title.fill("Help")
    title.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")
    expect(chats.last.get_by_role("link")).to_be_focused()
    chats.last.get_by_role("button").click()
    page.get_by_role("button", name="Delete this chat").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(chats).to_have_text(["How many ml are 2 cups?"])
    expect(page).to_have_url(re.compile("/chat$"))


def test_the_list_tells_in_every_tab_who_is_being_answered(
    model_cook: WebCook, model: FakeModel
) -> None:
    gate = Gate()
    script = model.script(say("Hm", gate, "."))
    watching, asking = model_cook.page(), model_cook.page()
    chats = watching.get_by_role("navigation", name="Chats").get_by_role("listitem")
    expect(watching.get_by_text("No chats yet.")).to_be_visible()
    ask(asking, script.question("Leeks?"))
    expect(chats).to_contain_text(["Leeks?"])
    expect(chats.get_by_text("(answering)")).to_be_attached()
    gate.open()
    expect(chats.get_by_text("(answering)")).not_to_be_attached()


def test_the_chats_slide_over_on_a_phone(cook: WebCook) -> None:
    cook.ask("What can you do?")
    page = cook.page(phone=True)
    link = page.get_by_role("link", name="What can you do?")
    expect(box(page)).to_be_visible()
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Chats").click()
    link.click()
    expect(answers(page)).to_have_count(1)
    expect(link).to_be_hidden()
