"""Where no page is."""

import reflex as rx

from kitchen_app.components import theme
from kitchen_app.components.frame import frame, title

TITLE = "Not on the menu · Kitchen"


def not_found() -> rx.Component:
    return frame(
        title("That is not on the menu."),
        rx.el.p(
            "There is no page at this address. Perhaps it has moved, or a letter is missing. ",
            rx.el.a("Back to the kitchen", href="/"),
            ".",
            margin_top=theme.GAP,
        ),
    )
