"""The pantry page: finding, selecting, deleting, on a phone and without a database."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.databases import copy_template, shut
from tests.web.conftest import NewCook, cooks, visiting
from tests.web.conftest import opened as opened_kitchen
from tests.web.pantries import amount, day, look_again, opened, row, rows, shown
from tests.web.visits import WebCook


def test_what_expires_first_comes_first_in_words_and_what_is_low_is_found(cook: WebCook) -> None:
    for name, days in (("salmon", -2), ("cream", 0), ("milk", 1), ("bread", 3), ("jam", 30)):
        cook.stock(name, 1, expires_on=day(days))
    cook.stock("rice", 1, "kg", low_at=2)
    page = opened(cook)
    page.get_by_label("Order").select_option("By best before")
    shown(page, "salmon", "cream", "milk", "bread", "jam", "rice")
    expect(page.locator(".due").nth(0)).to_have_text("Best before: Expired 2 days ago")
    expect(page.locator(".due").nth(1)).to_have_text("Best before: Today")
    expect(page.locator(".due").nth(2)).to_have_text("Best before: Tomorrow")
    expect(page.locator(".due").nth(3)).to_have_text("Best before: In 3 days")
    page.get_by_role("button", name="Use soon 4").click()
    shown(page, "salmon", "cream", "milk", "bread")
    page.get_by_role("button", name="Low 1").click()
    shown(page, "rice")
    page.get_by_label("Search the pantry").fill("milk")
    page.get_by_role("button", name="Show everything").click()
    expect(page.get_by_label("Search the pantry")).to_have_value("")
    expect(rows(page)).to_have_count(6)
    page.get_by_label("Search the pantry").fill("mil")
    shown(page, "milk")


def test_today_is_the_browsers_today(cook: WebCook) -> None:
    east = "Pacific/Kiritimati"
    cook.stock("milk", 1, expires_on=day(0, east))
    page = cook.page("/pantry", timezone_id=east)
    expect(row(page, "milk")).to_contain_text("Today")
    page = cook.page("/pantry", timezone_id="Pacific/Pago_Pago")
    expect(row(page, "milk")).to_contain_text(re.compile("Tomorrow|In 2 days"))


def test_many_are_selected_and_deleted_at_once(cook: WebCook, new_cook: NewCook) -> None:
    other = new_cook()
    other.stock("wild rice")
    for name in ("rice", "oats", "flour", "leeks"):
        cook.stock(name, 1)
    page = opened(cook)
    expect(page.get_by_text("wild rice")).to_have_count(0)
    page.get_by_role("button", name="All", exact=True).click()
    page.get_by_role("checkbox", name="Select leeks").check()
    page.get_by_role("button", name="Select all shown").click()
    expect(page.get_by_role("checkbox", name="Select rice")).to_be_checked()
    page.get_by_role("checkbox", name="Select leeks").uncheck()
    expect(page.get_by_text("3 selected")).to_be_visible()
    page.get_by_role("button", name="Delete…").click()
    dialog = page.get_by_role("dialog", name="Delete 3 entries?")
    dialog.get_by_role("button", name="Delete").click()
    shown(page, "leeks")
    assert cook.names("/ingredients") == ["leeks"]
    assert other.names("/ingredients") == ["wild rice"]


def test_without_the_database_the_lists_say_so_and_come_when_it_is_back(
    browser: Browser,
    postgres_url: str,
    worker_id: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    name = f"shut_{worker_id}"
    with (
        opened_kitchen(copy_template(postgres_url, name), tmp_path) as kitchen,
        visiting(browser, kitchen, request) as visits,
        cooks(kitchen, visits) as make,
    ):
        cook = make()
        cook.stock("rice", 1, "kg")
        cook.recipe("Toast")
        context = cook.context()
        pantry, cookbook = context.new_page(), context.new_page()
        with shut(postgres_url, name):
            for page, path in ((pantry, "/pantry"), (cookbook, "/cookbook")):
                page.goto(path)
                expect(page.get_by_role("heading", name="Not just now")).to_be_visible()
                expect(page.locator(".skeleton")).to_have_count(0)
        pantry.get_by_role("button", name="Try again").click()
        shown(pantry, "rice")
        cookbook.get_by_role("button", name="Try again").click()
        expect(cookbook.get_by_role("link", name="Toast")).to_be_visible()


def test_what_the_assistant_stocks_comes_by_itself_and_the_rest_when_one_looks_again(
    cook: WebCook, new_cook: NewCook
) -> None:
    cook.stock("rice", 1, "kg")
    page = opened(cook)
    shown(page, "rice")
    new_cook().ask("I bought 7 lemons")
    cook.ask("I bought 6 eggs")
    expect(amount(page, "eggs")).to_have_text("6")
    cook.stock("leeks", 3)
    look_again(page)
    expect(amount(page, "leeks")).to_have_text("3")
    expect(page.get_by_text("lemons")).to_have_count(0)


def test_on_a_phone_everything_is_in_reach(cook: WebCook) -> None:
    cook.stock("a smoked paprika with quite a long name, from La Vera", 2, "tin", low_at=3)
    cook.stock("rice", 1, "kg", expires_on=day(1))
    page = opened(cook, phone=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide == 390
    for name in ("Less rice", "More rice", "rice Edit"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert box, name
        assert min(box["width"], box["height"]) >= 44 or name == "rice Edit"
    expect(page.get_by_role("checkbox", name="Select rice")).to_be_hidden()
    page.locator(".choosing").click()
    page.get_by_role("checkbox", name="Select rice").check()
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.get_by_role("button", name="rice Edit").click()
    page.get_by_role("form").get_by_role("button", name="Delete").click()
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_text("1 selected")).to_have_count(0)
