"""What can be pressed and filled in, the same on every page. The look is in assets/kitchen.css."""

from typing import Any

import reflex as rx

Text = str | rx.Var[str]


def button(*children: Any, kind: str = "", icon: str = "", **props: Any) -> rx.Component:
    """`kind`: main, danger, quiet, plain, or "" for an ordinary one."""
    image = (rx.icon(icon, aria_hidden="true"),) if icon else ()
    return _button(*image, *children, class_name=f"button {kind}", **props)


def icon_button(icon: str, name: Text, kind: str = "plain", **props: Any) -> rx.Component:
    """A button that is only a picture: `name` is read out, and shown when one points at it."""
    return _button(
        rx.icon(icon, aria_hidden="true"),
        aria_label=name,
        title=name,
        class_name=f"button icon {kind}",
        **props,
    )


def _button(*children: Any, **props: Any) -> rx.Component:
    """Reflex writes aria_* props into the dict of custom_attrs: each button has its own."""
    own = {**props.pop("custom_attrs", {})}
    return rx.el.button(*children, **{"type": "button"} | props, custom_attrs=own)


def field(label: Text, control: rx.Component, *, name: str, wrong: Any = "", hint: Any = "") -> Any:
    """A labelled control with id `name`; what is `wrong` is said beside it and tied to it.

    The control itself sets `aria_describedby=f"{name}-note"` and `aria_invalid=wrong != ""`.
    """
    return rx.el.div(
        rx.el.label(label, html_for=name),
        control,
        rx.el.div(
            rx.cond(wrong, rx.el.span(wrong, class_name="wrong"), rx.el.span(hint)),
            id=f"{name}-note",
            class_name="hint",
            aria_live="polite",
        ),
        class_name="field",
    )


def search_box(label: str, **props: Any) -> rx.Component:
    return rx.el.div(
        rx.icon("search", aria_hidden="true"),
        rx.el.input(
            type="search",
            aria_label=label,
            placeholder=label,
            auto_complete="off",
            class_name="input",
            **props,
        ),
        role="search",
        class_name="searchbox grow",
    )


def dialog(name: str, title: Text, *children: rx.Component) -> rx.Component:
    """A modal <dialog>; `opens(name)` on a button opens it, `CLOSES` on one inside closes it."""
    return rx.el.dialog(
        rx.el.h2(title, id=f"{name}-title"),
        *children,
        id=name,
        aria_labelledby=f"{name}-title",
        class_name="dialog",
    )


def opens(name: str, **attributes: str) -> dict[str, Any]:
    """Props of a button that opens a dialog, in the browser alone (assets/kitchen.js)."""
    return {"custom_attrs": {"data-opens": name, **attributes}, "aria_haspopup": "dialog"}


CLOSES: dict[str, Any] = {"data_closes": "true"}


def empty(icon: str, title: Text, *children: rx.Component) -> rx.Component:
    """Where there is nothing yet, what to do about it."""
    return rx.el.div(
        rx.icon(icon, aria_hidden="true"), rx.el.h2(title), *children, class_name="empty"
    )


def skeleton(width: str) -> rx.Component:
    """A line of text that is still to come."""
    return rx.el.span(class_name="skeleton", width=width, aria_hidden="true")
