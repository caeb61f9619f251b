"""Stopping an answer, answering again, asking anew, and flipping through the versions."""

import re

from playwright.sync_api import expect

from tests.fake_openai import FakeModel, Gate, Script, refuse, say
from tests.web.chats import answers, ask, box, press, questions, running, versions
from tests.web.conftest import NewCook
from tests.web.visits import WebCook

STOP, AGAIN, EDIT = "Stop the answer", "Answer again", "Edit question"


def endless(model: FakeModel) -> Script:
    """One that is said only to its half, if it is not asked again."""
    return model.script(say("Two leeks", Gate(), " and more."), say("One leek."))


def test_stop_keeps_what_was_said_and_what_is_typed(model_cook: WebCook, model: FakeModel) -> None:
    page = model_cook.page()
    ask(page, endless(model).question())
    expect(running(page)).to_contain_text("Two leeks")
    box(page).fill("And then?")
    press(page, STOP)
    expect(answers(page)).to_contain_text("Two leeks\nStopped here.", use_inner_text=True)
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("And then?")
    page.reload()
    expect(answers(page)).to_contain_text("Stopped here.")
    session = model_cook.ok("GET", "/chat/sessions")[0]["id"]
    assert model_cook.last_message(session)["status"] == "stopped"


def test_escape_stops_after_a_reload_and_so_does_another_tab(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = model_cook.page()
    ask(page, endless(model).question())
    expect(page).to_have_url(re.compile("/chat/."))
    expect(running(page)).to_contain_text("Two leeks")
    page.reload()
    expect(running(page)).to_contain_text("Two leeks")
    box(page).press("Escape")
    expect(answers(page)).to_contain_text("Stopped here.")
    ask(page, endless(model).question())
    expect(running(page)).to_contain_text("Two leeks")
    other = model_cook.page(page.url)
    press(other, STOP)
    for one in (page, other):
        expect(answers(one)).to_have_count(2)
        expect(one.get_by_text("Stopped here.")).to_have_count(2)


def test_before_its_first_word_an_answer_can_be_stopped(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = model_cook.page()
    ask(page, model.script(say(Gate(), "Never said.")).question())
    expect(running(page)).to_be_visible()
    box(page).press("Escape")
    expect(answers(page)).to_contain_text("Stopped here.")
    box(page).press("Escape")
    press(page, AGAIN)
    expect(running(page)).to_be_visible()
    press(page, STOP)
    expect(versions(answers(page))).to_contain_text("2 / 2")


def test_the_second_click_of_a_double_one_does_not_stop(
    model_cook: WebCook, model: FakeModel
) -> None:
    gate = Gate()
    page = model_cook.page()
    box(page).fill(model.script(say("Two leeks", gate, ".")).question())
    page.get_by_role("button", name="Send").hover()
    for click in (1, 2):
        page.mouse.down(click_count=click)
        page.mouse.up(click_count=click)
        expect(page.get_by_role("button", name=STOP)).to_be_visible()
    expect(running(page)).to_contain_text("Two leeks")
    gate.open()
    expect(answers(page)).to_contain_text("Two leeks.")
    expect(page.get_by_text("Stopped here.")).to_have_count(0)


def test_an_answer_given_again_is_a_version_one_can_flip_to(
    model_cook: WebCook, model: FakeModel
) -> None:
    gate = Gate()
    script = model.script(say("First."), say("Second", gate, "."), say("Third."))
    page = model_cook.page()
    ask(page, script.question())
    expect(answers(page)).to_contain_text("First.")
    expect(page.locator(".pager")).to_have_count(0)
    other = model_cook.page(page.url)
    expect(answers(other)).to_contain_text("First.")
    press(page, AGAIN)
    for one in (page, other):
        expect(running(one)).to_contain_text("Second")
        expect(answers(one)).to_have_count(0)
        expect(questions(one)).to_have_text([script.question()])
    expect(box(page)).to_be_focused()
    gate.open()
    for one in (page, other):
        expect(answers(one)).to_contain_text("Second.")
        expect(versions(answers(one))).to_contain_text("2 / 2")
    press(page, AGAIN)
    expect(answers(page)).to_contain_text("Third.")
    press(page, "Earlier version of this answer")
    expect(answers(page)).to_contain_text("Second.")
    expect(versions(answers(page))).to_contain_text("2 / 3")
    press(page, "Earlier version of this answer")
    expect(answers(page)).to_contain_text("First.")
    page.reload()
    expect(answers(page)).to_contain_text("First.")
    expect(versions(answers(page))).to_contain_text("1 / 3")
    ask(other, model.script(say("Later.")).question())
    expect(answers(other)).to_contain_text(["First.", "Later."])
    expect(answers(page)).to_contain_text(["First.", "Later."])


def test_an_earlier_answer_given_again_leaves_what_followed_to_its_version(
    model_cook: WebCook, model: FakeModel
) -> None:
    early = model.script(say("Early."), say("Early, anew."))
    page = model_cook.page()
    for asked, said in ((early, "Early."), (model.script(say("Late.")), "Late.")):
        ask(page, asked.question())
        expect(answers(page).last).to_contain_text(said)
    press(page, AGAIN)
    expect(answers(page)).to_have_text([re.compile("Early, anew.")])
    expect(questions(page)).to_have_count(1)
    press(page, "Earlier version of this answer")
    expect(answers(page)).to_contain_text(["Early.", "Late."])


def test_what_failed_or_stopped_is_tried_again_in_its_place(
    model_cook: WebCook, model: FakeModel
) -> None:
    script = model.script(refuse(400), say("Now it works."))
    page = model_cook.page()
    ask(page, script.question())
    expect(answers(page)).to_contain_text("would not take")
    press(page, "Try again")
    expect(answers(page)).to_contain_text("Now it works.")
    expect(questions(page)).to_have_count(1)
    press(page, "Earlier version of this answer")
    expect(answers(page)).to_contain_text("would not take")


def test_an_edited_question_branches_and_one_can_go_back(
    model_cook: WebCook, model: FakeModel
) -> None:
    gate = Gate()
    leeks, kale = model.script(say("Leeks.")), model.script(say("Kale", gate, "."))
    page = model_cook.page()
    ask(page, leeks.question("Leeks?"))
    expect(answers(page)).to_contain_text("Leeks.")
    ask(page, model.script(say("More leeks.")).question("More?"))
    expect(answers(page)).to_have_count(2)
    press(page, EDIT)
    edit = page.get_by_role("textbox", name="Edit your question")
    expect(edit).to_be_focused()
    expect(edit).to_have_value(leeks.question("Leeks?"))
    edit.fill(kale.question("Kale?"))
    edit.press("Control+Enter")
    expect(running(page)).to_contain_text("Kale")
    expect(questions(page)).to_have_text([kale.question("Kale?")])
    expect(box(page)).to_be_focused()
    gate.open()
    expect(answers(page)).to_contain_text(["Kale."])
    expect(versions(page.locator(".question"))).to_contain_text("2 / 2")
    press(page, "Earlier version of this question")
    expect(answers(page)).to_contain_text(["Leeks.", "More leeks."])
    page.reload()
    expect(answers(page)).to_contain_text(["Leeks.", "More leeks."])
    press(page, "Later version of this question")
    expect(answers(page)).to_contain_text(["Kale."])


def test_what_is_typed_into_a_question_survives_a_reload_and_a_refusal(
    model_cook: WebCook, model: FakeModel
) -> None:
    gate = Gate()
    page = model_cook.page()
    ask(page, model.script(say("Leeks.")).question("Leeks?"))
    expect(answers(page)).to_contain_text("Leeks.")
    press(page, EDIT)
    edit = page.get_by_role("textbox", name="Edit your question")
    changed = model.script(say("Kale.")).question("Kale?")
    edit.fill(changed)
    page.reload()
    expect(edit).to_have_value(changed)
    session = page.url.rpartition("/")[2]
    with model_cook.asking(model.script(say("Hm", gate, ".")).question(), session):
        expect(running(page)).to_contain_text("Hm")
    edit.press("Control+Enter")
    expect(page.get_by_text("Your text stays here.")).to_be_visible()
    gate.open()
    expect(answers(page)).to_have_count(2)
    press(page, "Save")
    expect(answers(page)).to_contain_text(["Kale."])
    press(page, "Earlier version of this question")
    expect(answers(page)).to_contain_text(["Leeks.", "Hm."])
    press(page, EDIT)
    expect(edit).to_have_value(re.compile("Leeks?"))


def test_an_edit_that_is_cancelled_goes_and_one_that_is_refused_stays(
    model_cook: WebCook, model: FakeModel
) -> None:
    page = model_cook.page()
    ask(page, model.script(say("Leeks.")).question("Leeks?"))
    expect(answers(page)).to_contain_text("Leeks.")
    press(page, EDIT)
    edit = page.get_by_role("textbox", name="Edit your question")
    edit.fill("Kale?")
    press(page, "Cancel")
    expect(page.get_by_role("button", name=EDIT)).to_be_focused()
    page.keyboard.press("Enter")
    expect(edit).to_have_value(re.compile("Leeks"))
    edit.fill("Kale?")
    model_cook.ok("DELETE", f"/chat/sessions/{page.url.rpartition('/')[2]}")
    press(page, "Save")
    expect(page.get_by_text("There is no chat session")).to_be_visible()
    expect(edit).to_have_value("Kale?")


def test_by_keyboard_alone_one_flips_and_the_focus_stays(
    model_cook: WebCook, model: FakeModel
) -> None:
    script = model.script(say("First."), say("Second, which is longer.\n\nBy far."))
    page = model_cook.page()
    ask(page, script.question())
    expect(answers(page)).to_contain_text("First.")
    page.get_by_role("button", name=AGAIN).focus()
    page.keyboard.press("Enter")
    expect(answers(page)).to_contain_text("Second")
    back = page.get_by_role("button", name="Earlier version of this answer")
    back.focus()
    page.keyboard.press("Enter")
    expect(answers(page)).to_contain_text("First.")
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect(back).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(answers(page)).to_contain_text("Second")
    expect(page.get_by_role("button", name="Later version of this answer")).to_be_focused()


def test_a_tab_that_is_behind_shows_what_there_is_when_one_asks(
    model_cook: WebCook, model: FakeModel
) -> None:
    script = model.script(say("First."), say("Second."))
    page = model_cook.page()
    ask(page, script.question())
    press(page, AGAIN)
    expect(answers(page)).to_contain_text("Second.")
    other = model_cook.page(page.url)
    expect(answers(other)).to_contain_text("Second.")
    press(page, "Earlier version of this answer")
    expect(answers(page)).to_contain_text("First.")
    expect(answers(other)).to_contain_text("Second.")
    ask(other, model.script(say("Third.")).question())
    expect(answers(other)).to_contain_text(["First.", "Third."])


def test_a_stranger_is_shown_none_of_it(new_cook: NewCook) -> None:
    cook, stranger = new_cook(), new_cook()
    session = cook.ask("What can you do?").session_id
    page = cook.page(f"/chat/{session}")
    theirs = stranger.page(f"/chat/{session}")
    expect(answers(page)).to_have_count(1)
    expect(theirs.get_by_role("heading", name="There is no such chat.")).to_be_visible()
    press(page, AGAIN)
    expect(versions(answers(page))).to_contain_text("2 / 2")
    expect(theirs.locator(".message")).to_have_count(0)
