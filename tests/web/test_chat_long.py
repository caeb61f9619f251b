"""A chat of hundreds of messages: opened at its end, read page by page, nothing dearer."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect
from sqlalchemy import insert, update

from kitchen_app.models.base import new_id
from kitchen_app.services.branches import MESSAGES, SESSIONS
from tests.fake_openai import FakeModel, Gate, say
from tests.web.chats import answers, ask, received, running
from tests.web.visits import WebCook, WebKitchen


@pytest.fixture
def long_chat(model_kitchen: WebKitchen, model_cook: WebCook, model: FakeModel) -> str:
    """A session of 500 messages, 400 characters each."""
    session = model_cook.session(model_cook.ask(model.script(say("Yes.")).question()).session_id)
    ids = [session["messages"][-1]["id"], *(new_id() for _ in range(498))]
    rows = [
        {
            "user_id": model_cook.id,
            "session_id": session["id"],
            "id": message_id,
            "parent_id": parent_id,
            "role": ("user", "assistant")[number % 2],
            "content": f"Message {number}. " + "leeks " * 64,
            "status": "complete",
        }
        for number, (parent_id, message_id) in enumerate(pairwise(ids))
    ]
    end = update(SESSIONS).where(SESSIONS.c.id == session["id"]).values(leaf_id=ids[-1])
    with model_kitchen.database.transaction() as connection:
        connection.execute(insert(MESSAGES), rows)
        connection.execute(end)
    return str(session["id"])


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


def test_far_up_one_asks_anew_and_flips_back_without_losing_the_place(
    model_cook: WebCook, model: FakeModel, long_chat: str
) -> None:
    page = model_cook.page(f"/chat/{long_chat}")
    page.get_by_role("button", name="Earlier messages").click()
    there = page.locator(".question").filter(has_text="Message 440.")
    there.get_by_role("button", name="Edit question").click()
    page.get_by_role("textbox", name="Edit your question").fill(
        model.script(say("Anew.")).question()
    )
    page.keyboard.press("Control+Enter")
    expect(answers(page).last).to_contain_text("Anew.")
    expect(page.get_by_text("Message 439.")).to_be_in_viewport()
    expect(page.get_by_text("Message 441.")).to_have_count(0)
    back = page.get_by_role("button", name="Earlier version of this question")
    height = back.bounding_box()
    back.click()
    expect(there).to_be_in_viewport()
    expect(page.get_by_text("Message 497.")).to_be_attached()
    after = back.bounding_box()
    assert height
    assert after
    assert abs(after["y"] - height["y"]) < 2
