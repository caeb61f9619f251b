"""The side panel: a column on a laptop, on a phone a sheet that a button brings."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import (
    CLOSES,
    button,
    dialog,
    icon_button,
    opens,
    search_box,
    skeleton,
)
from kitchen_app.states.chat import Chat
from kitchen_app.states.sessions import PAGES, Sessions

PANEL = "chats"
DELETE = "delete-chat"


def sessions() -> rx.Component:
    return rx.el.aside(
        rx.el.div(
            rx.el.h2("Chats"),
            icon_button(
                "x",
                "Close",
                kind="plain push only-phone",
                custom_attrs={"popovertarget": PANEL, "popovertargetaction": "hide"},
            ),
            class_name="row head",
        ),
        rx.el.a(
            rx.icon("square-pen", aria_hidden="true"),
            "New chat",
            href="/chat",
            class_name="button",
        ),
        search_box(
            "Search chats", default_value=Sessions.q, on_change=Sessions.search.debounce(250)
        ),
        rx.el.nav(_list(), aria_label="Chats", class_name="list"),
        id=PANEL,
        custom_attrs={"popover": "auto"},
        aria_label="Chats",
        class_name="chats",
    )


def panel_button() -> rx.Component:
    """Opens the panel, where it is a sheet."""
    return icon_button(
        "panel-left", "Chats", kind="plain only-phone", custom_attrs={"popovertarget": PANEL}
    )


def delete_dialog() -> rx.Component:
    return dialog(
        DELETE,
        "Delete this chat?",
        rx.el.p(
            "“",
            Sessions.deleting_title,
            "” goes with all its messages. What the assistant "
            "changed in your cookbook and pantry stays.",
            margin_top="var(--s3)",
        ),
        rx.el.div(
            button("Keep it", **CLOSES),
            button("Delete", kind="danger", on_click=Sessions.delete, **CLOSES),
            class_name="actions",
        ),
    )


def _list() -> rx.Component:
    return rx.match(
        Sessions.phase,
        ("away", rx.el.p("They cannot be listed just now.", class_name="soft small none")),
        (
            "ready",
            rx.fragment(
                *(rx.foreach(getattr(Sessions, page), _day) for page in PAGES),
                rx.cond(Sessions.page_0, None, _none()),
                rx.cond(Sessions.has_more, button("More", kind="quiet", on_click=Sessions.more)),
            ),
        ),
        rx.el.div(
            *(rx.el.p(skeleton(width)) for width in ("70%", "85%", "60%")), class_name="wait"
        ),
    )


def _none() -> rx.Component:
    return rx.el.p(
        rx.cond(Sessions.q == "", "No chats yet.", "No chat has these words."),
        class_name="soft small none",
    )


def _day(day: Any) -> rx.Component:
    return rx.el.section(
        rx.cond(day["name"], rx.el.h3(day["name"])),
        rx.el.ul(rx.foreach(day["sessions"], _session)),
        key=day["name"],
    )


def _session(session: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(Sessions.renaming == session["id"], _renaming(session), _row(session)),
        key=session["id"],
    )


def _row(session: Any) -> rx.Component:
    active: Any = Sessions.active
    return rx.fragment(
        rx.el.a(
            rx.el.span(session["title"], class_name="title"),
            rx.cond(
                active.contains(session["id"]),
                rx.el.span(
                    rx.el.span(" (answering)", class_name="visually-hidden"),
                    class_name="simmering",
                    title="Answering",
                ),
            ),
            href="/chat/" + session["id"],
            custom_attrs={"aria-current": rx.cond(session["id"] == Chat.shown, "page", "false")},
        ),
        icon_button("pencil", "Rename or delete", on_click=Sessions.begin_rename(session["id"])),
    )


def _renaming(session: Any) -> rx.Component:
    return rx.el.form(
        rx.el.input(
            name="title",
            default_value=session["title"],
            aria_label="Title of this chat",
            max_length=200,
            auto_focus=True,
            class_name="input",
        ),
        icon_button("check", "Save the title", type="submit"),
        icon_button(
            "trash-2",
            "Delete this chat",
            on_click=Sessions.choose(session["id"], session["title"]),
            **opens(DELETE),
        ),
        icon_button(
            "x",
            "Leave it",
            on_click=Sessions.begin_rename(""),
            custom_attrs={"data-leaves": "true"},
        ),
        on_submit=Sessions.rename,
        class_name="renaming",
    )
