"""Real lines of many kitchens, their foods and amounts, and the page that says how often."""

import pytest

from tests.matching import PAGE, cases, page

EVERY = list(cases())


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
