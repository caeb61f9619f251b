"""What a page says about itself: that it lost the server, that it needs JavaScript."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors  # type: ignore[import-untyped]

from kitchen_app.components import theme


def out_of_touch() -> rx.Component:
    """Shown by every page while its websocket is down."""
    return rx.cond(
        has_connection_errors,
        rx.el.div(
            "This page has lost touch with the kitchen. It keeps trying.",
            role="alert",
            position="fixed",
            bottom="1rem",
            left="50%",
            transform="translateX(-50%)",
            width="max-content",
            max_width="calc(100vw - 2rem)",
            padding="0.75rem 1.125rem",
            border_radius=theme.RADIUS,
            background=theme.INK,
            color=theme.PAPER,
            font_size=theme.SMALL,
            z_index="10",
        ),
    )


def needs_javascript() -> rx.Component:
    return rx.el.noscript(
        rx.el.p("This page needs JavaScript; the API does not.", margin_top=theme.GAP)
    )
