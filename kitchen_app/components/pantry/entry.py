"""One entry of the pantry: a row on a laptop, two lines and the steppers on a phone."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import icon_button
from kitchen_app.components.pantry.edit import edit_form
from kitchen_app.states.pantry import Pantry
from kitchen_app.states.pantry_edit import PantryEdit


def entry(row: Any) -> rx.Component:
    return rx.fragment(
        rx.cond(row["head"], rx.el.h2(row["head"], class_name="aisle-head")),
        rx.cond(PantryEdit.id == row["id"], edit_form(), _entry(row)),
    )


def _entry(row: Any) -> rx.Component:
    return rx.el.div(
        _check(row),
        rx.el.div(_name(row), class_name="entry-what"),
        rx.el.div(_amount(row), class_name="entry-amount"),
        rx.el.div(
            rx.cond(row["due"], _due(row)),
            rx.cond(row["low"], rx.el.span("Low", class_name="chip amber low")),
            class_name="entry-due",
        ),
        rx.el.div(row["aisle"], class_name="entry-aisle"),
        class_name="entry entry-grid",
        custom_attrs={"data-fresh": row["fresh"], "data-gone": row["gone"]},
    )


def _due(row: Any) -> rx.Component:
    return rx.el.span(
        rx.el.span("Best before: ", class_name="visually-hidden"),
        row["due"],
        class_name=f"due {row['mood']}",
    )


def _check(row: Any) -> rx.Component:
    chosen: Any = Pantry.chosen
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name="chosen",
            default_checked=chosen.contains(row["id"]),
            disabled=row["gone"],
            key=f"set-{Pantry.sets}-{row['gone']}",
            on_change=lambda on: Pantry.tick(row["id"], on),
            aria_label=f"Select {row['name']}",
            class_name="check",
        ),
        class_name="entry-check",
    )


def _name(row: Any) -> rx.Component:
    return rx.el.button(
        rx.el.span(row["name"], class_name="entry-name"),
        rx.icon("pencil", aria_hidden="true"),
        rx.el.span("Edit", class_name="visually-hidden"),
        type="button",
        title=row["name"],
        on_click=PantryEdit.edit(row["id"]),
        custom_attrs={"data-edits": ""},
        class_name="entry-edit",
    )


def _amount(row: Any) -> rx.Component:
    """Without steps where nobody knows how much there is."""
    amount = rx.el.span(
        rx.cond(row["amount"], row["amount"], "some"),
        title=row["amount"],
        aria_live="polite",
        class_name="figure",
    )
    return rx.el.div(
        _step(row, "minus", up=False),
        amount,
        _step(row, "plus", up=True),
        role="group",
        aria_label=f"Amount of {row['name']}",
        class_name=rx.cond(row["amount"], "amount-steps", "amount-steps still"),
    )


def _step(row: Any, icon: str, *, up: bool) -> rx.Component:
    return icon_button(
        icon,
        f"{'More' if up else 'Less'} {row['name']}",
        on_click=Pantry.step(row["id"], up),
    )
