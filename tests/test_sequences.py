"""Phases, parts and serial grants of one work: on the page of each, and only for whom they are open."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import make_project
from duplication.detection import check_many
from duplication.models import Alert
from duplication.sequences import sequence_of
from partners.models import User
from projects.models import Project
from tests.test_project_list import page

pytestmark = pytest.mark.django_db
TITLE = "Border liaison offices on the Panj, phase I"


def phase(title: str = "Border liaison offices on the Panj, phase II", partner: str = "DE", **fields: Any) -> Project:
    return make_project(partner, **{"title": title, "countries": ["TJ"], **fields})


def found(project: Project, user: User) -> list[str]:
    check_many(Project.objects.values_list("pk", flat=True))
    return [one.title for one in sequence_of(project, user)]


@pytest.mark.parametrize(
    ("title", "partner"),
    [
        ("Border liaison offices on the Panj, phase II", "DE"),
        ("Border liaison offices on the Panj, second phase", "GB"),
        ("Border liaison offices on the Panj 2027", "DE"),
    ],
)
def test_phases_and_years_are_told_together_and_raise_no_alert(focal_point: User, title: str, partner: str) -> None:
    first, other = phase(TITLE if "phase" in title else f"{title[:-4]}2026"), phase(title, partner)

    assert found(first, focal_point) == [other.title]
    assert found(other, focal_point) == [first.title]
    assert not Alert.objects.exists()


def test_grants_of_one_partner_that_are_the_same_but_for_initials_are_a_series(focal_point: User) -> None:
    first = phase("Port visit to Houston of the coast guard, G.S.")
    phase("Port visit to Houston of the coast guard, B.R.")
    phase("Port visit to Houston of the coast guard, L.S.", "GB")

    assert found(first, focal_point) == ["Port visit to Houston of the coast guard, B.R."]


def test_who_goes_on_when_another_has_ended_does_so_under_the_same_title(focal_point: User) -> None:
    first = phase("Passport readers at Ishkashim", end=date(2024, 12, 31), start=date(2023, 1, 1))
    later = phase("Passport readers at Ishkashim", "GB", start=date(2025, 2, 1), end=date(2026, 12, 31))
    phase("Passport readers at Ishkashim", "FR", start=date(2024, 6, 1), end=date(2026, 12, 31))
    phase("Passport readers at Ishkashim", "JP", start=date(2028, 6, 1), end=date(2029, 12, 31))

    assert [one.pk for one in sequence_of(first, focal_point)] == []  # nobody has looked for what they have in common
    assert found(first, focal_point) == [later.title]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Saffron and high-value crops for Herat", "Saffron and high-value crops for Takhar"),
        ("Small grant to a civic group, Kandahar", "Small grant to a civic group, Herat"),
        (
            "Evaluation of assistance to the police in Nangarhar",
            "Evaluation of assistance to the Counter Narcotics Police",
        ),
    ],
)
def test_work_elsewhere_or_for_others_is_no_sequence(focal_point: User, ours: str, theirs: str) -> None:
    first = phase(ours, start=date(2018, 1, 1), end=date(2018, 12, 31))
    phase(theirs, start=date(2020, 1, 1), end=date(2020, 12, 31))

    assert found(first, focal_point) == []


@pytest.mark.parametrize(
    "fields",
    [{"countries": ["KG"]}, {"visibility": "restricted", "partner": "GB"}, {"title": "Scanners at Panj, phase II"}],
    ids=["elsewhere", "restricted", "other work"],
)
def test_what_is_elsewhere_hidden_or_other_work_is_not_told(focal_point: User, fields: dict[str, Any]) -> None:
    first = phase(TITLE)
    phase(**fields)

    assert found(first, focal_point) == []


def test_the_page_names_them_at_the_same_price_however_many(focal_point: User, client_for: Any) -> None:
    first = phase(TITLE)
    phase()
    check_many(Project.objects.values_list("pk", flat=True))
    said = page(client_for(focal_point), first.get_absolute_url())
    assert "1 other in one sequence with this one" in said
    assert "Border liaison offices on the Panj, phase II" in said

    sequence_of(first, focal_point)  # the person's partners are known from here on
    with CaptureQueriesContext(connection) as few:
        sequence_of(first, focal_point)
    for number in ("III", "IV", "V"):
        phase(f"Border liaison offices on the Panj, phase {number}", "FR")
    check_many(Project.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as many:
        assert len(sequence_of(first, focal_point)) == 4
    assert len(few) == len(many)
