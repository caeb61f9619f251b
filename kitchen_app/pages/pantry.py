"""`/pantry`: what is there."""

import reflex as rx

from kitchen_app.components.frame import frame
from kitchen_app.components.notices import away
from kitchen_app.components.pantry.adding import adding
from kitchen_app.components.pantry.choice import chosen_bar
from kitchen_app.components.pantry.edit import unit_names
from kitchen_app.components.pantry.finding import finder, found, head, soon
from kitchen_app.states.pantry import Pantry

ROUTE = "/pantry"
TITLE = "Pantry · Kitchen"
ON_LOAD = [Pantry.open, Pantry.watch]


def page() -> rx.Component:
    return frame(
        head(),
        rx.cond(
            Pantry.away,
            away(Pantry.away, Pantry.open),
            rx.fragment(adding(), finder(), soon(), found(), chosen_bar(), unit_names()),
        ),
        place="Pantry",
        class_name="page pantry",
    )
