"""Hints from courses: pure functions, no database."""

from datetime import date
from typing import Any

import pytest

from roundtables.calendar.hints import Course, Hint, hints, listed, period


def course(pk: int, partner: str, start: date, end: date | None = None, **fields: Any) -> Course:
    about = {"country": "Tajikistan", "body": "Drug Control Agency", "body_kind": "Drug control agency"}
    themes = frozenset(fields.pop("themes", {"Precursor control"}))
    about |= {"kind": "training", **fields}
    return Course(pk, project=pk, partner=partner, start=start, end=end or start, themes=themes, **about)


def told(courses: list[Course], today: date = date(2026, 4, 1)) -> list[Hint]:
    return hints(courses, today)


def test_three_partners_that_train_one_agency_in_a_month_make_one_sentence() -> None:
    may = [course(1, "Japan", date(2026, 5, 4), date(2026, 5, 8)), course(2, "France", date(2026, 5, 11))]
    found = told([*may, course(3, "Germany", date(2026, 5, 18), date(2026, 5, 22))])
    assert [hint.sentence for hint in found] == [
        "France, Germany and Japan train Drug Control Agency in May 2026: one course for all, or one after the other?"
    ]


def test_weeks_that_lie_apart_or_one_partner_alone_make_none() -> None:
    early, late = course(1, "Japan", date(2026, 5, 1)), course(2, "France", date(2026, 5, 9))
    assert told([early, late]) == []
    assert told([early, course(3, "Japan", date(2026, 5, 2))]) == []


def test_a_long_course_reaches_those_that_begin_within_a_week_of_its_end() -> None:
    long = course(1, "Japan", date(2026, 5, 1), date(2026, 5, 30))
    found = told([long, course(2, "Japan", date(2026, 5, 3)), course(3, "France", date(2026, 6, 6))])
    assert [sorted(one.pk for one in hint.courses) for hint in found] == [[1, 2, 3]]
    assert "from 1 May to 6 June 2026" in found[0].sentence


def test_the_same_kind_of_body_in_a_country_needs_the_same_theme() -> None:
    first = course(1, "Japan", date(2026, 5, 4), body="Agency")
    other = {"body": "Bureau", "start": date(2026, 5, 5)}
    assert told([first, course(2, "France", themes={"Financial flows"}, **other)]) == []
    found = told([first, course(2, "France", **other)])
    assert [hint.sentence for hint in found] == [
        "France and Japan train the same kind of body in Tajikistan (drug control agency; Precursor control) "
        "in May 2026: could they join up?"
    ]


def test_courses_of_one_body_are_not_told_of_again_by_its_kind() -> None:
    found = told([course(1, "Japan", date(2026, 5, 4)), course(2, "France", date(2026, 5, 5))])
    assert len(found) == 1


def test_missions_are_merged_by_country() -> None:
    missions = [course(at, who, date(2026, 5, at), kind="mission") for at, who in ((4, "Japan"), (6, "Italy"))]
    said = "Italy and Japan send missions to Tajikistan in May 2026: could one go for all?"
    assert told(missions)[0].sentence == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Italy and Japan trained Drug Control Agency in May 2026."),
        (
            {"body": ""},
            "Italy and Japan trained the same kind of body in Tajikistan (drug control agency; Precursor control) in "
            "May 2026.",
        ),
        ({"kind": "mission"}, "Italy and Japan sent missions to Tajikistan in May 2026."),
    ],
)
def test_of_what_is_over_nothing_is_asked(fields: dict[str, str], said: str) -> None:
    several = [course(at, who, date(2026, 5, at), **fields) for at, who in ((4, "Japan"), (6, "Italy"))]
    assert [(hint.sentence, hint.is_over) for hint in told(several, date(2026, 5, 7))] == [(said, True)]
    assert [(hint.sentence[-1], hint.is_over) for hint in told(several, date(2026, 5, 6))] == [("?", False)]


def test_words() -> None:
    assert [listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])] == ["A", "A and B", "A, B and C"]
    assert period(date(2026, 12, 30), date(2027, 1, 2)) == "from 30 December 2026 to 2 January 2027"
