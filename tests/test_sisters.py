"""Grants of one partner under one title: told of as a series while one is typed, and together afterwards; a project
that was entered twice is told of as such, and is an alert.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from adam.demo.makers import make_place, make_project
from duplication.detection import check, check_many
from duplication.likeness import SERIES, Likeness
from duplication.matching.comparison import compare
from duplication.matching.kinds import Kind
from duplication.matching.rarity import ONLY_THESE
from duplication.matching.records import Record
from duplication.matching.scoring import Calibration, shipped
from duplication.matching.text import read
from duplication.models import Alert
from duplication.sequences import sequence_of
from duplication.suggestions import ONE_MORE, look_alikes
from partners.models import User
from projects.checks import Draft
from projects.drafts import draft_of
from projects.models import Place, Project
from tests.test_project_list import page

pytestmark = pytest.mark.django_db
Facts = dict[str, Any]
TWICE = "This looks like one project of one partner, entered twice."
GRANT: Facts = {
    "title": "Grants to community centres for the recovery of drug users",
    "objective": "Community centres help drug users.",
    "reference": "",
    "at": "Vanj",
    "implementing": ["Nur Foundation"],
    "start": date(2024, 1, 1),
    "end": date(2024, 12, 31),
    "amount": 50_000,
}


def grant(*, at: str, partner: str = "DE", **fields: Any) -> Project:
    there = Place.objects.filter(name=at).first() or make_place(at)
    return make_project(partner, places=[there], **fields)


def typed_as(project: Project) -> Draft:
    return replace(draft_of(project), project_id=None, is_published=False)


SISTERS: dict[str, tuple[Facts, str]] = {
    "elsewhere": ({"at": "Rushon"}, "another of your series, at another place"),
    "in another country": ({"countries": ["KG"]}, "another of your series, in another country"),
    "by its description": (
        {"objective": "Community centres help drug users in autumn."},
        "another of your series, as the descriptions say",
    ),
    "by others": ({"implementing": ["Women Doctors"]}, "another of your series, through another organization"),
    "another number": ({"reference": "DE-2"}, "another of your series, under another number"),
    "begun before the other ended": (
        {"start": date(2024, 12, 1), "end": date(2025, 11, 30), "implementing": ["Women Doctors"]},
        "the next of your series, in another period and through another organization",
    ),
}


@pytest.mark.parametrize(("stated", "said"), SISTERS.values(), ids=SISTERS)
def test_what_both_state_makes_it_another_of_a_series(stated: Facts, said: str, focal_point: User) -> None:
    facts = {**GRANT, "reference": "DE-1", "objective": "Community centres help drug users in spring."}
    first = grant(**facts)
    check(first.pk)
    other = grant(**{**facts, "reference": "", **stated}, draft=True)
    (found,) = look_alikes(typed_as(other), focal_point)
    assert (found.sentences[0], found.is_alerting) == (f"This looks like {said}.", False)

    publish(other)
    assert sequence_of(first, focal_point) == [other]
    assert sequence_of(other, focal_point) == [first]
    assert not Alert.objects.exists()


def publish(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(published_at=project.created_at)
    check(project.pk)


@pytest.mark.parametrize("stated", [{}, {"start": None, "end": None}, {"implementing": [], "amount": None}])
def test_what_nothing_tells_apart_was_entered_twice(stated: Facts, focal_point: User) -> None:
    first = grant(**{**GRANT, "end": date(2099, 12, 31)})
    check(first.pk)
    other = grant(**{**GRANT, "end": date(2099, 12, 31), **stated}, draft=True)
    (found,) = look_alikes(typed_as(other), focal_point)
    assert (found.sentences[0], found.is_alerting) == (TWICE, True)

    publish(other)
    assert Alert.objects.get().kind == Alert.Kind.SAME_PROJECT
    assert sequence_of(first, focal_point) == []


def test_what_is_found_of_two_of_one_partner_says_that_it_entered_one_twice() -> None:
    one = Record(partner=1, title=read(GRANT["title"]))
    likeness = Likeness(one, one, compare(one, one), (Kind.SAME_PROJECT,))
    assert likeness.finding(Kind.SAME_PROJECT, ONLY_THESE, Calibration.of(shipped())).sentence == TWICE


def test_for_another_body_it_is_no_look_alike_and_yet_of_one_series(focal_point: User) -> None:
    first, other = (grant(**GRANT, beneficiaries=[f"Clinic of {town}"]) for town in ("Vanj", "Rushon"))
    check(first.pk)
    assert look_alikes(typed_as(other), focal_point) == []
    check(other.pk)
    assert sequence_of(first, focal_point) == [other]
    assert not Alert.objects.exists()


def test_one_number_of_both_says_that_they_are_one(focal_point: User) -> None:
    numbers = [("IATI", "XM-DAC-1-2")]
    check(grant(**GRANT, identifiers=numbers).pk)
    other = grant(**{**GRANT, "at": "Rushon"}, identifiers=numbers, draft=True)
    (found,) = look_alikes(replace(typed_as(other), start=date(2024, 2, 1)), focal_point)
    assert found.sentences[0] == TWICE


def test_before_days_are_typed_what_has_ended_may_be_the_one_before(focal_point: User) -> None:
    own = grant(**GRANT)
    check(own.pk)
    (found,) = look_alikes(Draft(title=own.title, partner_id=own.partner_id), focal_point)
    assert found.sentences[0] == (
        "Perhaps one project entered twice, or the next of your series: that one ended on 31 December 2024."
    )


def test_one_more_of_many_is_of_their_series(focal_point: User) -> None:
    several = [grant(**GRANT) for _ in range(SERIES + 1)]
    check_many(one.pk for one in several)
    other = grant(**GRANT, draft=True)
    found = look_alikes(typed_as(other), focal_point)
    assert {(one.sentences[0], one.is_alerting) for one in found} == {(ONE_MORE, False)}

    publish(other)
    assert sequence_of(other, focal_point) == several
    assert not Alert.objects.open()


def test_another_partners_grant_is_of_no_series_of_ones_own(focal_point: User) -> None:
    other = grant(**GRANT, partner="GB")
    check(other.pk)
    own = grant(**{**GRANT, "at": "Rushon"})
    (found,) = look_alikes(typed_as(own), focal_point)
    assert found.sentences[0] == "This looks like one project, reported twice."
    publish(own)
    assert sequence_of(own, focal_point) == []


def test_a_mark_of_a_series_in_the_title_tells_apart_too(focal_point: User) -> None:
    first = grant(**{**GRANT, "title": f"{GRANT['title']}, group A"})
    check(first.pk)
    other = grant(**{**GRANT, "title": f"{GRANT['title']}, group B"}, draft=True)
    assert look_alikes(typed_as(other), focal_point) == []
    publish(other)
    assert sequence_of(first, focal_point) == [other]


def test_the_page_lists_them(focal_point: User, client_for: Any) -> None:
    first, other = grant(**GRANT), grant(**{**GRANT, "at": "Rushon"})
    check_many([first.pk, other.pk])
    said = page(client_for(focal_point), first.get_absolute_url())
    assert "1 other in one sequence with this one" in said
    assert "grants of one series" in said
