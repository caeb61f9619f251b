"""`/signup`: a new cook."""

import reflex as rx

from kitchen_app.components.door import (
    door_form,
    master_key_field,
    password_field,
    strength_meter,
    username_field,
)
from kitchen_app.components.frame import plain_frame
from kitchen_app.components.notices import needs_javascript
from kitchen_app.states.door import Door

ROUTE = "/signup"
TITLE = "Make an account · Kitchen"
ON_LOAD = Door.open


def page() -> rx.Component:
    return plain_frame(
        rx.el.div(
            rx.el.h1("A new cook"),
            rx.el.p("Your recipes and your pantry are yours alone.", class_name="soft"),
            needs_javascript(),
            door_form(
                "/auth/signup",
                "Make an account",
                username_field(),
                password_field(
                    "password",
                    "Password",
                    complete="new",
                    wrong=Door.wrong,
                    on_change=Door.weigh.debounce(250),
                    below=strength_meter(Door.strength, Door.strength_word, Door.strength_hint),
                ),
                master_key_field(),
            ),
            rx.el.p("Already a cook here? ", rx.el.a("Log in", href="/login" + Door.onward), "."),
            class_name="entrance",
        )
    )
