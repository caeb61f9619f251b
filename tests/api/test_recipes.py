"""The cookbook's rows: made, read, replaced, changed and removed by their owner alone."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import Stranger
from tests.factories import Cook, Json, check_refused

WHOLE: Json = {
    "name": "Crème brûlée",
    "description": "Burnt, on purpose.\n\nServe cold.",
    "ingredients": [
        {"name": "cream", "quantity": 0.5, "unit": "l", "note": "30 %"},
        {"name": "egg yolks", "quantity": 5, "unit": None, "note": None},
        {"name": "salt", "quantity": None, "unit": None, "note": None},
    ],
    "steps": ["Whisk.", "Bake; then burn."],
    "servings": 4,
    "prep_minutes": 20,
    "cook_minutes": 0,
    "tags": ["dessert", "Français"],
    "source_url": "https://example.org/brûlée?a=1&b=2#top",
}
EMPTY: Json = {
    "description": "",
    "ingredients": [],
    "steps": [],
    "servings": None,
    "prep_minutes": None,
    "cook_minutes": None,
    "tags": [],
    "source_url": None,
}
BY_ITSELF = {"id", "created_at", "updated_at"}
VERBS = [
    ("GET", None),
    ("PUT", {"name": "Mine now"}),
    ("PATCH", {"name": "Mine now"}),
    ("DELETE", None),
]


def told(recipe: Json) -> Json:
    """What the cook said of it."""
    return {name: value for name, value in recipe.items() if name not in BY_ITSELF}


def test_a_recipe_comes_back_as_it_was_saved(cook: Cook) -> None:
    answer = cook.post("/recipes", json=WHOLE)
    assert answer.status_code == 201
    saved = answer.json()
    assert told(saved) == WHOLE
    assert set(saved) == BY_ITSELF | set(WHOLE)
    assert saved["created_at"].endswith("Z")
    assert cook.ok("GET", f"/recipes/{saved['id']}") == saved
    assert cook.ok("GET", "/recipes") == [saved]


def test_a_name_is_all_a_recipe_needs(cook: Cook) -> None:
    assert told(cook.ok("POST", "/recipes", {"name": "Toast"})) == {"name": "Toast"} | EMPTY


def test_put_empties_what_it_leaves_out(cook: Cook) -> None:
    saved = cook.ok("POST", "/recipes", WHOLE)
    put = cook.ok("PUT", f"/recipes/{saved['id']}", {"name": "Toast"})
    assert told(put) == {"name": "Toast"} | EMPTY
    assert (put["id"], put["created_at"]) == (saved["id"], saved["created_at"])
    assert put["updated_at"] > saved["updated_at"]


@pytest.mark.parametrize("field", [*EMPTY, "name"])
def test_patch_changes_what_it_names_and_nothing_else(cook: Cook, field: str) -> None:
    saved = cook.ok("POST", "/recipes", {"name": "Toast"})
    patched = cook.ok("PATCH", f"/recipes/{saved['id']}", {field: WHOLE[field]})
    assert told(patched) == told(saved) | {field: WHOLE[field]}
    assert cook.ok("GET", f"/recipes/{saved['id']}") == patched


@pytest.mark.parametrize("field", ["servings", "prep_minutes", "cook_minutes", "source_url"])
def test_patch_empties_what_may_be_empty(cook: Cook, field: str) -> None:
    saved = cook.ok("POST", "/recipes", WHOLE)
    patched = cook.ok("PATCH", f"/recipes/{saved['id']}", {field: None})
    assert told(patched) == WHOLE | {field: None}


@pytest.mark.parametrize("field", ["name", "description", "ingredients", "steps", "tags"])
def test_patch_empties_nothing_that_must_be_there(cook: Cook, field: str) -> None:
    saved = cook.ok("POST", "/recipes", WHOLE)
    answer = cook.patch(f"/recipes/{saved['id']}", json={field: None})
    assert field in check_refused(answer, 422, "invalid_request")["detail"]
    assert cook.ok("GET", f"/recipes/{saved['id']}") == saved


def test_an_empty_patch_is_refused(cook: Cook) -> None:
    answer = cook.patch(f"/recipes/{cook.recipe()['id']}", json={})
    assert "at least one field" in check_refused(answer, 422, "invalid_request")["detail"]


def test_what_is_searched_follows_what_is_changed(cook: Cook) -> None:
    saved = cook.recipe("Toast", uses=["bread"], tags=["quick"])
    path = f"/recipes/{saved['id']}"
    cook.ok("PATCH", path, {"ingredients": [{"name": "oats"}], "name": "Porridge"})
    assert cook.names("/recipes", ingredient="bread") == []
    assert cook.names("/recipes", q="toast") == []
    assert cook.names("/recipes", ingredient="oat", q="porridge", tag="quick") == ["Porridge"]
    cook.ok("PUT", path, {"name": "Soup"})
    assert cook.names("/recipes", ingredient="oat") == []
    assert cook.names("/recipes", q="soup") == ["Soup"]


def test_a_removed_recipe_is_gone(cook: Cook) -> None:
    saved, kept = cook.recipe("Toast"), cook.recipe("Soup")
    assert cook.delete(f"/recipes/{saved['id']}").status_code == 204
    for method, body in VERBS:
        answer = cook.request(method, f"/recipes/{saved['id']}", json=body)
        check_refused(answer, 404, "recipe_not_found")
    assert cook.ok("GET", "/recipes") == [kept]


@pytest.mark.parametrize(("method", "body"), VERBS)
def test_a_strangers_recipe_is_not_there(
    cook: Cook, stranger: Stranger, method: str, body: Any
) -> None:
    theirs = cook.request(method, f"/recipes/{stranger.recipe_id}", json=body)
    nobodys = cook.request(method, f"/recipes/{(nobody := uuid4())}", json=body)
    problem = check_refused(theirs, 404, "recipe_not_found")
    same = check_refused(nobodys, 404, "recipe_not_found")
    assert problem["detail"].replace(stranger.recipe_id, "") == same["detail"].replace(
        str(nobody), ""
    )


@pytest.mark.parametrize(("method", "body"), VERBS)
@pytest.mark.parametrize("row_id", ["7", "x", "%00", "null", "0" * 500, "%F0%9F%8D%85"])
def test_an_id_that_is_none_is_refused(cook: Cook, method: str, body: Any, row_id: str) -> None:
    check_refused(cook.request(method, f"/recipes/{row_id}", json=body), 422, "invalid_request")


def test_two_recipes_may_have_one_name(cook: Cook) -> None:
    first, second = cook.recipe("Soup"), cook.recipe("Soup")
    assert first["id"] != second["id"]
    assert cook.names("/recipes") == ["Soup", "Soup"]


def test_white_space_around_a_name_is_no_part_of_it(cook: Cook) -> None:
    saved = cook.recipe("  Tomato \n\t soup ", tags=[" soup", "soup "])
    assert (saved["name"], saved["tags"]) == ("Tomato soup", ["soup"])


def test_a_long_web_address_is_kept_whole(cook: Cook) -> None:
    url = f"https://example.org/?{'q=1&' * 400}"
    assert cook.recipe(source_url=url)["source_url"] == url
