"""Judged pairs, how much each counts, and how well a table tells them apart."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adam.demo.makers import make_alert, make_project, make_verdict
from duplication.calibration.examples import (
    Labelled,
    from_verdicts,
    halves,
    judged_so_far,
    labelled_otherwise,
    not_learned_from,
    weighted,
)
from duplication.calibration.precision import average_precision, figures
from duplication.models import Verdict

pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12)


def labelled(label: str, count: int = 1, **fields: Any) -> list[Labelled]:
    return [Labelled(f"{label} {n}", f"{fields} {n}", {}, label, **fields) for n in range(count)]


@given(pairs)
def test_pairs_that_share_a_project_are_in_one_half(asked: list[tuple[int, int]]) -> None:
    found = halves([Labelled(str(one), str(other), {}, "distinct") for one, other in asked])

    for (pair, half), (other, other_half) in combinations(zip(asked, found, strict=True), 2):
        assert set(pair).isdisjoint(other) or half == other_half


def test_kinds_count_alike_however_many_pairs_they_have() -> None:
    many, few = labelled("duplicate", 400, kind="a"), labelled("duplicate", 50, kind="b")
    weights = [example.weight for example in weighted(many + few)]

    assert sum(weights[:400]) == pytest.approx(sum(weights[400:])) == pytest.approx(1)


def test_pairs_that_a_search_met_count_together_as_the_distinct_ones_and_are_not_measured() -> None:
    judged = labelled("duplicate", 40, kind="a") + labelled("distinct", 80, kind="a")
    met = labelled("distinct", 2_000, kind="a", is_met=True)
    examples = list(weighted(judged + met))

    assert sum(example.weight for example in examples if not example.is_judged) == pytest.approx(1)
    assert [example.weight for example in examples[:120]] == [example.weight for example in weighted(judged)]
    assert figures(judged + met, [1.0] * 2_120) == figures(judged, [1.0] * 120)


def test_pairs_that_a_search_met_tie_no_projects_together() -> None:
    pairs = [Labelled("A", "B", {}, "duplicate"), Labelled("C", "D", {}, "duplicate")]
    found = halves([*pairs, Labelled("A", "C", {}, "distinct", is_met=True)])

    assert found[0] != found[1]
    assert found[2] == found[0]


def test_pairs_labelled_in_two_ways_are_counted_whichever_is_named_first() -> None:
    twice = [
        Labelled("A", "B", {}, "duplicate"),
        Labelled("B", "A", {}, "distinct"),
        Labelled("A", "B", {}, "distinct"),
    ]
    same = [Labelled("C", "D", {}, "overlap")] * 2
    assert labelled_otherwise([*twice, *same, Labelled("C", "D", {}, "distinct", is_met=True)]) == 1


def test_overlaps_identical_texts_and_small_kinds_count_less() -> None:
    def counted(*pairs: Labelled) -> float:
        return sum(example.weight for example in weighted(pairs) if example.positive)

    full = counted(*labelled("duplicate", 40, kind="a"))

    assert counted(*labelled("overlap", 40, kind="a")) < full
    assert counted(*labelled("duplicate", 40, kind="a", is_identical=True)) < full
    assert counted(*labelled("duplicate", 4, kind="a")) < full


def test_the_last_verdict_is_the_label(db: None) -> None:
    joined, apart, unclear, draft = (make_alert(make_project("DE"), make_project("GB")) for _ in range(4))
    make_verdict(joined)
    make_verdict(joined, outcome=Verdict.Outcome.MERGED, reason="")
    make_verdict(apart, outcome=Verdict.Outcome.DIVIDED, reason="")
    make_verdict(unclear, reason=Verdict.Reason.DATA_ERROR)
    make_verdict(draft)
    type(draft.first).objects.filter(pk=draft.first_id).update(published_at=None)

    assert {pair.one: pair.label for pair in from_verdicts()} == {
        str(joined.first_id): "duplicate",
        str(apart.first_id): "overlap",
    }
    assert judged_so_far() == {"overlaps": 2, "distinct": 0}  # as many as the page of thresholds tells
    assert not_learned_from() == {"reopened": 0, "implied": 0, "unpublished": 1}


@pytest.mark.parametrize(
    ("scored", "prevalence", "expected"),
    [
        ([(2, True), (1, False)], 0.5, 1.0),
        ([(1, True), (2, False)], 0.5, 0.5),
        ([(1, True), (1, False)], 0.1, 0.1),
        ([(3, True), (2, False), (1, True), (0, False)], 0.5, 0.5 + 0.5 * 2 / 3),
    ],
)
def test_average_precision(scored: list[tuple[float, bool]], prevalence: float, expected: float) -> None:
    assert average_precision(scored, prevalence) == pytest.approx(expected)


def test_every_kind_counts_once_and_what_cannot_be_told_not_at_all() -> None:
    good = labelled("duplicate", 200, kind="a") + labelled("distinct", 200, kind="a", is_hard=True)
    bad = labelled("duplicate", 20, kind="b") + labelled("distinct", 20, kind="b")
    identical = labelled("duplicate", 30, kind="c", is_identical=True)
    scores = [1.0] * 200 + [0.0] * 200 + [1.0] * 40 + [0.0] * 30

    told = figures(good + bad + identical, scores)

    assert told["duplicates"] == pytest.approx((1.0 + 0.5) / 2)
    assert told["duplicates, against the most alike"] == pytest.approx(1.0)
    assert told["duplicates, one pair in ten"] == pytest.approx((1.0 + 0.1) / 2)
