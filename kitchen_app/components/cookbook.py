"""The cookbook's list: what is looked for, and what is found."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import (
    CLOSES,
    button,
    dialog,
    empty,
    field,
    icon_button,
    opens,
    search_box,
    skeleton,
)
from kitchen_app.components.window import window
from kitchen_app.states.cookbook import NONE, Cookbook

ASK = "/chat?ask=Save%20a%20recipe%3A%20"
NEW = "new-recipe"
FOUND = "found"
VANISHES: dict[str, Any] = {"data_vanishes_to": FOUND}
TIMES = {
    "": "Any time",
    "15": "≤ 15 min",
    "30": "≤ 30 min",
    "45": "≤ 45 min",
    "60": "≤ 1 hour",
    "120": "≤ 2 hours",
}
HAVE = Cookbook.wanted["have"].to(str) != ""
SORTS = {"name": "By name", "newest": "Newest", "changed": "Just changed"}


def head() -> rx.Component:
    return rx.el.div(
        rx.el.h1("Cookbook"),
        _ask(),
        button(
            rx.el.span("New", rx.el.span(" recipe", class_name="more")),
            kind="main",
            icon="plus",
            **opens(NEW),
        ),
        class_name="page-head",
    )


def finder() -> rx.Component:
    """What to look for: of what the pantry can cook, only by ingredient."""
    return rx.fragment(
        rx.el.div(
            _toggle("have", "With what I have", role="switch", class_name="switch"),
            rx.cond(HAVE, _toggle("soon", "Use up soon first", class_name="check")),
            class_name="toggles",
        ),
        rx.el.div(
            rx.cond(HAVE, None, _search()),
            _ingredient(),
            rx.cond(HAVE, None, rx.fragment(_tag(), _time(), _order())),
            class_name="finder",
        ),
    )


def _toggle(kind: str, text: str, **props: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=kind,
            checked=Cookbook.wanted[kind].to(str) != "",
            on_change=lambda on: Cookbook.switch(kind, on),
            **props,
        ),
        text,
    )


def _search() -> rx.Component:
    return search_box(
        "Search recipes",
        name="q",
        default_value=Cookbook.wanted["q"],
        on_change=Cookbook.search.debounce(250),
        max_length=200,
        key=Cookbook.typed,
    )


def found() -> rx.Component:
    return rx.el.div(
        rx.cond(Cookbook.span["number"] == 0, _loading(), rx.fragment(_summary(), _list())),
        data_address=Cookbook.address,
    )


def _list() -> rx.Component:
    return rx.cond(
        Cookbook.span["is_empty"],
        rx.cond(Cookbook.is_filtered | HAVE, _no_match(), _empty_book()),
        window(Cookbook, _row, label="Recipes", class_name="recipes"),
    )


def new_recipe() -> rx.Component:
    """Only its name is needed; the rest is filled in on its own page."""
    name = rx.el.input(
        id="name", name="name", required=True, max_length=200, auto_focus=True, class_name="input"
    )
    return dialog(
        NEW,
        "A new recipe",
        rx.el.form(
            field("Its name", name, name="name", hint="Everything else comes next."),
            rx.el.div(
                button("Cancel", **CLOSES),
                button("Create", kind="main", type="submit"),
                class_name="actions",
            ),
            on_submit=Cookbook.create,
            custom_attrs={"data-once": "", "data-answered": Cookbook.refused},
            margin_top="var(--s4)",
        ),
    )


def _ask() -> rx.Component:
    return rx.el.a(
        rx.icon("message-circle", aria_hidden="true"),
        rx.el.span("Ask the assistant", class_name="more"),
        href=ASK,
        class_name="button quiet",
    )


def _ingredient() -> rx.Component:
    return rx.el.form(
        rx.el.input(
            name="ingredient",
            aria_label="With ingredient",
            placeholder="With ingredient…",
            auto_complete="off",
            max_length=200,
            class_name="input",
        ),
        icon_button("plus", "Add this ingredient", type="submit"),
        on_submit=Cookbook.use,
        reset_on_submit=True,
        class_name="with-ingredient",
    )


def _tag() -> rx.Component:
    listed = rx.foreach(Cookbook.tags, lambda tag: rx.el.option(tag["text"], value=tag["value"]))
    return _select(
        "tag", "Tag", rx.el.option("Any tag", value=""), listed, _unlisted("tag", "Tagged")
    )


def _time() -> rx.Component:
    return _select("max_minutes", "Time", *_options(TIMES), _unlisted("max_minutes", "Minutes:"))


def _order() -> rx.Component:
    return _select("sort", "Order", *_options(SORTS))


def _options(choices: dict[str, str]) -> list[rx.Component]:
    return [rx.el.option(text, value=value) for value, text in choices.items()]


def _unlisted(kind: str, what: str) -> rx.Component:
    """What only the address asks for is shown as chosen, too."""
    chosen = Cookbook.wanted[kind].to(str)
    return rx.cond(chosen, rx.el.option(f"{what} {chosen}", value=chosen, hidden=True))


def _select(kind: str, label: str, *options: rx.Component) -> rx.Component:
    return rx.el.select(
        *options,
        value=Cookbook.wanted[kind].to(str),
        on_change=lambda value: Cookbook.choose(kind, value),
        name=kind,
        aria_label=label,
        class_name="input",
    )


def _summary() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.cond(Cookbook.span["is_empty"], NONE, Cookbook.total),
            role="status",
            id=FOUND,
            tab_index=-1,
            class_name="soft",
        ),
        rx.foreach(Cookbook.wanted["ingredient"].to(list[str]), _chip),
        rx.cond(
            Cookbook.is_filtered,
            button("Show all", kind="quiet", on_click=Cookbook.clear, **VANISHES),
        ),
        class_name="row summary",
    )


def _chip(ingredient: Any) -> rx.Component:
    return rx.el.button(
        rx.el.span("with ", ingredient),
        rx.icon("x", aria_hidden="true"),
        type="button",
        aria_label=f"No longer with {ingredient}",
        on_click=Cookbook.drop("ingredient", ingredient),
        class_name="chip chosen",
        **VANISHES,
    )


def _row(recipe: Any) -> rx.Component:
    """The whole row is the link's, whose name is only the recipe's."""
    return rx.el.article(
        rx.el.h2(rx.el.a(recipe["name"], href=f"/cookbook/{recipe['id']}", title=recipe["name"])),
        rx.el.p(recipe["about"], class_name="about"),
        rx.el.p(recipe["tags"], class_name="labels"),
        rx.el.p(
            rx.cond(
                recipe["badge"],
                rx.el.span(recipe["badge"], class_name=f"chip {recipe['mood']}"),
                recipe["time"],
            ),
            class_name="time",
        ),
        rx.el.p(recipe["serves"], class_name="serves"),
        class_name="recipe-row",
    )


def _loading() -> rx.Component:
    row = rx.el.div(
        rx.el.h2(skeleton("14rem")),
        rx.el.p(skeleton("22rem"), class_name="about"),
        class_name="recipe-row",
    )
    return rx.el.div(
        rx.el.div(rx.el.p(skeleton("6rem")), class_name="row summary"),
        rx.el.div(*(row for _ in range(8)), class_name="window recipes"),
        aria_hidden="true",
    )


def _no_match() -> rx.Component:
    return empty(
        "search-x",
        "No recipe is all of that",
        rx.foreach(Cookbook.ways, _way),
        button("Show all recipes", kind="quiet", on_click=Cookbook.clear, **VANISHES),
    )


def _way(way: Any) -> rx.Component:
    return button(way["text"], on_click=Cookbook.drop(way["kind"], way["value"]), **VANISHES)


def _empty_book() -> rx.Component:
    ask = rx.el.a(
        rx.icon("message-circle", aria_hidden="true"), "Ask for it", href=ASK, class_name="button"
    )
    send = rx.el.a(
        rx.icon("terminal", aria_hidden="true"),
        "Send it",
        href="/docs",
        reload_document=True,
        class_name="button",
    )
    return empty(
        "book-open",
        "Nothing in it yet",
        rx.el.p("There are three ways to fill a cookbook.", class_name="soft"),
        rx.el.ul(
            _way_in(button("Write it", icon="pencil", **opens(NEW)), "Begin with a name."),
            _way_in(ask, "Paste a recipe into the chat, or describe one."),
            _way_in(send, "Have a script use the API."),
            class_name="ways-in",
        ),
    )


def _way_in(action: rx.Component, hint: str) -> rx.Component:
    return rx.el.li(action, rx.el.span(hint, class_name="soft"))
