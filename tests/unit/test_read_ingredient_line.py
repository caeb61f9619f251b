"""Lines of a recipe's list: taken apart without losing a word, and written so they read back."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kitchen_app.errors import Invalid
from kitchen_app.schemas.recipe import IngredientLine
from kitchen_app.services.aisle_foods import FOODS
from kitchen_app.services.reading import ingredient_line, read_ingredient_line
from kitchen_app.services.units import CONTAINERS, UNITS, canonical

LINES = {
    "1 1/2 cups plain flour, sifted": "plain flour: 1.5 cup (sifted)",
    "salt to taste": "salt (to taste)",
    "2 x 400 g tins tomatoes": "tomatoes: 2 can (400 g)",
    "1,5 dl milk": "milk: 1.5 dl",
    "2-3 carrots": "carrots: 2 (up to 3)",
    "2 large eggs, beaten": "eggs: 2 (large, beaten)",
    "extra virgin olive oil": "extra virgin olive oil",
    "2 tbsp extra virgin olive oil": "extra virgin olive oil: 2 tbsp",
    "a knob of butter": "butter: 1 knob",
    "pinch salt": "salt: 1 pinch",
    "half the butter": "half the butter",
    "the rest of the milk": "the rest of the milk",
    "juice of 1 lemon": "lemon: 1 (juice)",
    "The zest of 2 limes": "limes: 2 (zest)",
    "1 lemon, juice and zest": "lemon: 1 (juice and zest)",
    "1 cup/240 ml milk": "milk: 1 cup (240 ml)",
    "100 g butter (soft, cubed), plus more": "butter: 100 g (soft, cubed, plus more)",
    "1 (14 oz) can coconut milk": "coconut milk: 1 can (14 oz)",
    "500 g flour type 405": "flour type 405: 500 g",
    "1 kg chicken thighs, bone-in, skin-on": "chicken thighs: 1 kg (bone-in, skin-on)",
    "2 kg": "2 kg",
    "because I am hungry": "because I am hungry",
    "about 200 g spinach": "spinach: 200 g (about)",
    "1/4 tsp. cayenne (optional)": "cayenne: 0.25 tsp (optional)",
    "¼–½ tsp chilli flakes": "chilli flakes: 0.25 tsp (up to 0.5)",
    "1 tbsp butter or oil": "butter or oil: 1 tbsp",
    "4 garlic cloves, crushed": "garlic: 4 clove (crushed)",
    "milk from the fridge": "milk from the fridge",
    "2 more eggs": "more eggs: 2",
    "eggs each": "eggs each",
    "1 cup brown sugar, packed": "brown sugar: 1 cup (packed)",
    "3 sprigs thyme": "thyme: 3 sprig",
    "1 thumb-sized piece of ginger, grated": "thumb-sized piece of ginger: 1 (grated)",
    "2 sticks of celery": "celery: 2 stick",
    "1 x 2 cm piece ginger": "2 cm piece ginger: 1",
    "salt and pepper": "salt and pepper",
    "12 oz. spaghetti": "spaghetti: 12 oz",
    "1 28-ounce can whole tomatoes": "whole tomatoes: 1 can (28 oz)",
    "1 stock cube": "stock cube: 1",
    "2 cups half and half": "half and half: 2 cup",
    "5 spice powder, 1 tsp": "5 spice powder (1 tsp)",
    "3 egg yolks": "egg yolks: 3",
    "1 pack (250 g) halloumi": "halloumi: 1 pack (250 g)",
    "6-8 chicken thighs": "chicken thighs: 6 (up to 8)",
    "1 l/4 cups stock": "stock: 1 l (4 cups)",
    "flour: 200 g": "flour: 200 g",
    "1 egg + 1 yolk": "egg + 1 yolk: 1",
    "cooking spray": "cooking spray",
    "2 tsp cornflour mixed with 1 tbsp water": "cornflour mixed with 1 tbsp water: 2 tsp",
    "1 cup plus 2 tbsp sugar": "sugar: 1 cup (plus 2 tbsp)",
    "1⅓ cups milk": "milk: 1.3333 cup",
    "0.5 tsp salt": "salt: 0.5 tsp",
    "two thirds cup of milk": "milk: 0.6667 cup",
    "1 large onion (about 200 g), finely chopped": "onion: 1 (large, about 200 g, finely chopped)",
    "4 (6-ounce) salmon fillets": "salmon fillets: 4 (6-ounce)",
    "some coriander leaves, to serve": "coriander leaves (some, to serve)",
    "freshly ground black pepper": "freshly ground black pepper",
    "1 bunch (30 g) dill": "dill: 1 bunch (30 g)",
    "oil, for frying": "oil (for frying)",
    "50% cream": "50% cream",
    "½ a lemon": "lemon: 0.5",
    "1 medium-sized potato": "potato: 1 (medium-sized)",
    "a few drops of Tabasco": "drops of Tabasco (a few)",
    "¾ cup (180 ml) water, at room temperature": "water: 0.75 cup (180 ml, at room temperature)",
    "2 14-oz cans black beans, rinsed & drained": "black beans: 2 can (14 oz, rinsed & drained)",
    "1 tin (400g) chopped tomatoes": "chopped tomatoes: 1 can (400g)",
    "1 egg, plus 1 yolk": "egg: 1 (plus 1 yolk)",
    "250 g plain flour": "plain flour: 250 g",
    "2 eggs": "eggs: 2",
    "- 1 onion, finely chopped": "onion: 1 (finely chopped)",
    "1 (400 g) can tomatoes": "tomatoes: 1 can (400 g)",
    "½ cup sugar": "sugar: 0.5 cup",
    "¼ tsp salt": "salt: 0.25 tsp",
    "1.5 kg potatoes, peeled and quartered": "potatoes: 1.5 kg (peeled and quartered)",
    "2–3 tbsp oil": "oil: 2 tbsp (up to 3)",
    "1 to 2 chillies, sliced": "chillies: 1 (up to 2, sliced)",
    "handful of basil leaves, torn": "basil leaves: 1 handful (torn)",
    "3 cloves garlic, crushed": "garlic: 3 clove (crushed)",
    "1 large, ripe avocado": "ripe avocado: 1 (large)",
    "zest of half a lemon": "lemon: 0.5 (zest)",
    "1 tbsp olive oil, plus more for frying": "olive oil: 1 tbsp (plus more for frying)",
    "parsley, to serve": "parsley (to serve)",
    "1 lb. ground beef": "ground beef: 1 lb",
    "8 oz. cream cheese": "cream cheese: 8 oz",
    "1 stick butter": "butter: 1 stick",
    "two bay leaves": "bay leaves: 2",
    "1 dozen oysters": "oysters: 12",
    "half an onion": "onion: 0.5",
    "1 bunch of coriander": "coriander: 1 bunch",
    "some butter": "butter (some)",
    "500 g mixed salt-and-vinegar crisps": "mixed salt-and-vinegar crisps: 500 g",
    "2 cm piece of ginger, grated": "2 cm piece of ginger (grated)",
    "1 tin coconut milk": "coconut milk: 1 can",
    "1,000 ml vegetable stock": "vegetable stock: 1000 ml",
    "200g/7oz dark chocolate": "dark chocolate: 200 g (7oz)",
    "2 shallots, thinly sliced": "shallots: 2 (thinly sliced)",
    "1 litre boiling water": "boiling water: 1 l",
    "1 heaped tbsp miso": "miso: 1 tbsp (heaped)",
    "3 medium potatoes": "potatoes: 3 (medium)",
    "½–1 tsp sugar": "sugar: 0.5 tsp (up to 1)",
    "1 pinch saffron": "saffron: 1 pinch",
    "2 limes, juiced": "limes: 2 (juiced)",
    "4 sheets filo pastry": "filo pastry: 4 sheet",
    "100g frozen peas": "frozen peas: 100 g",
    "1 x 400g tin black beans, drained": "black beans: 1 can (400 g, drained)",
    "1 T soy sauce": "soy sauce: 1 tbsp",
    "1 t cumin": "cumin: 1 tsp",
    "2 c milk": "c milk: 2",
    "a splash of fish sauce": "fish sauce: 1 splash",
    "rice, to serve": "rice (to serve)",
    "1 ½ teaspoons baking powder": "baking powder: 1.5 tsp",
    "* 3 carrots": "carrots: 3",
    "[ ] 1 leek": "leek: 1",
    "1 head cauliflower, broken into florets": "cauliflower: 1 head (broken into florets)",
    "15 ml (1 tbsp) fish sauce": "fish sauce: 15 ml (1 tbsp)",
    "2 handfuls of spinach": "spinach: 2 handful",
    "1–1½ cups broth": "broth: 1 cup (up to 1.5)",
    "1½ to 2 cups stock": "stock: 1.5 cup (up to 2)",
    "1 1/2-2 lb beef": "beef: 1.5 lb (up to 2)",
    "one or two lemons": "lemons: 1 (up to 2)",
    "1 cup packed brown sugar": "packed brown sugar: 1 cup",
}


def told(line: IngredientLine) -> str:
    """An ingredient as "name: amount (note)"."""
    amount = " ".join(str(part) for part in (line.quantity, line.unit) if part is not None)
    name = f"{line.name}: {amount}" if amount else line.name
    return f"{name} ({line.note})" if line.note else name


@pytest.mark.parametrize(("written", "read"), LINES.items())
def test_a_line_is_taken_apart(written: str, read: str) -> None:
    assert told(read_ingredient_line(written)) == read


@pytest.mark.parametrize("written", LINES)
def test_a_line_written_again_reads_the_same(written: str) -> None:
    read = read_ingredient_line(written)
    assert read_ingredient_line(ingredient_line(read)) == read


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (
            {"name": "flour", "quantity": "1.5", "unit": "cup", "note": "sifted"},
            "1½ cups flour, sifted",
        ),
        ({"name": "milk", "quantity": "1.3333", "unit": "cup"}, "1⅓ cups milk"),
        ({"name": "flour", "quantity": "1.3333", "unit": "kg"}, "1.3333 kg flour"),
        ({"name": "salt", "note": "to taste"}, "salt, to taste"),
        ({"name": "eggs", "quantity": "2"}, "2 eggs"),
        ({"name": "yeast", "quantity": "0.3125", "unit": "tsp"}, "0.3125 tsp yeast"),
    ],
)
def test_a_line_is_written_exactly(line: dict[str, str], written: str) -> None:
    assert ingredient_line(IngredientLine.model_validate(line)) == written


@pytest.mark.parametrize("written", ["", "  ", "-  ", ".", "\n"])
def test_an_empty_line_is_refused(written: str) -> None:
    with pytest.raises(Invalid, match="is empty"):
        read_ingredient_line(written)


def test_a_line_too_long_is_refused_and_not_cut() -> None:
    with pytest.raises(Invalid, match="is too long"):
        read_ingredient_line("2 " + "leeks " * 40)


quantities = st.one_of(
    st.none(),
    st.decimals("0.0001", 9_999, places=4),
    st.builds(
        lambda whole, over, under: round(whole + Decimal(over) / under, 4),
        st.integers(0, 12),
        st.integers(1, 7),
        st.sampled_from([2, 3, 4, 6, 8]),
    ),
)
known_units = st.sampled_from([None, *(unit.symbol for unit in UNITS), *CONTAINERS])
# Not those that begin or end with a unit, which belong to an amount: "stock cube", "garlic clove".
names = st.sampled_from(
    sorted(
        food
        for listed in FOODS.values()
        for food in listed
        if not any(map(canonical, food.split())) and not food[0].isdigit()
    )
)
notes = st.sampled_from(
    [None, "chopped", "to taste", "sifted, then weighed", "large", "for frying", "up to 3",
     "about 200 g", "at room temperature", "plus 2 tbsp", "400 g, drained"]
)  # fmt: skip


@given(names, quantities, known_units, notes)
@example("agar", Decimal("0.5"), "pack", None)
def test_every_ordinary_ingredient_reads_back(
    name: str, quantity: Decimal | None, unit: str | None, note: str | None
) -> None:
    line = IngredientLine(
        name=name, quantity=quantity, unit=None if quantity is None else unit, note=note
    )
    assert read_ingredient_line(ingredient_line(line)) == line


@given(st.text(max_size=200))
def test_any_line_is_read_or_refused(written: str) -> None:
    try:
        read = read_ingredient_line(written)
    except Invalid:
        return
    assert read.name
