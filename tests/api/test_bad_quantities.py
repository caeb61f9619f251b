"""Amounts that are none are refused, and those that are some are exact."""

import json

import pytest

from tests.api.test_bad_input import JSON, field_of
from tests.factories import Cook

QUANTITIES = {
    "negative": "-1",
    "hardly negative": "-0.00001",
    "infinite": "1e400",
    "infinitely negative": "-1e400",
    "not a number": "NaN",
    "infinity": "Infinity",
    "not a number, in words": '"NaN"',
    "infinity, in words": '"Infinity"',
    "true": "true",
    "false": "false",
    "words": '"two"',
    "nothing": '""',
    "a list": "[1]",
    "an object": "{}",
    "a bit absurd": "1000000.0001",
    "absurd": "1e30",
    "absurd in digits": "9" * 4_000,
    "a NUL": '"1\\u0000"',
    "a surrogate": '"\\ud800"',
}


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=QUANTITIES)
def test_a_quantity_that_is_none_is_refused(cook: Cook, quantity: str) -> None:
    for path, body, field in (
        ("/ingredients", f'{{"name": "flour", "quantity": {quantity}}}', "quantity"),
        ("/ingredients", f'{{"name": "flour", "low_at": {quantity}}}', "low_at"),
        (
            "/recipes",
            f'{{"name": "Toast", "ingredients": [{{"name": "flour", "quantity": {quantity}}}]}}',
            "ingredients.0.quantity",
        ),
    ):
        assert field_of(cook.post(path, content=body, headers=JSON)) == field
        assert cook.names(path) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0", "0"),
        ("0.1", "0.1"),
        ("2.50", "2.5"),
        ("1e3", "1000"),
        ("999999.9999", "999999.9999"),
        ("1000000", "1000000"),
        ("0.3333", "0.3333"),
        ("0.00004", "0"),
        ("1e-400000000", "0"),
        ("0.33333333333333333333", "0.3333"),
        ('"1.5"', "1.5"),
        ("-0", "0"),
        ("-0.0", "0"),
    ],
)
def test_a_quantity_is_exact_to_four_decimals(cook: Cook, given: str, kept: str) -> None:
    line = f'{{"name": "flour", "quantity": {given}}}'
    body = f'{{"name": "Toast", "ingredients": [{line}]}}'
    entry = cook.post("/ingredients", content=line, headers=JSON)
    recipe = cook.post("/recipes", content=body, headers=JSON)
    for answer in (entry, recipe):
        read = json.loads(answer.text, parse_float=str, parse_int=str)
        found = read.get("quantity") or read["ingredients"][0]["quantity"]
        assert found == kept
