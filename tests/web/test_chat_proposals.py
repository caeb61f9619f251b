"""What the assistant would do waits for a word, where the cook wants to be asked."""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.fake_openai import KEY, Call, FakeModel, call, say
from tests.kitchens import free_port
from tests.web.chats import (
    EGGS,
    REDO,
    UNDO,
    answers,
    ask,
    box,
    card,
    in_pantry,
    press,
    questions,
    stocked,
)
from tests.web.conftest import cooks, opened, visiting
from tests.web.visits import WebCook

DO_IT = "Do it: Add 12 eggs"


def test_a_proposal_waits_through_a_reload_and_is_done_when_the_cook_says_so(
    model_cook: WebCook, model: FakeModel
) -> None:
    model_cook.ok("PATCH", "/auth/me", {"asks_first": True})
    page = stocked(model_cook, model, call(EGGS))
    expect(page.get_by_text("Waiting for your word.")).to_be_visible()
    expect(page).to_have_url(re.compile("/chat/."))
    page.reload()
    expect(card(page, "Add 12 eggs")).to_have_class(re.compile("proposed"))
    expect(page.get_by_text("Waiting for your word.")).to_be_visible()
    assert in_pantry(model_cook) == []
    press(page, DO_IT)
    expect(answers(page)).to_contain_text("Done.")
    expect(card(page, "Added 12 eggs")).to_be_visible()
    assert in_pantry(model_cook) == ["eggs"]
    press(page, UNDO)
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()


def test_a_proposal_is_declined_in_another_tab(model_cook: WebCook, model: FakeModel) -> None:
    model_cook.ok("PATCH", "/auth/me", {"asks_first": True})
    page = stocked(model_cook, model, call(EGGS))
    expect(page).to_have_url(re.compile("/chat/."))
    expect(card(page, "Add 12 eggs")).to_be_visible()
    other = model_cook.page(page.url)
    press(other, "No: Add 12 eggs")
    for one in (page, other):
        expect(answers(one)).to_contain_text("Done.")
        expect(card(one, "Declined: Add 12 eggs")).to_be_visible()
    assert in_pantry(model_cook) == []


def test_what_is_stopped_while_it_asks_is_declined(model_cook: WebCook, model: FakeModel) -> None:
    model_cook.ok("PATCH", "/auth/me", {"asks_first": True})
    page = stocked(model_cook, model, call(EGGS))
    expect(card(page, "Add 12 eggs")).to_be_visible()
    box(page).press("Escape")
    expect(answers(page)).to_contain_text("Stopped here.")
    expect(card(page, "Declined: Add 12 eggs")).to_be_visible()
    expect(questions(page)).to_have_count(1)


def test_by_keyboard_alone_a_proposal_is_decided_and_undone(
    model_cook: WebCook, model: FakeModel
) -> None:
    model_cook.ok("PATCH", "/auth/me", {"asks_first": True})
    page = stocked(model_cook, model, call(EGGS))
    yes = page.get_by_role("button", name=DO_IT)
    expect(yes).to_be_visible()
    expect(box(page)).to_be_focused()
    while not yes.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Answer again")).to_be_visible()
    expect(page.get_by_role("button", name=UNDO)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=REDO)).to_be_focused()


def test_the_switch_in_the_settings_has_the_assistant_ask(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = model_cook.page("/settings")
    switch = page.get_by_role("switch", name="Ask before the assistant changes anything")
    expect(switch).not_to_be_checked()
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_be_checked()
    assert model_cook.ok("GET", "/auth/me")["asks_first"] is True
    page.reload()
    expect(switch).to_be_checked()
    page.goto("/chat")
    ask(page, model.script(call(EGGS), say("Done.")).question())
    expect(page.get_by_role("button", name=DO_IT)).to_be_visible()


def test_what_can_no_longer_be_done_says_why(model_cook: WebCook, model: FakeModel) -> None:
    model_cook.ok("PATCH", "/auth/me", {"asks_first": True})
    dal = model_cook.recipe("Dal")
    page = stocked(model_cook, model, call(Call("update_recipe", {"recipe": "Dal", "servings": 2})))
    expect(card(page, "Change the recipe Dal")).to_have_class(re.compile("proposed"))
    model_cook.ok("DELETE", f"/recipes/{dal['id']}")
    press(page, "Do it: Change the recipe Dal")
    expect(answers(page)).to_contain_text("Done.")
    expect(card(page, "Your cookbook has no recipe Dal.")).to_have_class(re.compile("failed"))


@pytest.mark.complains("ERR_CONNECTION_REFUSED", "WebSocket connection")
def test_a_proposal_outlives_the_kitchen_that_made_it(
    browser: Browser,
    model: FakeModel,
    web_database_url: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """The page comes back by itself, to the same address."""
    behind = {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": KEY, "PORT": str(free_port())}
    with opened(web_database_url, tmp_path, **behind) as first, ExitStack() as stack:
        visits = stack.enter_context(visiting(browser, first, request))
        cook = stack.enter_context(cooks(first, visits))()
        cook.ok("PATCH", "/auth/me", {"asks_first": True})
        page = stocked(cook, model, call(EGGS))
        expect(card(page, "Add 12 eggs")).to_be_visible()
        assert first.served.end() == 0
        stack.enter_context(opened(web_database_url, tmp_path, **behind))
        expect(answers(page)).to_contain_text("The answer was interrupted", timeout=60_000)
        press(page, DO_IT)
        expect(card(page, "Added 12 eggs")).to_have_class(re.compile("changed"))
        press(page, UNDO)
        expect(card(page, "Undone: Added 12 eggs")).to_be_visible()
