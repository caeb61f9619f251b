"""What the pantry can cook, in the cookbook; what is short, on a recipe's page; and cooking it."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.databases import shut
from tests.factories import Json
from tests.web import pantries
from tests.web.conftest import NewCook
from tests.web.pantries import day
from tests.web.recipes import ingredients, lacks, opened, statuses
from tests.web.test_cookbook import found, rows, use
from tests.web.test_undo import BACK, take_back
from tests.web.visits import WebCook
from tests.web.wire import Wire

PANCAKES: Json = {
    "ingredients": ["200 g flour", "3 eggs", "400 ml milk", "2 tbsp oil", "salt"],
    "servings": 2,
    "steps": ["Fry."],
}


def switch(page: Page) -> Locator:
    return page.get_by_role("switch", name="With what I have")


def badge(page: Page, recipe: str) -> Locator:
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=recipe))
    return row.locator(".chip")


def stock_of(cook: WebCook) -> list[tuple[Any, ...]]:
    found = cook.ok("GET", "/ingredients")
    return [(one["name"], one["quantity"], one["unit"]) for one in found]


@pytest.fixture
def stocked(cook: WebCook, new_cook: NewCook) -> WebCook:
    """A pantry that has two of three recipes, and a stranger who has all of a fourth."""
    other = new_cook()
    other.recipe("A stranger’s omelette", ingredients=["3 eggs"])
    other.stock("butter", 500, "g")
    cook.recipe("Butter biscuits", ingredients=["100 g butter", "900 g flour"], tags=["oven"])
    cook.recipe("Fried eggs", ingredients=["2 eggs", "1 tbsp oil"])
    cook.recipe("Milk rice", ingredients=["500 ml milk", "100 g rice"])
    cook.recipe("Ideas")
    cook.stock("flour", 500, "g")
    cook.stock("eggs", 4, expires_on=day(9))
    cook.stock("oil", 1, "bottle")
    cook.stock("rice", 1, "kg")
    cook.stock("milk", 1, "l", expires_on=day(1))
    return cook


@pytest.fixture
def pancakes(cook: WebCook, new_cook: NewCook) -> Json:
    """Half of what they want is there. What a stranger has does not count."""
    other = new_cook()
    other.stock("milk", 9, "l")
    cook.stock("flour", 250, "g")
    cook.stock("eggs", 2)
    cook.stock("oil", 1, "bottle")
    return cook.recipe("Pancakes", **PANCAKES)


def test_with_what_i_have_the_best_comes_first_and_says_what_is_short(stocked: WebCook) -> None:
    page = stocked.page("/cookbook?tag=oven")
    found(page, "Butter biscuits")
    switch(page).focus()
    page.keyboard.press("Space")
    found(page, "Milk rice", "Fried eggs", "Butter biscuits")
    expect(switch(page)).to_be_checked()
    expect(switch(page)).to_be_focused()
    expect(badge(page, "Milk rice")).to_have_text("All here")
    expect(badge(page, "Fried eggs")).to_have_text("Perhaps")
    expect(badge(page, "Butter biscuits")).to_have_text("2 short")
    expect(page.get_by_text("Short of 100 g butter and 400 g flour")).to_be_visible()
    expect(page.get_by_text("Perhaps enough oil")).to_be_visible()
    expect(page.get_by_label("Search recipes")).to_have_count(0)
    page.wait_for_url("**/cookbook?have=1")
    page.reload()
    found(page, "Milk rice", "Fried eggs", "Butter biscuits")
    switch(page).click()
    found(page, "Butter biscuits", "Fried eggs", "Ideas", "Milk rice")
    page.wait_for_url("**/cookbook")


def test_what_expires_first_comes_first_where_that_is_asked(stocked: WebCook) -> None:
    stocked.stock("butter", 100, "g", expires_on=day(0))
    page = stocked.page("/cookbook?have=1&q=rice", timezone_id=pantries.ZONE)
    found(page, "Milk rice", "Fried eggs", "Butter biscuits")
    page.get_by_label("Use up soon first").click()
    found(page, "Butter biscuits", "Milk rice", "Fried eggs")
    expect(page.get_by_text("Uses what expires today")).to_be_visible()
    expect(page.get_by_text("Uses what expires tomorrow")).to_be_visible()
    expect(page.locator(".labels").last).to_have_text("")
    use(page, "egg")
    found(page, "Fried eggs")
    page.wait_for_url("**/cookbook?ingredient=egg&have=1&soon=1")
    use(page, "beef")
    expect(page.get_by_role("main").get_by_role("status")).to_have_text("No recipes")
    page.get_by_role("button", name="Show all recipes").click()
    expect(switch(page)).not_to_be_checked()
    found(page, "Butter biscuits", "Fried eggs", "Ideas", "Milk rice")


def test_the_whole_cookbook_scrolls_by_what_is_there(cook: WebCook) -> None:
    for number in range(70):
        cook.recipe(f"Dish {number:02}", ingredients=["1 egg"] * (1 + number % 7) + ["1 fig"])
    cook.stock("eggs", 10)
    page = cook.page("/cookbook?have=1")
    expect(rows(page).first).to_have_text("Dish 06")
    ranked = [name for part in cook.pages("/recipes/cookable") for name in part]
    seen: list[str] = []
    while len(seen) < len(ranked):
        page.keyboard.press("PageDown")
        seen += [name for name in rows(page).all_text_contents() if name not in seen]
    assert seen == [one["name"] for one in ranked]


def test_what_is_short_follows_the_servings(cook: WebCook, pancakes: Json) -> None:
    page = opened(cook, pancakes)
    expect(lacks(page)).to_have_text(["1 egg", "400 ml milk"])
    expect(page.get_by_role("paragraph").filter(has_text="Perhaps enough:")).to_be_visible()
    expect(statuses(page)).to_have_text(
        ["here", "short 1", "missing", "perhaps enough", "to taste"]
    )
    page.get_by_role("button", name="One serving more").click()
    expect(lacks(page)).to_have_text(["50 g flour", "2½ eggs", "600 ml milk"])
    expect(statuses(page).first).to_have_text("short 50 g")
    page.get_by_role("button", name="One serving less").click(click_count=2)
    expect(lacks(page)).to_have_text(["200 ml milk"])
    cook.stock("milk", 1, "l")
    page.reload()
    expect(page.get_by_text("Perhaps enough:")).to_be_visible()
    expect(lacks(page)).to_have_count(0)


def test_everything_is_here_where_it_is(cook: WebCook) -> None:
    cook.stock("lentils", 1, "kg")
    page = opened(cook, cook.recipe("Dal", ingredients=["200 g lentils", "salt, to taste"]))
    expect(page.get_by_text("Everything is here.")).to_be_visible()
    expect(statuses(page)).to_have_text(["here"])
    page.get_by_role("button", name="×2").click()
    expect(page.get_by_text("What is short can be told for ×1 only")).to_be_visible()
    expect(statuses(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Cooked it")).to_have_count(0)
    page.get_by_role("button", name="×1").click()
    page.get_by_role("button", name="Cooked it").click()
    expect(page.get_by_text("Taken out: 0.2 kg lentils.")).to_be_visible()
    assert stock_of(cook) == [("lentils", 0.8, "kg")]


def test_what_was_cooked_is_taken_out_once_and_one_undo_puts_it_back(
    cook: WebCook, pancakes: Json
) -> None:
    before = stock_of(cook)
    page = opened(cook, pancakes)
    page.get_by_role("button", name="One serving more").click()
    expect(lacks(page).first).to_have_text("50 g flour")
    page.get_by_role("button", name="Cooked it").dblclick()
    said = "Taken out: 250 g flour and 2 eggs. Not there: 50 g flour, 2½ eggs and 600 ml milk."
    expect(page.get_by_text(f"{said} Look after oil yourself.")).to_be_visible()
    expect(page.get_by_role("button", name="Cooked")).to_have_attribute("aria-disabled", "true")
    expect(lacks(page)).to_have_text(["300 g flour", "4½ eggs", "600 ml milk"])
    assert stock_of(cook) == [("oil", 1, "bottle")]
    take_back(page).click()
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(lacks(page)).to_have_text(["50 g flour", "2½ eggs", "600 ml milk"])
    expect(page.get_by_role("button", name="Cooked it")).to_be_enabled()
    assert stock_of(cook) == before


def test_two_presses_before_the_first_is_answered_cook_once(cook: WebCook, pancakes: Json) -> None:
    cook.stock("flour", 750, "g")
    page = cook.context().new_page()
    wire = Wire(page)
    page.goto(f"/cookbook/{pancakes['id']}")
    expect(ingredients(page).first).to_have_text("200 g flour")
    wire.hold()
    page.get_by_role("button", name="Cooked it").click()
    page.get_by_role("button", name="Cooked it").click()
    wire.release()
    expect(page.get_by_role("button", name="Cooked", exact=True)).to_be_visible()
    page.get_by_role("button", name="One serving more").click()
    expect(page.get_by_text("for 3 (recipe is for 2)")).to_be_visible()
    assert stock_of(cook)[0] == ("flour", 800, "g")


def test_undo_puts_back_all_or_none(cook: WebCook, pancakes: Json) -> None:
    page = opened(cook, pancakes)
    page.get_by_role("button", name="Cooked it").click()
    expect(take_back(page)).to_be_visible()
    cook.stock("eggs", 12)
    left = stock_of(cook)
    take_back(page).click()
    expect(page.get_by_text("Meanwhile there is another eggs.")).to_be_visible()
    assert stock_of(cook) == left


def test_where_nothing_is_there_nothing_can_be_undone(cook: WebCook, new_cook: NewCook) -> None:
    other = new_cook()
    other.stock("rice", 9, "kg")
    page = opened(cook, cook.recipe("Rice", ingredients=["100 g rice"]))
    page.get_by_role("button", name="Cooked it").click()
    expect(page.get_by_text("Nothing was taken out. Not there: 100 g rice.")).to_be_visible()
    expect(take_back(page)).to_have_count(0)
    assert stock_of(other) == [("rice", 9, "kg")]


def test_without_the_database_it_is_not_cooked_and_can_be_tried_again(
    cook: WebCook, pancakes: Json, postgres_url: str, worker_id: str
) -> None:
    page = opened(cook, pancakes)
    with shut(postgres_url, f"web_{worker_id}"):
        page.get_by_role("button", name="Cooked it").click()
        expect(page.get_by_text("The database does not answer.")).to_be_visible()
    page.get_by_role("button", name="Cooked it").click()
    expect(page.get_by_text("Taken out: 200 g flour and 2 eggs.")).to_be_visible()


def test_soon_is_what_has_expired_or_will_by_date_and_leads_to_cooking_it(
    cook: WebCook, new_cook: NewCook
) -> None:
    new_cook().stock("oysters", 1, expires_on=day(0))
    for name, days in (("tomatoes", 3), ("apples", 4), ("milk", -1), ("beef", 0)):
        cook.stock(name, 1, expires_on=day(days))
    cook.recipe("Tomato salad", ingredients=["1 tomato"])
    page = pantries.opened(cook)
    page.get_by_role("button", name="Use soon 3").click()
    pantries.shown(page, "milk", "beef", "tomatoes")
    expect(page.get_by_label("Order")).to_have_value("date")
    page.get_by_role("button", name="All", exact=True).click()
    expect(page.get_by_label("Order")).to_have_value("aisle")
    page.get_by_role("button", name="Use soon 3").click()
    page.get_by_role("link", name="What can I cook with it?").click()
    found(page, "Tomato salad")
    expect(page.get_by_label("Use up soon first")).to_be_checked()
