"""What a page says about itself: what just happened, that it lost the server, needs JavaScript."""

from typing import Any

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors  # type: ignore[import-untyped]

from kitchen_app.components.controls import button, empty
from kitchen_app.components.elements import Passing
from kitchen_app.states.notice import Notice
from kitchen_app.states.undo import Undo


def passing_notice() -> rx.Component:
    """The last thing that happened, said for a few seconds (assets/notices.js)."""
    return rx.el.div(
        rx.cond(
            Notice.text != "",
            Passing.create(
                rx.el.span(Notice.text),
                rx.cond(Notice.undoable, _take_back()),
                key=Notice.number,
                class_name=rx.cond(Notice.undoable, "notice passing undoable", "notice passing"),
                custom_attrs={"number": Notice.number},
            ),
        ),
        role="status",
    )


def _take_back() -> rx.Component:
    return button(
        "Undo",
        on_click=Undo.take_back,
        title="Ctrl+Z",
        custom_attrs={"data-takes-back": "", "aria-keyshortcuts": "Control+Z Meta+Z"},
    )


def out_of_touch() -> rx.Component:
    """Shown by every page while its websocket is down."""
    return rx.cond(
        has_connection_errors,
        rx.el.div(
            "This page has lost touch with the kitchen. It keeps trying.",
            role="alert",
            class_name="notice",
        ),
    )


def needs_javascript() -> rx.Component:
    return rx.el.noscript(rx.el.p("This page needs JavaScript; the API does not."))


def away(reason: Any, again: Any) -> rx.Component:
    """In place of a page that could not be loaded: why, and a way to try again."""
    return empty(
        "unplug",
        "Not just now",
        rx.el.p(reason, class_name="soft"),
        button("Try again", icon="refresh-cw", on_click=again),
    )
