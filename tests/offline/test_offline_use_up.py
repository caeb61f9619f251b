"""What is gone, the way people say it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.offline.foods import food

USED: list[tuple[str, Any]] = [
    ("we're out of milk", [("use_up", {"items": [food("milk")]})]),
    ("we are out of eggs and butter", [("use_up", {"items": [food("eggs"), food("butter")]})]),
    ("used half the butter", [("use_up", {"items": [food("butter", fraction=0.5)]})]),
    ("used half of the butter", [("use_up", {"items": [food("butter", fraction=0.5)]})]),
    ("I used 250g of butter", [("use_up", {"items": [food("butter", 250, "g")]})]),
    ("finished the last of the eggs", [("use_up", {"items": [food("eggs")]})]),
    ("drank 2 l of milk", [("use_up", {"items": [food("milk", 2, "l")]})]),
    ("threw away the spinach", [("remove_from_pantry", {"names": ["spinach"]})]),
    ("ran out of rice", [("use_up", {"items": [food("rice")]})]),
    (
        "we ran out of olive oil and salt",
        [("use_up", {"items": [food("olive oil"), food("salt")]})],
    ),
    ("no more milk", [("use_up", {"items": [food("milk")]})]),
    ("there's no milk left", [("use_up", {"items": [food("milk")]})]),
    ("there is no more flour", [("use_up", {"items": [food("flour")]})]),
    ("the milk is gone", [("use_up", {"items": [food("milk")]})]),
    ("milk is finished", [("use_up", {"items": [food("milk")]})]),
    ("the eggs are all gone", [("use_up", {"items": [food("eggs")]})]),
    ("all the bread is gone", [("use_up", {"items": [food("bread")]})]),
    ("I ate 2 bananas", [("use_up", {"items": [food("bananas", 2)]})]),
    ("ate the last banana", [("use_up", {"items": [food("banana")]})]),
    ("used up the yogurt", [("use_up", {"items": [food("yogurt")]})]),
    (
        "used 3 eggs and 200 g flour for pancakes",
        [("use_up", {"items": [food("eggs", 3), food("flour", 200, "g")]})],
    ),
    (
        "made pancakes with 3 eggs and 300 ml milk",
        [("use_up", {"items": [food("eggs", 3), food("milk", 300, "ml")]})],
    ),
    ("used 1/3 of the cheese", [("use_up", {"items": [food("cheese", fraction=0.3333)]})]),
    ("used three quarters of the flour", [("use_up", {"items": [food("flour", fraction=0.75)]})]),
    ("used 50% of the sugar", [("use_up", {"items": [food("sugar", fraction=0.5)]})]),
    ("used a third of a cup of oil", [("use_up", {"items": [food("oil", 0.3333, "cup")]})]),
    ("we've used two tins of tomatoes", [("use_up", {"items": [food("tomatoes", 2, "can")]})]),
    ("I cooked half an onion", [("use_up", {"items": [food("onion", 0.5)]})]),
    ("I cooked all the rice", [("use_up", {"items": [food("rice")]})]),
    ("we cooked two eggs", [("use_up", {"items": [food("eggs", 2)]})]),
    ("cooked with half an onion", [("use_up", {"items": [food("onion", 0.5)]})]),
    ("tossed the moldy bread", [("remove_from_pantry", {"names": ["bread"]})]),
    ("threw out 3 tomatoes", [("use_up", {"items": [food("tomatoes", 3)]})]),
    ("the yogurt went bad", [("remove_from_pantry", {"names": ["yogurt"]})]),
    ("remove eggs from the pantry", [("remove_from_pantry", {"names": ["eggs"]})]),
    ("delete the old cheese from the fridge", [("remove_from_pantry", {"names": ["cheese"]})]),
    ("take 2 eggs out of the fridge", [("use_up", {"items": [food("eggs", 2)]})]),
    ("binned half the lettuce", [("use_up", {"items": [food("lettuce", fraction=0.5)]})]),
    ("out of coffee", [("use_up", {"items": [food("coffee")]})]),
    ("we don't have any milk left", [("use_up", {"items": [food("milk")]})]),
    ("there isn't any sugar left", [("use_up", {"items": [food("sugar")]})]),
    ("used all the butter", [("use_up", {"items": [food("butter")]})]),
    ("used the rest of the cream", [("use_up", {"items": [food("cream")]})]),
    ("use 2 cloves of garlic", [("use_up", {"items": [food("garlic", 2, "clove")]})]),
    (
        "finished the jam, the honey and the bread",
        [("use_up", {"items": [food("jam"), food("honey"), food("bread")]})],
    ),
    ("my kids ate all the cookies", [("use_up", {"items": [food("cookies")]})]),
    ("spilled half the milk", [("use_up", {"items": [food("milk", fraction=0.5)]})]),
    ("used a couple of lemons", [("use_up", {"items": [food("lemons", 2)]})]),
    ("used the last egg", [("use_up", {"items": [food("egg")]})]),
    ("we finished the milk", [("use_up", {"items": [food("milk")]})]),
    ("milk's gone", [("use_up", {"items": [food("milk")]})]),
    ("all out of flour", [("use_up", {"items": [food("flour")]})]),
    ("we don't have any more eggs", [("use_up", {"items": [food("eggs")]})]),
    ("I've eaten half of the cake", [("use_up", {"items": [food("cake", fraction=0.5)]})]),
    ("the kids drank all the juice", [("use_up", {"items": [food("juice")]})]),
    ("we used about 200g of rice yesterday", [("use_up", {"items": [food("rice", 200, "g")]})]),
    ("took 3 eggs for the cake", [("use_up", {"items": [food("eggs", 3)]})]),
    ("used up all the onions", [("use_up", {"items": [food("onions")]})]),
    (
        "used 1,5 l milk and half a stick of butter",
        [("use_up", {"items": [food("milk", 1.5, "l"), food("butter", 0.5, "stick")]})],
    ),
    ("gave away 4 apples", [("use_up", {"items": [food("apples", 4)]})]),
    ("no eggs left", [("use_up", {"items": [food("eggs")]})]),
    ("there are no tomatoes left", [("use_up", {"items": [food("tomatoes")]})]),
    ("we have no more bread", [("use_up", {"items": [food("bread")]})]),
    ("we have no milk", [("use_up", {"items": [food("milk")]})]),
    ("i threw the old lettuce in the bin", [("remove_from_pantry", {"names": ["lettuce"]})]),
    ("the strawberries have gone mouldy", [("remove_from_pantry", {"names": ["strawberries"]})]),
    ("chucked out the leftover rice", [("remove_from_pantry", {"names": ["leftover rice"]})]),
]


@pytest.mark.parametrize(("said", "expected"), USED)
def test_it_takes_out_exactly_what_was_named(
    hear: Callable[..., Any], said: str, expected: list[Any]
) -> None:
    assert hear(said)[1] == expected


@pytest.mark.parametrize(
    "said",
    [
        "used some flour",
        "used milk",
        "used most of the flour",
        "ate some bread",
        "used a bit of butter",
        "used flour",
        "drank a little milk",
    ],
)
def test_an_amount_nobody_can_count_is_asked_for(hear: Callable[..., Any], said: str) -> None:
    text, calls = hear(said)
    assert calls == []
    assert text.startswith("I do not know how much ")


def test_what_is_clear_is_used_and_the_rest_is_asked_for(hear: Callable[..., Any]) -> None:
    _, calls = hear("used 2 eggs and some flour")
    assert calls == [("use_up", {"items": [food("eggs", 2)]})]


def test_two_doings_in_one_sentence_are_two_calls(hear: Callable[..., Any]) -> None:
    _, calls = hear("I bought eggs and used up the milk")
    assert calls == [
        ("add_to_pantry", {"items": [food("eggs")]}),
        ("use_up", {"items": [food("milk")]}),
    ]
