"""Recipes that could be somebody's: from a seeded random vocabulary, the same every time."""

import random
from collections.abc import Iterator
from decimal import Decimal

from kitchen_app.schemas.ingredient import IngredientCreate
from kitchen_app.schemas.recipe import RecipeCreate

LINES = 10  # ingredients of each recipe
RARE = "durian"
RARE_EVERY = 3_000  # recipes

FOODS = """onion garlic butter flour egg milk sugar tomato potato carrot chicken rice cheese cream
lemon beef celery parsley thyme basil mushroom pork spinach ginger honey yogurt cinnamon oats pasta
broccoli cauliflower courgette aubergine pepper chickpea lentil bean pea corn cabbage leek fennel
salmon cod tuna prawn mussel bacon ham sausage lamb turkey duck tofu tempeh coconut peanut almond
walnut cashew hazelnut pistachio sesame apple pear banana orange lime mango pineapple strawberry
raspberry blueberry cherry plum peach apricot fig date raisin cranberry chocolate vanilla nutmeg
clove cardamom cumin coriander turmeric paprika chilli mustard vinegar mint dill sage rosemary
oregano tarragon bay saffron quinoa couscous bulgur barley polenta noodle bread tortilla yeast
ricotta feta mozzarella parmesan halloumi mascarpone kale chard rocket lettuce cucumber radish
beetroot turnip parsnip squash pumpkin artichoke asparagus avocado olive caper anchovy miso soy
tahini harissa pesto molasses""".split()
KINDS = """smoky creamy crispy spicy slow quick rustic golden roasted braised pickled glazed baked
summer winter sunday midnight village simple hearty light festive green spiced sticky""".split()
DISHES = """soup stew curry salad pie tart gratin risotto roast casserole bake stir-fry omelette
burger taco dumpling pancake cake crumble pudding loaf broth chowder pilaf traybake""".split()
UNITS = ("g", "ml", "cup", "tbsp", "tsp", None)
NOTES = ("", "", "finely chopped", "at room temperature", "to taste", "rinsed")
TAGS = "quick vegan dinner lunch breakfast dessert freezer party budget comfort".split()
STEPS = (
    "Heat the oven and prepare the {0} while it warms up.",
    "Soften the {0} with the {1} over a low flame for ten minutes, stirring now and then.",
    "Add the {1}, season, and let it simmer until everything is tender.",
    "Take it off the heat, scatter the {0} on top and serve with bread.",
)


def recipes(count: int, *, seed: int = 1) -> Iterator[RecipeCreate]:
    """`count` recipes of ten ingredients; one in RARE_EVERY uses what almost no other uses."""
    chance = random.Random(seed)  # noqa: S311 (the same vocabulary every time is the point)
    weights = [1 / (rank + 3) for rank in range(len(FOODS))]
    for number in range(count):
        foods = list(dict.fromkeys(chance.choices(FOODS, weights, k=3 * LINES)))[:LINES]
        if number % RARE_EVERY == RARE_EVERY // 2:
            foods[-1] = RARE
        yield RecipeCreate.model_validate(_recipe(chance, foods))


def pantry_items(count: int, *, seed: int = 2) -> list[IngredientCreate]:
    """`count` different entries: foods that recipes want, in the units that they have."""
    chance = random.Random(seed)  # noqa: S311
    kinds = [(food, unit) for food in FOODS for unit in ("g", "ml", None)]
    return [
        IngredientCreate(name=food, unit=unit, quantity=Decimal(chance.choice((2, 150, 500))))
        for food, unit in chance.sample(kinds, count)
    ]


def _recipe(chance: random.Random, foods: list[str]) -> dict[str, object]:
    kind, dish = chance.choice(KINDS), chance.choice(DISHES)
    return {
        "name": f"{kind} {foods[0]} {dish} with {foods[1]}".capitalize(),
        "description": f"A {kind} {dish} of {foods[0]} for any day of the week.",
        "ingredients": [_line(chance, food) for food in foods],
        "steps": [step.format(*chance.sample(foods, 2)) for step in STEPS],
        "servings": chance.randint(1, 8),
        "prep_minutes": 5 * chance.randint(1, 8),
        "cook_minutes": 5 * chance.randint(1, 20),
        "tags": chance.sample(TAGS, 2),
    }


def _line(chance: random.Random, food: str) -> dict[str, object]:
    unit = chance.choice(UNITS)
    quantity = chance.choice((50, 100, 200, 250)) if unit in ("g", "ml") else chance.randint(1, 4)
    return {"name": food, "quantity": quantity, "unit": unit, "note": chance.choice(NOTES)}
