"""Finding recipes: by what they use, by words, by tag and by time."""

from typing import Any

import pytest

from tests.factories import Cook

BOOK: dict[str, dict[str, Any]] = {
    "Chicken soup": {
        "uses": ["Chicken breasts, diced", "carrots", "chicken stock"],
        "tags": ["soup", "quick"],
        "prep_minutes": 10,
        "cook_minutes": 20,
        "description": "For a cold.",
    },
    "Risotto": {"uses": ["rice", "vegetable stock", "Jalapeño"], "tags": ["quick"]},
    "Pancakes": {"uses": ["Eggs", "plain flour", "milk"], "prep_minutes": 30},
    "Crème brûlée": {"uses": ["cream", "egg yolks"], "cook_minutes": 31, "tags": ["Quick"]},
    "Lasagne": {"uses": ["tomatoes", "pasta sheets"], "prep_minutes": 0, "cook_minutes": 0},
}


@pytest.fixture
def book(cook: Cook) -> Cook:
    for name, fields in BOOK.items():
        cook.recipe(name, **fields)
    return cook


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("chicken", {"Chicken soup"}),
        ("CHICKEN", {"Chicken soup"}),
        ("chicken breast", {"Chicken soup"}),
        ("chicken stock", {"Chicken soup"}),
        ("stock", {"Chicken soup", "Risotto"}),
        ("vegetable stock", {"Risotto"}),
        ("carrot stock", set()),
        ("breast stock", set()),
        ("egg", {"Pancakes", "Crème brûlée"}),
        ("Eggs", {"Pancakes", "Crème brûlée"}),
        ("egg yolk", {"Crème brûlée"}),
        ("jalapeno", {"Risotto"}),
        ("JALAPEÑOS", {"Risotto"}),
        ("jalapen\u0303o", {"Risotto"}),  # the accent as a character of its own
        ("tomato", {"Lasagne"}),
        ("tomatoes", {"Lasagne"}),
        ("chick", set()),  # a food, not the beginning of one
        ("lasagne", set()),  # a name is not an ingredient
        ("%", set()),
        ("_", set()),
        ("' OR true --", set()),
        ("🍅", set()),
        ("*", set()),
    ],
)
def test_recipes_are_found_by_what_they_use(book: Cook, asked: str, found: set[str]) -> None:
    assert set(book.names("/recipes", ingredient=asked)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["chicken", "carrot"], {"Chicken soup"}),
        (["stock", "rice"], {"Risotto"}),
        (["chicken", "rice"], set()),
        (["egg", "egg"], {"Pancakes", "Crème brûlée"}),
    ],
)
def test_all_the_ingredients_asked_for_must_be_there(
    book: Cook, asked: list[str], found: set[str]
) -> None:
    assert set(book.names("/recipes", ingredient=asked)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lasagne", {"Lasagne"}),
        ("LASAG", {"Lasagne"}),  # a word that is not finished
        ("lasange", {"Lasagne"}),  # a typo
        ("pancaeks", {"Pancakes"}),
        ("creme brulee", {"Crème brûlée"}),
        ("brûlée crème", {"Crème brûlée"}),
        ("soup chicken", {"Chicken soup"}),
        ("chiken soup", {"Chicken soup"}),
        ("cold", {"Chicken soup"}),  # a word of the description
        ("quick", {"Chicken soup", "Risotto", "Crème brûlée"}),
        ("milk", {"Pancakes"}),
        ("chicken rice", set()),
        ("xyzzy", set()),
        ("", set(BOOK)),
        ("   ", set(BOOK)),
        ("!?", set()),
        ("soup & | ! :* <-> (", {"Chicken soup"}),
        ("'; DROP TABLE recipes; --", set()),
        ("\\", set()),
    ],
)
def test_recipes_are_found_by_words_with_a_typo_forgiven(
    book: Cook, asked: str, found: set[str]
) -> None:
    assert set(book.names("/recipes", q=asked)) == found


@pytest.mark.parametrize("asked", [{"q": "lasange"}, {"q": "quick"}, {"ingredient": "stock"}, {}])
def test_the_hits_are_the_same_whatever_the_order(book: Cook, asked: dict[str, str]) -> None:
    hits = {
        frozenset(r["name"] for page in pages for r in page)
        for sort in ("name", "created_at", "updated_at")
        for order in ("asc", "desc")
        for limit in (1, 200)
        for pages in [book.pages("/recipes", sort_by=sort, order=order, limit=limit, **asked)]
    }
    assert len(hits) == 1
    assert hits != {frozenset()}


@pytest.mark.parametrize(
    ("tag", "found"),
    [("quick", {"Chicken soup", "Risotto"}), ("soup", {"Chicken soup"}), ("sou", set())],
)
def test_recipes_are_found_by_tag(book: Cook, tag: str, found: set[str]) -> None:
    assert set(book.names("/recipes", tag=tag)) == found


@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        (29, {"Lasagne"}),
        (30, {"Lasagne", "Chicken soup", "Pancakes"}),
        (31, {"Lasagne", "Chicken soup", "Pancakes", "Crème brûlée"}),
    ],
)
def test_recipes_are_found_by_time_where_it_is_known(
    book: Cook, minutes: int, found: set[str]
) -> None:
    assert set(book.names("/recipes", max_minutes=minutes)) == found


def test_every_condition_must_hold(book: Cook) -> None:
    asked = {"ingredient": "stock", "tag": "quick", "q": "soup", "max_minutes": 30}
    assert book.names("/recipes", **asked) == ["Chicken soup"]
    assert book.names("/recipes", **asked | {"q": "risotto"}) == []
