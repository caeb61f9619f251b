"""`/chat` and `/chat/[id]`: the conversation, and what was talked about before."""

import reflex as rx

from kitchen_app.components.chat.composer import composer
from kitchen_app.components.chat.sessions import delete_dialog, panel_button, sessions
from kitchen_app.components.chat.transcript import transcript
from kitchen_app.components.frame import frame
from kitchen_app.states.chat import Chat
from kitchen_app.states.sessions import Sessions

ROUTE = "/chat/[[session_id]]"
TITLE = "Chat · Kitchen"
ON_LOAD = [Chat.open, Sessions.watch]


def page() -> rx.Component:
    return frame(sessions(), _conversation(), delete_dialog(), place="Chat", class_name="chat")


def _conversation() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            panel_button(),
            rx.el.h1(
                rx.match(
                    Chat.phase,
                    ("missing", "Not found"),
                    ("ready", rx.cond(Chat.title == "", "New chat", Chat.title)),
                    "Chat",
                )
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
