"""The notice after a delete: it takes back what was deleted, and shows it where one is."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.databases import shut
from tests.web import pantries, recipes
from tests.web.conftest import NewCook
from tests.web.pantries import ADD, amount, rows, shown
from tests.web.visits import WebCook

BACK = "Back as it was."


def take_back(page: Page) -> Locator:
    return page.locator("kitchen-notice").get_by_role("button", name="Undo")


def delete(page: Page, name: str) -> None:
    """An entry of the pantry, in its place."""
    page.get_by_role("button", name=f"{name} Edit").click()
    page.get_by_role("form").get_by_role("button", name="Delete").click()
    expect(page.get_by_text(f"Deleted {name}.")).to_be_visible()


def delete_chosen(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=f"Select {name}").check()
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()


def test_a_deleted_recipe_comes_back_into_the_list(cook: WebCook, soup: dict[str, Any]) -> None:
    page = recipes.opened(cook, soup)
    page.get_by_role("button", name="Delete this recipe").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.wait_for_url("**/cookbook*")
    expect(page.get_by_text("Leek soup is deleted.")).to_be_visible()
    expect(page.get_by_role("link", name="Leek soup")).to_have_count(0)
    take_back(page).click()
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(take_back(page)).to_have_count(0)
    page.get_by_role("link", name="Leek soup").click()
    expect(recipes.ingredients(page).first).to_have_text("3 leeks, washed")
    assert cook.ok("GET", "/recipes")[0]["id"] == soup["id"]


def test_a_deleted_entry_comes_back_in_its_place(cook: WebCook, new_cook: NewCook) -> None:
    other = new_cook()
    other.stock("rice", 1)
    rice = cook.stock("rice", 2, "kg", low_at=1)
    cook.stock("salt")
    page = pantries.opened(cook)
    delete(page, "rice")
    shown(page, "salt")
    take_back(page).click()
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(amount(page, "rice")).to_have_text("2 kg")
    there = next(one for one in cook.ok("GET", "/ingredients") if one["name"] == "rice")
    assert (there["id"], there["low_at"]) == (rice["id"], 1)
    assert [one["quantity"] for one in other.ok("GET", "/ingredients")] == [1]


def test_many_come_back_at_once_by_keyboard_but_not_while_one_writes(cook: WebCook) -> None:
    for name in ("rice", "oats", "leeks"):
        cook.stock(name, 1)
    page = pantries.opened(cook)
    delete_chosen(page, "rice", "leeks")
    expect(page.get_by_text("Deleted 2 entries.")).to_be_visible()
    shown(page, "oats")
    page.get_by_label(ADD).fill("salt")
    page.get_by_label(ADD).press("Control+z")
    expect(page.get_by_label(ADD)).not_to_have_value("salt")
    page.get_by_label(ADD).fill("")
    shown(page, "oats")
    page.get_by_label(ADD).press("Control+z")
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(rows(page)).to_have_count(3)
    assert sorted(cook.names("/ingredients")) == ["leeks", "oats", "rice"]


def test_the_last_one_that_was_used_up_comes_back(cook: WebCook) -> None:
    cook.stock("apples", 1)
    page = pantries.opened(cook)
    page.get_by_role("button", name="Less apples").click()
    expect(page.get_by_text("Used up the apples.")).to_be_visible()
    take_back(page).focus()
    page.keyboard.press("Enter")
    expect(amount(page, "apples")).to_have_text("1")
    expect(page.get_by_role("main")).to_be_focused()
    expect(page.get_by_role("button", name="Less apples")).to_be_enabled()


def test_what_is_there_again_by_now_is_not_doubled(cook: WebCook) -> None:
    cook.stock("rice", 2, "kg")
    page = pantries.opened(cook)
    delete(page, "rice")
    cook.stock("rice", 5, "kg")
    take_back(page).click()
    expect(page.get_by_text("Meanwhile there is another rice.")).to_be_visible()
    expect(take_back(page)).to_have_count(0)
    assert [one["quantity"] for one in cook.ok("GET", "/ingredients")] == [5]


def test_without_the_database_it_can_be_tried_again(
    cook: WebCook, postgres_url: str, worker_id: str
) -> None:
    cook.stock("rice", 2, "kg")
    page = pantries.opened(cook)
    delete(page, "rice")
    with shut(postgres_url, f"web_{worker_id}"):
        take_back(page).click()
        expect(page.get_by_text("The database does not answer.")).to_be_visible()
    take_back(page).click()
    expect(amount(page, "rice")).to_have_text("2 kg")


def test_it_stays_while_one_looks_at_it_and_is_not_said_twice(cook: WebCook) -> None:
    cook.stock("rice", 2, "kg")
    cook.stock("salt")
    page = pantries.opened(cook)
    delete(page, "rice")
    playing = """one => one.closest("kitchen-notice").getAnimations()[0].playState"""
    length = (
        """one => one.closest("kitchen-notice").getAnimations()[0].effect.getTiming().duration"""
    )
    assert take_back(page).evaluate(length) == 10_000
    for look in (take_back(page).hover, take_back(page).focus):
        page.mouse.move(0, 0)
        page.get_by_label(ADD).focus()
        assert take_back(page).evaluate(playing) == "running"
        look()
        assert take_back(page).evaluate(playing) == "paused"
    take_back(page).evaluate("""one => one.closest("kitchen-notice").getAnimations()[0].finish()""")
    expect(take_back(page)).to_be_hidden()
    page.reload()
    shown(page, "salt")
    expect(page.locator("kitchen-notice")).to_be_hidden()
    delete(page, "salt")
    expect(take_back(page)).to_be_visible()
