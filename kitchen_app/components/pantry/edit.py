"""An entry that is being edited, in its place in the list."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import button, field
from kitchen_app.services.aisles import AISLES
from kitchen_app.services.units import CONTAINERS, UNITS
from kitchen_app.states.pantry_edit import ANOTHER, PantryEdit


def edit_form() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            _text("name", "Name", auto_focus=True),
            _text("quantity", "Amount", input_mode="decimal", placeholder="some"),
            _text("unit", "Unit", list="pantry-units", placeholder="pieces"),
            _text("expires_on", "Best before", type="date", max="9999-12-30"),
            _aisle(),
            _text("low_at", "Low at", input_mode="decimal", hint="Or less: then it is low."),
            class_name="edit-fields",
        ),
        rx.el.p(PantryEdit.wrong[""], role="alert", class_name="wrong"),
        rx.el.div(
            button("Delete", kind="quiet danger", icon="trash-2", on_click=PantryEdit.delete),
            button(
                "Cancel",
                kind="push",
                on_click=PantryEdit.cancel,
                custom_attrs={"data-cancels": ""},
            ),
            button("Save", kind="main", type="submit"),
            class_name="row actions",
        ),
        on_submit=PantryEdit.save,
        no_validate=True,
        aria_label=f"Edit {PantryEdit.form['name']}",
        class_name="entry-form",
    )


def unit_names() -> rx.Component:
    """What the unit's field suggests; once on the page."""
    names = (*(unit.symbol for unit in UNITS), *CONTAINERS)
    return rx.el.datalist(*(rx.el.option(value=name) for name in names), id="pantry-units")


def _text(name: str, label: str, *, hint: str = "", **props: Any) -> rx.Component:
    control = rx.el.input(
        **{"type": "text"} | props,
        id=f"edit-{name}",
        name=name,
        default_value=PantryEdit.form[name],
        auto_complete="off",
        **_wrongness(name),
        class_name="input",
    )
    return _field(name, label, control, hint=hint)


def _aisle() -> rx.Component:
    """The shop's aisles, the cook's own, and another; empty leaves it to the kitchen."""
    choice = rx.el.select(
        rx.el.option("Where it belongs", value=""),
        *(rx.el.option(aisle, value=aisle) for aisle in AISLES),
        rx.foreach(PantryEdit.own_aisles, lambda aisle: rx.el.option(aisle, value=aisle)),
        rx.el.option("Another…", value=ANOTHER),
        id="edit-category",
        name="category",
        default_value=PantryEdit.form["category"],
        **_wrongness("category"),
        class_name="input",
    )
    another = rx.el.input(
        name="own_category",
        type="text",
        aria_label="The other aisle",
        placeholder="Its name",
        auto_complete="off",
        max_length=50,
        class_name="input",
    )
    return _field("category", "Aisle", rx.el.div(choice, another, class_name="aisle-choice"))


def _field(name: str, label: str, control: rx.Component, *, hint: str = "") -> Any:
    return field(label, control, name=f"edit-{name}", wrong=PantryEdit.wrong[name], hint=hint)


def _wrongness(name: str) -> dict[str, Any]:
    return {
        "aria_describedby": f"edit-{name}-note",
        "aria_invalid": rx.cond(PantryEdit.wrong[name], "true", "false"),
    }
