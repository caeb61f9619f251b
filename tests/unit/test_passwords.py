"""Advice on passwords, for any text that may be in the field while somebody types."""

import pytest

from kitchen_app.services.passwords import MOST_READ, WORDS, Strength, weigh


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("password", "Easy to guess"),
        ("qwertyuiop", "Easy to guess"),
        ("ada12345678", "Weak"),
        ("Tr0ub4dour&3", "Fair"),
        ("correct horse", "Good"),
        ("seven green onions", "Strong"),
    ],
)
def test_a_password_is_weighed_in_a_word(password: str, word: str) -> None:
    strength = weigh(password)
    assert (strength.word, WORDS[strength.score]) == (word, word)


def test_a_weak_password_comes_with_a_hint_and_a_strong_one_without() -> None:
    assert weigh("qwertyuiop").hint == "This is a top-100 common password."
    assert weigh("zebrafish").hint.endswith(".")
    assert weigh("seven green onions").hint == ""
    assert weigh("") == Strength(0, "Easy to guess", "")


def test_the_kitchens_name_is_easy_to_guess() -> None:
    assert weigh("kitchenkitchen").score == 0


@pytest.mark.parametrize(
    "password",
    ["\x00", "\ud800", "\U0001f345" * 200, "ä" * 73, "p" * 100_000, "4@8({[<369&#!1|70$5+%2" * 99],
)
def test_any_text_can_be_weighed(password: str) -> None:
    assert weigh(password).score in range(5)


def test_lookalikes_do_not_multiply() -> None:
    """zxcvbn tries every combination of letters that symbols may stand for."""
    from zxcvbn import matching  # type: ignore[import-untyped]

    from kitchen_app.services.passwords import _bounded

    read = _bounded("4@8({[<369&#!1|70$5+%2" * 9)
    table = matching.relevant_l33t_subtable(read, matching.L33T_TABLE)
    assert len(read) == MOST_READ
    assert len(matching.enumerate_l33t_subs(table)) <= 48
