"""The forms at the door, and in the settings where a password is asked for."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import button, field
from kitchen_app.states.door import Door


def door_form(action: str, submit: str, *fields: rx.Component) -> rx.Component:
    """A form that assets/account.js sends to `action`; what is wrong comes back to Door."""
    return rx.fragment(
        rx.el.form(
            rx.el.div(
                rx.cond(Door.wrong[""], rx.el.p(Door.wrong[""], class_name="wrong banner")),
                role="alert",
            ),
            *fields,
            button(submit, kind="main", type="submit"),
            custom_attrs={"data-door": action},
            method="post",
            no_validate=True,
            class_name="stack door",
        ),
        rx.el.form(
            rx.el.input(type="hidden", name="problem"),
            id="refused",
            hidden=True,
            on_submit=Door.refused,
        ),
    )


def username_field() -> rx.Component:
    return _text("username", "Username", auto_complete="username", auto_capitalize="none")


def master_key_field() -> rx.Component:
    return _text(
        "master_key",
        "Master key",
        hint="Shown where the kitchen was started. Ask whoever runs it.",
        auto_complete="off",
    )


def _text(name: str, label: str, *, hint: str = "", **props: Any) -> rx.Component:
    control = rx.el.input(
        id=name,
        name=name,
        type="text",
        required=True,
        spell_check=False,
        class_name="input",
        **said_wrong(name, Door.wrong),
        **props,
    )
    return field(label, control, name=name, wrong=Door.wrong[name], hint=hint)


def password_field(
    name: str,
    label: str,
    *,
    complete: str,
    wrong: Any,
    below: rx.Component | None = None,
    **props: Any,
) -> rx.Component:
    """A password that can be shown; says when Caps Lock is on. `complete`: current or new."""
    control = rx.el.div(
        rx.el.input(
            id=name,
            name=name,
            type="password",
            required=True,
            auto_complete=f"{complete}-password",
            spell_check=False,
            auto_capitalize="none",
            class_name="input",
            **said_wrong(name, wrong),
            **props,
        ),
        rx.el.button(
            "Show",
            type="button",
            aria_label=f"Show {label.lower()}",
            aria_pressed="false",
            custom_attrs={"data-shows": name},
            class_name="show",
        ),
        class_name="password",
    )
    caps = rx.el.p("Caps Lock is on.", id=f"{name}-caps", hidden=True, class_name="small caps")
    return rx.el.div(
        field(label, control, name=name, wrong=wrong[name]), caps, below or rx.fragment()
    )


def said_wrong(name: str, wrong: Any) -> dict[str, Any]:
    return {
        "aria_invalid": rx.cond(wrong[name], "true", "false"),
        "aria_describedby": f"{name}-note",
    }


def strength_meter(score: Any, word: Any, hint: Any) -> rx.Component:
    """How good a password is, in five steps and in words; always as tall."""
    steps = (
        rx.el.span(class_name=rx.cond(score >= step, "step filled", "step")) for step in range(5)
    )
    return rx.el.div(
        rx.el.div(*steps, aria_hidden="true", class_name="steps"),
        rx.el.p(
            rx.cond(score < 0, "At least 10 characters. A few words make a good one.", word),
            rx.cond(hint, rx.el.span(" · ", hint)),
            aria_live="polite",
            class_name="small soft",
        ),
        class_name="strength",
        custom_attrs={"data-score": score.to_string()},
    )
