"""What is in the pantry: adding, more and less, editing in place."""

import re

from playwright.sync_api import expect

from tests.factories import PASSWORD, until
from tests.web.pantries import ADD, add, amount, day, look_again, opened, row, shown
from tests.web.visits import WebCook
from tests.web.wire import Wire


def test_a_line_stocks_three_things_and_amounts_add_up(cook: WebCook) -> None:
    cook.stock("eggs", 4)
    page = opened(cook)
    add(page, "6 eggs, milk 2 l and 500 g flour best before June 2031")
    said = page.get_by_role("status").filter(has_text="Added")
    expect(said).to_contain_text("Added 6 eggs to the 4 you had: 10 eggs. Added 2 l milk.")
    expect(amount(page, "eggs")).to_have_text("10")
    expect(row(page, "flour")).to_contain_text("30 June 2031")
    expect(row(page, "milk").locator(".entry")).to_have_attribute("data-fresh", re.compile("1|2"))
    expect(page.get_by_label(ADD)).to_have_value("")
    expect(page.get_by_label(ADD)).to_be_focused()
    assert {e["name"]: e["quantity"] for e in cook.ok("GET", "/ingredients")} == {
        "eggs": 10,
        "flour": 500,
        "milk": 2,
    }


def test_what_cannot_be_read_stays_and_is_said_and_nothing_is_stocked(cook: WebCook) -> None:
    page = opened(cook)
    expect(page.get_by_role("heading", name="An empty pantry")).to_be_visible()
    ask = page.get_by_role("link", name="Tell the assistant")
    expect(ask).to_have_attribute("href", "/chat?ask=I%20bought%20")
    add(page, "milk 2 l, 6")
    expect(page.get_by_label(ADD)).to_have_accessible_description(re.compile("What is “6” of?"))
    expect(page.get_by_label(ADD)).to_have_value("milk 2 l, 6")
    assert cook.ok("GET", "/ingredients") == []
    add(page, "milk 2 l, 6 eggs")
    shown(page, "eggs", "milk")


def test_a_line_sent_twice_is_stocked_once_and_what_is_typed_meanwhile_stays(cook: WebCook) -> None:
    page = cook.context().new_page()
    wire = Wire(page)
    page.goto("/pantry")
    expect(page.locator(".counted")).to_have_text("0 entries")
    line = page.get_by_label(ADD)
    wire.hold()
    add(page, "2 kg flour")
    line.press("Enter")
    line.press_sequentially("salt")
    wire.release()
    expect(line).to_have_value("salt")
    line.press("Enter")
    expect(line).to_have_value("")
    assert {e["name"]: e["quantity"] for e in cook.ok("GET", "/ingredients")} == {
        "flour": 2,
        "salt": None,
    }


def test_what_was_typed_when_the_login_had_ended_is_there_after_the_next_one(cook: WebCook) -> None:
    page = opened(cook)
    cook.ok("POST", "/auth/logout")
    add(page, "2 kg flour")
    page.wait_for_url("**/login?next=/pantry")
    page.evaluate(f"sessionStorage.setItem('cook', '{cook.id}')")
    page.get_by_label("Username").fill(cook.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/pantry")
    expect(page.get_by_label(ADD)).to_have_value("2 kg flour")
    page.get_by_label(ADD).press("Enter")
    expect(amount(page, "flour")).to_have_text("2 kg")
    page.reload()
    shown(page, "flour")
    expect(page.get_by_label(ADD)).to_have_value("")


def test_more_and_less_are_never_lost_between_two_devices(cook: WebCook) -> None:
    cook.stock("eggs", 20)
    cook.stock("flour", 2, "kg")
    laptop, phone = opened(cook), opened(cook, phone=True)
    for _ in range(3):
        laptop.get_by_role("button", name="Less eggs").click()
        phone.get_by_role("button", name="Less eggs").click()
    phone.get_by_role("button", name="More eggs").click()
    laptop.get_by_role("button", name="Less flour").click()
    expect(amount(laptop, "flour")).to_have_text("1.9 kg")
    until(lambda: [e["quantity"] for e in cook.ok("GET", "/ingredients")] == [15, 1.9])
    look_again(phone)
    expect(amount(phone, "eggs")).to_have_text("15")
    expect(amount(phone, "flour")).to_have_text("1.9 kg")


def test_the_last_one_keeps_its_place_so_that_no_press_hits_its_neighbour(cook: WebCook) -> None:
    cook.stock("apples", 1)
    cook.stock("bananas", 0.5, low_at=2)
    page = opened(cook)
    less = page.get_by_role("button", name="Less apples")
    page.get_by_role("checkbox", name="Select apples").check()
    expect(page.get_by_text("1 selected")).to_be_visible()
    less.click()
    expect(amount(page, "apples")).to_have_text("None left")
    expect(page.get_by_text("1 selected")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Select apples")).not_to_be_checked()
    less.click()
    expect(page.get_by_text("That is no longer in your pantry.")).to_be_visible()
    shown(page, "apples", "bananas")
    page.get_by_role("button", name="Less bananas").click()
    expect(amount(page, "bananas")).to_have_text("0")
    expect(row(page, "bananas")).to_contain_text("Low")
    page.reload()
    shown(page, "bananas")


def test_an_entry_is_edited_in_its_place_and_a_mistake_is_said_beside_its_field(
    cook: WebCook,
) -> None:
    cook.stock("milk", 2, "l", expires_on=day(1))
    cook.stock("oat milk", 1, "l")
    page = opened(cook)
    page.get_by_role("button", name="oat milk Edit").click()
    form = page.get_by_role("form", name="Edit oat milk")
    expect(form.get_by_label("Name")).to_be_focused()
    form.get_by_label("Name").fill("milk")
    form.get_by_label("Best before").fill(day(1))
    form.get_by_label("Amount").fill("lots")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_label("Amount")).to_have_accessible_description(
        "Write a number, such as 1.5."
    )
    form.get_by_label("Amount").fill("1 1/2")
    form.get_by_label("Aisle", exact=True).select_option("Another…")
    form.get_by_label("The other aisle").fill("Cellar")
    form.get_by_label("Amount").press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("Your pantry already has milk")
    form.get_by_label("Name").fill("goat milk")
    form.get_by_role("button", name="Save").click()
    expect(amount(page, "goat milk")).to_have_text("1.5 l")
    expect(page.get_by_role("heading", name="Cellar")).to_be_visible()
    expect(page.get_by_role("button", name="goat milk Edit")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Name").fill("nothing")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="goat milk Edit")).to_be_focused()


def test_saving_an_edit_writes_only_what_was_changed(cook: WebCook) -> None:
    eggs = cook.stock("eggs", 6)
    page = opened(cook)
    page.get_by_role("button", name="eggs Edit").click()
    form = page.get_by_role("form", name="Edit eggs")
    form.get_by_label("Low at").fill("4")
    cook.ok("PATCH", f"/ingredients/{eggs['id']}", {"quantity": 3})
    form.get_by_role("button", name="Save").click()
    expect(amount(page, "eggs")).to_have_text("3")
    expect(row(page, "eggs")).to_contain_text("Low")
