"""What to look for in the pantry, and what is found."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import button, empty, search_box, skeleton
from kitchen_app.components.pantry.choice import choosing
from kitchen_app.components.pantry.entry import entry
from kitchen_app.components.window import window
from kitchen_app.states.pantry import Pantry
from kitchen_app.states.pantry_drawn import SOON

ASK = "/chat?ask=I%20bought%20"
COOK_SOON = "/cookbook?have=1&soon=1"
SORTS = {
    "aisle": "By aisle",
    "name": "By name",
    "date": "By best before",
    "changed": "Just changed",
}
EXAMPLES = ("2 kg flour, best before June", "6 eggs, milk 2 l", "salt")


def head() -> rx.Component:
    return rx.el.div(
        rx.el.h1("Pantry"),
        rx.el.p(Pantry.counts["entries"], class_name="soft counted"),
        button(
            rx.el.span("Look again", class_name="visually-hidden"),
            hidden=True,
            on_click=Pantry.open,
            custom_attrs={"data-look-again": ""},
        ),
        class_name="page-head",
    )


def finder() -> rx.Component:
    return rx.el.div(
        search_box(
            "Search the pantry",
            name="q",
            default_value=Pantry.wanted["q"],
            on_change=Pantry.search.debounce(250),
            max_length=200,
            key=f"typed-{Pantry.typed}",
        ),
        rx.el.div(
            _show("", "All"),
            _show("soon", "Use soon", Pantry.counts["soon"]),
            _show("low", "Low", Pantry.counts["low"]),
            role="group",
            aria_label="Show",
            class_name="shows",
        ),
        _aisle(),
        _choice("sort", "Order", *(rx.el.option(text, value=v) for v, text in SORTS.items())),
        choosing(),
        class_name="finder pantry-finder",
    )


def soon() -> rx.Component:
    """What to do about what will not keep."""
    return rx.cond(
        (Pantry.wanted["show"] == "soon") & (Pantry.counts["soon"] > 0),
        rx.el.p(
            f"Expired, or best before within {SOON} days. ",
            rx.el.a("What can I cook with it?", href=COOK_SOON),
            class_name="soft soon",
        ),
    )


def _show(which: str, text: str, count: Any = None) -> rx.Component:
    known = rx.cond(Pantry.span["number"] > 0, rx.fragment(count))
    figure = () if count is None else (rx.el.span(known, class_name="figure"),)
    return rx.el.button(
        text,
        *figure,
        type="button",
        aria_pressed=rx.cond(Pantry.wanted["show"] == which, "true", "false"),
        on_click=Pantry.choose("show", which),
        class_name=rx.cond(count > 0, "chip waits", "chip") if count is not None else "chip",
    )


def _aisle() -> rx.Component:
    return _choice(
        "aisle",
        "Aisle",
        rx.el.option("Any aisle", value=""),
        rx.foreach(Pantry.aisles, lambda aisle: rx.el.option(aisle, value=aisle)),
    )


def _choice(kind: str, label: str, *options: rx.Component) -> rx.Component:
    return rx.el.select(
        *options,
        value=Pantry.wanted[kind].to(str),
        on_change=lambda value: Pantry.choose(kind, value),
        name=kind,
        aria_label=label,
        class_name="input",
    )


def found() -> rx.Component:
    return rx.cond(
        Pantry.span["number"] == 0,
        _loading(),
        rx.cond(
            Pantry.span["is_empty"],
            rx.cond(Pantry.is_filtered, _no_match(), _nothing_yet()),
            rx.el.div(
                _columns(),
                window(Pantry, entry, label="Pantry", class_name="entries"),
                class_name=rx.cond(Pantry.wanted["sort"] == "aisle", "by-aisle", ""),
            ),
        ),
    )


def _columns() -> rx.Component:
    """For the eye; who listens hears what each thing is where it is."""
    names = ("", "Name", "Amount", "Best before", "Aisle")
    return rx.el.div(*map(rx.el.span, names), aria_hidden="true", class_name="columns entry-grid")


def _loading() -> rx.Component:
    row = rx.el.div(
        rx.el.span(class_name="entry-check"),
        rx.el.div(skeleton("8rem"), class_name="entry-what waiting"),
        rx.el.div(skeleton("5rem"), class_name="entry-amount waiting"),
        rx.el.div(skeleton("6rem"), class_name="entry-due"),
        class_name="entry entry-grid",
    )
    aisle = rx.el.div(rx.el.h2(skeleton("9rem"), class_name="aisle-head"), row, row, row)
    return rx.el.div(
        _columns(),
        rx.el.div(aisle, aisle, aisle, class_name="window entries"),
        aria_hidden=True,
        class_name="by-aisle",
    )


def _no_match() -> rx.Component:
    return empty(
        "search-x",
        "Nothing here is like that",
        button("Show everything", on_click=Pantry.clear),
    )


def _nothing_yet() -> rx.Component:
    return empty(
        "refrigerator",
        "An empty pantry",
        rx.el.p("Type what you have in the line above, as you would write it down:"),
        rx.el.ul(*(rx.el.li(rx.el.code(text)) for text in EXAMPLES), class_name="examples"),
        rx.el.a(
            rx.icon("message-circle", aria_hidden="true"),
            "Tell the assistant what you bought",
            href=ASK,
            class_name="button",
        ),
    )
