"""Names of food: what counts as the same, and keys that never fail."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kitchen_app.services.foods import fold, name_key, singular, sort_key, words

names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("tomatoes", "tomato"),
        ("potatoes", "potato"),
        ("eggs", "egg"),
        ("cherries", "cherry"),
        ("cookies", "cookie"),
        ("leaves", "leaf"),
        ("loaves", "loaf"),
        ("radishes", "radish"),
        ("peaches", "peach"),
        ("asparagus", "asparagus"),
        ("hummus", "hummus"),
        ("couscous", "couscous"),
        ("molasses", "molasses"),
        ("swiss", "swiss"),
        ("gas", "gas"),
        ("peas", "pea"),
        ("olives", "olive"),
        ("boxes", "box"),
        ("watercress", "watercress"),
        ("brioches", "brioche"),
    ],
)
def test_a_plural_is_its_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Fresh Tomatoes, chopped", "tomato"),
        ("tomato", "tomato"),
        ("TOMATO", "tomato"),
        ("Jalapeños", "jalapeno"),
        ("crème fraîche", "creme fraiche"),
        ("Smørrebrød", "smorrebrod"),
        ("Œufs", "oeuf"),
        ("oat milk", "oat milk"),
        ("large eggs", "egg"),
        ("fresh", "fresh"),
        (", chopped", "chopped"),
        (",", ","),
        ("🍅", "🍅"),
        ("7up", "7up"),
    ],
)
def test_names_of_one_food_have_one_key(name: str, key: str) -> None:
    assert name_key(name) == key


@given(names)
@example("\N{CEDILLA}")  # folds to a space
def test_a_key_is_never_empty(name: str) -> None:
    if name.strip():
        assert name_key(name)
        assert sort_key(name)


@given(names)
def test_folding_makes_nothing_much_longer_and_happens_once(name: str) -> None:
    folded = fold(name)
    assert len(folded) <= len(name) + 8
    assert not any(unicodedata.combining(character) for character in folded)


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_a_singular_has_the_letters_of_its_word_and_no_more(word: str) -> None:
    one = singular(word)
    assert len(one) <= len(word)
    assert bool(one) == bool(word)


@given(names)
def test_case_never_matters(name: str) -> None:
    if len(name.upper()) == len(name) and name.upper().lower() == name.lower():
        assert fold(name.upper()) == fold(name.lower())


@given(names)
def test_words_fit_in_an_index(name: str) -> None:
    for word in words(name):
        assert 0 < len(word) <= 100
