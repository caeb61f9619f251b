"""The page of one recipe: reading, scaling, deleting, printing."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.databases import shut
from tests.web.conftest import NewCook
from tests.web.recipes import SOUP, ingredients, opened
from tests.web.visits import WebCook


def test_it_shows_all_of_it_and_counts_for_more_people(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup)
    expect(page).to_have_title("Leek soup · Kitchen")
    expect(page.locator(".facts")).to_contain_text("10 min to prepare")
    expect(page.locator(".facts")).to_contain_text("1 h 20 min to cook")
    expect(page.get_by_role("link", name="example.org")).to_have_attribute(
        "href", SOUP["source_url"]
    )
    expect(page.get_by_role("link", name="crème & co")).to_have_attribute(
        "href", "/cookbook?tag=cr%C3%A8me%20%26%20co"
    )
    ask = page.get_by_role("link", name="Ask the assistant about this recipe")
    assert (ask.get_attribute("href") or "").startswith("/chat?ask=I%20have")
    expect(ingredients(page).nth(1)).to_have_text("⅓ cup milk")
    page.get_by_role("button", name="One serving more").click(click_count=2)
    expect(page.get_by_text("for 6 (recipe is for 4)")).to_be_visible()
    expect(ingredients(page)).to_have_text(
        ["4½ leeks, washed", "½ cup milk", "3 Prise dulse, the red kind, dried", "salt"]
    )
    page.get_by_role("button", name="Back").click()
    expect(ingredients(page).first).to_have_text("3 leeks, washed")
    expect(page.get_by_text("recipe is for")).to_have_count(0)


def test_a_recipe_for_nobody_knows_how_many_is_multiplied(cook: WebCook) -> None:
    page = opened(cook, cook.recipe("Dal", ingredients=[{"name": "lentils", "quantity": 1}]))
    page.get_by_role("button", name="×½").click()
    expect(ingredients(page)).to_have_text(["½ lentils"])
    page.get_by_role("button", name="×3").click()
    expect(ingredients(page)).to_have_text(["3 lentils"])
    expect(page.get_by_text("×3 of the recipe")).to_be_visible()


def test_a_click_on_a_dialogs_edge_leaves_it_open(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup)
    page.get_by_role("button", name="Delete this recipe").click()
    dialog = page.get_by_role("dialog", name="Delete “Leek soup”?")
    dialog.click(position={"x": 8, "y": 8})
    expect(dialog).to_be_visible()
    page.mouse.click(8, 8)
    expect(dialog).to_be_hidden()


def test_it_is_deleted_only_when_asked_twice(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup)
    page.get_by_role("button", name="Delete this recipe").click()
    page.get_by_role("dialog", name="Delete “Leek soup”?").get_by_text("Keep it").click()
    assert cook.names("/recipes") == ["Leek soup"]
    page.get_by_role("button", name="Delete this recipe").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.wait_for_url("**/cookbook*")
    expect(page.get_by_text("Leek soup is deleted.")).to_be_visible()
    assert cook.names("/recipes") == []


def test_a_strangers_recipe_is_as_missing_as_one_that_never_was(
    new_cook: NewCook, cook: WebCook
) -> None:
    theirs = new_cook().recipe("Secret stew")["id"]
    said = set()
    for place in (theirs, str(uuid4()), "caf%C3%A9", f"{theirs}?edit=1"):
        page = cook.page(f"/cookbook/{place}")
        expect(page.get_by_role("heading")).to_have_text("That recipe is not in your cookbook.")
        said.add((page.locator("main").inner_html(), page.title()))
        page.close()
    assert len(said) == 1


@pytest.mark.usefixtures("soup")
def test_a_wrong_address_says_nothing_of_the_next_one(cook: WebCook) -> None:
    page = cook.page(f"/cookbook/{uuid4()}")
    missing = page.get_by_role("heading", name="That recipe is not in your cookbook.")
    expect(missing).to_be_visible()
    page.get_by_role("link", name="To the cookbook").click()
    page.evaluate(
        """text => new MutationObserver(() => {
            window.flashed ||= document.body.innerText.includes(text);
        }).observe(document.body, {childList: true, subtree: true})""",
        "not in your cookbook",
    )
    page.get_by_role("link", name="Leek soup").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leek soup")
    assert not page.evaluate("window.flashed")


def test_without_its_database_the_page_says_so_and_what_is_open_stays(
    cook: WebCook, soup: dict[str, Any], postgres_url: str, worker_id: str
) -> None:
    page = opened(cook, soup)
    with shut(postgres_url, f"web_{worker_id}"):
        page.get_by_role("button", name="One serving more").click()
        expect(page.get_by_text("The database does not answer.")).to_be_visible()
        expect(ingredients(page).first).to_have_text("3 leeks, washed")
        page.get_by_role("link", name="Edit").click()
        expect(page.get_by_role("heading", name="Not just now")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Name")).to_have_value("Leek soup")


def test_on_a_phone_nothing_sticks_out(cook: WebCook) -> None:
    recipe = cook.recipe(
        "Donaudampfschifffahrtsgesellschaftskapitänskuchen",
        ingredients=[{"name": "m" * 200, "note": "n" * 200}],
        steps=["s" * 500],
        tags=["t" * 50],
        servings=4,
    )
    page = opened(cook, recipe, phone=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    above, below = ingredients(page).bounding_box(), page.locator(".steps").bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] < below["y"]
    page.get_by_role("link", name="Edit").click()
    expect(page.get_by_label("Name")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_paper_there_is_only_the_recipe(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup)
    page.emulate_media(media="print", color_scheme="dark")
    for name in ("Cook", "Print", "One serving more"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_hidden()
    for link in ("Pantry", "Edit", "Cookbook"):
        expect(page.get_by_role("link", name=link).first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(ingredients(page).first).to_have_text("3 leeks, washed")
    expect(page.get_by_text("Blend, and season.").first).to_be_visible()
    ink = "getComputedStyle(document.querySelector('.steps p')).color"
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
