"""The data about foods: well formed, without contradictions, and every weight with its source."""

import re
from collections import Counter
from decimal import Decimal

from kitchen_app.services import units
from kitchen_app.services.foods import identify, name_key, words
from kitchen_app.services.knowledge import listed, load, load_weights

SYNONYMS = load("synonyms")
KINDS = load("kinds")
WEIGHTS = load_weights()
OTHER_NAMES = [
    (name, key)
    for table in SYNONYMS.values()
    for key, names in table.items()
    for name in listed(names)
]
PAIRS = [
    *((f"{word} {head}", head) for head, all_ in KINDS["before"].items() for word in listed(all_)),
    *((name, head) for head, names in KINDS["named"].items() for name in listed(names)),
    *((name, part) for name, parts in KINDS["parts"].items() for part in listed(parts)),
    *((name, kind) for name, kinds in KINDS["ordinary"].items() for kind in listed(kinds)),
]


def test_another_name_is_that_food() -> None:
    for name, key in OTHER_NAMES:
        assert name_key(name) == name_key(key) == " ".join(words(key))


def test_no_name_is_that_of_two_foods() -> None:
    counted = Counter(tuple(words(name)) for name, _ in OTHER_NAMES)
    assert [name for name, times in counted.items() if times > 1] == []


def test_a_kind_satisfies_its_head_and_is_another_food() -> None:
    for name, kind in PAIRS:
        food = identify(name)
        assert food.kinds[0] == food.key != name_key(kind)
        assert name_key(kind) in food.kinds


def test_a_food_that_is_itself_stays_so() -> None:
    for food in listed(KINDS["themselves"]["foods"].replace("\n", " ")):
        assert name_key(food) == " ".join(words(food))


def test_a_weight_is_of_a_key_in_a_known_unit_from_a_source() -> None:
    for weight in WEIGHTS:
        assert name_key(weight.food) == weight.food
        assert units.canonical(weight.unit) == weight.unit, weight
        assert 0 < weight.grams < 5_000, weight
        assert re.match(r"USDA \d{5}|King Arthur|by definition", weight.source), weight


def test_there_is_one_weight_of_each_thing_and_enough_of_them() -> None:
    volumes = [one for one in WEIGHTS if units.kind(one.unit) == "volume"]
    assert len({(one.food, one.unit) for one in WEIGHTS}) == len(WEIGHTS)
    assert len({one.food for one in volumes}) == len(volumes) >= 80
    assert len(WEIGHTS) - len(volumes) >= 80


def test_what_has_a_volume_floats_or_sinks_believably() -> None:
    for one in WEIGHTS:
        if units.kind(one.unit) == "volume":
            density = one.grams / units.convert(Decimal(1), one.unit, "ml")
            assert Decimal("0.06") < density < Decimal("1.5"), one
