"""The chat page: it streams, goes on after a reload, shows the same in every tab."""

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.fake_openai import Call, FakeModel, Gate, call, say
from tests.web.chats import answers, ask, box, running
from tests.web.conftest import NewCook
from tests.web.sockets import ROOT, tab
from tests.web.visits import WebCook, WebKitchen

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


def test_an_empty_chat_suggests_what_one_could_ask(cook: WebCook) -> None:
    cook.stock("leeks", 3)
    page = cook.page()
    expect(page.get_by_text("The built-in cook answers")).to_be_visible()
    starter = page.locator(".starter", has_text="What can you do?")
    starter.click()
    expect(page.locator(".said")).to_have_text("What can you do?")
    expect(answers(page)).to_have_count(1)


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
