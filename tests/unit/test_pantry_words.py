"""How the pantry's page says when, and how much one press means."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kitchen_app.services.steps import step_of
from kitchen_app.states.clock import today
from kitchen_app.states.pantry_drawn import due

DAY = date(2027, 6, 9)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-400, "Expired 5 May 2026"),
        (-31, "Expired 9 May"),
        (-30, "Expired 30 days ago"),
        (-1, "Expired yesterday"),
        (0, "Today"),
        (1, "Tomorrow"),
        (2, "In 2 days"),
        (7, "In 7 days"),
        (8, "17 June"),
        (365, "8 June 2028"),
    ],
)
def test_a_date_is_said_from_today(days: int, words: str) -> None:
    assert due(DAY + timedelta(days=days), DAY) == words


@pytest.mark.parametrize(
    ("quantity", "unit", "less", "more"),
    [
        ("6", None, "1", "1"),
        ("0.5", None, "1", "1"),
        ("3", "can", "1", "1"),
        ("2", "tsp", "1", "1"),
        ("3", "wheel", "1", "1"),
        ("2", "cup", "0.25", "0.25"),
        ("2", "lb", "0.25", "0.25"),
        ("5", "g", "1", "1"),
        ("20", "g", "1", "10"),
        ("200", "g", "10", "100"),
        ("900", "ml", "100", "100"),
        ("2", "kg", "0.1", "0.1"),
        ("0.15", "kg", "0.01", "0.01"),
        ("10", "l", "0.1", "1"),
        ("5", "dl", "1", "1"),
        ("0", "kg", "0.1", "0.1"),
    ],
)
def test_a_step_suits_the_unit_and_what_there_is(
    quantity: str, unit: str | None, less: str, more: str
) -> None:
    steps = [step_of(Decimal(quantity), unit, up=up) for up in (False, True)]
    assert steps == [Decimal(less), Decimal(more)]


@pytest.mark.parametrize("metric", ["g", "kg", "ml", "cl", "dl", "l"])
@pytest.mark.parametrize("grams", ["2.1", "20.5", "201", "10000.5", "900000"])
def test_one_press_never_takes_most_of_a_measured_amount(metric: str, grams: str) -> None:
    amount = Decimal(grams)
    assert step_of(amount, metric, up=False) <= amount / 2


def test_the_day_is_the_browsers() -> None:
    ahead = today("a=b; kitchen_utc=840") - today("kitchen_utc=-840; a=b")
    assert ahead in (timedelta(days=1), timedelta(days=2))


@pytest.mark.parametrize("cookies", ["", "kitchen_utc=", "kitchen_utc=841", "xkitchen_utc=-840"])
def test_a_clock_that_cannot_be_is_the_servers(cookies: str) -> None:
    assert today(cookies) == date.today()  # noqa: DTZ011
