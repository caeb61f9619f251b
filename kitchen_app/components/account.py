"""The parts of the settings."""

from typing import Any

import reflex as rx
from reflex.style import set_color_mode
from reflex_base.constants.base import LiteralColorMode
from reflex_base.style import color_mode

from kitchen_app.components.controls import CLOSES, button, dialog, opens, skeleton
from kitchen_app.components.door import password_field, strength_meter
from kitchen_app.components.elements import Gone
from kitchen_app.states.account import Account
from kitchen_app.states.door import Door

THEMES: tuple[tuple[LiteralColorMode, str, str], ...] = (
    ("light", "Light", "sun"),
    ("dark", "Dark", "moon"),
    ("system", "System", "monitor"),
)


def section(title: str, *children: rx.Component) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title), rx.el.div(*children, class_name="stack"), class_name="setting"
    )


def theme_choice() -> rx.Component:
    return rx.el.div(
        *(
            button(
                name,
                icon=icon,
                on_click=set_color_mode(mode),
                aria_pressed=rx.cond(color_mode == mode, "true", "false"),
            )
            for mode, name, icon in THEMES
        ),
        role="group",
        aria_label="Theme",
        class_name="choice",
    )


def assistant_status() -> rx.Component:
    """Which model answers, and whether it can be reached."""
    return rx.el.div(
        rx.match(
            Account.model["state"],
            ("reachable", rx.el.span("Reachable", class_name="chip herb")),
            ("unreachable", rx.el.span("Not reachable", class_name="chip plum")),
            ("offline", rx.el.span("Built-in cook", class_name="chip amber")),
            rx.el.span("Asking…", class_name="chip"),
        ),
        rx.el.strong(Account.model["name"]),
        rx.el.p(Account.model["detail"], class_name="soft"),
        rx.match(
            Account.model["state"],
            ("offline", _how_to_connect("To connect a model, set ")),
            ("unreachable", _how_to_connect("Where Kitchen runs, look at ")),
        ),
        aria_live="polite",
        class_name="assistant",
    )


def asking_first() -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            role="switch",
            checked=Account.asks_first,
            on_change=Account.ask_first,
            class_name="switch",
        ),
        rx.el.span(
            "Ask before the assistant changes anything",
            rx.el.span(
                "What it would do waits in the chat for your word.", class_name="soft small"
            ),
            class_name="stacked",
        ),
        class_name="row switching",
    )


def _how_to_connect(beginning: str) -> rx.Component:
    return rx.el.p(
        beginning,
        rx.el.code("OPENAI_API_KEY"),
        ", or ",
        rx.el.code("OPENAI_BASE_URL"),
        " for any server that speaks OpenAI’s API (Ollama’s is ",
        rx.el.code("http://localhost:11434/v1"),
        "), and ",
        rx.el.code("OPENAI_MODEL"),
        ". Then start Kitchen again.",
        class_name="soft small",
    )


def login_list() -> rx.Component:
    waiting = rx.el.li(skeleton("12rem"), class_name="row")
    return rx.el.ul(
        rx.cond(Account.username, rx.foreach(Account.logins, _login), waiting), class_name="rows"
    )


def _login(login: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(login["client"]),
            rx.el.div(
                rx.cond(login["current"], "This device", rx.fragment("Last seen ", login["seen"])),
                class_name="soft small",
            ),
            class_name="grow",
        ),
        rx.cond(
            login["current"],
            rx.fragment(),
            button(
                "Log out",
                kind="quiet",
                aria_label=f"Log out {login['client']}",
                on_click=Account.end_login(login["id"]),
            ),
        ),
        key=login["id"],
        class_name="row",
    )


def password_form() -> rx.Component:
    return rx.el.form(
        _whose(),
        password_field(
            "current_password", "Current password", complete="current", wrong=Account.wrong
        ),
        password_field(
            "new_password",
            "New password",
            complete="new",
            wrong=Account.wrong,
            on_change=Door.weigh.debounce(250),
            below=strength_meter(Door.strength, Door.strength_word, Door.strength_hint),
        ),
        rx.el.div(button("Change password", type="submit"), class_name="row"),
        key=Account.saved,
        on_submit=Account.change_password,
        no_validate=True,
        class_name="stack half",
    )


def _whose() -> rx.Component:
    """For password managers."""
    return rx.el.input(
        type="text",
        name="username",
        auto_complete="username",
        value=Account.username,
        read_only=True,
        hidden=True,
    )


def whose_account() -> rx.Component:
    known = rx.fragment(
        "You are ",
        rx.el.strong(Account.username),
        ", a cook here since ",
        Account.since,
        ".",
    )
    return rx.el.p(rx.cond(Account.username, known, skeleton("18rem")))


def log_out_buttons() -> rx.Component:
    return rx.el.div(
        button("Log out", icon="log-out", custom_attrs={"data-logout": "here"}),
        button("Log out everywhere", kind="quiet", custom_attrs={"data-logout": "everywhere"}),
        rx.el.p(
            "You are not logged out: the kitchen does not answer. Try again.",
            id="logout-failed",
            role="alert",
            hidden=True,
            class_name="wrong",
        ),
        class_name="row",
    )


def account_deletion() -> rx.Component:
    return rx.fragment(
        rx.cond(Account.gone, Gone.create()),
        rx.el.div(
            button("Delete my account…", kind="danger", **opens("delete-account")), class_name="row"
        ),
        dialog(
            "delete-account",
            "Delete your account?",
            rx.el.p(
                "Your recipes, your pantry and all your chats go with it. There is no way back."
            ),
            rx.el.form(
                _whose(),
                password_field(
                    "password", "Your password", complete="current", wrong=Account.wrong
                ),
                rx.el.div(
                    button("Keep it", **CLOSES),
                    button("Delete everything", kind="danger", type="submit"),
                    class_name="actions",
                ),
                on_submit=Account.delete,
                no_validate=True,
                class_name="stack",
            ),
        ),
    )
