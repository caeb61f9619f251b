"""Real lines of many kitchens, their foods and amounts, and the page that says how often."""

import re

import pytest

from kitchen_app.services import units
from kitchen_app.services.foods import fold
from kitchen_app.services.reading import read_ingredient_line
from tests.matching import PAGE, cases, page

EVERY = list(cases())
# Of numbers, units in several words, and what stands between an amount and a food.
LITTLE = frozenset("a and c cuilleres de dozen four half of one ounce soupe two x".split())


def test_there_are_many_lines_and_none_twice() -> None:
    assert len(EVERY) >= 300
    assert len({case.line for case in EVERY}) == len(EVERY)


def test_nearly_all_lines_are_read_right() -> None:
    right = sum(case.is_right for case in EVERY)
    assert right / len(EVERY) >= 0.97


def test_the_page_has_the_numbers_of_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make matching"


@pytest.mark.parametrize("kitchen", sorted({case.kitchen for case in EVERY}))
def test_no_kitchen_is_left_behind(kitchen: str) -> None:
    lines = [case for case in EVERY if case.kitchen == kitchen]
    assert sum(case.is_right for case in lines) >= 0.9 * len(lines)


def test_no_word_of_a_line_is_lost() -> None:
    for case in EVERY:
        read = read_ingredient_line(case.line)
        kept = {fold(word) for word in words(f"{read.name} {read.note} {read.unit}")} | LITTLE
        others = [word for word in words(case.line) if fold(word) not in kept]
        assert all(map(units.canonical, others)), case.line


def words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text) if word.isalpha()]
