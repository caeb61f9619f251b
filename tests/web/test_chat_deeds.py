"""What the assistant did, taken back on its card; what it proposes, decided in the chat."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.fake_openai import Call, FakeModel, Gate, Reply, call, say
from tests.web.chats import answers, ask, box, flip, questions, running, versions
from tests.web.visits import WebCook

EGGS = Call("add_to_pantry", {"items": [{"name": "eggs", "quantity": 12}]})
RICE = Call(
    "add_to_pantry", {"items": [{"name": "rice", "quantity": 1, "unit": "kg"}]}, id="call_2"
)
UNDO, REDO, DO_IT = "Undo: Added 12 eggs", "Redo: Added 12 eggs", "Do it: Add 12 eggs"


def stocked(cook: WebCook, model: FakeModel, *replies: Reply) -> Page:
    """A chat in which the assistant has done so; then it says that it is done."""
    page = cook.page()
    ask(page, model.script(*replies, say("Done.")).question("Eggs, please"))
    return page


def card(page: Page, words: str) -> Locator:
    return page.locator(".deed").filter(has_text=words)


def undo(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def in_pantry(cook: WebCook) -> list[str]:
    return sorted(cook.names("/ingredients"))


def test_a_card_is_undone_and_redone_here_and_is_so_elsewhere(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = stocked(model_cook, model, call(EGGS))
    expect(answers(page)).to_contain_text("Done.")
    other = model_cook.page(page.url)
    expect(card(other, "Added 12 eggs")).to_have_class(re.compile("changed"))
    undo(page, UNDO)
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()
    expect(page.get_by_role("button", name=REDO)).to_be_focused()
    assert in_pantry(model_cook) == []
    undo(other, UNDO)
    expect(other.get_by_text("That is undone already.")).to_be_visible()
    expect(card(other, "Undone: Added 12 eggs")).to_be_visible()
    page.reload()
    undo(page, REDO)
    expect(page.get_by_role("button", name=UNDO)).to_be_focused()
    assert in_pantry(model_cook) == ["eggs"]


def test_a_card_is_undone_while_the_answer_goes_on(model_cook: WebCook, model: FakeModel) -> None:
    gate = Gate()
    page = model_cook.page()
    ask(page, model.script(call(EGGS), say("Well", gate, ".")).question())
    expect(running(page)).to_contain_text("Well")
    undo(page, UNDO)
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()
    gate.open()
    expect(answers(page)).to_contain_text("Well.")
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()
    assert in_pantry(model_cook) == []


def test_all_of_an_answer_is_undone_at_once(model_cook: WebCook, model: FakeModel) -> None:
    page = stocked(model_cook, model, call(EGGS, RICE))
    undo(page, UNDO)
    expect(card(page, "Undone:")).to_have_count(1)
    undo(page, "Undo all of this answer")
    expect(card(page, "Undone:")).to_have_count(2)
    expect(page.get_by_role("button", name="Redo all of this answer")).to_be_focused()
    assert in_pantry(model_cook) == []
    page.keyboard.press("Enter")
    expect(card(page, "Undone:")).to_have_count(0)
    assert in_pantry(model_cook) == ["eggs", "rice"]


def test_what_was_changed_since_is_not_undone_and_that_is_said(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = stocked(model_cook, model, call(EGGS))
    expect(answers(page)).to_contain_text("Done.")
    eggs = model_cook.ok("GET", "/ingredients")[0]
    model_cook.ok("PATCH", f"/ingredients/{eggs['id']}", {"quantity": 7})
    undo(page, UNDO)
    expect(page.get_by_text("eggs was changed again after that.")).to_be_visible()
    expect(page.get_by_role("button", name=UNDO)).to_be_visible()


def test_answering_again_asks_what_becomes_of_the_changes(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = stocked(model_cook, model, call(EGGS), say("Done."), say("Kept."))
    dialog = page.get_by_role("dialog", name="Undo its changes first?")
    undo(page, "Answer again")
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Answer again")).to_be_focused()
    expect(answers(page)).to_contain_text("Done.")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Keep them").click()
    expect(answers(page)).to_contain_text("Kept.")
    expect(box(page)).to_be_focused()
    assert in_pantry(model_cook) == ["eggs"]
    flip(page, "Earlier version of this answer")
    expect(card(page, "Added 12 eggs")).to_be_visible()
    undo(page, "Answer again")
    dialog.get_by_role("button", name="Undo, then answer again").click()
    expect(versions(answers(page))).to_contain_text("3 / 3")
    assert in_pantry(model_cook) == []
    flip(page, "Earlier version of this answer")
    flip(page, "Earlier version of this answer")
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()


def test_where_the_changes_cannot_be_undone_nothing_is_answered_again(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = stocked(model_cook, model, call(EGGS))
    expect(answers(page)).to_contain_text("Done.")
    eggs = model_cook.ok("GET", "/ingredients")[0]
    model_cook.ok("DELETE", f"/ingredients/{eggs['id']}")
    undo(page, "Answer again")
    undo(page, "Undo, then answer again")
    expect(page.get_by_text("eggs was deleted after that.")).to_be_visible()
    expect(answers(page)).to_contain_text("Done.")
    expect(versions(answers(page))).to_have_count(0)


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
    undo(page, DO_IT)
    expect(answers(page)).to_contain_text("Done.")
    expect(card(page, "Added 12 eggs")).to_be_visible()
    assert in_pantry(model_cook) == ["eggs"]
    undo(page, UNDO)
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()


def test_a_proposal_is_declined_in_another_tab(model_cook: WebCook, model: FakeModel) -> None:
    model_cook.ok("PATCH", "/auth/me", {"asks_first": True})
    page = stocked(model_cook, model, call(EGGS))
    expect(page).to_have_url(re.compile("/chat/."))
    expect(card(page, "Add 12 eggs")).to_be_visible()
    other = model_cook.page(page.url)
    undo(other, "No: Add 12 eggs")
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
