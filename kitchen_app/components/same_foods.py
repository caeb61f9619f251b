"""Two names that are one food: to say so, and to take it back."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import button, field, icon_button
from kitchen_app.components.door import said_wrong
from kitchen_app.states.same_foods import SameFoods

FIRST = "name"  # the id of the field where one begins


def same_foods() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            "Say that two names are the same food, and pantry and recipes match by it.",
            class_name="soft",
        ),
        _saying(),
        rx.cond(
            SameFoods.said,
            rx.el.ul(
                rx.foreach(SameFoods.said, _said), aria_label="The same foods", class_name="rows"
            ),
        ),
    )


def _saying() -> rx.Component:
    return rx.el.form(
        _name(FIRST, "This name", placeholder="courgetti", enter_key_hint="next"),
        _name("same_as", "is the same as", placeholder="zucchini", enter_key_hint="done"),
        rx.el.div(button("Add", type="submit"), class_name="row"),
        on_submit=SameFoods.say,
        no_validate=True,
        aria_label="Say that two names are the same food",
        custom_attrs={
            "data-once": "",
            "data-answered": SameFoods.answered,
            "data-accepted": SameFoods.accepted,
        },
        class_name="same-names",
    )


def _name(name: str, label: str, **props: Any) -> rx.Component:
    control = rx.el.input(
        id=name,
        name=name,
        type="text",
        auto_complete="off",
        auto_capitalize="none",
        custom_attrs={"data-keeps": f"same-{name}"},
        class_name="input",
        **said_wrong(name, SameFoods.wrong),
        **props,
    )
    return field(label, control, name=name, wrong=SameFoods.wrong[name])


def _said(same: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(f"{same['name']} = {same['same_as']}", class_name="grow"),
        icon_button(
            "x",
            f"Remove {same['name']} = {same['same_as']}",
            on_click=SameFoods.forget(same["name"]),
            custom_attrs={"data-vanishes-to": FIRST},
        ),
        key=same["name"],
        class_name="row",
    )
