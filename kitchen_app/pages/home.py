"""`/`: what this is, whether it is up, and the way in."""

import reflex as rx

from kitchen_app.components.frame import plain_frame, way_out
from kitchen_app.components.notices import needs_javascript
from kitchen_app.states.status import Status

ROUTE = "/"
TITLE = "Kitchen"
ON_LOAD = Status.look

_SHUT = rx.fragment(
    rx.el.p("The database does not answer. Nothing is lost; look again soon."),
    rx.el.button("Look again", type="button", on_click=Status.look, class_name="button"),
)
_WAYS_IN = rx.el.div(
    rx.el.a("Log in", href="/login", class_name="button main"),
    rx.el.a("Make an account", href="/signup", class_name="button"),
    class_name="row",
)


def page() -> rx.Component:
    return plain_frame(
        rx.el.div(
            rx.el.h1("What’s for dinner?"),
            rx.el.p(
                "Keep a pantry and a cookbook, and ask the assistant what to cook: it reads both, "
                "and writes in both when you ask it to. It runs on a server of your own.",
                class_name="lead",
            ),
            needs_javascript(),
            rx.el.div(
                rx.cond(Status.status == "unavailable", _SHUT, _WAYS_IN),
                role="status",
                class_name="stack",
            ),
            rx.el.p(
                way_out("API", "/docs"),
                " · ",
                way_out("Health", "/health"),
                rx.cond(Status.version, rx.fragment(" · Kitchen ", Status.version)),
                class_name="soft small",
            ),
            class_name="welcome",
        )
    )
