"""`/cookbook/[id]`: one recipe."""

import reflex as rx

from kitchen_app.components.controls import empty, skeleton
from kitchen_app.components.frame import frame
from kitchen_app.components.notices import away
from kitchen_app.components.recipe.cook import cook_mode
from kitchen_app.components.recipe.edit import edit
from kitchen_app.components.recipe.view import view
from kitchen_app.states.recipe import Recipe
from kitchen_app.states.recipe_edit import RecipeEdit

# On the way from one address to another the state still holds the first; the browser knows better.
_ADDRESS = rx.Var(
    "(typeof window === 'undefined' ? '' : window.location.pathname.toLowerCase().split('/')[2])",
    _var_type=str,
).to(str)
IS_HERE = (Recipe.drawn.id != "") & (Recipe.drawn.id == _ADDRESS)
IS_MISSING = (Recipe.missing != "") & (Recipe.missing == _ADDRESS)

ROUTE = "/cookbook/[recipe_id]"
TITLE = rx.cond(IS_HERE, Recipe.drawn.name, "Recipe").to(str) + " · Kitchen"
ON_LOAD = Recipe.open


def page() -> rx.Component:
    return frame(
        rx.cond(
            IS_HERE,
            rx.cond(
                RecipeEdit.form.id == Recipe.drawn.id, edit(), rx.fragment(view(), cook_mode())
            ),
            rx.cond(
                IS_MISSING,
                _missing(),
                rx.cond(Recipe.away, away(Recipe.away, Recipe.open), _loading()),
            ),
        ),
        place="Cookbook",
    )


def _missing() -> rx.Component:
    return empty(
        "cookie",
        "That recipe is not in your cookbook.",
        rx.el.p("Perhaps it was deleted, or a letter of the address is missing."),
        rx.el.a("To the cookbook", href="/cookbook", class_name="button main"),
    )


def _loading() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span("Cookbook", class_name="back"),
            rx.el.h1(skeleton("60%")),
            rx.el.p(skeleton("80%"), class_name="lead"),
            rx.el.p(skeleton("16rem"), class_name="facts"),
            rx.el.div(class_name="actions-row"),
            class_name="recipe-head",
        ),
        rx.el.div(
            rx.el.div(*_lines(8, "70%"), class_name="recipe-ingredients"),
            rx.el.div(*_lines(5, "90%"), class_name="recipe-steps"),
            class_name="recipe-body",
        ),
        aria_busy="true",
        class_name="recipe",
    )


def _lines(count: int, width: str) -> list[rx.Component]:
    return [rx.el.p(skeleton(width), class_name="loading-line") for _ in range(count)]
