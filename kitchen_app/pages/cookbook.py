"""`/cookbook`: all recipes."""

import reflex as rx

from kitchen_app.components import cookbook
from kitchen_app.components.frame import frame
from kitchen_app.components.notices import away
from kitchen_app.states.cookbook import Cookbook

ROUTE = "/cookbook"
TITLE = "Cookbook · Kitchen"
ON_LOAD = Cookbook.open


def page() -> rx.Component:
    return frame(
        cookbook.head(),
        rx.cond(
            Cookbook.away,
            away(Cookbook.away, Cookbook.open),
            rx.fragment(cookbook.finder(), cookbook.found()),
        ),
        cookbook.new_recipe(),
        place="Cookbook",
    )
