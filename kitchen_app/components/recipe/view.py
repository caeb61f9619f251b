"""A recipe to read: what goes in beside what to do."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import CLOSES, button, dialog, icon_button, opens
from kitchen_app.components.elements import TickList, TimerBar
from kitchen_app.components.recipe.stock import stock
from kitchen_app.states.recipe import TIMES, Recipe
from kitchen_app.states.recipe_drawn import Line, Link

DELETING = "delete-recipe"


def view() -> rx.Component:
    return rx.el.article(
        rx.el.header(
            rx.el.a("Cookbook", href="/cookbook", class_name="back no-print"),
            rx.el.h1(Recipe.drawn.name),
            rx.cond(
                Recipe.drawn.description,
                rx.el.p(Recipe.drawn.description, class_name="lead"),
            ),
            _facts(),
            _tags(),
            _actions(),
            class_name="recipe-head",
        ),
        rx.el.div(_ingredients(), _steps(), class_name="recipe-body"),
        timer_bar("page-timers no-print"),
        _confirm_delete(),
        class_name="recipe",
    )


def ingredient_list() -> rx.Component:
    return _ticked(
        "ingredients",
        rx.el.ul(
            rx.foreach(Recipe.lines, lambda line, index: _ingredient(line, index)),
            class_name="ingredients",
        ),
    )


def timer_bar(class_name: str) -> rx.Component:
    """The timers that run for this recipe, wherever they were started."""
    return TimerBar.create(class_name=class_name, custom_attrs={"data-recipe": Recipe.drawn.id})


def _ticked(name: str, things: rx.Component) -> rx.Component:
    """A list that is ticked off in the browser alone."""
    attributes = {"data-name": name, "data-recipe": Recipe.drawn.id}
    return TickList.create(things, custom_attrs=attributes)


def _ingredient(line: Line, index: Any) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(type="checkbox", class_name="check"),
            rx.el.span(
                rx.cond(line.amount, rx.el.b(line.amount, " ")),
                line.food,
                rx.cond(line.note, rx.el.span(line.note, class_name="soft")),
            ),
        ),
        rx.cond(line.status, rx.el.span(line.status, class_name=f"status {line.mood} no-print")),
        key=index,
    )


def _facts() -> rx.Component:
    return rx.el.ul(
        rx.foreach(Recipe.drawn.times, lambda time: rx.el.li(time)),
        rx.cond(Recipe.drawn.servings > 0, rx.el.li("serves ", Recipe.drawn.servings)),
        rx.cond(
            Recipe.drawn.source.href,
            rx.el.li(
                "from ",
                rx.el.a(
                    Recipe.drawn.source.text,
                    href=Recipe.drawn.source.href,
                    target="_blank",
                    rel="noopener noreferrer",
                ),
            ),
        ),
        class_name="facts",
    )


def _tags() -> rx.Component:
    return rx.cond(
        Recipe.drawn.tags,
        rx.el.ul(
            rx.foreach(Recipe.drawn.tags, _tag),
            aria_label="Tags",
            class_name="tags no-print",
        ),
    )


def _tag(tag: Link) -> rx.Component:
    return rx.el.li(rx.el.a(tag.text, href=tag.href, class_name="chip"))


def _actions() -> rx.Component:
    return rx.el.div(
        rx.cond(
            Recipe.drawn.steps,
            button(
                "Cook",
                kind="main",
                icon="chef-hat",
                aria_haspopup="dialog",
                custom_attrs={"data-cooks": "cook-mode"},
            ),
        ),
        rx.el.a(
            rx.icon("pencil", aria_hidden="true"),
            "Edit",
            href=f"/cookbook/{Recipe.drawn.id}?edit=1",
            class_name="button",
        ),
        rx.el.a(
            rx.icon("message-circle", aria_hidden="true"),
            "Ask",
            href=Recipe.drawn.ask,
            aria_label="Ask the assistant about this recipe",
            title="Ask the assistant about this recipe",
            class_name="button quiet",
        ),
        icon_button("printer", "Print", custom_attrs={"data-prints": "true"}),
        icon_button("trash-2", "Delete this recipe", **opens(DELETING)),
        class_name="row actions-row no-print",
    )


def _ingredients() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Ingredients", id="ingredients"),
            rx.cond(Recipe.drawn.servings > 0, _stepper(), _multiplier()),
            class_name="list-head",
        ),
        rx.el.p(_scaled_for(), role="status", class_name="scaled-for"),
        rx.cond(Recipe.lines, stock()),
        rx.cond(
            Recipe.lines,
            ingredient_list(),
            rx.el.p("None are written down yet.", class_name="soft"),
        ),
        aria_labelledby="ingredients",
        class_name="recipe-ingredients",
    )


def _stepper() -> rx.Component:
    return rx.el.div(
        icon_button("minus", "One serving less", on_click=Recipe.serve(-1)),
        rx.el.span(
            Recipe.servings,
            rx.el.span(" servings", class_name="visually-hidden"),
            class_name="count",
        ),
        icon_button("plus", "One serving more", on_click=Recipe.serve(1)),
        role="group",
        aria_label="Servings",
        class_name="stepper no-print",
    )


def _multiplier() -> rx.Component:
    return rx.el.div(
        *(
            rx.el.button(
                f"×{times}",
                type="button",
                aria_pressed=Recipe.times == times,
                on_click=Recipe.multiply(times),
                class_name="chip",
            )
            for times in TIMES
        ),
        role="group",
        aria_label="How much of it",
        class_name="row multiplier no-print",
    )


def _scaled_for() -> rx.Component:
    back = rx.el.button("Back", type="button", on_click=Recipe.restore, class_name="link no-print")
    return rx.cond(
        Recipe.drawn.servings != Recipe.servings,
        rx.fragment(
            f"for {Recipe.servings} (recipe is for {Recipe.drawn.servings}) ",
            back,
        ),
        rx.cond(Recipe.times != "1", rx.fragment(f"×{Recipe.times} of the recipe ", back)),
    )


def _steps() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Steps", id="steps"),
        rx.cond(
            Recipe.drawn.steps,
            _ticked(
                "steps",
                rx.el.ol(
                    rx.foreach(Recipe.drawn.steps, lambda step, index: _step(step, index)),
                    class_name="steps",
                ),
            ),
            rx.el.p("None are written down yet.", class_name="soft"),
        ),
        aria_labelledby="steps",
        class_name="recipe-steps",
    )


def _step(step: Any, index: Any) -> rx.Component:
    """Marked as done by its number."""
    return rx.el.li(
        rx.el.label(
            rx.el.input(type="checkbox", aria_label=f"Step {index + 1} done"),
            rx.el.span(index + 1, aria_hidden="true"),
            class_name="step-number",
        ),
        rx.el.p(step),
        key=index,
    )


def _confirm_delete() -> rx.Component:
    return dialog(
        DELETING,
        f"Delete “{Recipe.drawn.name}”?",
        rx.el.p("It leaves your cookbook.", margin_top="var(--s3)"),
        rx.el.div(
            button("Keep it", **CLOSES),
            button("Delete", kind="danger", on_click=Recipe.delete, **CLOSES),
            class_name="actions",
        ),
    )
