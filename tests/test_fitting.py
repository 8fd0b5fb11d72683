"""Weights fitted to judged pairs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duplication.calibration.fitting import BY_HAND, FIRMNESS, Example, Table, fit
from duplication.matching.scoring import judged, shipped

PRIOR: Table = {
    "title": {"same": 2.0, "similar": 1.0, "loose": 0.0, "different": -1.0},
    "country": {"same": 1.0, "different": -1.0},
    "place": {"shared": 3.0, "different": -2.0},
}


def examples(levels: dict[str, str], positive: int, distinct: int) -> list[Example]:
    return [Example(levels, True)] * positive + [Example(levels, False)] * distinct


@st.composite
def judgements(draw: st.DrawFn) -> list[Example]:
    """Pairs of all sorts, also such as speak against the prior."""
    made = st.builds(
        Example,
        st.fixed_dictionaries({}, optional={f: st.sampled_from(list(w)) for f, w in PRIOR.items()}),
        st.booleans(),
        st.floats(0.1, 10),
    )
    return draw(st.lists(made, min_size=1, max_size=30))


@settings(max_examples=40)
@given(judgements())
def test_better_agreement_never_weighs_less_whatever_the_pairs(pairs: list[Example]) -> None:
    for weights in fit(pairs * 40, PRIOR).values():
        assert list(weights.values()) == sorted(weights.values(), reverse=True)


@settings(max_examples=40)
@given(judgements())
def test_no_level_comes_to_speak_for_the_other_side(pairs: list[Example]) -> None:
    fitted = fit(pairs * 40, PRIOR)

    assert all(fitted[field][name] * weight >= 0 for field in PRIOR for name, weight in PRIOR[field].items())
    assert fitted["title"]["loose"] == 0


def test_what_duplicates_have_weighs_more_and_what_distinct_pairs_have_less() -> None:
    agree = examples({"title": "same", "country": "same"}, 900, 100)
    differ = examples({"title": "different", "country": "same"}, 100, 900)

    fitted = fit(agree + differ, {**PRIOR, "title": {"same": 0.1, "similar": 0.05, "loose": 0.0, "different": -0.1}})

    assert fitted["title"]["same"] > 0.5
    assert fitted["title"]["different"] < -0.5
    assert fitted["title"]["similar"] == pytest.approx(0.05, abs=1.0)


def test_a_field_that_the_pairs_do_not_show_keeps_its_weights() -> None:
    assert fit(examples({"title": "same"}, 30, 30), PRIOR)["place"] == PRIOR["place"]


def test_few_pairs_hardly_move_the_prior_and_many_do() -> None:
    few, many = (fit(examples({"country": "same"}, n, 9 * n) + examples({}, 9 * n, n), PRIOR) for n in (1, 1000))

    assert few["country"]["same"] == pytest.approx(1, abs=0.1)
    assert many["country"]["same"] < 0.5


def test_two_fields_that_say_the_same_share_the_weight() -> None:
    pairs = examples({"title": "same", "country": "same"}, 900, 100) + examples({}, 100, 900)
    low: Table = {"title": {"same": 0.1}, "country": {"same": 0.1}}

    both, alone = fit(pairs, low), fit(pairs, {"title": {"same": 0.1}})

    assert both["title"]["same"] == pytest.approx(both["country"]["same"])
    assert both["title"]["same"] < alone["title"]["same"] < 2 * both["title"]["same"] + 1


def test_the_shipped_weights_keep_the_signs_of_the_judged_ones() -> None:
    for field, weights in judged()["weights"].items():
        for name, weight in weights.items():
            assert shipped()["weights"][field][name] * weight >= 0


def test_a_prior_judged_by_hand_gives_way_to_fewer_pairs() -> None:
    pairs = examples({"country": "same"}, 30, 270) + examples({}, 270, 30)
    firm, loose = (fit(pairs, PRIOR, held)["country"]["same"] for held in (FIRMNESS, BY_HAND))

    assert loose < firm < 1
