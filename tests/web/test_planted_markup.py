"""Markup and templates in what a cook keeps: shown as they were typed, wherever they are."""

from playwright.sync_api import expect

from tests.web.visits import WebCook

PLANTED = "<style>*{display:none}</style><img src=x onerror=document.title='run'>{{7*7}}${7*7}"


def test_markup_in_a_recipe_is_shown_as_it_was_typed(cook: WebCook) -> None:
    recipe = cook.recipe(
        PLANTED,
        description=f"of {PLANTED}",
        ingredients=[{"name": "leeks", "quantity": 1, "note": f"with {PLANTED}"}],
        steps=[f"Cut {PLANTED}"],
    )
    page = cook.page(f"/cookbook/{recipe['id']}")
    for before in ("of", "with", "Cut"):
        expect(page.get_by_text(f"{before} {PLANTED}").first).to_be_visible()
    expect(page.get_by_role("heading", name=PLANTED)).to_be_visible()
    expect(page.locator("main img, main style")).to_have_count(0)
    page.goto("/cookbook")
    expect(page.get_by_text(PLANTED, exact=True).first).to_be_visible()
    expect(page.locator("main img, main style")).to_have_count(0)
