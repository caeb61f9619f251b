"""Lines typed into the pantry: every food, its amount, date and threshold, and no word lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen_app.errors import IncompatibleUnits, Invalid
from kitchen_app.schemas.ingredient import IngredientCreate
from kitchen_app.services.reading import read_stock

MONDAY = date(2026, 11, 23)

LINES = {
    "2 kg flour, best before June": ["flour: 2 kg, until 2027-06-30"],
    "6 eggs": ["eggs: 6"],
    "milk 2l exp 25/12": ["milk: 2 l, until 2026-12-25"],
    "2 milk, 6 eggs and a bunch of parsley until friday": [
        "milk: 2",
        "eggs: 6",
        "parsley: 1 bunch, until 2026-11-27",
    ],
    "salt": ["salt"],
    "500g Hackfleisch": ["Hackfleisch: 500 g"],
    "oat milk x3": ["oat milk: 3"],
    "oat milk 1l x3": ["oat milk: 3 l"],
    "flour 2 kg low at 500 g": ["flour: 2 kg, low at 0.5"],
    "flour 2 kg, keep 500 g": ["flour: 2 kg, low at 0.5"],
    "eggs 12 (keep 4)": ["eggs: 12, low at 4"],
    "2 Stück Butter": ["Stück Butter: 2"],
    "2-3 onions": ["onions, up to 3: 2"],
    "three 400g tins of beans": ["beans, 400 g: 3 can"],
    "2 x 400 g tins tomatoes": ["tomatoes, 400 g: 2 can"],
    "6 x 330ml beer": ["beer: 1980 ml"],
    "extra virgin olive oil": ["extra virgin olive oil"],
    "2 l extra virgin olive oil": ["extra virgin olive oil: 2 l"],
    "large eggs x 12": ["large eggs: 12"],
    "12 large eggs": ["large eggs: 12"],
    "00 flour": ["00 flour"],
    "1 kg 00 flour": ["00 flour: 1 kg"],
    "flour type 405": ["flour type 405"],
    "500 g flour type 405": ["flour type 405: 500 g"],
    "7up": ["7up"],
    "coke zero 6": ["coke zero: 6"],
    "half a pumpkin": ["pumpkin: 0.5"],
    "half fat milk": ["half fat milk"],
    "1 l 3.5% milk": ["3.5% milk: 1 l"],
    "3.5% milk": ["3.5% milk"],
    "80% dark chocolate": ["80% dark chocolate"],
    "tomatoes, chopped": ["tomatoes, chopped"],
    "rice (1 kg)": ["rice: 1 kg"],
    "milk (semi skimmed) 2 l": ["milk (semi skimmed): 2 l"],
    "2 l milk (semi-skimmed, organic), bread": ["milk (semi-skimmed, organic): 2 l", "bread"],
    "mac and cheese": ["mac and cheese"],
    "salt and pepper": ["salt", "pepper"],
    "2kg flour,6 eggs": ["flour: 2 kg", "eggs: 6"],
    "1,5 l milk": ["milk: 1.5 l"],
    "yogurt best before 2026-12-03": ["yogurt: until 2026-12-03"],
    "yogurt 2026-12-03": ["yogurt: until 2026-12-03"],
    "yogurt (3 June)": ["yogurt (3 June)"],
    "yogurt use by 3 June": ["yogurt: until 2027-06-03"],
    "cream exp 12/2026": ["cream: until 2026-12-31"],
    "cream exp 25.12.26": ["cream: until 2026-12-25"],
    "butter expires end of june": ["butter: until 2027-06-30"],
    "my mum's jam": ["my mum's jam"],
    "some parsley": ["parsley"],
    "a few apples": ["apples"],
    "the butter": ["butter"],
    "about 500 g rice": ["rice: 500 g"],
    "half the butter": ["half the butter"],
    "a bag of rice": ["rice: 1 bag"],
    "bag of rice": ["rice: 1 bag"],
    "bags of crisps": ["bags of crisps"],
    "2kg bag of flour": ["flour: 2 kg"],
    "1/2 cabbage": ["cabbage: 0.5"],
    "½ cabbage": ["cabbage: 0.5"],
    "1½ kg beef": ["beef: 1.5 kg"],
    "a dozen eggs": ["eggs: 12"],
    "box of 12 eggs": ["eggs: 12"],
    "6-pack of beer": ["beer: 6"],
    "eggs: 6": ["eggs: 6"],
    "eggs - 6": ["eggs: 6"],
    "- 6 eggs": ["eggs: 6"],
    "1. 6 eggs": ["eggs: 6"],
    "5 spice powder": ["5 spice powder"],
    "sun-dried tomatoes 1 jar": ["sun-dried tomatoes: 1 jar"],
    "jar of honey": ["honey: 1 jar"],
    "2 jars honey": ["honey: 2 jar"],
    "garlic 3 cloves": ["garlic: 3 clove"],
    "3 cloves": ["cloves: 3"],
    "cloves": ["cloves"],
    "bay leaves": ["bay leaves"],
    "2 tbsp. oil": ["oil: 2 tbsp"],
    "100 ml vanilla extract by next week": ["vanilla extract: 100 ml, until 2026-11-30"],
    "chicken thighs 1kg until tomorrow": ["chicken thighs: 1 kg, until 2026-11-24"],
    "milk before friday": ["milk: until 2026-11-27"],
    "by the sea salt": ["by the sea salt"],
    "to go coffee": ["to go coffee"],
    "corn on the cob x4": ["corn on the cob: 4"],
    "lemons": ["lemons"],
    "crème fraîche 200g": ["crème fraîche: 200 g"],
    "豆腐 2": ["豆腐: 2"],
    "pork and beans": ["pork and beans"],
    "2 cans of pork and beans": ["pork and beans: 2 can"],
    "bread best before today, milk best before tomorrow": [
        "bread: until 2026-11-23",
        "milk: until 2026-11-24",
    ],
    "chili con carne 2 portions": ["chili con carne 2 portions"],
    "half a dozen eggs": ["eggs: 6"],
    "a couple of limes": ["limes: 2"],
    "two pounds of beef": ["beef: 2 lb"],
    "2lb beef mince": ["beef mince: 2 lb"],
    "1 gallon milk": ["milk: 1 gallon"],
    "milk low at 1 l": ["milk: l, low at 1"],
    "eggs, milk, bread": ["eggs", "milk", "bread"],
    "2 aubergines; 3 courgettes": ["aubergines: 2", "courgettes: 3"],
    "- milk": ["milk"],
    "Milk 1 litre, use by tomorrow": ["Milk: 1 l, until 2026-11-24"],
    "1 lb ground beef best before dec 1": ["ground beef: 1 lb, until 2026-12-01"],
    "4 yoghurts bb 2026-12-01": ["yoghurts: 4, until 2026-12-01"],
    "cream 300ml, best before 30 nov, low at 100 ml": [
        "cream: 300 ml, until 2026-11-30, low at 100"
    ],
    "oat milk 1 l and rye bread, best before in 3 days": [
        "oat milk: 1 l",
        "rye bread: until 2026-11-26",
    ],
    "salmon fillets 4 until sunday": ["salmon fillets: 4, until 2026-11-29"],
    "a jar of kimchi": ["kimchi: 1 jar"],
    "½ l buttermilk": ["buttermilk: 0.5 l"],
    "12 x 0.33 l mineral water": ["mineral water: 3.96 l"],
    "tofu 400g x2": ["tofu: 800 g"],
    "kilo of potatoes": ["potatoes: 1 kg"],
    "2 bunches spring onions": ["spring onions: 2 bunch"],
    "garam masala 50 g": ["garam masala: 50 g"],
    "gochujang": ["gochujang"],
    "1 bag of frozen peas": ["frozen peas: 1 bag"],
    "3 tins chopped tomatoes": ["chopped tomatoes: 3 can"],
    "plain flour: 1.5 kg": ["plain flour: 1.5 kg"],
    "eggs = 10": ["eggs: 10"],
    "leftover lasagne, until tomorrow": ["leftover lasagne: until 2026-11-24"],
    "cheddar (mature) 350 g": ["cheddar (mature): 350 g"],
    "one pumpkin": ["pumpkin: 1"],
    "1,000 g rice": ["rice: 1000 g"],
    "two and a half pounds of pork": ["pork: 2.5 lb"],
    "a litre and a half of milk": ["milk: 1.5 l"],
    "0 eggs, keep 6": ["eggs: 0, low at 6"],
    "coffee always keep 250 g": ["coffee: g, low at 250"],
    "toilet paper x 8": ["toilet paper: 8"],
    "Brot": ["Brot"],
    "2 packs of pasta": ["pasta: 2 pack"],
    "1 pack halloumi, best before January 2027": ["halloumi: 1 pack, until 2027-01-31"],
    "a head of garlic": ["garlic: 1 head"],
    "6 large free-range eggs": ["large free-range eggs: 6"],
    "\U0001f345": ["\U0001f345"],
    "\U0001f345 5": ["\U0001f345: 5"],
    "5\U0001f345": ["\U0001f345: 5"],
    "2 kg \U0001f345": ["\U0001f345: 2 kg"],
    "\U0001f345 5 kg until friday, \U0001f95b": [
        "\U0001f345: 5 kg, until 2026-11-27",
        "\U0001f95b",
    ],
    "\U0001f345 tomatoes 5": ["tomatoes: 5"],
    "\U0001f34b\u200d\U0001f7e9 3": ["\U0001f34b\u200d\U0001f7e9: 3"],
    "expired milk": ["expired milk"],
    "2 bb cream": ["bb cream: 2"],
    "good to go wraps": ["good to go wraps"],
    "miso paste best before end of the month": ["miso paste: until 2026-11-30"],
}


def told(entry: IngredientCreate) -> str:
    """An entry in a line: "flour: 2 kg, until 2027-06-30, low at 0.5"."""
    facts = [" ".join(str(part) for part in (entry.quantity, entry.unit) if part is not None)]
    facts += [f"until {entry.expires_on}"] if entry.expires_on else []
    facts += [f"low at {entry.low_at}"] if entry.low_at is not None else []
    said = ", ".join(filter(None, facts))
    return f"{entry.name}: {said}" if said else entry.name


@pytest.mark.parametrize(("typed", "entries"), LINES.items())
def test_a_line_says_what_comes_in(typed: str, entries: list[str]) -> None:
    assert [told(entry) for entry in read_stock(typed, MONDAY)] == entries


def test_a_list_of_lines_is_read_like_one_line() -> None:
    typed = "- 2 kg flour\r\n- 6 eggs, until friday\n\n[ ] milk"
    assert [told(entry) for entry in read_stock(typed, MONDAY)] == [
        *("flour: 2 kg", "eggs: 6, until 2026-11-27", "milk"),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "There is nothing to read. Type what there is, such as"),
        (" ,;\n", "There is nothing to read."),
        ("\u2611", "There is nothing to read."),
        ("2 kg", "What is “2 kg” of? Type what there is, such as"),
        ("6", "What is “6” of?"),
        ("6 eggs, 2 kg", "What is “2 kg” of?"),
        ("keep 500 g", "What is it of?"),
        ("best before friday", "What is it of?"),
        ("milk exp 3/12", "Which day is “3/12”? Write the date like 3 June or 2027-06-03."),
        ("milk exp 12/26", "Which day is “12/26”?"),
        ("milk until 31 june", "Which day is “31 june”?"),
        ("flour best before banana", "Which day is “banana”? Write the date like 3 June or"),
        ("flour, best before banana", "Which day is “banana”?"),
        ("milk (use by soon)", "Which day is “soon”?"),
        ("milk until doomsday", "Which day is “doomsday”?"),
        ("milk exp: 99/99", "Which day is “99/99”?"),
        ("milk best before", "Which day? Write the date like"),
        ("-3 apples", "An amount cannot be below zero."),
        ("eggs, -3 apples", "An amount cannot be below zero."),
        ("apples -3", "An amount cannot be below zero."),
        ("milk and \u22122 l cream", "An amount cannot be below zero."),
        ("99999999999 g rice", "“99999999999 g rice” is more than the pantry can hold."),
        ("rice 99999999999g", "is more than the pantry can hold"),
        ("rice x 99999999", "is more than the pantry can hold"),
        ("rice 2 kg low at 99999999999 g", "is more than the pantry can hold"),
        ("\U0001f345 99999999", "is more than the pantry can hold"),
        ("9999999 kg flour", "is more than the pantry can hold"),
        ("x" * 201, "is more than the pantry can hold"),
        ("eggs, " * 400, "Type at most 2,000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_type(typed: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_stock(typed, MONDAY)
    assert said in refused.value.detail


def test_a_threshold_in_another_kind_of_unit_is_refused() -> None:
    with pytest.raises(IncompatibleUnits):
        read_stock("milk 2 l, low at 500 g", MONDAY)


# Letters that make no unit, number or word of an amount.
words = st.lists(st.text("akouvyäéß", min_size=4, max_size=9), min_size=1, max_size=5)


@given(words, st.integers(1, 999), st.sampled_from(["", "g ", "kg ", "ml ", "cups "]))
def test_no_word_of_a_name_is_ever_lost(name: list[str], count: int, unit: str) -> None:
    food = " ".join(name)
    for typed in (f"{count} {unit}{food}", f"{food} {count} {unit}", food):
        assert [entry.name for entry in read_stock(typed, MONDAY)] == [food]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        entries = read_stock(typed, MONDAY)
    except Invalid:
        return
    assert entries
    assert all(entry.name for entry in entries)
