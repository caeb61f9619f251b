"""Where no page is."""

import reflex as rx

from kitchen_app.components.frame import plain_frame

ROUTE = "404"
TITLE = "Not on the menu · Kitchen"
ON_LOAD = None


def page() -> rx.Component:
    return plain_frame(
        rx.el.div(
            rx.icon("utensils-crossed", aria_hidden="true"),
            rx.el.h1("That is not on the menu."),
            rx.el.p(
                "There is no page at this address. Perhaps it has moved, or a letter is missing.",
                class_name="soft",
            ),
            rx.el.a("Back to the kitchen", href="/", class_name="button main"),
            class_name="empty",
        )
    )
