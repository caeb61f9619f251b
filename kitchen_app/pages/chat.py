"""`/chat` and `/chat/[id]`: the conversation, and what was talked about before."""

import reflex as rx

from kitchen_app.components.chat.composer import composer
from kitchen_app.components.chat.sessions import delete_dialog, panel_button, sessions
from kitchen_app.components.chat.transcript import IS_GREETING, IS_HERE, transcript
from kitchen_app.components.chat.versions import again_dialog
from kitchen_app.components.frame import frame
from kitchen_app.states.chat import Chat
from kitchen_app.states.sessions import Sessions

ROUTE = "/chat/[[session_id]]"
TITLE = rx.cond(Chat.title == "", "Chat", Chat.title).to(str) + " · Kitchen"
ON_LOAD = [Chat.open, Chat.follow, Sessions.watch]


def page() -> rx.Component:
    return frame(
        sessions(),
        _conversation(),
        delete_dialog(),
        again_dialog(),
        place="Chat",
        class_name="chat",
    )


def _conversation() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            panel_button(),
            rx.cond(
                IS_GREETING,
                rx.el.p("New chat", class_name="title"),
                rx.el.h1(rx.cond(IS_HERE, _title(), "Chat"), class_name="title"),
            ),
            rx.el.a(
                rx.icon("square-pen", aria_hidden="true"),
                href="/chat",
                aria_label="New chat",
                title="New chat",
                class_name="button icon plain only-phone",
            ),
            class_name="chat-head",
        ),
        transcript(),
        composer(),
        class_name="conversation",
    )


def _title() -> rx.Component:
    return rx.cond(
        Chat.phase == "missing", "Not found", rx.cond(Chat.title == "", "Chat", Chat.title)
    )
