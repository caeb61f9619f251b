"""An endless list (states/window.py) on the page.

The list has the class `window` and the caller's own, whose CSS fixes two heights: `--row` of a row,
and `--head`, by which a row with a heading is higher. Both must be exact, whatever is in them:
pages that are not here are gaps of that height. assets/window.js looks which page is in view and
asks for it through the button below the list, which whoever cannot scroll presses too.
"""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex_base.vars.base import var_operation, var_operation_return
from reflex_base.vars.object import ObjectVar
from reflex_components_core.el.elements.forms import Button  # type: ignore[import-untyped]

from kitchen_app.states.window import PAGE, Row, Slot, Window


def window(
    state: type[Window], row: Callable[[Any], rx.Component], *, label: str, class_name: str
) -> rx.Component:
    """All rows of the state's list; `row` draws one, given a var of its dict."""
    span = state.span
    return rx.fragment(
        rx.el.div(
            _gap(span["first"], span["heads_above"]),
            rx.foreach(
                _in_order(state.page_0, state.page_1, state.page_2), lambda page: _page(page, row)
            ),
            _gap(span["known"] - span["below"], span["heads_below"]),
            role="list",
            aria_label=label,
            data_window=span["known"],
            class_name=f"window {class_name}",
        ),
        _more(state),
        rx.cond(span["is_cut"], rx.el.p("There is more. Search to find it.", class_name="soft")),
    )


@var_operation
def _in_order(a: Any, b: Any, c: Any) -> Any:
    """The pages in the order of the list, so that reading and tabbing follow it."""
    return var_operation_return(
        f"[{a}, {b}, {c}].filter((page) => page.index >= 0).sort((a, b) => a.index - b.index)",
        list[Slot],
    )


def _page(page: Any, row: Callable[[Any], rx.Component]) -> rx.Component:
    def item(shown: Any, number: Any) -> rx.Component:
        return rx.el.div(
            row(shown),
            key=shown["id"],
            role="listitem",
            aria_posinset=page["index"] * PAGE + number + 1,
            aria_setsize=-1,
        )

    return rx.el.div(
        rx.foreach(page["rows"].to(list[Row]), item),
        key=page["index"],
        data_page=page["index"],
    )


def _gap(pages: Any, heads: Any) -> rx.Component:
    height = rx.Var.create({"--rows": pages * PAGE, "--heads": heads})
    return rx.el.div(class_name="gap", aria_hidden="true", custom_attrs={"style": height})


def _wanted_page(event: ObjectVar[dict[str, Any]]) -> tuple[rx.Var[int]]:
    return (rx.Var(f"Number({event}.currentTarget.dataset.sees)", _var_type=int),)


class _More(Button):
    """A button whose click says which page it wants, wherever assets/window.js sends it."""

    on_click: rx.EventHandler[_wanted_page]  # type: ignore[type-arg, valid-type]


def _more(state: type[Window]) -> rx.Component:
    return _More.create(
        "Show more",
        type="button",
        on_click=state.see(state.span["number"]),
        data_sees=state.span["below"],
        hidden=state.span["below"] >= state.span["known"],
        class_name="button window-more",
    )
