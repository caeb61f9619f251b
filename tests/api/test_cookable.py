"""What the pantry can cook, and what exactly is short."""

from typing import Any

import pytest

from tests.api.conftest import MakeCook
from tests.factories import Cook, Json, check_refused

PANCAKES = (("flour", 200, "g"), ("milk", 300, "ml"), ("egg", 2, None))


def lines(*wanted: tuple[str, Any, Any]) -> list[Json]:
    return [{"name": name, "quantity": amount, "unit": unit} for name, amount, unit in wanted]


def save(cook: Cook, name: str, *wanted: tuple[str, Any, Any], **fields: Any) -> Json:
    return cook.recipe(name, ingredients=lines(*wanted), **fields)


def check(cook: Cook, recipe: Json, **params: Any) -> Json:
    found: Json = cook.ok("GET", f"/recipes/{recipe['id']}/cookable", params=params)
    return found


def statuses(found: Json) -> list[Any]:
    return [
        (line["status"], line["short"]) if line["short"] else line["status"]
        for line in found["lines"]
    ]


def ranked(cook: Cook, **params: Any) -> list[str]:
    return cook.names("/recipes/cookable", **params)


def test_each_line_says_what_the_pantry_has_of_it(cook: Cook) -> None:
    pancakes = save(cook, "Pancakes", *PANCAKES, ("salt", None, None), ("butter", 20, "g"))
    cook.stock("eggs", 6)
    cook.stock("milk", 0.25, "l")
    cook.stock("butter", 1, "pack")
    found = check(cook, pancakes)
    assert statuses(found) == ["missing", ("short", 50), "have", "to_taste", "unknown"]
    assert (found["missing"], found["short"], found["unknown"]) == (1, 1, 1)
    assert cook.ok("GET", "/recipes/cookable") == [found], "one answer"


def test_what_lacks_least_comes_first(cook: Cook) -> None:
    cook.stock("flour", 1, "kg")
    cook.stock("milk", 1, "l")
    save(cook, "Nothing", ("truffle", 1, None))
    save(cook, "Pancakes", *PANCAKES)
    save(cook, "Batter", *PANCAKES[:2])
    save(cook, "Flatbread", PANCAKES[0])
    save(cook, "Too much", ("flour", 2, "kg"), ("milk", 1, "l"), ("egg", 1, None))
    save(cook, "No list")
    best_first = ["Batter", "Flatbread", "Pancakes", "Nothing", "Too much"]
    assert ranked(cook) == best_first
    assert ranked(cook, max_missing=0) == best_first[:2]
    assert ranked(cook, max_missing=1) == best_first[:4]
    pages = [row["name"] for page in cook.pages("/recipes/cookable", limit=2) for row in page]
    assert pages == best_first


def test_amounts_are_for_the_servings_asked_for(cook: Cook) -> None:
    cook.stock("flour", 500, "g")
    bread = save(cook, "Bread", ("flour", 400, "g"), servings=4)
    loose = save(cook, "Roux", ("flour", 600, "g"))
    assert statuses(check(cook, bread)) == ["have"]
    found = check(cook, bread, servings=6)
    assert statuses(found) == [("short", 100)]
    assert (found["servings"], found["lines"][0]["quantity"]) == (6, 600)
    assert check(cook, loose, servings=1)["servings"] is None, "nobody knows how many"
    assert ranked(cook, servings=6, max_missing=0) == []
    assert ranked(cook, servings=5, max_missing=0) == ["Bread"]


def test_several_packages_of_a_food_add_up(cook: Cook) -> None:
    soup = save(cook, "Soup", ("stock", 1, "l"), ("tomatoes", 800, "g"))
    for day in ("2031-05-01", "2031-06-01", None):
        cook.stock("stock", 350, "ml", expires_on=day)
        cook.stock("tomato", 200, "g", expires_on=day)
    assert statuses(check(cook, soup)) == ["have", ("short", 200)]


def test_a_food_on_two_lines_is_there_once(cook: Cook) -> None:
    cake = save(cook, "Cake", ("butter", 150, "g"), ("butter, for the tin", 100, "g"))
    cook.stock("butter", 200, "g")
    assert statuses(check(cook, cake)) == ["have", ("short", 50)]
    assert ranked(cook, max_missing=0) == []
    cook.stock("butter", 50, "g")
    assert ranked(cook, max_missing=0) == ["Cake"]


def test_a_special_food_does_for_a_plain_one_but_not_the_reverse(cook: Cook) -> None:
    plain = save(cook, "Plain", ("sugar", 100, "g"))
    special = save(cook, "Special", ("brown sugar", 100, "g"))
    both = save(cook, "Both", ("sugar", 100, "g"), ("brown sugar", 100, "g"))
    cook.stock("brown sugar", 150, "g")
    assert statuses(check(cook, plain)) == ["have"]
    assert statuses(check(cook, special)) == ["have"]
    assert statuses(check(cook, both)) == [("short", 50), "have"]
    cook.ok("DELETE", f"/ingredients/{cook.ok('GET', '/ingredients')[0]['id']}")
    cook.stock("sugar", 120, "g")
    assert statuses(check(cook, special)) == ["missing"]
    assert statuses(check(cook, both)) == ["have", "missing"]
    cook.stock("brown sugar", 50, "g")
    assert statuses(check(cook, both)) == ["have", ("short", 50)]


def test_what_nobody_can_know_is_unknown_and_not_a_guess(cook: Cook) -> None:
    mix = save(cook, "Mix", ("syrup", 125, "ml"), ("rice", 1, "cup"), ("oil", None, None))
    cook.stock("syrup", 2, "bottle")
    cook.stock("rice")
    cook.stock("oil", 0, "ml", low_at=1)
    assert statuses(check(cook, mix)) == ["unknown", "unknown", "missing"]
    cook.stock("syrup", 200, "ml")
    assert statuses(check(cook, mix))[0] == "have", "what is known is enough"


def test_nobody_is_short_of_a_third_that_was_rounded(cook: Cook) -> None:
    punch = save(cook, "Punch", ("rum", 1, "cup"))
    for day in ("2031-05-01", "2031-06-01", "2031-07-01"):
        cook.stock("rum", 0.3333, "cup", expires_on=day)
    assert statuses(check(cook, punch)) == ["have"]


def test_what_expires_first_ranks_up(cook: Cook) -> None:
    cook.stock("leek", 1, expires_on="2031-05-01")
    cook.stock("kale", 1, expires_on="2031-05-02")
    save(cook, "A stew of rice", ("rice", 1, "g"))
    save(cook, "Bake", ("kale", 1, None))
    save(cook, "Pie", ("leek", 1, None), ("cream", 1, "l"))
    assert ranked(cook) == ["Bake", "Pie", "A stew of rice"]
    assert ranked(cook, use_soon=True) == ["Pie", "Bake", "A stew of rice"]
    pages = cook.pages("/recipes/cookable", limit=1, use_soon=True)
    dates = [row["expires_on"] for page in pages for row in page]
    assert dates == ["2031-05-01", "2031-05-02", None]


def test_counts_compare_and_so_do_kinds_in_cups_with_those_in_millilitres(cook: Cook) -> None:
    cook.stock("eggs", 1, "dozen")
    cook.stock("carrots", 3, "medium")
    cook.stock("double cream", 300, "ml")
    cook.stock("red wine vinegar", 100, "ml")
    cook.stock("walnuts", 2, "cups")
    wanted = [("eggs", 12, None), ("carrot", 4, None), ("cream", 1, "cup"), ("eggs", 1, "large")]
    wanted += [("wine vinegar", 2, "tbsp"), ("nuts", 1, "cup")]
    found = statuses(check(cook, save(cook, "Cake", *wanted)))
    assert found == ["have", ("short", 1), "have", ("short", 1), "have", "have"]


def test_who_wants_no_eggs_wants_none_of_their_parts(cook: Cook) -> None:
    for name, food in (("Custard", "egg yolks"), ("Meringue", "egg white"), ("Omelette", "eggs")):
        save(cook, name, (food, 3, None), ("milk", 1, "ml"))
    save(cook, "Noodles", ("egg noodles", 200, "g"), ("coconut milk", 1, "ml"))
    assert ranked(cook, without="eggs") == ["Noodles"]
    assert ranked(cook, **{"with": ["egg", "milk"]}) == ["Custard", "Meringue", "Omelette"]
    assert ranked(cook, **{"with": ["eggs", "egg yolk"]}) == ["Custard", "Omelette"]


def test_recipes_with_and_without_foods(cook: Cook) -> None:
    save(cook, "Custard", ("eggs", 3, None), ("brown sugar", 50, "g"))
    save(cook, "Rice pudding", ("rice", 1, "cup"), ("coconut milk", 1, "l"), ("sugar", 1, "g"))
    save(cook, "Seasoning", ("salt", None, None))
    assert ranked(cook, **{"with": "sugar"}) == ["Custard", "Rice pudding"]
    assert ranked(cook, **{"with": ["sugar", "Egg"]}) == ["Custard"]
    assert ranked(cook, **{"with": "milk"}) == [], "coconut milk is no milk"
    assert ranked(cook, without=["egg", "salt"]) == ["Rice pudding"]
    assert ranked(cook, without="milk", **{"with": "rice"}) == ["Rice pudding"]


def test_a_long_recipe_counts_to_its_last_line(cook: Cook) -> None:
    foods = [f"herb{'abcdefghijklmnopqrstuvwxyz'[at % 26]}{at // 26}" for at in range(70)]
    for food in foods:
        cook.stock(food, 1)
    for count in (15, 16, 17, 32, 33, 70):
        save(cook, f"{count} and one", *((food, 1, None) for food in foods[:count]), ("x", 1, "g"))
        save(cook, f"{count}", *((food, 1, None) for food in foods[:count]))
    assert ranked(cook, max_missing=0) == ["70", "33", "32", "17", "16", "15"]
    assert ranked(cook, without="x", use_soon=True) == ["70", "33", "32", "17", "16", "15"]
    assert len(ranked(cook, **{"with": [foods[-1], "x"]})) == 1


def test_three_peppers_are_no_seasoning(cook: Cook) -> None:
    peppers = save(cook, "Peppers", ("peppers", 3, None), ("pepper", 1, "tsp"), ("water", 1, "l"))
    assert statuses(check(cook, peppers)) == ["missing", "to_taste", "to_taste"]


def test_a_changed_recipe_or_pantry_is_matched_as_it_is(cook: Cook) -> None:
    toast = save(cook, "Toast", ("bread", 2, "slice"))
    bread = cook.stock("bread", 3, "slices")
    assert statuses(check(cook, toast)) == ["have"]
    cook.ok("PATCH", f"/ingredients/{bread['id']}", {"quantity": 1})
    assert statuses(check(cook, toast)) == [("short", 1)]
    cook.ok("PATCH", f"/recipes/{toast['id']}", {"ingredients": lines(("bread", 1, "slice"))})
    assert statuses(check(cook, toast)) == ["have"]
    cook.ok("PATCH", f"/recipes/{toast['id']}", {"name": "Bruschetta"})
    assert statuses(check(cook, toast)) == ["have"]
    cook.ok("PUT", f"/recipes/{toast['id']}", {"name": "Air"})
    assert check(cook, toast)["lines"] == []


def test_other_kitchens_do_not_count(cook: Cook, new_cook: MakeCook) -> None:
    other = new_cook()
    other.stock("flour", 9, "kg")
    theirs = save(other, "Theirs", ("flour", 1, "g"))
    mine = save(cook, "Mine", ("flour", 1, "g"))
    assert statuses(check(cook, mine)) == ["missing"]
    assert ranked(cook) == ["Mine"]
    for path, method in (("cookable", "GET"), ("cooked", "POST")):
        answer = cook.request(method, f"/recipes/{theirs['id']}/{path}", json={})
        check_refused(answer, 404, "recipe_not_found")


@pytest.mark.parametrize(
    "params", [{"servings": 0}, {"max_missing": -1}, {"nonsense": 1}, {"using": "egg"}]
)
def test_a_question_nobody_can_answer_is_refused(cook: Cook, params: Json) -> None:
    check_refused(cook.get("/recipes/cookable", params=params), 422, "invalid_request")


def test_a_cursor_of_another_order_is_refused(cook: Cook) -> None:
    for name in ("Bake", "Pie"):
        save(cook, name, ("kale", 1, None))
    answer = cook.get("/recipes/cookable", params={"limit": 1})
    following = answer.links["next"]["url"]
    check_refused(cook.get(f"{following}&use_soon=true"), 422, "invalid_cursor")
    check_refused(cook.get("/recipes/cookable?cursor=bm9uc2Vuc2U"), 422, "invalid_cursor")
