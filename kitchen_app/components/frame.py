"""The frame around every page: the way to the others above on a laptop, below on a phone."""

import reflex as rx
from reflex_components_core.el.elements.inline import A  # type: ignore[import-untyped]

from kitchen_app.components.notices import out_of_touch, passing_notice

PLACES = (
    ("Chat", "/chat", "message-circle"),
    ("Cookbook", "/cookbook", "book-open"),
    ("Pantry", "/pantry", "refrigerator"),
    ("Settings", "/settings", "settings-2"),
)


def frame(*children: rx.Component, place: str, class_name: str = "page") -> rx.Component:
    """A page for cooks; `place` is the name of the one of PLACES it belongs to."""
    return rx.el.div(
        _skip(),
        rx.el.header(_brand("/chat"), _places(place, "Main"), class_name="bar top"),
        rx.el.main(*children, id="main", tab_index=-1, class_name=class_name),
        rx.el.div(_places(place, "Main, below"), class_name="bar bottom"),
        passing_notice(),
        out_of_touch(),
        class_name="house with-bar",
    )


def plain_frame(*children: rx.Component) -> rx.Component:
    """A page for whoever comes to the door."""
    return rx.el.div(
        _skip(),
        rx.el.header(_brand("/"), class_name="bar"),
        rx.el.main(*children, id="main", tab_index=-1, class_name="page narrow"),
        passing_notice(),
        out_of_touch(),
        class_name="house",
    )


def way_out(text: str, href: str) -> rx.Component:
    """A link to what is no page of the app: the browser goes there itself."""
    return rx.el.a(text, href=href, reload_document=True)


def _skip() -> rx.Component:
    """A plain link: the router's would lose what is after the #."""
    return A.create("Skip to the page", href="#main", class_name="skip")


def _brand(href: str) -> rx.Component:
    return rx.el.a(
        rx.el.img(src="/favicon.svg", alt="", width="32", height="32"),
        "Kitchen",
        href=href,
        class_name="brand",
    )


def _places(current: str, label: str) -> rx.Component:
    return rx.el.nav(
        *(_place(name, href, icon, name == current) for name, href, icon in PLACES),
        aria_label=label,
        class_name="places",
    )


def _place(name: str, href: str, icon: str, is_current: bool) -> rx.Component:
    return rx.el.a(
        rx.icon(icon, aria_hidden="true"),
        name,
        href=href,
        class_name="place last" if name == "Settings" else "place",
        **({"aria_current": "page"} if is_current else {}),
    )
