"""The cookbook's list: finding recipes, and scrolling through any number of them."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import insert

from kitchen_app.models.base import new_id
from kitchen_app.services.recipes import RECIPES, searchable
from kitchen_app.states.window import PAGE, SLOTS
from tests.web.conftest import NewCook
from tests.web.visits import WebCook
from tests.web.wire import Wire

MANY = 20 * PAGE
BLANK: dict[str, Any] = {"description": "", "ingredients": [], "steps": [], "tags": []}
IN_VIEW = """() => [...document.querySelectorAll('[role="listitem"]')]
  .filter((row) => { const box = row.getBoundingClientRect();
                     return box.bottom > 0 && box.top < innerHeight; })
  .map((row) => row.querySelector('a').textContent)"""
NO_GAP_IN_VIEW = """() => !document.querySelector('.skeleton')
  && document.querySelector('[role="listitem"]')
  && [...document.querySelectorAll('.window > .gap')].every((gap) => {
       const box = gap.getBoundingClientRect();
       return !box.height || box.bottom <= 0 || box.top >= innerHeight; })"""


def fill(cook: WebCook, count: int) -> list[str]:
    """Recipes that nobody has to wait for; their names in order."""
    names = [f"Dish {number:04}" for number in range(count)]
    recipes = [BLANK | {"name": name} for name in names]
    rows = [one | searchable(one) | {"user_id": cook.id, "id": new_id()} for one in recipes]
    with cook.server.database.transaction() as connection:
        connection.execute(insert(RECIPES), rows)
    return names


def rows(page: Page) -> Locator:
    return page.get_by_role("listitem").get_by_role("link")


def found(page: Page, *names: str) -> None:
    """The list is exactly this."""
    expect(rows(page)).to_have_text(names)


def in_view(page: Page) -> list[str]:
    """The names that are on the screen, once all that belong there are."""
    page.wait_for_function(NO_GAP_IN_VIEW)
    names: list[str] = page.evaluate(IN_VIEW)
    return names


def scrolling(page: Page, by: int, until: str) -> Iterator[list[str]]:
    """What is in view, screen after screen, until this one is."""
    names = in_view(page)
    while until not in names:
        yield names
        page.evaluate("(by) => scrollBy(0, by)", by)
        names = in_view(page)
    yield names


def press(page: Page, key: str, *, until: str) -> None:
    """Until this name is in view: Chromium drops a key that comes while it still glides."""
    while until not in in_view(page):
        page.keyboard.press(key)


def use(page: Page, ingredient: str) -> None:
    page.get_by_label("With ingredient", exact=True).fill(ingredient)
    page.keyboard.press("Enter")


@pytest.fixture
def soups(cook: WebCook, new_cook: NewCook) -> WebCook:
    """Four recipes, and a stranger's that would match as well."""
    new_cook().recipe("A stranger’s leek soup", uses=["leek", "potato"], tags=["soup"])
    cook.recipe("Leek soup", uses=["leeks", "potatoes"], tags=["soup"], cook_minutes=40)
    cook.recipe("Crème of tomato soup", uses=["tomato", "cream"], tags=["soup"], cook_minutes=20)
    cook.recipe("Fried leeks", uses=["Leek"], cook_minutes=10, description="Quick.")
    cook.recipe("Zucchini bake", uses=["zucchini", "potato", "leek"], tags=["oven"])
    return cook


def test_ingredients_a_tag_and_words_narrow_the_list_and_are_in_the_address(soups: WebCook) -> None:
    page = soups.page("/cookbook")
    found(page, "Crème of tomato soup", "Fried leeks", "Leek soup", "Zucchini bake")
    use(page, "leek")
    found(page, "Fried leeks", "Leek soup", "Zucchini bake")
    use(page, "POTATO")
    found(page, "Leek soup", "Zucchini bake")
    expect(page.get_by_label("Tag")).to_contain_text("soup (2)")
    page.get_by_label("Tag").select_option("soup")
    found(page, "Leek soup")
    expect(page.get_by_role("main").get_by_role("status")).to_have_text("1 recipe")
    page.wait_for_url("**/cookbook?ingredient=leek&ingredient=POTATO&tag=soup")
    again = soups.page(page.url)
    found(again, "Leek soup")
    again.get_by_role("button", name="No longer with POTATO").click()
    expect(again.get_by_role("main").get_by_role("status")).to_be_focused()
    again.get_by_label("Tag").select_option("")
    again.get_by_label("Time").select_option("15")
    found(again, "Fried leeks")
    again.get_by_role("button", name="Show all").click()
    found(again, "Crème of tomato soup", "Fried leeks", "Leek soup", "Zucchini bake")
    again.wait_for_url("**/cookbook")


def test_search_follows_the_typing_and_the_order_can_be_chosen(soups: WebCook) -> None:
    page = soups.page("/cookbook")
    page.get_by_label("Search recipes").press_sequentially("creme so")
    found(page, "Crème of tomato soup")
    page.get_by_label("Search recipes").fill("soup")
    found(page, "Crème of tomato soup", "Leek soup")
    page.get_by_label("Order").select_option("newest")
    page.get_by_label("Search recipes").fill("")
    found(page, "Zucchini bake", "Fried leeks", "Crème of tomato soup", "Leek soup")
    page.goto("/cookbook?sort=nonsense&max_minutes=never")
    found(page, "Crème of tomato soup", "Fried leeks", "Leek soup", "Zucchini bake")


def test_where_nothing_matches_it_says_which_filter_to_drop(soups: WebCook) -> None:
    page = soups.page("/cookbook?q=soup&ingredient=zucchini&ingredient=leek")
    page.get_by_role("button", name="Without “soup”: 1 recipe").click()
    found(page, "Zucchini bake")
    expect(page.get_by_label("Search recipes")).to_have_value("")
    use(page, "beef")
    expect(page.get_by_role("button", name="Without beef: 1 recipe")).to_be_visible()
    page.get_by_role("button", name="Show all recipes").click()
    found(page, "Crème of tomato soup", "Fried leeks", "Leek soup", "Zucchini bake")


def test_an_error_is_said_and_what_was_found_stays(soups: WebCook) -> None:
    page = soups.page("/cookbook?" + "&".join(["ingredient=tomato"] * 20))
    found(page, "Crème of tomato soup")
    use(page, "leek")
    expect(page.get_by_text("at most 20 entries")).to_be_visible()
    found(page, "Crème of tomato soup")
    page.get_by_role("button", name="No longer with tomato").first.click()
    found(page, "Crème of tomato soup", "Fried leeks", "Leek soup", "Zucchini bake")


def test_an_empty_cookbook_offers_ways_to_fill_it(cook: WebCook, new_cook: NewCook) -> None:
    new_cook().recipe("A stranger’s soup")
    page = cook.page("/cookbook", phone=True)
    expect(page.get_by_role("heading", name="Nothing in it yet")).to_be_visible()
    ask = page.get_by_role("link", name="Ask for it")
    expect(ask).to_have_attribute("href", "/chat?ask=Save%20a%20recipe%3A%20")
    page.get_by_role("button", name="Write it").click()
    page.get_by_label("Its name").fill(" ")
    page.keyboard.press("Enter")
    expect(page.get_by_text("must not be empty")).to_be_visible()
    page.get_by_label("Its name").fill("Zabaglione")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cookbook/*?edit=1")
    assert cook.names("/recipes") == ["Zabaglione"]


def test_a_new_recipe_sent_twice_is_made_once(cook: WebCook) -> None:
    page = cook.context().new_page()
    wire = Wire(page)
    page.goto("/cookbook")
    page.get_by_role("button", name="Write it").click()
    wire.hold()
    page.get_by_label("Its name").fill("Zabaglione")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    wire.release()
    page.wait_for_url("**/cookbook/*?edit=1")
    expect(page.get_by_label("Name", exact=True).first).to_have_value("Zabaglione")
    assert cook.names("/recipes") == ["Zabaglione"]


def test_scrolling_far_down_and_back_up_shows_every_recipe_in_order_and_holds_few(
    cook: WebCook, new_cook: NewCook
) -> None:
    fill(new_cook(), 10)
    names = fill(cook, MANY)
    page = cook.page("/cookbook", viewport={"width": 1280, "height": 1_600})
    seen: list[str] = []
    for screen in scrolling(page, 1_500, names[5 * PAGE]):
        assert screen == names[names.index(screen[0]) :][: len(screen)]
        seen += [name for name in screen if name not in seen]
        assert rows(page).count() <= SLOTS * PAGE
    assert seen[: 5 * PAGE] == names[: 5 * PAGE]
    press(page, "End", until=names[-1])
    assert rows(page).count() <= SLOTS * PAGE
    press(page, "Home", until=names[0])
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    middle = in_view(page)
    assert 0.45 < names.index(middle[0]) / MANY < 0.55
    for screen in scrolling(page, -1_500, names[6 * PAGE]):
        assert screen == names[names.index(screen[0]) :][: len(screen)]


def test_no_recipe_is_lost_or_doubled_when_others_come_and_go_above(cook: WebCook) -> None:
    names = fill(cook, 10 * PAGE)
    page = cook.page("/cookbook")
    for _ in scrolling(page, 1_000, names[8 * PAGE]):
        pass
    ids = {row["name"]: row["id"] for row in cook.ok("GET", "/recipes", params={"limit": 200})}
    for gone in names[2 * PAGE : 2 * PAGE + 5]:
        cook.ok("DELETE", f"/recipes/{ids[gone]}")
    for extra in range(8):
        cook.recipe(f"{names[4 * PAGE]} extra {extra}")
    names = [
        name for part in cook.pages("/recipes", limit=200) for name in (r["name"] for r in part)
    ]
    seen = list(scrolling(page, -500, names[0]))[::-1]
    for above, below in pairwise(seen):
        joined = above + [name for name in below if name not in above]
        assert joined == names[names.index(above[0]) :][: len(joined)]


def test_back_from_a_recipe_finds_the_same_place_of_the_same_list(cook: WebCook) -> None:
    names = fill(cook, 10 * PAGE)
    page = cook.page("/cookbook", phone=True)
    page.get_by_label("Search recipes").fill("dish")
    page.wait_for_url("**/cookbook?q=dish")
    for _ in scrolling(page, 1_000, names[5 * PAGE]):
        pass
    before, chosen = page.evaluate("scrollY"), names[5 * PAGE]
    page.get_by_role("link", name=chosen).click()
    page.wait_for_url("**/cookbook/*-*")
    expect(page.get_by_role("heading", name=chosen)).to_be_visible()
    page.go_back()
    page.wait_for_url("**/cookbook?q=dish")
    expect(page.get_by_role("link", name=chosen)).to_be_in_viewport()
    assert page.evaluate("scrollY") == before


def test_a_phone_shows_whole_rows_that_can_be_tapped_anywhere(cook: WebCook) -> None:
    long = "An endlessly long name " * 8
    cook.recipe(long, description="W" * 500, tags=["x" * 50, "y" * 50], prep_minutes=100_000)
    page = cook.page("/cookbook", phone=True)
    row = page.get_by_role("listitem")
    expect(row.get_by_role("link")).to_have_attribute("title", long.strip())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    row.click(position={"x": 350, "y": 80})
    page.wait_for_url("**/cookbook/*-*")


def test_the_list_costs_the_websocket_what_is_shown(cook: WebCook) -> None:
    names = fill(cook, 10 * PAGE)
    page = cook.context().new_page()
    costs: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda f: costs.append(len(f))))
    page.goto("/cookbook")
    expect(rows(page)).to_have_count(2 * PAGE)
    assert sum(costs) < 30_000
    costs.clear()
    pages = sum(len(screen) > 0 for screen in scrolling(page, 1_000, names[6 * PAGE]))
    assert pages > 6
    assert sum(costs) < 6 * 10_000
