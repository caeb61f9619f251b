"""What came in, the way people say it."""

from collections.abc import Callable
from typing import Any

import pytest

from kitchen_app.ai.offline.replies import NO_SUCH_AMOUNT
from tests.offline.foods import food

STOCKED: list[tuple[str, Any]] = [
    ("got 2 dozen eggs and a bag of rice", [food("eggs", 24), food("rice", 1, "bag")]),
    ("bought milk", [food("milk")]),
    ("I bought 2 litres of milk today", [food("milk", 2, "l")]),
    (
        "we bought three 400g tins of tomatoes and a jar of peanut butter",
        [food("tomatoes", 3, "can"), food("peanut butter", 1, "jar")],
    ),
    (
        "picked up half a kilo of tomatoes, a couple of lemons and some carrots",
        [food("tomatoes", 0.5, "kg"), food("lemons", 2), food("carrots")],
    ),
    ("add 12 eggs to the pantry", [food("eggs", 12)]),
    ("please add 500g flour", [food("flour", 500, "g")]),
    ("Can you add 2 kg of potatoes to my pantry?", [food("potatoes", 2, "kg")]),
    ("could you please add six eggs", [food("eggs", 6)]),
    ("I've got 3 onions", [food("onions", 3)]),
    (
        "we have 2 cans of beans and 1 bag of pasta",
        [food("beans", 2, "can"), food("pasta", 1, "bag")],
    ),
    ("there are 4 apples in the fridge", [food("apples", 4)]),
    ("there's a carton of orange juice in the fridge", [food("orange juice", 1, "carton")]),
    (
        "just got back from the shop with milk, bread and butter",
        [food("milk"), food("bread"), food("butter")],
    ),
    ("Just bought 1,5 kg chicken thighs", [food("chicken thighs", 1.5, "kg")]),
    ("got ½ lb of mushrooms", [food("mushrooms", 0.5, "lb")]),
    ("bought 1 1/2 cups of sugar", [food("sugar", 1.5, "cup")]),
    ("one and a half litres of milk arrived", [food("milk", 1.5, "l")]),
    (
        "stocked up on rice (5 kg), lentils 1kg and salt",
        [food("rice", 5, "kg"), food("lentils", 1, "kg"), food("salt")],
    ),
    (
        "got mac and cheese, half and half, salt and pepper",
        [food("mac and cheese"), food("half and half"), food("salt"), food("pepper")],
    ),
    ("recieved 2 bags of flour", [food("flour", 2, "bag")]),
    ("bougth 6 bananas", [food("bananas", 6)]),
    ("My wife brought home a dozen eggs", [food("eggs", 12)]),
    ("put 2 pizzas in the freezer", [food("pizzas", 2)]),
    (
        "Groceries: milk 2l, eggs x12, butter 250 g",
        [food("milk", 2, "l"), food("eggs", 12), food("butter", 250, "g")],
    ),
    ("bought yogurt, best before June 3", [food("yogurt", expires_on="2027-06-03")]),
    (
        "bought 4 yogurts expiring 2027-01-05 and cream use by Friday",
        [food("yogurts", 4, expires_on="2027-01-05"), food("cream", expires_on="2026-11-27")],
    ),
    ("got milk (expires tomorrow)", [food("milk", expires_on="2026-11-23")]),
    ("we got chicken, use by 25/12/2026", [food("chicken", expires_on="2026-12-25")]),
    ("bought eggs bbf 12/06", [food("eggs")]),
    ("ADD 2 LITRES OF MILK", [food("milk", 2, "l")]),
    ("2 kg of rice came in", [food("rice", 2, "kg")]),
    ("hey, i just picked up twenty-four eggs 🥚", [food("eggs", 24)]),
    ("thanks! bought parsley", [food("parsley")]),
    ("a dozen eggs and a loaf of bread bought", [food("eggs", 12), food("bread", 1, "loaf")]),
    ("restocked the olive oil", [food("olive oil")]),
    ("bought another bottle of soy sauce", [food("soy sauce", 1, "bottle")]),
    ("new in: 3 avocados, 1 lime", [food("avocados", 3), food("lime", 1)]),
    ("Ive bought 200 g feta & 1 cucumber", [food("feta", 200, "g"), food("cucumber", 1)]),
    ("got a 2kg bag of flour", [food("flour", 2, "kg")]),
    ("got a box of 12 eggs", [food("eggs", 12)]),
    ("stock 3 cans chickpeas", [food("chickpeas", 3, "can")]),
    ("log 1 l milk", [food("milk", 1, "l")]),
    ("received two and a half pounds of ground beef", [food("ground beef", 2.5, "lb")]),
    ("we now have 3 jars of jam", [food("jam", 3, "jar")]),
    (
        "I got a few apples, several pears and lots of grapes",
        [food("apples"), food("pears"), food("grapes")],
    ),
    (
        "grabbed 3 limes and a pack of tortillas on the way home",
        [food("limes", 3), food("tortillas", 1, "pack")],
    ),
    (
        "i bought some bananas and 2 cartons of oat milk",
        [food("bananas"), food("oat milk", 2, "carton")],
    ),
    ("we've got loads of zucchini", [food("zucchini")]),
    (
        "put a bag of spinach and 2 peppers in the fridge",
        [food("spinach", 1, "bag"), food("peppers", 2)],
    ),
    (
        "restocked: 5kg rice, 2l sunflower oil, 1 kg sugar",
        [food("rice", 5, "kg"), food("sunflower oil", 2, "l"), food("sugar", 1, "kg")],
    ),
    (
        "Bought:\n- 2 milk\n- eggs x 12\n- 1kg flour\n- some parsley",
        [food("milk", 2), food("eggs", 12), food("flour", 1, "kg"), food("parsley")],
    ),
    ("shopping today\n- 3 onions\n- garlic", [food("onions", 3), food("garlic")]),
    (
        "Just been shopping: bread, ham, cheese and 6 yoghurts",
        [food("bread"), food("ham"), food("cheese"), food("yoghurts", 6)],
    ),
    ("i got milk", [food("milk")]),
    (
        "6 eggs, 500 g flour and butter added",
        [food("eggs", 6), food("flour", 500, "g"), food("butter")],
    ),
    ("add eggs", [food("eggs")]),
    (
        "add salt, pepper and 250 ml cream to the fridge please",
        [food("salt"), food("pepper"), food("cream", 250, "ml")],
    ),
    ("could u add 4 lemons thx", [food("lemons", 4)]),
    ("got 1 lb ground beef for $5.99", [food("ground beef", 1, "lb")]),
    ("bought 2 lbs of chicken from costco", [food("chicken", 2, "lb")]),
    (
        "I have 3 potatoes, an onion and half a cabbage",
        [food("potatoes", 3), food("onion", 1), food("cabbage", 0.5)],
    ),
    ("stocked the freezer with 2 bags of peas", [food("peas", 2, "bag")]),
    ("add a dozen eggs, best before december 12", [food("eggs", 12, expires_on="2026-12-12")]),
    (
        "got milk, use by tomorrow, and bread",
        [food("milk", expires_on="2026-11-23"), food("bread")],
    ),
    (
        "got a bunch of parsley, a head of garlic and 3 sticks of butter",
        [food("parsley", 1, "bunch"), food("garlic", 1, "head"), food("butter", 3, "stick")],
    ),
    ("my mum gave me 2 jars of jam", [food("jam", 2, "jar")]),
    (
        "we received a delivery: 10 apples and 1 kg carrots",
        [food("apples", 10), food("carrots", 1, "kg")],
    ),
    ("hello, got 2 eggs", [food("eggs", 2)]),
]


@pytest.mark.parametrize(("said", "items"), STOCKED)
def test_it_stocks_exactly_what_was_named(
    hear: Callable[..., Any], said: str, items: list[dict[str, Any]]
) -> None:
    assert hear(said)[1] == [("add_to_pantry", {"items": items})]


def test_a_date_that_reads_two_ways_is_left_off_and_said(hear: Callable[..., Any]) -> None:
    _, calls = hear("bought eggs bbf 12/06")
    assert calls == [("add_to_pantry", {"items": [food("eggs")]})]


def test_a_list_of_sixty_is_stocked_in_two_calls(hear: Callable[..., Any]) -> None:
    listed = ", ".join(f"{n} kind{'abcdefghij'[n % 10]}{'xyzuvw'[n // 10]}" for n in range(1, 60))
    _, calls = hear(f"bought {listed}")
    assert [len(args["items"]) for _, args in calls] == [50, 9]


@pytest.mark.parametrize("said", ["bought 99999999999 g rice", "bought -3 apples"])
def test_an_amount_that_cannot_be_is_not_stocked(hear: Callable[..., Any], said: str) -> None:
    assert hear(said) == (NO_SUCH_AMOUNT, [])
