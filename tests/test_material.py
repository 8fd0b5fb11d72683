"""What of a project is material to a verdict: also its numbers in other registers, by which alone two are one."""

from datetime import date
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import make_alert, make_project, make_verdict
from duplication.detection import check
from duplication.models import Alert, Verdict
from duplication.review.deciding import take_base
from duplication.review.material import changed_since, material_of
from projects.models import Project, ProjectSource

NUMBER = "AF/2004-117"


def numbered(project: Project, value: str = NUMBER) -> None:
    project.identifiers.create(scheme="CRS", value=value)


def test_all_numbers_count_once_however_they_are_written(db: None) -> None:
    project = make_project("DE", reference="DE-2004-9")
    ProjectSource.objects.create(project=project, partner=project.partner, identifier="af 2004 117", content_hash="0")
    numbered(project)
    numbered(project, "ADAM-123456")
    assert material_of([project.pk])[str(project.pk)]["numbers"] == {"de20049": "DE-2004-9", "af2004117": NUMBER}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"quantity": 20, "unit": "officers", "start": date(2027, 5, 10), "end": date(2027, 5, 21)},
            ", 20 officers (10 May 2027 to 21 May 2027)",
        ),
        ({"quantity": 1, "unit": "devices", "end": date(2027, 5, 10)}, ", 1 device (… to 10 May 2027)"),
        ({}, ""),
    ],
)
def test_an_activity_is_told_with_its_unit_and_its_days(said: dict[str, Any], words: str, db: None) -> None:
    project = make_project("DE", activities=[{"type": "A01", **said}])
    [kept] = material_of([project.pk])[str(project.pk)]["activities"]
    assert kept["words"] == f"{project.activities.get().type}{words}"


def test_a_number_that_both_carry_later_opens_a_dismissed_pair(pair: tuple[Project, Project]) -> None:
    verdict = make_verdict(Alert.objects.get())
    for project in pair:
        numbered(project)
    check(pair[0].pk)
    assert {change["label"] for change in verdict.reopening.changes} == {"Numbers"}
    assert Alert.objects.open().get().kind == Alert.Kind.SAME_PROJECT


def test_a_number_that_is_taken_away_opens_it_too(pair: tuple[Project, Project]) -> None:
    numbered(pair[0])
    verdict = make_verdict(Alert.objects.get())
    pair[0].identifiers.all().delete()
    check(pair[1].pk)
    [change] = verdict.reopening.changes
    assert (change["before"], change["after"]) == (NUMBER, "not stated")


def test_a_verdict_that_kept_no_numbers_takes_those_of_the_next_check(pair: tuple[Project, Project]) -> None:
    make_verdict(Alert.objects.get())
    without_numbers()
    numbered(pair[0])
    check(pair[0].pk)
    assert Alert.objects.decided().exists()
    numbered(pair[0], "AF/2004-118")
    check(pair[0].pk)
    assert Alert.objects.open().exists()


def test_many_verdicts_are_completed_in_as_many_queries_as_two(db: None) -> None:
    counted = []
    for number in (2, 6):
        given = [make_verdict(make_alert(make_project("DE"), make_project("GB"))).pk for _ in range(number)]
        kept = list(Verdict.objects.filter(pk__in=given))
        with CaptureQueriesContext(connection) as queries:
            take_base(kept)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_of_a_fallen_verdict_that_kept_none_no_change_of_numbers_is_told(pair: tuple[Project, Project]) -> None:
    make_verdict(Alert.objects.get())
    without_numbers()
    numbered(pair[0])
    fallen = Verdict.objects.get()
    assert changed_since([fallen]) == {fallen.pk: []}


def without_numbers() -> None:
    """As if by an earlier release."""
    verdict = Verdict.objects.get()
    kept = {number: {name: one[name] for name in one if name != "numbers"} for number, one in verdict.material.items()}
    with pgtrigger.ignore("duplication.Verdict:verdict_append_only"):
        Verdict.objects.update(material=kept)
