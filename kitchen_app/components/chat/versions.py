"""Other versions of what was said: flipping through them, asking and answering again."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import CLOSES, button, dialog, icon_button, opens
from kitchen_app.components.elements import QuestionEdit
from kitchen_app.states.chat import Chat

AGAIN = "answer-again"
IS_ANSWERING = Chat.answering != ""
UNDONE: Any = Chat.undone


def pager(row: Any, what: str) -> rx.Component:
    """Which one is shown of how many, and the way to the others; nothing for the only one."""
    return rx.cond(
        row["versions"] > 1,
        rx.el.div(
            _turn("chevron-left", f"Earlier version of this {what}", row, on=False),
            rx.el.span(
                rx.el.span(
                    f"Version {row['version']} of {row['versions']}", class_name="visually-hidden"
                ),
                rx.el.span(f"{row['version']} / {row['versions']}", aria_hidden="true"),
                aria_live="polite",
            ),
            _turn("chevron-right", f"Later version of this {what}", row, on=True),
            role="group",
            aria_label=f"Versions of this {what}",
            class_name="pager",
        ),
    )


def _turn(icon: str, name: str, row: Any, *, on: bool) -> rx.Component:
    """At an end it keeps the focus, and does nothing."""
    beside = row["later"] if on else row["earlier"]
    return icon_button(
        icon,
        name,
        on_click=Chat.flip(row["place"], on),
        aria_disabled=(beside == "") | IS_ANSWERING,
        custom_attrs={"data-does": "on" if on else "back", "data-flips": "true"},
    )


def again_button(row: Any) -> rx.Component:
    return _again(row, lambda **props: icon_button("refresh-cw", "Answer again", **props))


def try_again(row: Any) -> rx.Component:
    return _again(row, lambda **props: button("Try again", icon="rotate-ccw", **props))


def _again(row: Any, draw: Any) -> rx.Component:
    """Where it changed something that is in effect, the dialog asks what becomes of that."""
    return rx.cond(
        (row["deeds"] > 0) & ~UNDONE.contains(row["id"]),
        draw(
            disabled=IS_ANSWERING,
            on_click=Chat.doubt(row["id"]),
            **opens(AGAIN, **{"data-does": "doubt"}),
        ),
        draw(
            disabled=IS_ANSWERING,
            on_click=Chat.again(row["id"]),
            custom_attrs={"data-does": "again"},
        ),
    )


def again_dialog() -> rx.Component:
    again = {"data-does": "again"}
    return dialog(
        AGAIN,
        "Undo its changes first?",
        rx.el.p("That answer changed something in your kitchen, and another may do so again."),
        rx.el.div(
            button("Cancel", **CLOSES),
            button("Keep them", on_click=Chat.again_anyway(False), custom_attrs=again, **CLOSES),
            button(
                "Undo, then answer again",
                kind="main",
                on_click=Chat.again_anyway(True),
                custom_attrs=again,
                **CLOSES,
            ),
            class_name="actions",
        ),
    )


def edit_button(row: Any) -> rx.Component:
    return icon_button(
        "pencil",
        "Edit question",
        kind="plain edits",
        disabled=IS_ANSWERING,
        on_click=Chat.edit(row["id"]),
        custom_attrs={"data-does": "edit"},
    )


def edit_box(row: Any) -> rx.Component:
    """In the question's place; assets/chat.js keeps what is typed, and knows the keys."""
    return QuestionEdit.create(
        rx.el.form(
            rx.el.textarea(
                name="question",
                rows="1",
                default_value=row["parts"][0]["text"],
                aria_label="Edit your question",
                aria_describedby="edit-note",
                auto_complete="off",
                class_name="input",
            ),
            rx.el.div(
                rx.el.p(
                    "What followed stays, as another version.",
                    id="edit-note",
                    aria_live="polite",
                    class_name="soft small grow",
                ),
                rx.el.div(
                    button("Cancel", on_click=Chat.edit(""), custom_attrs={"data-does": "edit"}),
                    button("Save and ask", kind="main", type="submit"),
                    class_name="row",
                ),
                class_name="row",
            ),
            on_submit=Chat.replace,
        ),
        custom_attrs={"message": row["id"], "answering": IS_ANSWERING},
    )
