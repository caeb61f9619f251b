"""What the assistant did, taken back on its card, and before it is asked again."""

import re

from playwright.sync_api import expect

from tests.fake_openai import Call, FakeModel, Gate, call, say
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
    received,
    running,
    stocked,
    versions,
)
from tests.web.visits import WebCook

RICE = Call("add_to_pantry", {"items": [{"name": "rice", "quantity": 1}]}, id="call_2")


def test_a_card_is_undone_and_redone_here_and_is_so_elsewhere(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = stocked(model_cook, model, call(EGGS))
    expect(answers(page)).to_contain_text("Done.")
    other = model_cook.page(page.url)
    expect(card(other, "Added 12 eggs")).to_have_class(re.compile("changed"))
    press(page, UNDO)
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()
    expect(page.get_by_role("button", name=REDO)).to_be_focused()
    assert in_pantry(model_cook) == []
    press(other, UNDO)
    expect(other.get_by_text("That is undone already.")).to_be_visible()
    expect(card(other, "Undone: Added 12 eggs")).to_be_visible()
    page.reload()
    press(page, REDO)
    expect(page.get_by_role("button", name=UNDO)).to_be_focused()
    assert in_pantry(model_cook) == ["eggs"]


def test_a_card_is_undone_while_the_answer_goes_on(model_cook: WebCook, model: FakeModel) -> None:
    gate = Gate()
    page = model_cook.page()
    ask(page, model.script(call(EGGS), say("Well", gate, ".")).question())
    expect(running(page)).to_contain_text("Well")
    press(page, UNDO)
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()
    gate.open()
    expect(answers(page)).to_contain_text("Well.")
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()
    assert in_pantry(model_cook) == []


def test_all_of_an_answer_is_undone_at_once(model_cook: WebCook, model: FakeModel) -> None:
    page = stocked(model_cook, model, call(EGGS, RICE))
    press(page, UNDO)
    expect(card(page, "Undone:")).to_have_count(1)
    press(page, "Undo all of this answer")
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
    press(page, UNDO)
    expect(page.get_by_text("eggs was changed again after that.")).to_be_visible()
    expect(page.get_by_role("button", name=UNDO)).to_be_visible()


def test_answering_again_asks_what_becomes_of_the_changes(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = stocked(model_cook, model, call(EGGS), say("Done."), say("Kept."))
    dialog = page.get_by_role("dialog", name="Undo its changes first?")
    press(page, "Answer again")
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Answer again")).to_be_focused()
    expect(answers(page)).to_contain_text("Done.")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Keep them").click()
    expect(answers(page)).to_contain_text("Kept.")
    expect(box(page)).to_be_focused()
    assert in_pantry(model_cook) == ["eggs"]
    press(page, "Earlier version of this answer")
    expect(card(page, "Added 12 eggs")).to_be_visible()
    press(page, "Answer again")
    dialog.get_by_role("button", name="Undo, then answer again").click()
    expect(versions(answers(page))).to_contain_text("3 / 3")
    assert in_pantry(model_cook) == []
    press(page, "Earlier version of this answer")
    press(page, "Earlier version of this answer")
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()


def test_where_the_changes_cannot_be_undone_nothing_is_answered_again(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = stocked(model_cook, model, call(EGGS))
    expect(answers(page)).to_contain_text("Done.")
    eggs = model_cook.ok("GET", "/ingredients")[0]
    model_cook.ok("DELETE", f"/ingredients/{eggs['id']}")
    press(page, "Answer again")
    press(page, "Undo, then answer again")
    expect(page.get_by_text("eggs was deleted after that.")).to_be_visible()
    expect(answers(page)).to_contain_text("Done.")
    expect(versions(answers(page))).to_have_count(0)


def test_an_undo_sends_its_mark_and_not_the_messages(model_cook: WebCook, model: FakeModel) -> None:
    page = model_cook.context().new_page()
    frames = received(page)
    page.goto("/chat")
    ask(page, model.script(call(EGGS), say("leeks " * 1_000)).question())
    expect(answers(page)).to_contain_text("leeks")
    frames.clear()
    press(page, UNDO)
    expect(card(page, "Undone: Added 12 eggs")).to_be_visible()
    assert 0 < sum(map(len, frames)) < 1_000
