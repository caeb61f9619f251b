"""Questions to the pantry, the way people ask them."""

from collections.abc import Callable
from typing import Any

import pytest

ASKED: list[tuple[str, Any]] = [
    ("did I buy milk?", [("read_pantry", {"search": "milk"})]),
    ("what's in the pantry?", [("read_pantry", {})]),
    ("what's in my fridge", [("read_pantry", {})]),
    ("show me my pantry", [("read_pantry", {})]),
    ("list the pantry", [("read_pantry", {})]),
    ("what do we have?", [("read_pantry", {})]),
    ("what have we got", [("read_pantry", {})]),
    ("do we have any rice?", [("read_pantry", {"search": "rice"})]),
    ("do I have eggs", [("read_pantry", {"search": "eggs"})]),
    ("have we got milk?", [("read_pantry", {"search": "milk"})]),
    ("is there any butter left?", [("read_pantry", {"search": "butter"})]),
    ("any milk left?", [("read_pantry", {"search": "milk"})]),
    ("got any rice?", [("read_pantry", {"search": "rice"})]),
    ("how many eggs are left?", [("read_pantry", {"search": "eggs"})]),
    ("how much flour do we have", [("read_pantry", {"search": "flour"})]),
    ("how many eggs do I have left", [("read_pantry", {"search": "eggs"})]),
    ("what expires this week?", [("read_pantry", {"expiring_within": 7})]),
    ("what's expiring soon", [("read_pantry", {"expiring_within": 7})]),
    ("anything going off?", [("read_pantry", {"expiring_within": 7})]),
    ("what should I use up?", [("read_pantry", {"expiring_within": 7})]),
    ("what can we use up tonight", [("read_pantry", {"expiring_within": 7})]),
    ("what do I have that expires soon?", [("read_pantry", {"expiring_within": 7})]),
    ("what do I need to use up?", [("read_pantry", {"expiring_within": 7})]),
    ("is there anything to use up?", [("read_pantry", {"expiring_within": 7})]),
    ("what is past its date?", [("read_pantry", {"expiring_within": 0})]),
    ("what should I use up first?", [("read_pantry", {"expiring_within": 7})]),
    ("what will expire in the next 3 days", [("read_pantry", {"expiring_within": 3})]),
    ("what expires tomorrow", [("read_pantry", {"expiring_within": 1})]),
    ("what's about to expire", [("read_pantry", {"expiring_within": 7})]),
    ("is anything past its date?", [("read_pantry", {"expiring_within": 0})]),
    ("what needs to be used by friday", [("read_pantry", {"expiring_within": 5})]),
    ("what is running low?", [("read_pantry", {"running_low": True})]),
    ("what are we low on", [("read_pantry", {"running_low": True})]),
    ("is anything getting low?", [("read_pantry", {"running_low": True})]),
    ("are we low on milk?", [("read_pantry", {"search": "milk"})]),
    ("inventory", [("read_pantry", {})]),
    ("pantry", [("read_pantry", {})]),
    ("show everything in the pantry", [("read_pantry", {})]),
    (
        "do we have rice and beans?",
        [("read_pantry", {"search": "rice"}), ("read_pantry", {"search": "beans"})],
    ),
    ("are there any onions in the fridge", [("read_pantry", {"search": "onions"})]),
    ("is there milk", [("read_pantry", {"search": "milk"})]),
    ("check the fridge", [("read_pantry", {})]),
    ("what food do we have", [("read_pantry", {})]),
    ("when does the milk expire?", [("read_pantry", {"search": "milk"})]),
    ("which spices do I have", [("read_pantry", {"search": "spices"})]),
    ("what's left in the freezer", [("read_pantry", {})]),
    ("how much milk?", [("read_pantry", {"search": "milk"})]),
    ("do i still have any of the parmesan", [("read_pantry", {"search": "parmesan"})]),
    ("how many onions have we got", [("read_pantry", {"search": "onions"})]),
    ("we don't have rice", [("read_pantry", {"search": "rice"})]),
    ("only 3 lemons left", [("read_pantry", {"search": "lemons"})]),
    ("what do i have in the freezer?", [("read_pantry", {})]),
    ("have i got enough flour?", [("read_pantry", {"search": "flour"})]),
    ("do we still have pasta", [("read_pantry", {"search": "pasta"})]),
    ("how many cans of tomatoes do we have?", [("read_pantry", {"search": "tomatoes"})]),
    ("is the milk still good?", [("read_pantry", {"search": "milk"})]),
    ("what is in stock", [("read_pantry", {})]),
    ("what do we have at home", [("read_pantry", {})]),
    ("what's there", [("read_pantry", {})]),
    ("what have I got in the cupboards", [("read_pantry", {})]),
    ("list everything", [("read_pantry", {})]),
    ("show the inventory", [("read_pantry", {})]),
    (
        "do we have milk, eggs and butter?",
        [
            ("read_pantry", {"search": "milk"}),
            ("read_pantry", {"search": "eggs"}),
            ("read_pantry", {"search": "butter"}),
        ],
    ),
    ("do you have any sugar", [("read_pantry", {"search": "sugar"})]),
    ("is there enough rice", [("read_pantry", {"search": "rice"})]),
    ("are we out of milk?", [("read_pantry", {"search": "milk"})]),
    ("how much butter is there?", [("read_pantry", {"search": "butter"})]),
    ("how many tomatoes have i left", [("read_pantry", {"search": "tomatoes"})]),
    ("what goes bad first", [("read_pantry", {"expiring_within": 7})]),
    ("anything about to go bad?", [("read_pantry", {"expiring_within": 7})]),
    ("which food expires within 2 weeks", [("read_pantry", {"expiring_within": 14})]),
    ("what will expire by sunday", [("read_pantry", {"expiring_within": 0})]),
    ("what's expired?", [("read_pantry", {"expiring_within": 0})]),
    ("is anything expiring today", [("read_pantry", {"expiring_within": 0})]),
    ("what needs eating soon", [("read_pantry", {"expiring_within": 7})]),
    ("have we any honey", [("read_pantry", {"search": "honey"})]),
    ("got milk?", [("read_pantry", {"search": "milk"})]),
    ("did we buy bread", [("read_pantry", {"search": "bread"})]),
    ("any cheese", [("read_pantry", {"search": "cheese"})]),
]


@pytest.mark.parametrize(("said", "expected"), ASKED)
def test_it_looks_for_exactly_what_was_asked(
    hear: Callable[..., Any], said: str, expected: list[Any]
) -> None:
    assert hear(said)[1] == expected


def test_there_are_at_least_forty_ways_to_say_it() -> None:
    assert len({said for said, _ in ASKED}) >= 40
