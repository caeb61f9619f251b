"""The page of one recipe: reading, scaling, editing, cooking, printing."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.databases import shut
from tests.web.conftest import NewCook
from tests.web.visits import WebCook

SOUP: dict[str, Any] = {
    "name": "Leek soup",
    "description": "One pot.",
    "ingredients": [
        {"name": "leeks", "quantity": 3, "note": "washed"},
        {"name": "milk", "quantity": 0.3333, "unit": "cup"},
        {"name": "dulse", "quantity": 2, "unit": "Prise", "note": "the red kind, dried"},
        {"name": "salt"},
    ],
    "steps": ["Soften the leeks.", "Add the milk.\r\nSimmer 20 minutes.", "Blend, and season."],
    "servings": 4,
    "prep_minutes": 10,
    "cook_minutes": 80,
    "tags": ["soup", "crème & co"],
    "source_url": "https://www.example.org/soup",
}
TIMES = {  # what a step says: the seconds of each timer it offers
    "Simmer 20 minutes, then 30 secs.": [1_200, 30],
    "Bake 1/2 hour.": [1_800],
    "1 1/2 hours, 1-1/2 hours, 1½ hours, 1 and a half hours": [5_400] * 4,
    "¾ h or ¼ hour": [2_700, 900],
    "An hour. Half an hour. A quarter of an hour. An hour and a half.": [3_600, 1_800, 900, 5_400],
    "8-10 minutes, 8 – 10 min, 8 to 10 minutes, between 8 and 10 minutes": [480] * 4,
    "2-2½ hours": [7_200],
    "2 hours 30 minutes; 1h30min; 1 hour and 5 minutes": [9_000, 5_400, 3_900],
    "30 minutes or 1 hour": [1_800, 3_600],
    "1,000 seconds, 1,5 hours, 1.5 hours": [1_000, 5_400, 5_400],
    "Add a second egg, 20 mini tomatoes, 2 horses; 1/0 hour; 48 hours": [],
}
WHOLE_NUMBER = re.compile("It must be a whole number.")


@pytest.fixture
def soup(cook: WebCook) -> dict[str, Any]:
    return cook.recipe(**SOUP)


def opened(cook: WebCook, recipe: dict[str, Any], *, edit: bool = False, **options: Any) -> Page:
    """The recipe's page, with the recipe on it."""
    page = cook.page(f"/cookbook/{recipe['id']}{'?edit=1' if edit else ''}", **options)
    if edit:
        expect(page.get_by_label("Name")).to_have_value(recipe["name"])
    else:
        expect(page.get_by_role("heading", level=1)).to_have_text(recipe["name"])
    return page


def ingredients(page: Page) -> Locator:
    return page.locator(".recipe-ingredients li")


def row(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def values(page: Page, one: str) -> list[str]:
    rows = page.locator(f"line-list[data-one={one}] [data-rows] textarea")
    found: list[str] = rows.evaluate_all("rows => rows.map(row => row.value)")
    return found


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


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


def test_an_edit_is_saved_and_what_was_left_alone_is_as_it_was(
    cook: WebCook, soup: dict[str, Any]
) -> None:
    page = opened(cook, soup)
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Name").fill("Leek and potato soup")
    page.get_by_label("Tags").fill("soup, winter")
    page.get_by_label("Minutes to cook").fill("")
    row(page, "Ingredient 2").fill("250 ml cream, cold")
    row(page, "Ingredient 2").press("Enter")
    page.keyboard.insert_text("2 potatoes")
    page.get_by_role("button", name="Move ingredient 3 down").click()
    expect(page.get_by_role("button", name="Move ingredient 4 down")).to_be_focused()
    expect(page.get_by_text("Moved to place 4 of 5.")).to_be_attached()
    page.get_by_role("button", name="Remove ingredient 5").click()
    expect(page.get_by_role("button", name="Remove ingredient 4")).to_be_focused()
    page.get_by_role("button", name="Move step 3 up").click()
    page.get_by_role("button", name="Add step").click()
    page.keyboard.insert_text("Serve.")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Leek and potato soup")
    page.reload()
    expect(ingredients(page)).to_have_text(
        [
            "3 leeks, washed",
            "250 ml cream, cold",
            "2 Prise dulse, the red kind, dried",
            "2 potatoes",
        ]
    )
    after = cook.ok("GET", f"/recipes/{soup['id']}")
    was = soup["ingredients"]
    assert after["ingredients"] == [
        was[0],
        {"name": "cream", "quantity": 250, "unit": "ml", "note": "cold"},
        was[2],
        {"name": "potatoes", "quantity": 2, "unit": None, "note": None},
    ]
    first, second, third = SOUP["steps"]
    assert after["steps"] == [first, third, second, "Serve."]
    assert after["tags"] == ["soup", "winter"]
    assert (after["servings"], after["cook_minutes"]) == (4, None)
    assert len(cook.ok("GET", "/changes")) == 2


def test_a_tag_with_a_comma_stays_one_tag(cook: WebCook) -> None:
    recipe = cook.recipe("Laksa", tags=["hot, sour", "soup", "hot"])
    page = opened(cook, recipe, edit=True)
    page.get_by_label("Minutes to cook").fill("20")
    save(page)
    expect(page.get_by_role("link", name="hot, sour")).to_be_visible()
    page.get_by_role("link", name="Edit").click()
    page.get_by_role("textbox", name="Tags").fill("new, hot, sour, hot, sour ,late")
    save(page)
    expect(page.get_by_role("link", name="late")).to_be_visible()
    assert cook.ok("GET", f"/recipes/{recipe['id']}")["tags"] == ["new", "hot, sour", "late"]


def test_a_pasted_list_becomes_rows(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup, edit=True)
    row(page, "Ingredient 4").press("End")
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        "\r\n pepper\n\n1 bay leaf\n2 cloves\n",
    )
    assert values(page, "ingredient")[3:] == ["saltpepper", "1 bay leaf", "2 cloves"]
    expect(row(page, "Ingredient 6")).to_be_focused()
    row(page, "Ingredient 6").fill("")
    row(page, "Ingredient 6").press("Backspace")
    expect(row(page, "Ingredient 5")).to_be_focused()
    assert len(values(page, "ingredient")) == 5


def test_what_is_wrong_is_said_beside_it(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup, edit=True)
    page.get_by_label("Servings").fill("some")
    page.get_by_label("Where it is from").fill("javascript:alert(1)")
    save(page)
    expect(page.get_by_label("Servings")).to_be_focused()
    expect(page.get_by_label("Servings")).to_have_accessible_description(WHOLE_NUMBER)
    expect(page.get_by_text("must be a web address")).to_be_visible()
    page.get_by_label("Servings").fill("6")
    page.get_by_label("Where it is from").fill("")
    row(page, "Ingredient 2").fill("x" * 300)
    save(page)
    expect(row(page, "Ingredient 2")).to_be_focused()
    expect(page.get_by_text("This ingredient is too long.")).to_be_visible()
    assert cook.ok("GET", f"/recipes/{soup['id']}") == soup


def test_a_change_from_elsewhere_is_not_overwritten_unasked(
    cook: WebCook, soup: dict[str, Any]
) -> None:
    page = opened(cook, soup, edit=True)
    page.get_by_label("Name").fill("Mine")
    cook.ok("PATCH", f"/recipes/{soup['id']}", {"name": "Theirs"})
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("changed elsewhere")
    expect(page.get_by_label("Name")).to_have_value("Mine")
    assert cook.ok("GET", f"/recipes/{soup['id']}")["name"] == "Theirs"
    page.get_by_role("link", name="Show theirs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Theirs")
    page.get_by_role("link", name="Edit").click()
    expect(page.get_by_text("Your unsaved changes are back.")).to_be_visible()
    save(page)
    page.get_by_role("button", name="Save mine anyway").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mine")
    page.get_by_role("link", name="Edit").click()
    expect(page.get_by_label("Name")).to_have_value("Mine")
    expect(page.get_by_text("Your unsaved changes are back.")).to_be_hidden()


def test_leaving_asks_only_where_something_changed(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup, edit=True)
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leek soup")
    page.get_by_role("link", name="Edit").click()
    row(page, "Step 1").fill("Burn the leeks.")
    page.get_by_role("link", name="Pantry").first.click()
    page.get_by_role("button", name="Keep editing").click()
    expect(row(page, "Step 1")).to_have_value("Burn the leeks.")
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Discard changes").click()
    expect(page.get_by_text("Soften the leeks.").first).to_be_visible()
    page.get_by_role("link", name="Edit").click()
    expect(row(page, "Step 1")).to_have_value("Soften the leeks.")


@pytest.mark.complains("ERR_INTERNET_DISCONNECTED")
def test_a_draft_outlives_a_lost_connection_and_a_reload(
    cook: WebCook, soup: dict[str, Any]
) -> None:
    page = opened(cook, soup, edit=True)
    row(page, "Step 1").fill("Melt the leeks.")
    page.context.set_offline(True)
    row(page, "Step 1").press("Enter")
    page.keyboard.insert_text("Stir.")
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("Your unsaved changes are back.")).to_be_visible()
    assert values(page, "step")[:2] == ["Melt the leeks.", "Stir."]
    page.get_by_role("button", name="Begin again from what is saved").click()
    expect(row(page, "Step 1")).to_have_value("Soften the leeks.")


@pytest.mark.complains("ERR_INTERNET_DISCONNECTED")
def test_cook_mode_goes_by_keys_buttons_and_swipes_without_a_server(
    cook: WebCook, soup: dict[str, Any]
) -> None:
    page = opened(cook, soup)
    page.context.set_offline(True)
    opener = page.get_by_role("button", name="Cook", exact=True)
    opener.click()
    mode = page.get_by_role("dialog", name="Leek soup")
    expect(mode.get_by_text("Step 1 of 3", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(mode.locator(".cook-panels").get_by_text("Simmer")).to_be_in_viewport(ratio=1)
    mode.get_by_role("button", name="Start 20 minutes").click()
    expect(mode.get_by_text("Step 2, 20 minutes")).to_be_visible()
    mode.locator(".cook-panels").evaluate("panels => panels.scrollTo(10_000, 0)")
    expect(mode.get_by_text("Step 3 of 3", exact=True)).to_be_visible()
    expect(mode.get_by_role("button", name="Done")).to_be_visible()
    mode.get_by_role("button", name="Previous").click()
    mode.get_by_role("button", name="Ingredients").click()
    mode.get_by_text("⅓ cup milk").click()
    page.keyboard.press("Escape")
    expect(mode.get_by_text("⅓ cup milk")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(mode).to_be_hidden()
    expect(opener).to_be_focused()
    expect(page.get_by_role("checkbox", name="⅓ cup milk")).to_be_checked()
    opener.click()
    expect(mode.get_by_text("Step 2 of 3", exact=True)).to_be_visible()


def test_a_timer_is_there_until_it_is_stopped(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup, phone=True)
    cook_it = page.get_by_role("button", name="Cook", exact=True)
    mode = page.get_by_role("dialog", name="Leek soup")
    running = page.get_by_role("timer").filter(has_text="Step 2, 20 minutes")
    stop = page.locator(".page-timers").get_by_role("button", name="Stop the timer: Step 2")
    cook_it.click()
    mode.get_by_role("button", name="Next").click()
    mode.get_by_role("button", name="Start 20 minutes").click()
    page.keyboard.press("Escape")
    expect(running).to_be_in_viewport()
    page.get_by_role("link", name="Cookbook").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cookbook")
    page.get_by_role("link", name="Leek soup").click()
    expect(running).to_be_in_viewport()
    cook_it.click()
    expect(mode.get_by_role("timer")).to_have_count(1)
    page.keyboard.press("Escape")
    stop.click()
    expect(page.locator(".timer")).to_have_count(0)
    expect(cook_it).to_be_focused()


def test_times_are_read_as_cooks_write_them(cook: WebCook, soup: dict[str, Any]) -> None:
    page = opened(cook, soup)
    read = """async (texts) => {
        const { timesIn } = await import("/times.js");
        return texts.map((text) => timesIn(text).map(({ seconds }) => seconds));
    }"""
    assert dict(zip(TIMES, page.evaluate(read, list(TIMES)), strict=True)) == TIMES


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
