"""Selecting many entries, and what can be done with them."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import CLOSES, button, dialog, opens
from kitchen_app.states.pantry import Pantry

DELETE = "delete-entries"


def choosing() -> rx.Component:
    """Shows the boxes where there is no room for them always; assets/pantry.css looks at it."""
    return rx.el.label(
        rx.el.input(type="checkbox", name="choosing", id="choosing"),
        "Select",
        class_name="chip choosing",
    )


def chosen_bar() -> rx.Component:
    """Floats, so that nothing moves when it comes."""
    count: Any = Pantry.count
    return rx.el.div(
        rx.cond(
            count > 0,
            rx.el.div(
                rx.el.strong(count, " selected", role="status"),
                button("Select all shown", kind="quiet", on_click=Pantry.tick_shown),
                button("Clear", kind="quiet chosen-clear", on_click=Pantry.untick),
                button("Delete…", kind="danger", icon="trash-2", **opens(DELETE)),
                class_name="chosen-bar",
            ),
        ),
        dialog(
            DELETE,
            rx.cond(count == 1, "Delete this entry?", f"Delete {count} entries?"),
            rx.el.p("Also what is chosen further down the list.", margin_top="var(--s3)"),
            rx.el.div(
                button("Keep them", **CLOSES),
                button("Delete", kind="danger", on_click=Pantry.delete, **CLOSES),
                class_name="actions",
            ),
        ),
    )
