"""Aisles: every everyday food has one, and the head of a name decides which."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen_app.services.aisle_foods import FOODS
from kitchen_app.services.aisles import AISLES, aisle_of, sort_key

WALK = {
    "Vegetables": "tomato, Tomatoes, cherry tomatoes, beef tomato, red onions, spring "
    "onions, garlic, new potatoes, baby spinach, pak choi, Jalapeños, green "
    "beans, bell peppers, romaine lettuce, sweet potatoes, button "
    "mushrooms, ginger, tofu",
    "Fruit": "apples, Granny Smith apples, lemons, bananas, blueberries, coconut, "
    "mangoes, limes, pineapple, cherries, juicy oranges",
    "Herbs & spices": "parsley, flat-leaf parsley, dried oregano, bay leaves, black pepper, "
    "sea salt, ground cumin, smoked paprika, cinnamon sticks, coriander "
    "leaves, chilli flakes, za'atar",
    "Bread & bakery": "bread, rye bread, sourdough loaf, naan, corn tortillas, burger buns, "
    "bagels, croissants, carrot cake",
    "Meat": "chicken, chicken thighs, minced beef, Hackfleisch, pork belly, smoked "
    "bacon, leg of lamb, Italian sausages, duck breast, chicken with rice",
    "Fish": "salmon, salmon fillets, cod loin, king prawns, smoked mackerel, tuna "
    "steaks in oil, squid",
    "Dairy & eggs": "milk, whole milk, oat milk, eggs, large free-range eggs, salted "
    "butter, cream, crème fraîche, Greek yoghurt, feta, grated parmesan, "
    "cheddar, goat's cheese, ghee",
    "Pasta, rice & grains": "spaghetti, basmati rice, red lentils, rolled oats, couscous, egg "
    "noodles, quinoa, lasagne sheets, pearl barley, muesli",
    "Tins & jars": "coconut milk, tinned tomatoes, canned peaches, chopped tomatoes, "
    "chickpeas, baked beans, peanut butter, strawberry jam, honey, chicken "
    "stock, vegetable broth, olives, tomato paste, capers, tomatoes "
    "(tinned)",
    "Baking": "plain flour, 00 flour, caster sugar, baking powder, vanilla extract, "
    "cocoa powder, dry yeast, maple syrup, walnuts, raisins, dried "
    "apricots, breadcrumbs, puff pastry",
    "Oils & sauces": "olive oil, extra virgin olive oil, coconut oil, soy sauce, balsamic "
    "vinegar, ketchup, Dijon mustard, fish sauce, red curry paste, tahini, "
    "mayonnaise, pesto",
    "Sweets & snacks": "dark chocolate, milk chocolate, salt and vinegar crisps, biscuits, "
    "popcorn, salted peanuts, rice cakes",
    "Drinks": "red wine, ginger beer, orange juice, apple juice, coffee beans, green "
    "tea, sparkling water, coconut water, cola",
    "Frozen": "frozen peas, vanilla ice cream, peas (frozen), frozen chicken thighs, "
    "ice cubes, pepperoni pizza, fish fingers",
    "Household": "toilet paper, washing-up liquid, bin bags, aluminium foil, dog food",
}
LISTED = [(food, aisle) for aisle, foods in WALK.items() for food in foods.split(", ")]


@pytest.mark.parametrize(("food", "aisle"), LISTED)
def test_a_food_is_in_its_aisle(food: str, aisle: str) -> None:
    assert aisle_of(food) == aisle


def test_more_than_a_hundred_and_twenty_foods_are_looked_up() -> None:
    assert len(LISTED) >= 120
    assert tuple(WALK) == AISLES


@pytest.mark.parametrize("name", ["", ",", "🍅", "xylophone", "my secret mix", "stuff", "x" * 200])
def test_what_nobody_knows_has_no_aisle(name: str) -> None:
    assert aisle_of(name) is None


@pytest.mark.parametrize(
    ("food", "unit", "aisle"),
    [
        ("tomatoes", "can", "Tins & jars"),
        ("tuna", "can", "Tins & jars"),
        ("black beans", "jar", "Tins & jars"),
        ("cola", "can", "Drinks"),
        ("mayonnaise", "jar", "Oils & sauces"),
        ("tomatoes", "kg", "Vegetables"),
    ],
)
def test_what_comes_in_a_can_is_with_the_tins(food: str, unit: str, aisle: str) -> None:
    assert aisle_of(food, unit) == aisle


def test_no_food_is_in_two_aisles() -> None:
    for one, other in combinations(FOODS.values(), 2):
        assert not set(one) & set(other)


@pytest.mark.parametrize("aisle", AISLES)
def test_every_food_of_the_table_is_found_in_its_aisle(aisle: str) -> None:
    assert [food for food in FOODS[aisle] if aisle_of(food) != aisle] == []


def test_sorting_walks_the_aisles_then_the_cooks_own_then_none_each_by_name() -> None:
    walk = [
        ("Vegetables", "Äpfel"),
        ("vegetables", "leeks"),
        ("Household", "apples"),
        ("baby", "zest"),
        ("baby food", "banana mash"),
        ("zoo", "apples"),
        (None, "apples"),
        (None, "zest"),
    ]
    keys = [sort_key(category, name) for category, name in walk]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@given(st.text(max_size=200))
def test_any_name_has_an_aisle_or_none(name: str) -> None:
    assert aisle_of(name) in (*AISLES, None)
