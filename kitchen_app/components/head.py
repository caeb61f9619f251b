"""What every page's <head> holds: the look, before anything is drawn, and how to be installed."""

import reflex as rx

from kitchen_app.components import theme


def head() -> list[rx.Component]:
    return [
        rx.el.style(theme.stylesheet()),
        rx.el.script(src="/theme.js"),
        rx.el.script(src="/kitchen.js", type="module"),
        rx.el.link(
            rel="preload",
            href="/fonts/fraunces-latin.woff2",
            type="font/woff2",
            cross_origin="anonymous",
            custom_attrs={"as": "font"},
        ),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="apple-touch-icon", href="/icons/apple-touch-icon.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        *(
            rx.el.meta(
                name="theme-color",
                content=roles["paper"],
                custom_attrs={"media": f"(prefers-color-scheme: {scheme})"},
            )
            for scheme, roles in (("light", theme.LIGHT), ("dark", theme.DARK))
        ),
        rx.el.meta(name="description", content=DESCRIPTION),
    ]


DESCRIPTION = "A pantry, a cookbook and an assistant that sees both."
