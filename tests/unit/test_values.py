"""Amounts and text as they come in, and what is stored of them."""

import json
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kitchen_app.schemas.page import read_cursor, write_cursor
from kitchen_app.schemas.text import Line, Quantity, as_number, plain, storable, storable_json

QUANTITY = TypeAdapter[Decimal](Quantity)
LINE = TypeAdapter[str](Line)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.decimals(0, 1_000_000, places=4))
def test_four_decimals_are_kept_exactly_through_json(quantity: Decimal) -> None:
    stored = QUANTITY.validate_python(quantity)
    sent = json.loads(QUANTITY.dump_json(stored))
    assert stored == quantity
    assert Decimal(str(sent)) == quantity


@given(st.decimals(0, 1_000_000))
def test_an_amount_is_written_without_an_exponent(quantity: Decimal) -> None:
    written = str(plain(quantity))
    assert "E" not in written
    assert not (written.endswith("0") and "." in written)
    assert abs(Decimal(written) - quantity) <= Decimal("0.00005")
    assert isinstance(as_number(plain(quantity)), int | float)


@given(st.one_of(st.floats(), st.integers(), st.booleans(), st.text(), st.none()))
def test_anything_else_is_refused_and_never_fails_otherwise(value: Any) -> None:
    try:
        quantity = QUANTITY.validate_python(value)
    except ValidationError:
        return
    assert not isinstance(value, bool)
    assert 0 <= quantity <= 1_000_000


@given(st.text())
def test_a_line_is_one_line_of_something(text: str) -> None:
    try:
        line = LINE.validate_python(text)
    except ValidationError:
        return
    assert line == line.strip() != ""
    assert len(line.splitlines()) == 1
    assert LINE.validate_python(line) == line


@given(st.text(st.characters(categories=["Cs", "Cc", "L"])))
def test_what_is_storable_is_utf8_without_nul(text: str) -> None:
    stored = storable(text)
    assert b"\x00" not in stored.encode()
    assert len(stored) == len(text)


@given(json_values)
def test_what_is_stored_as_json_is_json(value: Any) -> None:
    stored = storable_json(value)
    assert "\\u0000" not in json.dumps(stored, allow_nan=False).replace("\\\\", "")


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_a_number_json_does_not_have_becomes_its_name(number: float) -> None:
    assert storable_json({"quantity": [number]}) == {"quantity": [str(number)]}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))))
def test_a_cursor_is_read_as_it_was_written(place: list[str]) -> None:
    assert read_cursor(write_cursor("recipes", *place), "recipes") == place
