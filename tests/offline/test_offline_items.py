"""Amounts, lists and dates: the grammar under every sentence about food."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen_app.ai.offline.items import read_items
from kitchen_app.ai.offline.words import Clause, sentences
from kitchen_app.services.reading.amounts import number, read_amount
from kitchen_app.services.reading.dates import find_expiry, read_date
from kitchen_app.services.reading.text import tidy

SUNDAY = date(2026, 11, 22)

AMOUNTS = {
    "2": 2,
    "0.5": 0.5,
    "1,5": 1.5,
    "1,000": 1000,
    "½": 0.5,
    "1½": 1.5,
    "1 1/2": 1.5,
    "1-1/2": 1.5,
    "3/4": 0.75,
    "two": 2,
    "twelve": 12,
    "twenty four": 24,
    "twenty-four": 24,
    "a": 1,
    "an": 1,
    "a dozen": 12,
    "dozen": 12,
    "2 dozen": 24,
    "two dozen": 24,
    "half a dozen": 6,
    "half dozen": 6,
    "a half dozen": 6,
    "one and a half": 1.5,
    "2 and a half": 2.5,
    "two and a quarter": 2.25,
    "half a": 0.5,
    "a half": 0.5,
    "quarter of a": 0.25,
    "three quarters of a": 0.75,
    "a third of a": 0.3333,
    "two thirds": 0.6667,
    "a couple of": 2,
    "a couple": 2,
    "a pair of": 2,
    "a hundred": 100,
    "two hundred": 200,
}


@pytest.mark.parametrize(("written", "value"), AMOUNTS.items())
def test_an_amount_is_read_to_its_end(written: str, value: float) -> None:
    words = tidy(written).split()
    amount = read_amount(words)
    assert amount is not None
    assert (number(amount.value), amount.end, amount.of_whole) == (value, len(words), False)


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("half the butter", Fraction(1, 2)),
        ("half of the butter", Fraction(1, 2)),
        ("half my butter", Fraction(1, 2)),
        ("a third of the flour", Fraction(1, 3)),
        ("three quarters of the flour", Fraction(3, 4)),
        ("3/4 of the flour", Fraction(3, 4)),
        ("50% of the milk", Fraction(1, 2)),
        ("25 percent of the milk", Fraction(1, 4)),
    ],
)
def test_a_share_of_what_is_there_is_no_count(written: str, share: Fraction) -> None:
    amount = read_amount(written.split())
    assert amount is not None
    assert (amount.value, amount.of_whole) == (share, True)


@pytest.mark.parametrize("written", ["eggs", "the", "1/0", "0/5", "half-and-half", "some", "x2"])
def test_what_is_no_amount_is_none(written: str) -> None:
    assert read_amount(written.split()) is None


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("eggs, milk and butter", ["eggs", "milk", "butter"]),
        ("eggs, milk, and butter", ["eggs", "milk", "butter"]),
        ("eggs & milk + butter", ["eggs", "milk", "butter"]),
        ("eggs; milk; butter", ["eggs", "milk", "butter"]),
        ("salt and pepper", ["salt", "pepper"]),
        ("mac and cheese and milk", ["mac and cheese", "milk"]),
        ("half and half, eggs", ["half and half", "eggs"]),
        ("2 bags of salt and vinegar crisps", ["salt and vinegar crisps"]),
        ("one and a half litres of milk and eggs", ["milk", "eggs"]),
        ("a litre and a half of milk", ["milk"]),
        ("eggs and a half loaf of bread", ["eggs", "bread"]),
        ("1,5 kg flour, 2 eggs", ["flour", "eggs"]),
        ("eggs plus some milk", ["eggs", "milk"]),
        ("Greek yogurt and BBQ sauce", ["Greek yogurt", "BBQ sauce"]),
        ("7up", ["7up"]),
    ],
)
def test_a_list_is_cut_where_foods_end(listed: str, names: list[str]) -> None:
    assert [item.name for item in read_items(listed, SUNDAY) or []] == names


@pytest.mark.parametrize(
    "listed",
    [
        "it",
        "home",
        "sick",
        "",
        "2",
        "a question",
        "one of the nicest cakes I have ever had in life",
    ],
)
def test_a_list_of_no_foods_is_none(listed: str) -> None:
    assert read_items(listed, SUNDAY) is None


def test_a_litre_and_a_half_is_one_and_a_half_litres() -> None:
    items = read_items("a litre and a half of milk", SUNDAY)
    assert items is not None
    assert (items[0].quantity, items[0].unit) == (Fraction(3, 2), "l")


DATES = {
    "2027-01-05": date(2027, 1, 5),
    "today": date(2026, 11, 22),
    "tomorrow": date(2026, 11, 23),
    "in 3 days": date(2026, 11, 25),
    "in two weeks": date(2026, 12, 6),
    "friday": date(2026, 11, 27),
    "this Friday": date(2026, 11, 27),
    "next sunday": date(2026, 11, 29),
    "next week": date(2026, 11, 29),
    "end of the month": date(2026, 11, 30),
    "June 3": date(2027, 6, 3),
    "3rd of June": date(2027, 6, 3),
    "3 June 2028": date(2028, 6, 3),
    "June 3, 2028": date(2028, 6, 3),
    "dec 1": date(2026, 12, 1),
    "December 2026": date(2026, 12, 31),
    "25/12/2026": date(2026, 12, 25),
    "12/25/2026": date(2026, 12, 25),
}


@pytest.mark.parametrize(("said", "day"), DATES.items())
def test_a_date_is_read(said: str, day: date) -> None:
    assert read_date(said, SUNDAY) == day
    assert find_expiry(f"milk best before {said}", SUNDAY).on == day


@pytest.mark.parametrize("said", ["12/06", "05/06/2027", "2027-13-01", "2027-02-30", "June 31"])
def test_a_date_that_is_unclear_or_impossible_is_not_guessed(said: str) -> None:
    assert read_date(said, SUNDAY) is None
    found = find_expiry(f"milk best before {said}", SUNDAY)
    assert (found.rest, found.on, found.unclear) == ("milk", None, said)


@pytest.mark.parametrize(
    "label",
    "best before,use by,use-by,expires,expires on,expiring,that expires,best by,bbf,exp,"
    "good until,best before date,sell by,which expires".split(","),
)
def test_every_label_of_a_date_is_known(label: str) -> None:
    assert find_expiry(f"milk {label} 2027-01-05", SUNDAY).on == date(2027, 1, 5)
    assert find_expiry(f"milk ({label} 2027-01-05)", SUNDAY).rest.strip() == "milk"


def test_sentences_and_clauses() -> None:
    read = sentences("Bought 1.5 kg rice and used 2 eggs. What can I cook?")
    assert read == [
        [Clause("bought 1.5 kg rice"), Clause("used 2 eggs", joined="and")],
        [Clause("what can I cook", question=True)],
    ]


@given(st.text(max_size=200))
def test_any_list_is_read_or_refused(text: str) -> None:
    items = read_items(tidy(text), SUNDAY)
    assert items is None or all(item.name for item in items)


@given(st.text(alphabet="0123456789/-., andhalf", max_size=40))
def test_any_number_is_read_or_refused(text: str) -> None:
    amount = read_amount(text.split())
    assert amount is None or amount.value >= 0
