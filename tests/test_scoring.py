"""Match weights: a sum whose terms are all kept."""

import json
from copy import deepcopy
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given

from duplication.matching.comparison import FIELDS, compare
from duplication.matching.records import Record
from duplication.matching.scoring import Calibration, faded, match_weight, probability, score, shipped
from tests.strategies import records

RELEASED = Calibration.of(shipped())


@given(records, records)
def test_score_does_not_depend_on_the_order(first: Record, second: Record) -> None:
    assert score(compare(first, second), RELEASED) == score(compare(second, first), RELEASED)


@given(records, records)
def test_contributions_add_up_to_the_match_weight(first: Record, second: Record) -> None:
    scored = score(compare(first, second), RELEASED)

    assert sum(term.weight for term in scored.contributions) == pytest.approx(scored.match_weight)
    assert scored.match_weight == pytest.approx(match_weight(compare(first, second), RELEASED))


@given(records, records)
def test_every_field_is_accounted_for_once_and_missing_weighs_nothing(first: Record, second: Record) -> None:
    terms = score(compare(first, second), RELEASED).contributions

    finders = {field for field, (_, known) in FIELDS.items() if len(known) == 1}  # silent where they find nothing
    named = [term.field for term in terms]
    assert sorted({*named} | finders) == sorted([*FIELDS, "prior"])
    assert len(named) == len({*named})
    assert not finders & {term.field for term in terms if term.level == "missing"}
    assert all(term.weight == 0 and term.sentence for term in terms if term.level == "missing")


def test_another_table_has_another_name() -> None:
    """Registers keep a release under its name: what is fitted anew is a new one."""
    table = json.dumps([shipped()["name"], shipped()["priors"], shipped()["weights"]], sort_keys=True)
    assert sha256(table.encode()).hexdigest()[:12] == "c0f19950e1e8"


@pytest.mark.parametrize("field", FIELDS)
def test_better_agreement_never_weighs_less(field: str) -> None:
    weights = [RELEASED.weights[field][name] for name in FIELDS[field][1]]

    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(("weight", "expected"), [(0, 0.5), (1, 2 / 3), (-1, 1 / 3), (900, 1.0), (-900, 0.0)])
def test_weight_becomes_probability(weight: float, expected: float) -> None:
    assert probability(weight) == pytest.approx(expected)


def test_contributions_are_plain_values() -> None:
    rows = score({}, RELEASED).as_rows()

    assert json.loads(json.dumps(rows)) == rows
    assert set(rows[0]) == {"field", "level", "weight", "sentence"}


def without(*path: str) -> dict[str, Any]:
    table: Any = deepcopy(shipped())
    inner = table
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return dict(table)


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (without("priors"), "priors"),
        (without("priors", "same_work"), "same_work"),
        (without("weights", "title"), "title"),
        (without("weights", "amount", "equal"), "amount: equal"),
        (without("thresholds", "same_work"), "threshold"),
        ({}, "priors"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(table: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Calibration.of(table)


def test_a_record_that_nobody_confirms_weakens_an_alert_by_a_term_of_its_own() -> None:
    fresh = score({}, RELEASED)
    stale = faded(fresh)
    assert stale.match_weight == fresh.match_weight - 1
    assert sum(term.weight for term in stale.contributions) == pytest.approx(stale.match_weight)
    assert stale.contributions[-1].sentence == "One of the two was not confirmed for half a year."
