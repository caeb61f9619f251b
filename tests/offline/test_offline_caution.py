"""Questions, refusals, wishes and plans never write."""

from collections.abc import Callable
from typing import Any

import pytest

from kitchen_app.ai.offline.plan import WRITES

HARMLESS = [
    "don't add eggs",
    "do not add eggs to the pantry",
    "please don't add the milk",
    "I didn't buy milk",
    "i didnt buy milk",
    "we haven't bought any eggs",
    "I haven't used the butter",
    "never bought milk",
    "we never used the flour",
    "I did not eat the cake",
    "don't remove the milk",
    "don't delete anything",
    "don't throw away the spinach",
    "i couldn't buy eggs",
    "I didn't buy milk and used the butter",
    "don't add eggs and remove the milk",
    "I forgot to buy milk",
    "i almost bought eggs",
    "don't use the butter",
    "stop adding eggs",
    "I will buy milk tomorrow",
    "i'll buy milk tomorrow",
    "we'll get eggs later",
    "going to buy eggs",
    "I'm going to buy eggs",
    "i was going to buy rice",
    "need to buy milk",
    "we need milk",
    "I need eggs",
    "we need to get some rice",
    "should I buy eggs?",
    "should we get milk",
    "I should buy bread",
    "I want to buy a chicken",
    "i have to buy milk",
    "we must get butter",
    "gonna get some eggs",
    "I'm buying milk tomorrow",
    "let's buy eggs",
    "remember to buy milk",
    "remind me to buy milk",
    "don't forget to buy milk",
    "add milk to the shopping list",
    "put eggs on my shopping list",
    "what do I need to buy?",
    "what should we buy",
    "we're running low on milk",
    "we are almost out of eggs",
    "i ordered 2 kg rice",
    "buy milk",
    "when I buy milk, add it",
    "if I bought eggs would you know?",
    "if I used 2 eggs",
    "if we made the lasagne for 6",
    "can I add eggs to the dough?",
    "should I add milk?",
    "can we use the butter in the sauce?",
    "could I throw away the spinach?",
    "bought eggs?",
    "used the milk?",
    "threw away the spinach?",
    "did I add eggs to the sauce?",
    "how do I add eggs?",
    "what happens if i remove the butter?",
    "remove everything from the pantry",
    "delete everything",
    "clear the pantry",
    "empty the fridge",
    "throw everything away",
    "delete the lasagne recipe",
]


NOT_FOR_THE_PANTRY = [
    "got a headache",
    "got a new fridge",
    "I got up late",
    "we got married",
    "I have a question",
    "I have two kids",
    "there are 5 people for dinner",
    "I have an egg allergy",
    "picked up the kids",
    "got back home",
    "put the oven on",
    "put the kettle on",
    "add salt to the soup",
    "add a pinch of salt to the pasta water",
    "add cinnamon to the lasagne recipe",
    "finished cooking",
    "ran out of ideas",
    "took the bus",
    "clear chat",
    "delete my account",
    "remove lasagne from the cookbook",
    "store closes at 8",
    "bought 3 for 2 yogurts",
]


@pytest.mark.parametrize("said", [*HARMLESS, *NOT_FOR_THE_PANTRY])
def test_nothing_is_written(hear: Callable[..., Any], said: str) -> None:
    text, calls = hear(said)
    assert [name for name, _ in calls if name in WRITES] == []
    assert text or calls


@pytest.mark.parametrize("said", ["I will buy milk tomorrow", "need to buy milk", "we need milk"])
def test_it_keeps_no_shopping_list_and_says_so(hear: Callable[..., Any], said: str) -> None:
    assert hear(said)[0].startswith("I do not keep a shopping list yet, so I changed nothing.")


@pytest.mark.parametrize("said", ["bought eggs?", "can I add eggs to the dough?", "used the milk?"])
def test_a_question_is_called_one(hear: Callable[..., Any], said: str) -> None:
    assert hear(said)[0].startswith("That was a question, so I changed nothing.")


@pytest.mark.parametrize("said", ["clear the pantry", "remove everything from the pantry"])
def test_it_never_empties_the_pantry(hear: Callable[..., Any], said: str) -> None:
    text, calls = hear(said)
    assert calls == []
    assert text.startswith("I do not empty the whole pantry at once")


def test_but_starts_afresh_after_a_refusal(hear: Callable[..., Any]) -> None:
    _, calls = hear("I didn't buy milk but I bought 6 eggs")
    assert calls == [("add_to_pantry", {"items": [{"name": "eggs", "quantity": 6}]})]


def test_a_request_put_as_a_question_is_a_request(hear: Callable[..., Any]) -> None:
    _, calls = hear("Could you please add 6 eggs?")
    assert calls == [("add_to_pantry", {"items": [{"name": "eggs", "quantity": 6}]})]


def test_did_i_buy_only_looks(hear: Callable[..., Any]) -> None:
    assert hear("did I buy milk?")[1] == [("read_pantry", {"search": "milk"})]


def test_what_was_not_understood_is_named_beside_what_was(hear: Callable[..., Any]) -> None:
    _, calls = hear("My cat is cute. Bought 6 eggs.")
    assert calls == [("add_to_pantry", {"items": [{"name": "eggs", "quantity": 6}]})]
