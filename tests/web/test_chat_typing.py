"""What is typed in the chat: sent once, never lost, each text in its own chat."""

import signal
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.factories import until
from tests.fake_openai import FakeModel, Gate, say
from tests.kitchens import free_port
from tests.web.chats import answers, ask, box, running
from tests.web.conftest import NewCook, cooks, opened, visiting
from tests.web.visits import WebCook
from tests.web.wire import Wire


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
        there = page.get_by_role("link", name=question)
        expect(there).to_be_visible()  # the list has come
        wire.hold()
        there.click()
        expect(page.get_by_role("status", name="Loading the conversation")).to_be_visible()
        expect(page.locator(".said")).to_have_count(0)
        wire.release()
        expect(page.locator(".said")).to_have_text(question)
        expect(page).to_have_title(f"{question} · Kitchen")


@pytest.mark.complains("ERR_CONNECTION_REFUSED", "WebSocket connection")
def test_what_is_typed_outlives_a_kitchen_that_is_killed(
    browser: Browser, web_database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The page comes back by itself, and asks it."""
    port = {"PORT": str(free_port())}
    with opened(web_database_url, tmp_path, **port) as killed, ExitStack() as stack:
        visits = stack.enter_context(visiting(browser, killed, request))
        page = stack.enter_context(cooks(killed, visits))().page()
        box(page).fill("What can I cook")
        killed.served.end(signal.SIGKILL)
        expect(page.get_by_role("alert")).to_contain_text("lost touch")
        box(page).press_sequentially(" with leeks?")
        stack.enter_context(opened(web_database_url, tmp_path, **port))
        expect(page.get_by_text("lost touch")).to_be_hidden(timeout=30_000)
        expect(box(page)).to_have_value("What can I cook with leeks?")
        box(page).press("Enter")
        expect(answers(page)).to_have_count(1)
