"""Ingredients sent as text: read like those a cook types, and said which one where one is wrong."""

import pytest

from tests.api.conftest import Stranger
from tests.factories import Cook, Json

TYPED = ["1 1/2 cups plain flour, sifted", {"name": "salt"}, "2 x 400 g tins tomatoes"]
READ: list[Json] = [
    {"name": "plain flour", "quantity": 1.5, "unit": "cup", "note": "sifted"},
    {"name": "salt", "quantity": None, "unit": None, "note": None},
    {"name": "tomatoes", "quantity": 2, "unit": "can", "note": "400 g"},
]


def test_a_line_of_text_is_taken_apart(cook: Cook) -> None:
    saved = cook.ok("POST", "/recipes", {"name": "Soup", "ingredients": TYPED})
    assert saved["ingredients"] == READ
    assert cook.ok("GET", f"/recipes/{saved['id']}")["ingredients"] == READ


@pytest.mark.parametrize("verb", ["PUT", "PATCH"])
def test_a_changed_recipe_reads_lines_too(cook: Cook, stranger: Stranger, verb: str) -> None:
    saved = cook.ok("POST", "/recipes", {"name": "Soup"})
    place, body = f"/recipes/{saved['id']}", {"name": "Soup", "ingredients": TYPED}
    assert cook.ok(verb, place, body)["ingredients"] == READ
    assert stranger.request(verb, place, json=body).status_code == 404


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        ("", "ingredients.1", "at least 1 character"),
        ("x" * 501, "ingredients.1", "at most 500 characters"),
        ("a\x00b", "ingredients.1", "control characters"),
        (7, "ingredients.1", ""),
        ("...", "ingredients.1", "Ingredient 2: This ingredient is empty."),
        ("2 " + "leeks " * 40, "ingredients.1", "Ingredient 2: This ingredient is too long."),
        ({"quantity": 1}, "ingredients.1.name", "required"),
    ],
)
def test_a_wrong_line_is_named(cook: Cook, line: object, field: str, said: str) -> None:
    body = {"name": "Soup", "ingredients": ["2 eggs", line]}
    answer = cook.post("/recipes", json=body)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["field"] == field
    assert said.lower() in error["message"].lower()
    assert cook.ok("GET", "/recipes") == []


def test_both_forms_are_documented(cook: Cook) -> None:
    schemas = cook.ok("GET", "/openapi.json")["components"]["schemas"]
    line = schemas["RecipeCreate"]["properties"]["ingredients"]["items"]
    assert [form.get("type", form.get("$ref")) for form in line["anyOf"]] == [
        "#/components/schemas/IngredientLine",
        "string",
    ]


@pytest.mark.parametrize("typed", ["spring onions", "Scallion", "green onions", "spring"])
def test_a_food_is_found_by_any_of_its_names(cook: Cook, stranger: Stranger, typed: str) -> None:
    cook.ok("POST", "/ingredients", {"name": "Spring onions", "quantity": 3})
    cook.ok("POST", "/recipes", {"name": "Salad", "ingredients": ["3 spring onions"]})
    theirs = {entry["id"] for entry in stranger.ok("GET", "/ingredients")}
    [found] = cook.ok("GET", "/ingredients", params={"q": typed})
    assert found["name"] == "Spring onions"
    assert found["id"] not in theirs
    [recipe] = cook.ok("GET", "/recipes", params={"ingredient": typed})
    assert recipe["name"] == "Salad"


def test_one_food_by_two_names_adds_up(cook: Cook) -> None:
    cook.ok("POST", "/ingredients", {"name": "aubergines", "quantity": 2})
    grown = cook.ok("POST", "/ingredients", {"name": "Eggplant", "quantity": 1})
    assert (grown["name"], grown["quantity"]) == ("aubergines", 3)
