"""A recipe that is edited: rows, mistakes, drafts, and changes from elsewhere."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.recipes import SOUP, ingredients, opened, row, save, values
from tests.web.visits import WebCook

WHOLE_NUMBER = re.compile("It must be a whole number.")


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
