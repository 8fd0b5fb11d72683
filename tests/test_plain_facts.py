"""Facts in columns turn down no pair that is worth comparing."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from duplication.matching.kinds import worth_comparing
from duplication.matching.plain_facts import PlainFacts
from duplication.matching.records import Record

days = st.sampled_from([None, date(2024, 1, 1), date(2024, 4, 2), date(2024, 4, 3), date(2026, 1, 1)])
records = st.builds(
    Record,
    partner=st.sampled_from([1, 2]),
    countries=st.sampled_from([frozenset(), frozenset({"TJ"}), frozenset({"AF"})]),
    start=days,
    end=days,
    amount=st.sampled_from([None, 100_000.0]),
    identifiers=st.frozensets(st.sampled_from(["af2004117", "tj2004117"]), max_size=1),
)


@given(records, records)
def test_what_is_worth_comparing_is_allowed(first: Record, second: Record) -> None:
    both, other = np.array([0, 1], np.int32), np.array([1, 0], np.int32)

    allowed = PlainFacts([first, second]).allow(both, other).tolist()

    assert allowed[0] == allowed[1]
    assert allowed[0] or not worth_comparing(first, second)


def test_what_is_turned_down_by_the_hundred() -> None:
    own = Record(partner=1, start=date(2024, 1, 1), end=date(2024, 6, 1))
    others = [
        Record(partner=1, start=date(2025, 1, 1)),  # one partner's of another year
        Record(partner=2, start=date(2025, 1, 1)),  # long after
        Record(partner=2, start=date(2024, 5, 1)),
        Record(partner=2),
    ]
    places = np.arange(1, 5, dtype=np.int32)

    allowed = PlainFacts([own, *others]).allow(np.zeros_like(places), places)

    assert allowed.tolist() == [False, False, True, True]
