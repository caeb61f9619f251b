"""A recipe to write. The lists are made of rows by the browser (assets/recipe-edit.js)."""

from typing import Any

import reflex as rx

from kitchen_app.components.controls import CLOSES, button, dialog, field, icon_button
from kitchen_app.components.elements import LineList, RecipeForm
from kitchen_app.states.recipe_edit import RecipeEdit

LEAVING = "leave-recipe"
HIDDEN: dict[str, Any] = {"hidden": True}


def edit() -> rx.Component:
    form = RecipeEdit.form
    return RecipeForm.create(
        rx.el.h1("Edit recipe", class_name="edit-title"),
        _restored(),
        _changed_elsewhere(),
        rx.el.form(
            _words(),
            _list("ingredients", "Ingredients", "ingredient", form.ingredients),
            _list("steps", "Steps", "step", form.steps),
            _foot(),
            on_submit=RecipeEdit.save,
            no_validate=True,
            class_name="recipe-edit",
        ),
        _ask_before_leaving(),
        key=f"{form.id} {form.seen}",
        custom_attrs={
            "data-recipe": form.id,
            "data-seen": form.seen,
            "data-saved": RecipeEdit.saved,
            "data-tries": f"{RecipeEdit.tries}",
        },
    )


def _words() -> rx.Component:
    form = RecipeEdit.form
    return rx.el.div(
        _field("name", "Name", rx.el.input, default_value=form.name, class_name="input big"),
        _field(
            "description",
            "Description",
            rx.el.textarea,
            default_value=form.description,
            rows="2",
            class_name="input growing",
        ),
        rx.el.div(
            _number("servings", "Servings", form.servings),
            _number("prep_minutes", "Minutes to prepare", form.prep_minutes),
            _number("cook_minutes", "Minutes to cook", form.cook_minutes),
            class_name="numbers",
        ),
        _field("tags", "Tags", rx.el.input, hint="With commas between.", default_value=form.tags),
        _field(
            "source_url",
            "Where it is from",
            rx.el.input,
            type="url",
            input_mode="url",
            placeholder="https://…",
            default_value=form.source_url,
        ),
        class_name="words",
    )


def _number(name: str, label: str, value: Any) -> rx.Component:
    return _field(name, label, rx.el.input, default_value=value, input_mode="numeric")


def _field(name: str, label: str, control: Any, *, hint: str = "", **props: Any) -> rx.Component:
    wrong = _wrong(name)
    return field(
        label,
        control(
            id=name,
            name=name,
            auto_complete="off",
            aria_describedby=f"{name}-note",
            aria_invalid=wrong != "",
            **({"class_name": "input"} | props),
        ),
        name=name,
        wrong=wrong,
        hint=hint,
    )


def _wrong(name: str) -> Any:
    return RecipeEdit.wrong.get(name, "")


def _list(name: str, title: str, one: str, lines: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title, id=f"{name}-title"),
        LineList.create(
            rx.el.ol(
                class_name="edit-rows",
                aria_labelledby=f"{name}-title",
                custom_attrs={"data-rows": "true"},
            ),
            rx.el.div(_wrong(name), class_name="wrong", aria_live="polite"),
            button(f"Add {one}", icon="plus", custom_attrs={"data-does": "add"}),
            rx.el.p(
                class_name="visually-hidden", role="status", custom_attrs={"data-told": "true"}
            ),
            rx.el.div(_row(), custom_attrs={"data-pattern": "true"}, **HIDDEN),
            custom_attrs={
                "data-name": name,
                "data-one": one,
                "data-lines": lines,
                "data-wrong-row": RecipeEdit.wrong.get(f"{name}_row", ""),
            },
        ),
        class_name=f"edit-list {name}",
    )


def _row() -> rx.Component:
    return rx.el.div(
        rx.el.textarea(rows="1", class_name="input growing", enter_key_hint="enter"),
        rx.el.div(
            *(
                icon_button(icon, does, custom_attrs={"data-does": does})
                for icon, does in (("arrow-up", "up"), ("arrow-down", "down"), ("x", "remove"))
            ),
            class_name="row-tools",
        ),
        class_name="edit-row",
    )


def _foot() -> rx.Component:
    return rx.el.div(
        button("Save", kind="main", type="submit"),
        rx.el.a("Cancel", href=f"/cookbook/{RecipeEdit.form.id}", class_name="button"),
        class_name="edit-foot",
    )


def _restored() -> rx.Component:
    return rx.el.div(
        rx.el.p("Your unsaved changes are back."),
        button("Begin again from what is saved", custom_attrs={"data-does": "begin-again"}),
        role="status",
        class_name="aside",
        custom_attrs={"data-restored": "true"},
        **HIDDEN,
    )


def _changed_elsewhere() -> rx.Component:
    return rx.cond(
        RecipeEdit.newer,
        rx.el.div(
            rx.el.p("This recipe was changed elsewhere while you were editing it."),
            rx.el.div(
                button(
                    "Save mine anyway",
                    custom_attrs={"data-does": "overrule", "data-newer": RecipeEdit.newer},
                ),
                rx.el.a(
                    "Show theirs",
                    href=f"/cookbook/{RecipeEdit.form.id}",
                    class_name="button",
                    custom_attrs={"data-keeps": "true"},
                ),
                class_name="row",
            ),
            role="alert",
            class_name="aside amber",
        ),
    )


def _ask_before_leaving() -> rx.Component:
    return dialog(
        LEAVING,
        "Leave without saving?",
        rx.el.p("What you changed is not saved yet.", margin_top="var(--s3)"),
        rx.el.div(
            button("Discard changes", kind="danger", custom_attrs={"data-does": "discard"}),
            button("Keep editing", kind="main", **CLOSES),
            class_name="actions",
        ),
    )
