"""What the assistant did, or proposes to do: a card each, with the cook's say in it."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import button
from kitchen_app.states.chat import Chat

UNDONE: Any = Chat.undone


def deeds(steps: Any, message_id: Any) -> rx.Component:
    """The steps of an answer that were taken at one place in it."""
    return rx.el.ul(rx.foreach(steps, lambda step: _deed(step, message_id)), class_name="deeds")


def undo_all(row: Any) -> rx.Component:
    """For an answer that changed more than one thing."""
    return rx.cond(
        row["deeds"] > 1,
        rx.cond(
            UNDONE.contains(row["id"]),
            _put("Redo all of this answer", "redo-2", Chat.redo(row["id"], "")),
            _put("Undo all of this answer", "undo-2", Chat.undo(row["id"], "")),
        ),
    )


def _deed(step: Any, message_id: Any) -> rx.Component:
    key = message_id + " " + step["id"]
    look = rx.cond((step["look"] == "changed") & UNDONE.contains(key), "undone", step["look"]).to(
        str
    )
    return rx.el.li(
        _icon(look),
        rx.el.div(
            rx.match(look, ("undone", "Undone: "), ("declined", "Declined: "), ""),
            rx.cond(
                step["href"], rx.el.a(step["text"], href=step["href"]), rx.el.span(step["text"])
            ),
            class_name="grow",
        ),
        rx.match(
            look,
            ("changed", _undo(step, message_id)),
            ("undone", _redo(step, message_id)),
            ("proposed", _decide(step, message_id)),
            rx.fragment(),
        ),
        key=step["id"],
        class_name=rx.Var.create("deed ") + look,
        custom_attrs={"data-place": key},
    )


def _icon(look: Any) -> rx.Component:
    return rx.match(
        look,
        ("changed", rx.icon("check", aria_hidden="true")),
        ("undone", rx.icon("undo-2", aria_hidden="true")),
        ("proposed", rx.icon("circle-help", aria_hidden="true")),
        ("declined", rx.icon("circle-slash", aria_hidden="true")),
        ("failed", rx.icon("circle-alert", aria_hidden="true")),
        ("running", rx.el.span(class_name="spinner", aria_hidden="true")),
        rx.icon("eye", aria_hidden="true"),
    )


def _undo(step: Any, message_id: Any) -> rx.Component:
    return _say("Undo", step, Chat.undo(message_id, step["id"]))


def _redo(step: Any, message_id: Any) -> rx.Component:
    return _say("Redo", step, Chat.redo(message_id, step["id"]))


def _decide(step: Any, message_id: Any) -> rx.Component:
    return rx.el.div(
        _say("Do it", step, Chat.decide(message_id, step["id"], True), kind="main"),
        _say("No", step, Chat.decide(message_id, step["id"], False), kind=""),
        class_name="row",
    )


def _say(word: str, step: Any, event: Any, kind: str = "plain") -> rx.Component:
    """`word` is shown; read out, it says of what."""
    return button(
        word,
        kind=kind,
        aria_label=f"{word}: {step['text']}",
        on_click=event,
        custom_attrs={"data-does": "undo"},
    )


def _put(words: str, icon: str, event: Any) -> rx.Component:
    return button(
        words, icon=icon, kind="plain small", on_click=event, custom_attrs={"data-does": "undo"}
    )
