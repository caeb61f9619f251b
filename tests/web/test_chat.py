"""The chat page: it streams, goes on after a reload, loses nothing that was typed."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import insert

from kitchen_app.models.base import new_id
from kitchen_app.services.branches import MESSAGES
from tests.factories import until
from tests.fake_openai import Call, FakeModel, Gate, call, refuse, say
from tests.web.conftest import NewCook
from tests.web.sockets import ROOT, tab
from tests.web.visits import WebCook, WebKitchen
from tests.web.wire import Wire

MARKDOWN = """\
## Soup

| Food | Amount |
|---|---|
| Leeks | 2 |

1. Slice

See [here](https://example.org/soup), ![alt words](https://evil.example/x.png)
<img src=x onerror=alert(1)>
[bad](javascript:alert(1))
"""


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


def test_an_answer_streams_in_and_the_new_chat_gets_its_address(
    model_cook: WebCook, model: FakeModel
) -> None:
    gate = Gate()
    script = model.script(say("Two leeks ", "and", gate, " a potato."))
    page = model_cook.page()
    ask(page, script.question())
    expect(running(page)).to_contain_text("Two leeks and")
    expect(page).to_have_url(re.compile("/chat/[0-9a-f-]{36}$"))
    expect(page).to_have_title(f"{script.question()} · Kitchen")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")
    gate.open()
    expect(answers(page)).to_contain_text("Two leeks and a potato.")
    expect(running(page)).to_have_count(0)
    page.reload()
    expect(answers(page)).to_contain_text("Two leeks and a potato.")
    expect(page.locator(".said")).to_have_text(script.question())


def test_a_reload_and_other_tabs_go_on_with_the_same_answer(
    model_cook: WebCook, model: FakeModel
) -> None:
    gates = Gate(), Gate()
    script = model.script(say("One,", gates[0], " two,", gates[1], " three."))
    page = model_cook.page()
    ask(page, script.question())
    expect(running(page)).to_contain_text("One,")
    expect(page).to_have_url(re.compile("/chat/."))
    page.reload()
    expect(running(page)).to_contain_text("One,")
    other = model_cook.page(page.url)
    gates[0].open()
    for one in (page, other):
        expect(running(one)).to_contain_text("One, two,")
    gates[1].open()
    for one in (page, other):
        expect(answers(one)).to_contain_text("One, two, three.")
    again = model.script(say("Once more."))
    ask(other, again.question())
    expect(answers(page)).to_have_count(2)
    expect(page.locator(".said")).to_have_count(2)


def test_steps_are_shown_where_they_happened_live_and_after_a_reload(
    model_cook: WebCook, model: FakeModel
) -> None:
    eggs = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
    lost = Call("read_recipe", {"recipe": "Nothing"}, id="call_2")
    gate = Gate()
    script = model.script(call(eggs, lost, before="Let me see. 🍳"), say("Done", gate, " now."))
    page = model_cook.page()
    ask(page, script.question())
    expect(running(page)).to_contain_text("Done")
    seen = running(page).inner_text()
    gate.open()
    for _ in range(2):
        expect(answers(page)).to_contain_text("Done now.")
        steps = answers(page).get_by_role("listitem")
        expect(steps).to_have_count(2)
        expect(steps.first.get_by_role("link")).to_have_attribute("href", "/pantry")
        expect(steps.last).to_have_class(re.compile("failed"))
        texts = answers(page).inner_text()
        assert texts.index("Let me see.") < texts.index("eggs") < texts.index("Done now.")
        assert seen.index("Let me see.") < seen.index("eggs") < seen.index("Done")
        page.reload()


def test_what_is_typed_is_never_lost(model_cook: WebCook, model: FakeModel) -> None:
    gate = Gate()
    script = model.script(say("Hm", gate, "."))
    page = model_cook.page("/chat?ask=Tell+me+about+leeks")
    expect(box(page)).to_have_value("Tell me about leeks")
    expect(page.locator(".starter").first).to_be_visible()
    expect(page.locator(".message")).to_have_count(0)
    box(page).fill(" \n ")
    box(page).press("Enter")
    box(page).fill("x" * 20_001)
    box(page).press("Enter")
    expect(page.get_by_text("at most 20,000")).to_be_visible()
    expect(page.locator(".message")).to_have_count(0)
    box(page).fill(script.question("First"))
    box(page).press("Shift+Enter")
    box(page).press_sequentially("and second")
    box(page).press("Enter")
    expect(page.locator(".said")).to_have_text(f"{script.question('First')}\nand second")
    expect(running(page)).to_contain_text("Hm")
    ask(page, "And then?")
    expect(page.get_by_text("Your text stays here")).to_be_visible()
    expect(box(page)).to_have_value("And then?")
    gate.open()
    expect(answers(page)).to_contain_text("Hm.")
    expect(box(page)).to_have_value("And then?")


def test_two_quick_enters_ask_once(model_cook: WebCook, model: FakeModel) -> None:
    script = model.script(say("Stocked."))
    page = model_cook.context().new_page()
    wire = Wire(page)
    page.goto("/chat")
    expect(page.locator(".starter").first).to_be_visible()
    wire.hold()
    ask(page, script.question())
    box(page).press("Enter")
    until(lambda: len(model_cook.ok("GET", "/chat/sessions")) == 1)
    box(page).press("Enter")
    box(page).press("End")
    box(page).press_sequentially(" And then")
    wire.release()
    expect(answers(page)).to_contain_text("Stocked.")
    expect(box(page)).to_have_value(" And then")
    page.reload()
    expect(answers(page)).to_contain_text("Stocked.")
    expect(page.locator(".said")).to_have_count(1)
    expect(box(page)).to_have_value(" And then")
    assert len(model_cook.ok("GET", "/chat/sessions")) == 1


def test_what_is_typed_waits_in_its_own_chat(new_cook: NewCook) -> None:
    cook = new_cook()
    cook.ask("What can you do?")
    page = cook.page()
    box(page).fill("For a new one")
    page.get_by_role("link", name="What can you do?").click()
    expect(answers(page)).to_have_count(1)
    expect(box(page)).to_have_value("")
    box(page).fill("For this one")
    page.goto("/login")
    page.go_back()
    expect(box(page)).to_have_value("For this one")
    page.get_by_role("link", name="New chat").locator("visible=true").click()
    expect(box(page)).to_have_value("For a new one")


def test_on_the_way_to_another_chat_nothing_of_the_last_is_shown(new_cook: NewCook) -> None:
    cook = new_cook()
    for question in ("What can you do?", "How many ml are 2 cups?"):
        cook.ask(question)
    page = cook.context().new_page()
    wire = Wire(page)
    page.goto("/chat/a%20b")
    expect(page.get_by_role("heading", name="There is no such chat.")).to_be_visible()
    for question in ("What can you do?", "How many ml are 2 cups?"):
        wire.hold()
        page.get_by_role("link", name=question).click()
        expect(page.get_by_role("status", name="Loading the conversation")).to_be_visible()
        expect(page.locator(".said")).to_have_count(0)
        wire.release()
        expect(page.locator(".said")).to_have_text(question)
        expect(page).to_have_title(f"{question} · Kitchen")


def test_who_reads_along_goes_with_the_tab(new_cook: NewCook, kitchen: WebKitchen) -> None:
    cook = new_cook()
    session_id = cook.ask("What can you do?").session_id
    path, open_chat = f"/chat/{session_id}", f"{ROOT}.kitchen_app___states___chat____chat.open"
    with tab(kitchen.url, str(uuid4()), cookie=cook.cookie, path=path) as opened_tab:
        for _ in range(200):
            opened_tab.send(open_chat, {}, path)
        opened_tab.settle()
        cook.ask("How many ml are 2 cups?", session_id)
        opened_tab.until("473")
    before = len(kitchen.served.said)
    for cups in (3, 4):  # what reads along has been told of the first when the second is there
        cook.ask(f"How many ml are {cups} cups?", session_id)
    with tab(kitchen.url, str(uuid4()), cookie=cook.cookie, path=path) as opened_tab:
        opened_tab.settle()
    assert "disconnected client" not in kitchen.served.said[before:]


def test_an_answer_is_markdown_without_html_images_or_scripts(
    model_cook: WebCook, model: FakeModel
) -> None:
    gate = Gate()
    script = model.script(say(MARKDOWN, gate, "\nEnd."))
    page = model_cook.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ask(page, script.question())
    for shown in (running(page), answers(page)):
        expect(shown.get_by_role("cell", name="Leeks")).to_be_visible()
        expect(shown.get_by_role("heading", name="Soup")).to_be_visible()
        link = shown.get_by_role("link")
        expect(link).to_have_count(1)
        expect(link).to_have_attribute("href", "https://example.org/soup")
        expect(link).to_have_attribute("rel", "noopener noreferrer")
        expect(link).to_have_attribute("target", "_blank")
        expect(shown.locator("img")).to_have_count(0)
        expect(shown).to_contain_text("alt words\n<img src=x onerror=alert(1)>")
        gate.open()
    assert not [url for url in asked if "evil" in url]


def test_an_answer_can_be_copied_as_it_was_written(model_cook: WebCook, model: FakeModel) -> None:
    script = model.script(say("**Two** leeks"))
    page = model_cook.context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto("/chat")
    ask(page, script.question())
    page.get_by_role("button", name="Copy answer").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "**Two** leeks"
    page.get_by_role("button", name="Copy question").click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(2)
    assert page.evaluate("navigator.clipboard.readText()") == script.question()


def test_a_failed_answer_says_why_and_can_be_tried_again(
    model_cook: WebCook, model: FakeModel
) -> None:
    script = model.script(refuse(400), say("Now it works."))
    page = model_cook.page()
    ask(page, script.question())
    expect(answers(page)).to_contain_text("would not take")
    page.get_by_role("button", name="Try again").click()
    expect(answers(page).last).to_contain_text("Now it works.")
    expect(page.locator(".said").last).to_have_text(script.question())


def test_it_follows_the_text_until_one_reads_above(model_cook: WebCook, model: FakeModel) -> None:
    gates = Gate(), Gate()
    lines = "\n\n".join(f"Line {n}" for n in range(40))
    script = model.script(say(lines, gates[0], f"\n\n{lines}", gates[1], "\n\nThe end."))
    page = model_cook.page(phone=True)
    box(page).fill(script.question())
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Line 39")).to_be_in_viewport()
    page.locator("kitchen-transcript").evaluate("one => one.scrollTo(0, 100)")
    latest = page.get_by_role("button", name="Latest")
    expect(latest).to_be_visible()
    gates[0].open()
    expect(page.get_by_text("Line 39")).to_have_count(2)
    assert page.locator("kitchen-transcript").evaluate("one => one.scrollTop") == 100
    latest.click()
    expect(latest).to_be_hidden()
    gates[1].open()
    expect(page.get_by_text("The end.")).to_be_in_viewport()


@pytest.fixture
def long_chat(model_kitchen: WebKitchen, model_cook: WebCook, model: FakeModel) -> str:
    """A session of 500 messages, 400 characters each."""
    session_id = model_cook.ask(model.script(say("Yes.")).question("Long")).session_id
    rows = [
        {
            "user_id": model_cook.id,
            "session_id": session_id,
            "id": new_id(),
            "role": ("user", "assistant")[number % 2],
            "content": f"Message {number}. " + "leeks " * 64,
            "status": "complete",
        }
        for number in range(498)
    ]
    with model_kitchen.database.transaction() as connection:
        connection.execute(insert(MESSAGES), rows)
    return session_id


def test_a_chat_of_500_messages_opens_at_its_end_and_makes_nothing_dearer(
    model_cook: WebCook, model: FakeModel, long_chat: str
) -> None:
    page = model_cook.context().new_page()
    frames = received(page)
    page.goto(f"/chat/{long_chat}")
    expect(page.get_by_text("Message 497.")).to_be_in_viewport()
    assert sum(map(len, frames)) < 30_000
    frames.clear()
    page.get_by_role("button", name="Earlier messages").click()
    expect(page.get_by_text("Message 440.")).to_be_attached()
    expect(page.get_by_text("Message 468.")).to_be_in_viewport()
    for _ in range(3):
        page.get_by_role("button", name="Earlier messages").click()
    expect(page.get_by_text("Message 380.")).to_be_attached()
    assert page.locator(".message").count() <= 72
    page.get_by_role("button", name="Back to the latest messages").click()
    expect(page.get_by_text("Message 497.")).to_be_in_viewport()
    frames.clear()
    gate = Gate()
    script = model.script(say("One ", gate, "more."))
    ask(page, script.question())
    expect(running(page)).to_contain_text("One")
    gate.open()
    expect(answers(page).last).to_contain_text("One more.")
    assert sum(map(len, frames)) < 5_000


def test_a_strangers_chat_and_none_at_all_are_not_found(new_cook: NewCook) -> None:
    cook, stranger = new_cook(), new_cook()
    foreign = stranger.ask("What is in my pantry?").session_id
    page = cook.page(f"/chat/{foreign}")
    expect(page.get_by_role("heading", name="There is no such chat.")).to_be_visible()
    expect(page.locator(".message")).to_have_count(0)
    page.goto("/chat/nonsense")
    expect(page.get_by_role("heading", name="There is no such chat.")).to_be_visible()
    page.get_by_role("link", name="Begin a new one").click()
    expect(page.get_by_role("heading", name="What shall we cook?")).to_be_visible()


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


def test_an_empty_chat_suggests_what_one_could_ask(cook: WebCook) -> None:
    cook.stock("leeks", 3)
    page = cook.page()
    expect(page.get_by_text("The built-in cook answers")).to_be_visible()
    starter = page.locator(".starter", has_text="What can you do?")
    starter.click()
    expect(page.locator(".said")).to_have_text("What can you do?")
    expect(answers(page)).to_have_count(1)


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
