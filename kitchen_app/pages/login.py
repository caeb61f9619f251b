"""`/login`: in at the door."""

import reflex as rx

from kitchen_app.components.door import door_form, password_field, username_field
from kitchen_app.components.frame import plain_frame
from kitchen_app.components.notices import needs_javascript
from kitchen_app.states.door import Door

ROUTE = "/login"
TITLE = "Log in · Kitchen"
ON_LOAD = Door.open


def page() -> rx.Component:
    return plain_frame(
        rx.el.div(
            rx.el.h1("Come in"),
            rx.el.p("Your pantry, your cookbook, and a cook to ask.", class_name="soft"),
            needs_javascript(),
            door_form(
                "/auth/login",
                "Log in",
                username_field(),
                password_field("password", "Password", complete="current", wrong=Door.wrong),
            ),
            rx.el.p("New here? ", rx.el.a("Make an account", href="/signup" + Door.onward), "."),
            class_name="entrance",
        )
    )
