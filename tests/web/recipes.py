"""What tests of the recipe page do and look at."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

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


def opened(cook: WebCook, recipe: dict[str, Any], *, edit: bool = False, **options: Any) -> Page:
    """The recipe's page, with the recipe on it."""
    page = cook.page(f"/cookbook/{recipe['id']}{'?edit=1' if edit else ''}", **options)
    if edit:
        expect(page.get_by_label("Name")).to_have_value(recipe["name"])
    else:
        expect(page.get_by_role("heading", level=1)).to_have_text(recipe["name"])
    return page


def ingredients(page: Page) -> Locator:
    return page.locator(".ingredients li label").locator("visible=true")


def statuses(page: Page) -> Locator:
    """What the pantry has for each line."""
    return page.locator(".ingredients li .status").locator("visible=true")


def lacks(page: Page) -> Locator:
    """What one is short of."""
    return page.locator(".short-list > :has(> :text('short of')) li")


def row(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def values(page: Page, one: str) -> list[str]:
    rows = page.locator(f"line-list[data-one={one}] [data-rows] textarea")
    found: list[str] = rows.evaluate_all("rows => rows.map(row => row.value)")
    return found


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
