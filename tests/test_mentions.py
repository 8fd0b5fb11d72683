"""Days and sums that texts name."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplication.matching.comparison import FIELDS, compare
from duplication.matching.mentions import days_in, sums_in
from duplication.matching.records import Record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signed on September 12, 2005 and 3rd of May 2007", {(2005, 9, 12), (2007, 5, 3)}),
        ("le 12 février 2005, en août 2006", {(2005, 2, 12), (2006, 8, 0)}),
        ("12 сентября 2005 года, в мае 2006", {(2005, 9, 12), (2006, 5, 0)}),
        ("el 5 de marzo de 2004", {(2004, 3, 5)}),
        ("99 May 2004", {(2004, 5, 0)}),
        ("1º de mayo de 2006", {(2006, 5, 1)}),
        ("decided 2005, phase 2 2006, from 2003-2004, number 12005", set()),
        ("", set()),
    ],
)
def test_a_day_stands_in_words_before_its_year(text: str, expected: set[tuple[int, int, int]]) -> None:
    assert days_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("USD 1.5 million and $200,000", {1_500_000, 200_000}),
        ("1 500 000 euros, 1,5 млн, 2,3 миллиона", {1_500_000, 2_300_000}),
        ("1.250 million, 1,200 million, 5 milliards", {1_250_000, 1_200_000_000, 5_000_000_000}),
        ("1,234,567.89 francs", {1_230_000}),
        ("1 234 567 francs, 12'500 francs", {1_230_000, 12_500}),
        ("9" * 1_000, {10**15}),
        (f"1{',000' * 300} million", {10**12}),
        ("Budget of 1 250.500 million, 1'250.500 million", {1_250_000_000}),
        ("300 miles of border, 20 militia, 50 milk cows, 20 millet farms", set()),
        ("300 mil, 5 mille, 7 тысяч, 8 тыс. euros", {300_000, 5_000, 7_000, 8_000}),
        ("12 courses for 300 officers in 2005, 0 million", set()),
    ],
)
def test_a_sum_is_read_as_it_is_written(text: str, expected: set[int]) -> None:
    assert sums_in(text) == expected


@given(st.text(st.sampled_from("0123456789 .,'-mayilon%ºй\u00a0²٣½")))
def test_no_text_is_refused(text: str) -> None:
    assert days_in(text) >= frozenset() <= sums_in(text)


def test_texts_are_read_of_title_and_description() -> None:
    assert days_in("May 2006", "June 2006") == {(2006, 5, 0), (2006, 6, 0)}
    assert sums_in("20,000", "30,000") == {20_000, 30_000}


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ({(2005, 9, 12), (2006, 1, 0)}, {(2005, 9, 12)}, "The texts of both name 12 September 2005."),
        ({(2005, 9, 12)}, {(2005, 9, 0)}, "The texts of both name the same month."),
        ({(2005, 9, 0)}, {(2005, 9, 0)}, "The texts of both name the same month."),
        ({(2005, 9, 12)}, {(2005, 8, 12)}, "Their texts name different days or months."),
        ({(2005, 9, 12)}, set(), None),
    ],
)
def test_what_days_of_two_texts_say(ours: set[Any], theirs: set[Any], expected: str | None) -> None:
    one, other = Record(days_named=frozenset(ours)), Record(days_named=frozenset(theirs))
    for levels in (compare(one, other), compare(other, one)):
        assert (levels["day_named"].sentence if "day_named" in levels else None) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "is_told"),
    [
        ({"amount": 1_234_000.0}, {"sums_named": frozenset([1_230_000])}, True),
        ({"amount": 90.0, "stated": ("EUR", 80_000.0)}, {"sums_named": frozenset([80_000])}, True),
        ({"amount": 80_000.0}, {"sums_named": frozenset([81_000])}, False),
        ({"sums_named": frozenset([81_000])}, {"sums_named": frozenset([81_000])}, False),
        ({"amount": 0.0}, {"amount": 0.0, "sums_named": frozenset([1_000])}, False),
    ],
)
def test_the_budget_of_one_stands_in_the_text_of_the_other(
    ours: dict[str, Any], theirs: dict[str, Any], is_told: bool
) -> None:
    sum_named = FIELDS["sum_named"][0]
    one, other = Record(**ours), Record(**theirs)
    assert bool(sum_named(one, other)) is bool(sum_named(other, one)) is is_told
