"""The conversation: what was said, what was done, and what is being said."""

from typing import Any

import reflex as rx

from kitchen_app.components.chat.deeds import deeds, undo_all
from kitchen_app.components.chat.markdown import markdown
from kitchen_app.components.chat.versions import (
    IS_ANSWERING,
    again_button,
    edit_box,
    edit_button,
    pager,
    try_again,
)
from kitchen_app.components.controls import button, empty, icon_button, skeleton
from kitchen_app.components.elements import Transcript
from kitchen_app.components.notices import away
from kitchen_app.states.answer import Answer
from kitchen_app.states.chat import Chat
from kitchen_app.states.chat_window import PAST
from kitchen_app.states.transcript import Row

# On the way from one chat to another the state still holds the first; the address knows better.
ADDRESS = rx.Var(
    r"(typeof window === 'undefined' ? '' : window.location.pathname.replace(/\/+$/, ''))",
    _var_type=str,
).to(str)
IS_HERE = (Chat.address == ADDRESS) | ("/chat/" + Chat.shown == ADDRESS)
IS_GREETING = IS_HERE & (Chat.phase == "ready") & (Chat.away == "") & (Chat.shown == "")

_CHUNKS = rx.Var.create([getattr(Chat, name) for name in PAST])
_IN_ORDER = f"{_CHUNKS!s}.flat().sort((one, other) => (one.id < other.id ? -1 : 1))"
_EARLIER = rx.Var(_IN_ORDER, _var_data=_CHUNKS._get_all_var_data()).to(list[Row])


def transcript() -> rx.Component:
    return Transcript.create(
        rx.el.div(
            rx.cond(IS_HERE, _there(), _loading()),
            class_name="column",
        ),
        tab_index=0,
        role="region",
        aria_label="Conversation",
        custom_attrs={"session": Chat.shown, "accepted": Chat.accepted},
    )


def _there() -> rx.Component:
    conversation = rx.cond(
        Chat.away,
        away(Chat.away, Chat.open),
        rx.cond(Chat.shown == "", _greeting(), _conversation()),
    )
    content = rx.match(Chat.phase, ("missing", _missing()), ("ready", conversation), _loading())
    return rx.fragment(content, _refusal())


def _conversation() -> rx.Component:
    return rx.fragment(
        rx.cond(
            Chat.has_earlier,
            button(
                "Earlier messages",
                kind="quiet earlier",
                on_click=Chat.show_earlier,
                custom_attrs={"data-earlier": "true"},
            ),
        ),
        rx.el.div(rx.foreach(_EARLIER, _message), class_name="messages"),
        rx.el.div(
            rx.foreach(Chat.recent, _message),
            class_name="messages",
            role="log",
            aria_label="New messages",
        ),
        rx.cond(
            Chat.has_later,
            button("Back to the latest messages", kind="quiet earlier", on_click=Chat.show_latest),
            rx.cond(IS_ANSWERING, _running()),
        ),
    )


def _message(row: Any) -> rx.Component:
    return rx.cond(row["role"] == "user", _question(row), _answer(row))


def _question(row: Any) -> rx.Component:
    return rx.el.article(
        rx.el.h2("You", class_name="visually-hidden"),
        rx.cond(
            Chat.editing == row["id"],
            edit_box(row),
            rx.fragment(
                rx.el.p(row["parts"][0]["text"], class_name="said"),
                rx.el.div(
                    edit_button(row),
                    _copy("Copy question"),
                    pager(row, "question"),
                    class_name="tools",
                ),
            ),
        ),
        key=row["place"],
        class_name="message question",
        custom_attrs={"data-place": row["place"]},
    )


def _answer(row: Any) -> rx.Component:
    return rx.el.article(
        rx.el.h2("Kitchen", class_name="visually-hidden"),
        rx.foreach(row["parts"], lambda part: _part(part, row["id"])),
        rx.cond(row["stopped"], rx.el.p("Stopped here.", class_name="soft small")),
        rx.cond(row["problem"], _problem(row["problem"], try_again(row))),
        rx.el.div(
            _copy("Copy answer"),
            again_button(row),
            pager(row, "answer"),
            undo_all(row),
            class_name="tools",
        ),
        key=row["place"],
        class_name="message answer",
        custom_attrs={"data-place": row["place"]},
    )


def _copy(name: str) -> rx.Component:
    return icon_button("copy", name, kind="plain copy", custom_attrs={"data-copies": "true"})


def _part(part: Any, message_id: Any) -> rx.Component:
    return rx.fragment(
        rx.cond(part["text"], markdown(text=part["text"])),
        rx.cond(part["steps"], deeds(part["steps"], message_id)),
    )


def _running() -> rx.Component:
    """Not announced word by word: the finished answer is, as a new message."""
    text = Answer.settled + Answer.earlier + Answer.recent + Answer.latest
    return rx.el.article(
        rx.el.h2("Kitchen", class_name="visually-hidden"),
        rx.foreach(Answer.parts, lambda part: _part(part, Chat.answering)),
        rx.cond(text, markdown(text=text)),
        rx.el.p(
            rx.cond(
                Answer.waits,
                rx.el.span("Waiting for your word.", class_name="soft small"),
                rx.fragment(
                    rx.el.span("The assistant is answering.", class_name="visually-hidden"),
                    rx.el.span(class_name="simmering", aria_hidden="true"),
                ),
            ),
            role="status",
        ),
        class_name="message answer running",
    )


def _refusal() -> rx.Component:
    again = button("Try again", icon="rotate-ccw", on_click=Chat.ask(Chat.refused))
    return rx.cond(Chat.refused, _problem(Chat.refused_why, again, role="alert"))


def _problem(why: Any, way_out: rx.Component, **props: Any) -> rx.Component:
    return rx.el.div(
        rx.icon("circle-alert", aria_hidden="true"),
        rx.el.p(why, class_name="grow"),
        way_out,
        class_name="problem",
        **props,
    )


def _greeting() -> rx.Component:
    return rx.el.div(
        rx.el.h1("What shall we cook?"),
        rx.el.p(
            "Ask for a recipe, say what you bought or used up, or paste a recipe to keep.",
            class_name="soft",
        ),
        rx.el.ul(rx.foreach(Chat.starters, _starter), class_name="starters"),
        class_name="greeting",
    )


def _starter(question: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            question,
            rx.icon("arrow-up-right", aria_hidden="true"),
            type="button",
            on_click=Chat.ask(question),
            class_name="starter",
        )
    )


def _missing() -> rx.Component:
    return empty(
        "message-circle-off",
        "There is no such chat.",
        rx.el.p(
            "It may have been deleted, or the address has a letter too few.", class_name="soft"
        ),
        rx.el.a("Begin a new one", href="/chat", class_name="button main"),
    )


def _loading() -> rx.Component:
    return rx.el.div(
        *(rx.el.p(skeleton(width)) for width in ("40%", "90%", "75%", "82%")),
        class_name="messages loading",
        aria_busy="true",
        aria_label="Loading the conversation",
        role="status",
    )
