"""`/settings`: the look, the assistant, what is the same food, the account."""

import reflex as rx

from kitchen_app.components.account import (
    account_deletion,
    asking_first,
    assistant_status,
    log_out_buttons,
    login_list,
    password_form,
    section,
    theme_choice,
    whose_account,
)
from kitchen_app.components.frame import frame, way_out
from kitchen_app.components.notices import away
from kitchen_app.components.same_foods import same_foods
from kitchen_app.states.account import Account

ROUTE = "/settings"
TITLE = "Settings · Kitchen"
ON_LOAD = Account.open


def page() -> rx.Component:
    return frame(
        rx.el.div(rx.el.h1("Settings"), class_name="page-head"),
        section("Look", theme_choice()),
        rx.cond(Account.away, away(Account.away, Account.open), _account()),
        place="Settings",
        class_name="page narrow",
    )


def _account() -> rx.Component:
    return rx.fragment(
        section("Assistant", asking_first(), assistant_status()),
        section("Same foods", same_foods()),
        section("Account", whose_account(), log_out_buttons()),
        section("Where you are logged in", login_list()),
        section("Password", password_form()),
        section(
            "For scripts and apps",
            rx.el.p("All of this has an API: ", way_out("read and try it at /docs", "/docs"), "."),
        ),
        section("Leave", account_deletion()),
    )
