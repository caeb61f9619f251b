"""How the kitchen is doing, line by line."""

import reflex as rx

from kitchen_app.components import theme

Flag = bool | rx.Var[bool]

_SKELETON = rx.el.span(
    class_name="simmer",
    aria_hidden="true",
    display="inline-block",
    width="11rem",
    height="0.75em",
    border_radius="4px",
    background=theme.LINE,
)


def _lamp(well: Flag, known: Flag) -> rx.Component:
    return rx.el.span(
        aria_hidden="true",
        width="0.625rem",
        height="0.625rem",
        margin_top="0.5rem",
        flex="none",
        border_radius="50%",
        background=rx.cond(known, rx.cond(well, theme.HERB, theme.PLUM), theme.LINE),
    )


def status_line(name: str, text: rx.Var[str], *, known: Flag, well: Flag = True) -> rx.Component:
    """A lamp, a name, and a sentence; before that is known, a skeleton of the same height."""
    return rx.el.li(
        _lamp(well, known),
        rx.el.div(
            rx.el.div(name, font_weight="600"),
            rx.el.div(rx.cond(known, text, _SKELETON), color=theme.SOFT, font_size=theme.SMALL),
        ),
        display="flex",
        gap="0.875rem",
        padding_block="0.875rem",
        border_top=f"1px solid {theme.LINE}",
    )


def status_lines(*lines: rx.Component, busy: Flag) -> rx.Component:
    """The lines together; read out when they change."""
    return rx.el.ul(*lines, role="status", aria_busy=busy, list_style="none", padding="0")
