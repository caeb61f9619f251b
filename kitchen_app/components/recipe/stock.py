"""What of a recipe the pantry has, and taking it out."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import button
from kitchen_app.states.recipe import Recipe


def stock() -> rx.Component:
    """For as many as the page shows."""
    return rx.el.div(
        rx.cond(
            Recipe.stock.known,
            rx.fragment(_short_list(), _cooked()),
            rx.el.p(
                "What is short can be told for ×1 only: the recipe does not say how many it serves."
            ),
        ),
        class_name="stock no-print",
    )


def _short_list() -> rx.Component:
    lacks: Any = Recipe.stock.lacks
    perhaps: Any = Recipe.stock.perhaps
    return rx.el.div(
        rx.cond(lacks, _listed("You are short of:", lacks)),
        rx.cond(perhaps, _listed("Perhaps enough:", perhaps)),
        rx.cond((lacks.length() == 0) & (perhaps.length() == 0), rx.el.p("Everything is here.")),
        class_name="short-list",
    )


def _listed(title: str, things: Any) -> rx.Component:
    return rx.el.div(rx.el.p(title), rx.el.ul(rx.foreach(things, lambda one: rx.el.li(one))))


def _cooked() -> rx.Component:
    """Stays where it is, so that the focus does."""
    return button(
        rx.cond(Recipe.is_cooked, "Cooked", "Cooked it"),
        icon="check",
        on_click=Recipe.cook,
        title="Take all of it out of the pantry",
        aria_disabled=Recipe.is_cooked,
    )
