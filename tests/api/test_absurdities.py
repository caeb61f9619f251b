"""What other kitchens got wrong, as their users reported it."""

import pytest

from tests.api.conftest import MakeCook
from tests.factories import Cook, Json


def line_of(cook: Cook, line: str, **query: int) -> Json:
    """The only line of a recipe of this line, against the pantry."""
    recipe = cook.recipe("Something", ingredients=[line])
    found = cook.ok("GET", f"/recipes/{recipe['id']}/cookable", params=query)
    only: Json = found["lines"][0]
    return only


def test_who_has_500_g_of_750_g_lacks_250_g(cook: Cook) -> None:
    cook.stock("flour", 500, "g")
    line = line_of(cook, "750 g flour")
    assert (line["status"], line["short"]) == ("short", 250)


def test_125_ml_of_a_drink_is_no_number_of_bottles(cook: Cook) -> None:
    cook.stock("orange juice", 2, "bottles")
    line = line_of(cook, "125 ml orange juice")
    assert (line["status"], line["short"]) == ("unknown", None)


@pytest.mark.parametrize(
    "spelled",
    ["Tomatoes", "tomato", "TOMATOES, chopped", "tomatoes (ripe)", "Fresh tomatoes", "2 tomatoes"],
)
def test_one_food_in_five_spellings_is_there(cook: Cook, new_cook: MakeCook, spelled: str) -> None:
    new_cook().stock("tomatoes", 9)
    cook.stock("Tomato", 2)
    assert line_of(cook, spelled)["status"] == "have"


def test_what_is_scaled_is_scaled_in_all_its_parts(cook: Cook) -> None:
    cook.stock("flour", 1, "kg")
    recipe = cook.recipe("Bread", ingredients=["400 g flour", "½ tsp yeast"], servings=4)
    found = cook.ok("GET", f"/recipes/{recipe['id']}/cookable", params={"servings": 12})
    assert [line["quantity"] for line in found["lines"]] == [1200, 1.5]
    assert found["lines"][0]["short"] == 200


def test_as_many_are_found_on_pages_of_any_size_and_in_any_order(cook: Cook) -> None:
    for number in range(11):
        cook.recipe(f"Soup {number % 3}", ingredients=["1 onion"], servings=number + 1)
    for limit in (1, 2, 5, 50):
        for soon in (False, True):
            pages = cook.pages("/recipes/cookable", limit=limit, use_soon=soon)
            ids = [row["id"] for page in pages for row in page]
            assert (len(ids), len(set(ids))) == (11, 11)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("1 tin of coconut milk", "coconut milk"),
        ("1 cup creamed corn", "creamed corn"),
        ("100 g bread flour", "bread flour"),
        ("1 can of beans", "beans"),
        ("2 bay leaves", "bay leaves"),
        ("3 cloves", "cloves"),
        ("1 head cabbage", "cabbage"),
    ],
)
def test_no_word_of_a_food_is_taken_for_something_else(cook: Cook, line: str, name: str) -> None:
    assert line_of(cook, line)["name"] == name
