"""What counts as a change since a verdict, and how it is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duplication.review.absorbed import as_taken_over
from duplication.review.changes import changes, is_same_text

JUDGED: dict[str, Any] = {
    "visibility": "all",
    "title": "Training of customs officers at Kulma, phase 1",
    "objective": "Twelve officers learn to search lorries.",
    "countries": {"TJ": "Tajikistan"},
    "places": {"4": "Kulma"},
    "themes": {"T1": "Border control"},
    "purposes": {"16063": "16063"},
    "implementers": {"7": "GIZ"},
    "beneficiaries": {},
    "numbers": {"af2004117": "AF/2004-117"},
    "activities": [{"key": ["training", "12", "", "4", "", ""], "words": "12 Training, Kulma"}],
    "period": ["2005-01-01", "2006-12-31"],
    "amount": {"USD": "100000.00"},
}

DOGS = {"key": ["dogs", "2", "", "", "", ""], "words": "2 Dogs"}

LONG = (
    "Officers of the customs service learn to search lorries and cars, to keep records of what they find, to work with "
    "the police and to train other officers"
)


def told(**now: Any) -> list[str]:
    return [f"{one.label}: {one.before} → {one.after}" for one in changes(1, JUDGED, {**JUDGED, **now})]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"title": "Dogs for Kulma"}, "Title: Training of customs officers at Kulma, phase 1 → Dogs for Kulma"),
        ({"objective": ""}, "Objective: Twelve officers learn to search lorries. → not stated"),
        ({"countries": {"TJ": "Tajikistan", "KG": "Kyrgyzstan"}}, "Countries: Tajikistan → Kyrgyzstan, Tajikistan"),
        ({"places": {}}, "Places: Kulma → not stated"),
        ({"beneficiaries": {"9": "Customs Service"}}, "For: not stated → Customs Service"),
        ({"numbers": {}}, "Numbers: AF/2004-117 → not stated"),
        ({"period": ["2005-01-01", None]}, "Period: 1 January 2005 to 31 December 2006 → 1 January 2005 to …"),
        (
            {"period": ["2027-05-10", "2027-05-10"]},
            "Period: 1 January 2005 to 31 December 2006 → 10 May 2027",
        ),
        ({"amount": {"USD": "250000.00"}}, "Amount: US$\u202f100\u202f000 → US$\u202f250\u202f000"),
        ({"amount": {}}, "Amount: US$\u202f100\u202f000 → not stated"),
        ({"activities": []}, "Activities: 12 Training, Kulma → none"),
        ({"activities": [*JUDGED["activities"], DOGS]}, "Activities: none but the 1 that stays → 2 Dogs"),
    ],
)
def test_a_material_change_is_told_in_words(now: dict[str, Any], words: str) -> None:
    assert [line.replace("\xa0", "\u202f") for line in told(**now)] == [words]


@pytest.mark.parametrize(
    "now",
    [
        {},
        {"title": "  training of CUSTOMS officers at Kulma – phase 1"},
        {"title": "Trainning of customs oficers at Kulma, phase 1"},
        {"countries": {"TJ": "Republic of Tajikistan"}},
        {"amount": {"USD": "100400.00"}},
        {"activities": [{**JUDGED["activities"][0], "words": "12 Courses, Kulma"}]},
        {"visibility": "restricted"},
        {"numbers": {"af2004117": "af 2004 117"}},
        {"amount": {"USD": "104000.00"}},
        {"period": ["2005-01-20", "2006-12-31"]},
        {"title": "Training of the customs officers at Kulma, phase 1"},
    ],
)
def test_spelling_spacing_names_and_rounding_are_no_change(now: dict[str, Any]) -> None:
    assert told(**now) == []


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("Counter-narcotics organisation", "Counternarcotics organisation", True),
        ("Support to the organisation", "Support to the organization", True),
        ("Phase 1", "Phase 2", False),
        ("Work in Iran", "Work in Iraq", False),
        ("Kerman prison", "German prison", False),
        ("Training of guards", "Training of 40 guards", False),
        (LONG, f"{LONG} in full", True),
        (LONG, f"{LONG} in Kulma", False),
        (LONG, f"{LONG} of 40", False),
        (LONG, LONG.replace("lorries", "trains"), False),
        ("Équipement des laboratoires", "Equipement des laboratoires", True),
    ],
)
def test_a_text_is_the_same_but_for_its_spelling(before: str, after: str, is_same: bool) -> None:
    assert is_same_text(before, after) is is_same
    assert is_same_text(after, before) is is_same


@given(st.text(max_size=80))
def test_every_text_is_the_same_as_itself(text: str) -> None:
    assert is_same_text(text, f"  {text}\n")


def test_activities_that_were_taken_over_are_known_however_they_were_worded() -> None:
    course = {**JUDGED["activities"][0], "words": "Training, 12 officers, Kulma"}
    now = {**JUDGED, "activities": [course, DOGS]}
    taken = as_taken_over(JUDGED, now, [{**JUDGED, "activities": [DOGS]}])
    assert taken["activities"] == now["activities"]
