"""In the settings a cook says that two names are the same food, and takes it back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.databases import shut
from tests.factories import Json
from tests.web.conftest import NewCook
from tests.web.recipes import opened as opened_recipe
from tests.web.recipes import statuses
from tests.web.test_cookable import badge
from tests.web.visits import WebCook
from tests.web.wire import Wire

SAID = "courgetti = zucchini"


def first(page: Page) -> Locator:
    return page.get_by_label("This name")


def second(page: Page) -> Locator:
    return page.get_by_label("is the same as")


def foods(page: Page) -> Locator:
    return page.get_by_role("list", name="The same foods").get_by_role("listitem")


def remove(page: Page, said: str) -> Locator:
    return page.get_by_role("button", name=f"Remove {said}")


def opened(cook: WebCook) -> Page:
    page = cook.page("/settings")
    expect(page.get_by_text("a cook here since")).to_be_visible()
    return page


def say(page: Page, name: str, other: str) -> None:
    first(page).fill(name)
    second(page).fill(other)
    second(page).press("Enter")


def fritters(cook: WebCook) -> Json:
    """One name in the recipe, the other in the pantry."""
    cook.stock("courgetti", 500, "g")
    return cook.recipe("Fritters", ingredients=["200 g courgettes"])


def test_what_is_the_same_is_here_until_that_is_taken_back(
    cook: WebCook, new_cook: NewCook
) -> None:
    mine, other = fritters(cook), new_cook()
    theirs = fritters(other)
    other.ok("PUT", "/foods/same", {"name": "courgetti", "same_as": "zorb"})
    page, beside = opened(cook), opened_recipe(cook, mine)
    expect(statuses(beside)).to_have_text(["missing"])
    say(page, "Courgetti ", "courgettes")
    expect(page.get_by_text("From now on courgetti is the same as zucchini.")).to_be_visible()
    expect(first(page)).to_have_value("")
    expect(second(page)).to_have_value("")
    page.reload()
    expect(foods(page)).to_have_text([SAID])
    beside.reload()
    expect(statuses(beside)).to_have_text(["here"])
    beside.goto("/cookbook?have=1")
    expect(badge(beside, "Fritters")).to_have_text("All here")
    expect(statuses(opened_recipe(other, theirs))).to_have_text(["missing"])
    remove(page, SAID).click()
    expect(page.get_by_text("courgetti is a food of its own again.")).to_be_visible()
    expect(foods(page)).to_have_count(0)
    page.reload()
    expect(page.get_by_text("a cook here since")).to_be_visible()
    expect(foods(page)).to_have_count(0)
    expect(statuses(opened_recipe(cook, mine))).to_have_text(["missing"])
    assert other.ok("GET", "/foods/same") == [{"name": "courgetti", "same_as": "zorb"}]


def test_what_is_wrong_stands_at_the_form_and_what_was_typed_stays(cook: WebCook) -> None:
    page = opened(cook)
    say(page, "courgetti", " ")
    expect(second(page)).to_have_accessible_description("It must not be empty.")
    expect(second(page)).to_have_attribute("aria-invalid", "true")
    expect(first(page)).to_have_value("courgetti")
    say(page, "x" * 201, "aubergine")
    expect(first(page)).to_have_accessible_description("It must have at most 200 characters.")
    expect(second(page)).to_have_accessible_description("")
    expect(first(page)).to_have_value("x" * 201)
    say(page, "Eggplants", "aubergine")
    expect(second(page)).to_have_accessible_description("These two are the same already.")
    page.reload()
    expect(first(page)).to_have_value("Eggplants")
    expect(second(page)).to_have_value("aubergine")
    first(page).fill("courgetti")
    page.get_by_role("button", name="Add").click()
    expect(foods(page)).to_have_text(["courgetti = eggplant"])
    expect(second(page)).to_have_attribute("aria-invalid", "false")


def test_without_the_database_nothing_is_lost(
    cook: WebCook, postgres_url: str, worker_id: str
) -> None:
    page = opened(cook)
    with shut(postgres_url, f"web_{worker_id}"):
        say(page, "courgetti", "zucchini")
        expect(page.get_by_text("The database does not answer.")).to_be_visible()
    expect(first(page)).to_have_value("courgetti")
    second(page).press("Enter")
    expect(foods(page)).to_have_text([SAID])


def test_sent_twice_it_is_said_once_and_what_is_typed_meanwhile_stays(cook: WebCook) -> None:
    page = cook.context().new_page()
    wire = Wire(page)
    page.goto("/settings")
    expect(page.get_by_text("a cook here since")).to_be_visible()
    wire.hold()
    say(page, "courgetti", "zucchini")
    second(page).press("Enter")
    second(page).press_sequentially(" flowers")
    wire.release()
    expect(foods(page)).to_have_text([SAID])
    expect(second(page)).to_have_value(" flowers")
    expect(first(page)).to_have_value("")
    expect(second(page)).to_have_accessible_description("")


def test_by_keyboard_one_goes_on_where_one_types(cook: WebCook) -> None:
    for name in ("quix", "yarrol"):
        cook.ok("PUT", "/foods/same", {"name": name, "same_as": "zorb"})
    page = opened(cook)
    expect(foods(page)).to_have_text(["quix = zorb", "yarrol = zorb"])
    remove(page, "quix = zorb").focus()
    page.keyboard.press("Enter")
    expect(foods(page)).to_have_text(["yarrol = zorb"])
    expect(first(page)).to_be_focused()
    page.keyboard.type("flim")
    page.keyboard.press("Tab")
    page.keyboard.type("zorb")
    page.keyboard.press("Enter")
    expect(foods(page)).to_have_text(["flim = zorb", "yarrol = zorb"])


def test_two_presses_on_remove_and_one_in_another_tab_are_one(cook: WebCook) -> None:
    for name in ("quix", "yarrol"):
        cook.ok("PUT", "/foods/same", {"name": name, "same_as": "zorb"})
    context = cook.context()
    page, beside = context.new_page(), context.new_page()
    for tab in (page, beside):
        tab.goto("/settings")
        expect(foods(tab)).to_have_count(2)
    remove(page, "quix = zorb").dblclick()
    for tab in (page, beside):
        if tab is beside:
            remove(tab, "quix = zorb").click()
        expect(foods(tab)).to_have_text(["yarrol = zorb"])
    expect(beside.get_by_text("You did not say")).to_have_count(0)
    assert [one["name"] for one in cook.ok("GET", "/foods/same")] == ["yarrol"]


@pytest.mark.parametrize("phone", [False, True])
def test_a_long_name_breaks_and_a_button_is_large_enough(cook: WebCook, phone: bool) -> None:
    long = "b" * 100
    cook.ok("PUT", "/foods/same", {"name": long, "same_as": "zorb"})
    page = cook.page("/settings", phone=phone)
    box = remove(page, f"{long} = zorb").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    assert page.viewport_size
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide == page.viewport_size["width"]
