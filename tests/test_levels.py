"""Levels by percentage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplication.matching.levels import shares, step

LEVELS, STEPS = shares("{} of it.", 100, 80, 30)


def test_levels_by_percentage_are_named_by_the_least_and_spoken_out() -> None:
    assert {name: level.sentence for name, level in LEVELS.items()} == {
        "all": "All of it.",
        "80": "Most (80 % or more) of it.",
        "30": "Part (30 to 80 %) of it.",
        "0": "Less than 30 % of it.",
    }
    assert shares("{}.", 70)[0]["70"].sentence == "Most (70 % or more)."
    assert shares("{}.", 20, 9)[0]["9"].sentence == "A little (9 to 20 %)."


@pytest.mark.parametrize(("value", "expected"), [(1.0, "all"), (0.99, "80"), (0.8, "80"), (0.3, "30"), (0.0, "0")])
def test_a_share_has_the_level_it_reaches(value: float, expected: str) -> None:
    found = step(value, LEVELS, STEPS)

    assert found
    assert found.name == expected


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_is_never_a_lower_level(one: float, other: float) -> None:
    order = list(LEVELS.values())
    lower, higher = (step(value, LEVELS, STEPS) for value in sorted((one, other)))

    assert lower
    assert higher
    assert order.index(higher) <= order.index(lower)
