"""Cook mode: one step at a time, large, and all in the browser (assets/cook-mode.js)."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import CLOSES, button, icon_button
from kitchen_app.components.recipe.view import ingredient_list, timer_bar
from kitchen_app.states.recipe import Recipe

LIST = "cook-ingredients"


def cook_mode() -> rx.Component:
    """Empty elements with a data attribute are filled in by the script."""
    return rx.el.dialog(
        rx.el.div(
            _head(),
            rx.el.div(
                rx.el.div(custom_attrs={"data-cook": "bar"}),
                class_name="cook-progress",
                aria_hidden="true",
            ),
            _panels(),
            timer_bar("cook-timers"),
            _foot(),
            _list(),
            class_name="cook-inside",
        ),
        id="cook-mode",
        aria_labelledby="cook-title",
        class_name="cook no-print",
        custom_attrs={"data-recipe": Recipe.drawn.id},
    )


def _head() -> rx.Component:
    return rx.el.header(
        rx.el.h2(Recipe.drawn.name, id="cook-title"),
        rx.cond(
            Recipe.lines,
            button("Ingredients", icon="list", custom_attrs={"popoverTarget": LIST}),
        ),
        icon_button("x", "Close", **CLOSES),
        class_name="cook-head",
    )


def _panels() -> rx.Component:
    return rx.el.ol(
        rx.foreach(Recipe.drawn.steps, lambda step, index: _panel(step, index)),
        tab_index=0,
        aria_label="Steps",
        class_name="cook-panels",
        custom_attrs={"data-cook": "panels"},
    )


def _panel(step: Any, index: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(step),
            rx.el.div(class_name="row", custom_attrs={"data-cook": "times"}),
            class_name="cook-step",
        ),
        key=index,
    )


def _foot() -> rx.Component:
    return rx.el.footer(
        button("Previous", icon="arrow-left", custom_attrs={"data-cook": "previous"}),
        rx.el.span(class_name="cook-place", custom_attrs={"data-cook": "place"}),
        button("Next", kind="main", icon="arrow-right", custom_attrs={"data-cook": "next"}),
        rx.el.span(
            class_name="visually-hidden",
            custom_attrs={"data-cook": "told"},
            aria_live="polite",
        ),
        class_name="cook-foot",
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.header(
            rx.el.h3("Ingredients"),
            icon_button(
                "x",
                "Close the ingredients",
                custom_attrs={"popoverTarget": LIST, "popoverTargetAction": "hide"},
            ),
        ),
        ingredient_list(),
        id=LIST,
        class_name="cook-list",
        custom_attrs={"popover": "auto"},
    )
