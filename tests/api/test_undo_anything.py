"""Whatever is done to a kitchen, undone in reverse it is to the last column what it was."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from kitchen_app.errors import KitchenError
from kitchen_app.services import pantry, stocking
from tests.api.test_undo import FLOUR, SOUP
from tests.factories import Cook, Json, calling, kept, make_cook
from tests.journals import journal, undo
from tests.servers import ApiServer

FOODS = st.sampled_from(["eggs", "Egg", "flour", "crème fraîche", "oat milk", "a  gadget"])
AMOUNTS = st.sampled_from([None, 0, 0.0001, 0.25, 1, 2.5, 12, 400_000])
UNITS = st.sampled_from([None, "g", "kg", "cup", "bunch"])
NUMBERS = st.none() | st.integers(1, 500)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20)
WORDS = TEXTS.map(str.strip).filter(bool)

RECIPES = st.fixed_dictionaries(
    {"name": WORDS},
    optional={
        "description": TEXTS,
        "ingredients": st.lists(
            st.fixed_dictionaries({"name": FOODS | WORDS, "quantity": AMOUNTS, "unit": UNITS}),
            max_size=3,
        ),
        "steps": st.lists(WORDS, max_size=3),
        "tags": st.lists(WORDS, max_size=3),
        "servings": NUMBERS,
        "prep_minutes": NUMBERS,
        "cook_minutes": NUMBERS,
    },
)
ENTRIES = st.fixed_dictionaries(
    {"name": FOODS},
    optional={
        "quantity": AMOUNTS,
        "unit": UNITS,
        "category": st.none() | WORDS,
        "expires_on": st.sampled_from([None, "2031-05-01", "0001-01-01"]),
        "low_at": AMOUNTS,
    },
)
PLACES = st.integers(0, 5)  # in a list: whatever is there, if it is that long
Deed = Callable[[Cook], object]


def one_of(cook: Cook, path: str, place: int) -> str:
    rows = cook.ok("GET", path)
    return f"{path}/{rows[place % len(rows)]['id'] if rows else UUID(int=0)}"


def write(path: str, body: Json) -> Deed:
    return lambda cook: cook.post(path, json=body)


def change(path: str, method: str, place: int, body: Json) -> Deed:
    return lambda cook: cook.request(method, one_of(cook, path, place), json=body)


def delete(path: str, place: int) -> Deed:
    return lambda cook: cook.delete(one_of(cook, path, place))


def serve(service: Callable[..., Any], *arguments: Any, **named: Any) -> Deed:
    def deed(cook: Cook) -> None:
        try:
            calling(cook)(service, *arguments, **named)
        except KitchenError:
            return  # nothing there to use up

    return deed


def clear(cook: Cook) -> None:
    ids = [UUID(row["id"]) for row in cook.ok("GET", "/ingredients")]
    calling(cook)(pantry.delete_ingredients, ids)


METHODS = st.sampled_from(["PUT", "PATCH"])
DEEDS = st.one_of(
    st.builds(write, st.just("/recipes"), RECIPES),
    st.builds(change, st.just("/recipes"), METHODS, PLACES, RECIPES),
    st.builds(delete, st.just("/recipes"), PLACES),
    st.builds(write, st.just("/ingredients"), ENTRIES),
    st.builds(change, st.just("/ingredients"), METHODS, PLACES, ENTRIES),
    st.builds(delete, st.just("/ingredients"), PLACES),
    st.builds(lambda food: serve(stocking.use_up, food), FOODS),
    st.builds(lambda food: serve(stocking.use_up, food, fraction=Decimal("0.5")), FOODS),
    st.just(clear),
)


OPENING = [
    write("/recipes", SOUP),
    write("/recipes", {"name": "Toast"}),
    write("/ingredients", FLOUR),
    write("/ingredients", {"name": "flour", "quantity": 2}),
    write("/ingredients", {"name": "eggs", "quantity": 12, "low_at": 6}),
    write("/ingredients", {"name": "eggs", "quantity": 1, "expires_on": "2031-05-01"}),
]


@settings(max_examples=30, deadline=None)
@given(deeds=st.lists(DEEDS, min_size=4, max_size=12))
def test_what_was_done_is_undone_in_reverse_and_done_again(
    server: ApiServer, deeds: list[Deed]
) -> None:
    with make_cook(server) as cook:
        after = {0: kept(cook)}
        for deed in (*OPENING, *deeds):
            deed(cook)
            after[len(journal(cook, limit=200))] = kept(cook)
        done, end = journal(cook, limit=200), kept(cook)
        undone = []
        for left, written in zip(reversed(range(len(done))), done, strict=True):
            undone.append(undo(cook, written))
            if left in after:  # in between a deed that wrote several
                assert kept(cook) == after[left]
        assert kept(cook) == []
        for made in reversed(undone):
            undo(cook, made)
        assert kept(cook) == end
        assert len(journal(cook, limit=200)) == min(200, 3 * len(done))
