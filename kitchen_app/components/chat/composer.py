"""Where the question is typed. What is typed lives in the browser until it has been accepted."""

import reflex as rx

from kitchen_app.components.chat.transcript import ADDRESS
from kitchen_app.components.chat.versions import IS_ANSWERING
from kitchen_app.components.controls import button, icon_button
from kitchen_app.components.elements import Composer
from kitchen_app.states.chat import Chat


def composer() -> rx.Component:
    return Composer.create(
        _latest(),
        rx.el.form(
            rx.el.textarea(
                name="question",
                rows="1",
                aria_label="Your question",
                aria_describedby="composer-note",
                placeholder="Ask, or say what you bought…",
                auto_complete="off",
                class_name="input",
            ),
            rx.cond(IS_ANSWERING, _stop(), _send()),
            on_submit=Chat.send,
        ),
        rx.el.p(id="composer-note", role="status", class_name="wait small"),
        _offline(),
        class_name="composer",
        custom_attrs={
            "accepted": Chat.accepted,
            "declined": Chat.declined,
            "answering": IS_ANSWERING,
            "address": ADDRESS,
        },
    )


def _send() -> rx.Component:
    return icon_button("arrow-up", "Send", kind="main send", type="submit")


def _stop() -> rx.Component:
    return icon_button(
        "square",
        "Stop the answer",
        kind="main send",
        on_click=Chat.stop,
        custom_attrs={"data-does": "stop", "aria-keyshortcuts": "Escape"},
    )


def _latest() -> rx.Component:
    return button("Latest", icon="arrow-down", kind="latest", custom_attrs={"data-latest": "true"})


def _offline() -> rx.Component:
    return rx.cond(
        Chat.offline,
        rx.el.p(
            "The built-in cook answers, by rules. ",
            rx.el.code("OPENAI_API_KEY"),
            " or ",
            rx.el.code("OPENAI_BASE_URL"),
            " brings a model; see ",
            rx.el.a("settings", href="/settings"),
            ".",
            class_name="offline small soft",
        ),
    )
