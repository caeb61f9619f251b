"""The frame around every page: the house's name above, one column, a foot below."""

from typing import Any

import reflex as rx

from kitchen_app.components import theme


def _name() -> rx.Component:
    return rx.el.a(
        rx.el.img(src="/favicon.svg", alt="", width="36px", height="36px", display="block"),
        rx.el.span("Kitchen", font_family=theme.SERIF, font_size="1.25rem", font_weight="600"),
        href="/",
        display="inline-flex",
        align_items="center",
        gap="0.625rem",
        color=theme.INK,
        text_decoration="none",
    )


def _footer(foot: rx.Component) -> rx.Component:
    return rx.el.footer(
        foot,
        padding_block="1.25rem 2rem",
        border_top=f"1px solid {theme.LINE}",
        color=theme.SOFT,
        font_size=theme.SMALL,
    )


def frame(*children: rx.Component, foot: rx.Component | None = None) -> rx.Component:
    """One page of the house; as wide as a recipe card, as tall as the window."""
    return rx.el.div(
        rx.el.header(_name(), padding_block="1.5rem"),
        rx.el.main(*children, flex="1", padding_block="1.5rem 3rem"),
        _footer(foot) if foot else rx.fragment(),
        display="flex",
        flex_direction="column",
        min_height="100svh",
        max_width="42rem",
        margin_inline="auto",
        padding_inline="1.25rem",
    )


def title(text: str | rx.Var[str]) -> rx.Component:
    return rx.el.h1(text, font_size="clamp(2rem, 7vw, 2.75rem)", letter_spacing="-0.01em")


def way_out(text: str, href: str) -> rx.Component:
    """A link to what is no page of the app: the browser goes there itself."""
    return rx.el.a(text, href=href, reload_document=True)


def card(*children: rx.Component, **props: Any) -> rx.Component:
    return rx.el.section(
        *children,
        background=theme.CARD,
        border=f"1px solid {theme.LINE}",
        border_radius=theme.RADIUS,
        padding_inline="1.25rem",
        **props,
    )
