"""Which food a name means, and what it may stand in for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitchen_app.services.aisle_foods import FOODS
from kitchen_app.services.foods import identify, name_key, words
from kitchen_app.services.knowledge import listed, load

SYNONYMS = load("synonyms")
KNOWN = sorted(
    {food for foods in FOODS.values() for food in foods}
    | {name for table in SYNONYMS.values() for names in table.values() for name in listed(names)}
    | {key for table in SYNONYMS.values() for key in table}
)
names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)


@pytest.mark.parametrize(
    "same",
    [
        "all purpose flour; plain flour; flour, plain; Plain Flour; flour (plain); FLOUR PLAIN",
        "chicken breast; breast of chicken; chicken breasts; boneless, skinless chicken breasts",
        "tomato; tomatoes; Fresh Tomatoes, chopped; tinned tomatoes; tomatoes, skinned",
        "scallion; spring onions, finely chopped; green onion; spring onions/scallions",
        "eggplant; aubergines; large aubergine, cubed",
        "cilantro; coriander; fresh coriander; coriander leaves; chopped coriander",
        "zucchini; courgettes",
        "powdered sugar; icing sugar; confectioners’ sugar",
        "arugula; rocket; rocket leaves",
        "shrimp; prawns; raw king prawns, peeled",
        "ground beef; beef mince; minced beef; beef, minced; lean beef mince; mince",
        "heavy cream; double cream; thickened cream",
        "baking soda; bicarbonate of soda; bicarb",
        "cornstarch; cornflour; corn starch",
        "olive oil; extra-virgin olive oil; good quality extra virgin olive oil",
        "milk; 3.5% milk; whole milk; milk, 2 %",
        "garlic; cloves of garlic; garlic cloves; a head of garlic",
        "ginger; 2 cm piece of ginger; fresh root ginger; thumb-sized piece of ginger",
        "tuna; tin of tuna in oil; tuna in brine",
        "lemon juice; juice of lemon; freshly squeezed lemon juice; lemon juice, fresh",
        "molasses; black treacle",
        "bay leaf; bay leaves; dried bay leaves",
        "salt and pepper; salt & freshly ground black pepper; pepper and salt",
        "red onion; onion, red; red or white onion",
        "butter; unsalted butter, softened; butter or margarine; salted butter",
        "jalapeno; Jalapeños; jalapeño chillies",
    ],
)
def test_these_are_one_food(same: str) -> None:
    assert {name_key(name) for name in same.split("; ")} == {same.split("; ")[0]}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("coconut milk", "milk"),
        ("chicken stock", "chicken"),
        ("chicken stock cube", "chicken stock"),
        ("peanut butter", "butter"),
        ("butter beans", "butter"),
        ("sweet potato", "potato"),
        ("sugar", "brown sugar"),
        ("icing sugar", "sugar"),
        ("milk chocolate", "chocolate milk"),
        ("bell pepper", "pepper"),
        ("red pepper", "chilli"),
        ("coriander seeds", "coriander"),
        ("ground coriander", "coriander"),
        ("ground ginger", "ginger"),
        ("cloves", "garlic cloves"),
        ("egg noodles", "eggs"),
        ("oat milk", "milk"),
        ("rice vinegar", "rice"),
        ("self-raising flour", "flour"),
        ("dried thyme", "thyme"),
        ("fresh yeast", "dried yeast"),
        ("walnut oil", "oil"),
        ("oil, walnut", "oil"),
        ("flour, amaranth", "flour"),
        ("corn on the cob", "cornflour"),
        ("balsamic vinegar", "white vinegar"),
        ("baking powder", "baking soda"),
        ("gluten-free flour", "flour"),
        ("vegan butter", "butter"),
        ("cream cheese", "cream"),
        ("sour cream", "cream"),
        ("cherry tomatoes", "tomatoes"),
        ("sweetcorn", "sweet potato"),
        ("fish sauce", "fish"),
        ("lime leaves", "lime"),
        ("tomato paste", "tomatoes"),
    ],
)
def test_the_one_does_not_stand_in_for_the_other(name: str, other: str) -> None:
    assert name_key(other) not in identify(name).kinds


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("brown sugar", ("brown sugar", "sugar")),
        ("light brown sugar", ("light brown sugar", "brown sugar", "sugar")),
        ("sugar", ("sugar", "granulated sugar")),
        ("red onions", ("red onion", "onion")),
        ("eggs", ("egg", "egg yolk", "egg white")),
        ("cheddar", ("cheddar", "cheese")),
        ("spaghetti", ("spaghetti", "pasta")),
        ("chicken thighs", ("chicken thigh", "chicken")),
        ("vegetable stock", ("vegetable stock", "stock")),
        ("plain flour", ("all purpose flour", "flour")),
        ("flour", ("flour", "all purpose flour")),
        ("what nobody knows", ("what nobody know",)),
    ],
)
def test_what_a_food_satisfies(name: str, kinds: tuple[str, ...]) -> None:
    assert identify(name).kinds == kinds


@given(names)
@settings(deadline=None)
def test_the_key_of_a_key_is_itself(name: str) -> None:
    if name.strip():
        assert name_key(name_key(name)) == name_key(name)


kitchen_words = st.sampled_from([*KNOWN, *", or of / ( ) chopped and plus 2cm".split()])


@given(st.lists(kitchen_words, min_size=1, max_size=7))
@settings(deadline=None, max_examples=500)
def test_the_key_of_any_kitchen_words_is_settled(parts: list[str]) -> None:
    key = name_key(" ".join(parts))
    assert name_key(key) == key
    assert identify(key).kinds[0] == key


def _in_plural(name: str) -> str:
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    if name.endswith(("ch", "sh", "x", "ss", "o")):
        return f"{name}es"
    return name if name.endswith("s") else f"{name}s"


def test_a_food_in_the_plural_is_the_same() -> None:
    for name in KNOWN:
        if not name.endswith(("is", "ss", "us", "u", "0", "5", "half", "leaf", "loaf")):
            assert name_key(_in_plural(name)) == name_key(name), name


def test_words_in_another_order_are_the_same() -> None:
    """But for those that are another food."""
    for name in KNOWN:
        *found, last = words(name)
        turned = " ".join([last, *found])
        if found and not (name_key(turned) == turned and turned in KNOWN):
            assert name_key(f"{last}, {' '.join(found)}") == name_key(name), name


def test_case_and_descriptions_do_not_matter() -> None:
    for name in KNOWN:
        assert name_key(name.upper()) == name_key(name), name
        assert name_key(f"{name}, finely chopped") == name_key(name), name
