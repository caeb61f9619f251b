"""The one line where things are added, always there."""

import reflex as rx

from kitchen_app.components.controls import button
from kitchen_app.states.pantry import FIELD, Pantry


def adding() -> rx.Component:
    return rx.el.form(
        rx.el.label("Add to the pantry", html_for=FIELD, class_name="visually-hidden"),
        rx.el.input(
            id=FIELD,
            name=FIELD,
            type="text",
            placeholder="2 kg flour, best before June",
            auto_complete="off",
            enter_key_hint="done",
            max_length=2_000,
            aria_describedby=f"{FIELD}-note",
            custom_attrs={"data-keeps": FIELD},
            aria_invalid=rx.cond(Pantry.unread, "true", "false"),
            class_name="input",
        ),
        button("Add", kind="main", type="submit"),
        rx.el.p(Pantry.unread, id=f"{FIELD}-note", aria_live="polite", class_name="wrong"),
        on_submit=Pantry.add,
        custom_attrs={
            "data-once": "",
            "data-answered": Pantry.answered,
            "data-accepted": Pantry.accepted,
        },
        class_name="adding",
    )
