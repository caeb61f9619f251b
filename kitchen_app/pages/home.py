"""`/`: what this is, and whether it is up."""

import reflex as rx

from kitchen_app.components import theme
from kitchen_app.components.frame import card, frame, title, way_out
from kitchen_app.components.notices import needs_javascript
from kitchen_app.components.status import status_line, status_lines
from kitchen_app.states.status import Status

TITLE = "Kitchen"
DESCRIPTION = "A pantry, a cookbook and an assistant that sees both."

_KNOWN = Status.status != ""
_DATABASE = rx.match(
    Status.database,
    (
        "ok",
        rx.match(
            Status.migrations,
            ("current", "Answering."),
            "Answering, at another version.",
        ),
    ),
    "Not answering. Look again soon.",
)
_ASSISTANT = rx.match(
    Status.assistant,
    ("openai", "A language model is set up."),
    "The built-in cook: rules, no model.",
)


def _greeting() -> rx.Component:
    return rx.fragment(
        title(
            rx.match(
                Status.status,
                ("", "One moment…"),
                ("ok", "The kitchen is open."),
                "The kitchen is shut.",
            )
        ),
        rx.el.p(
            "Keep a pantry and a cookbook, and ask the assistant what to cook: it reads both, "
            "and writes in both when you ask it to. It runs on a server of your own.",
            margin_top=theme.GAP,
            font_size="1.125rem",
        ),
    )


def _look_again() -> rx.Component:
    return rx.el.button(
        "Look again",
        on_click=Status.look,
        background="none",
        border="none",
        padding="0.5rem 0",
        color=theme.CLAY,
        font_size=theme.SMALL,
        text_decoration="underline",
        text_underline_offset="0.18em",
    )


def _status() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h2("Right now", font_size="1.25rem"),
            _look_again(),
            display="flex",
            justify_content="space-between",
            align_items="baseline",
            padding_block="0.625rem 0.375rem",
        ),
        status_lines(
            status_line("Database", _DATABASE, known=_KNOWN, well=Status.status == "ok"),
            status_line("Assistant", _ASSISTANT, known=_KNOWN),
            busy=Status.status == "",
        ),
        margin_top=theme.GAP_LARGE,
    )


def _way_in() -> rx.Component:
    return rx.el.section(
        rx.el.h2("How to cook here", font_size="1.25rem"),
        rx.el.p(
            "The pages for pantry, cookbook and chat are still being built. Until then this "
            "kitchen is run through its API: ",
            way_out("read and try it at /docs", "/docs"),
            ".",
            margin_top=theme.GAP_SMALL,
        ),
        margin_top=theme.GAP_LARGE,
    )


def _foot() -> rx.Component:
    return rx.el.p("Kitchen ", Status.version, " · ", way_out("health, for machines", "/health"))


def home() -> rx.Component:
    return frame(_greeting(), needs_javascript(), _status(), _way_in(), foot=_foot())
