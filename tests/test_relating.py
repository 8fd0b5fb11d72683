"""What comes of an outcome: the relation between the two projects, the advice on their pages, and both taken back."""

from collections.abc import Callable

import pytest
from django.test import Client

from adam.demo.makers import make_alert, make_project, make_relation, make_verdict
from duplication.models import Alert
from duplication.review.deciding import reopen
from partners.models import User
from projects.models import Project, ProjectRelation

ClientFor = Callable[[User], Client]


@pytest.fixture
def alert(db: None) -> Alert:
    return make_alert(make_project("DE", start="2006-01-01"), make_project("GB", start="2004-01-01"))


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [("merged", "5"), ("joint", "3"), ("divided", "coordinated"), ("accepted", "accepted")],
)
def test_the_outcome_is_recorded_as_a_relation(alert: Alert, outcome: str, kind: str) -> None:
    verdict = make_verdict(alert, outcome=outcome, reason="")
    relation = ProjectRelation.objects.get()
    assert (relation.kind, relation.pk) == (kind, verdict.relation)


def test_of_two_in_sequence_the_earlier_comes_first(alert: Alert) -> None:
    make_verdict(alert, outcome="sequenced", reason="")
    assert ProjectRelation.objects.get().first == alert.second


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("2026-03-01", "2025-01-01", "."),
        ("2025-01-01", "2025-01-01", ", in the order in which they were recorded, as both start on the same day."),
        (None, None, ", in the order in which they were recorded, as neither states its start."),
        (None, "2025-01-01", ", which does not state its start."),
    ],
)
def test_which_of_the_two_comes_first_is_said_before_and_after(
    alert: Alert, coordinator: User, client: Client, first: str | None, second: str | None, why: str
) -> None:
    for project, start in ((alert.first, first), (alert.second, second)):
        Project.objects.filter(pk=project.pk).update(start=start, end=None)
    client.force_login(coordinator)
    order = [alert.first.number, alert.second.number]
    earlier, later = order if first == second else order[::-1]
    said = f"related as one after the other: {earlier}, then {later}{why} Totals count both."
    assert said in client.get(alert.get_absolute_url()).content.decode()
    alert = Alert.objects.get()
    make_verdict(alert, outcome="sequenced", reason="")
    Project.objects.update(start="2030-01-01")  # what is said of the day is what held then
    assert said in client.get(alert.get_absolute_url()).content.decode().partition("Decided: ")[2]


def test_to_who_sees_one_of_two_in_sequence_only_the_order_is_not_told(
    focal_point: User, client_for: ClientFor, db: None
) -> None:
    secret, own = make_project("GB", visibility=Project.Visibility.RESTRICTED), make_project("DE")
    alert = make_alert(secret, own)
    make_verdict(alert, outcome="sequenced", reason="")
    page = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert "related as one after the other, by their start, or" in page
    assert secret.number not in page


def test_a_dismissal_relates_nothing(alert: Alert) -> None:
    assert make_verdict(alert).relation is None
    assert not ProjectRelation.objects.exists()


def test_the_relation_goes_when_the_verdict_is_reopened(alert: Alert, coordinator: User) -> None:
    reopen(make_verdict(alert, outcome="joint", reason=""), coordinator, "New plans.")
    assert not ProjectRelation.objects.exists()


def test_a_relation_that_people_made_stays(alert: Alert, coordinator: User) -> None:
    make_relation(alert.first, alert.second, "sibling")
    verdict = make_verdict(alert, outcome="joint", reason="")
    assert verdict.relation is None
    reopen(verdict, coordinator, "New plans.")
    assert ProjectRelation.objects.exists()


def test_another_verdict_brings_another_relation(alert: Alert) -> None:
    for outcome in ("joint", "accepted"):
        make_verdict(alert, outcome=outcome, reason="")
    assert ProjectRelation.objects.get().kind == "accepted"


def test_both_project_pages_show_relation_and_recommendation_to_those_concerned(
    alert: Alert, focal_point: User, other_focal_point: User, analyst: User, client_for: ClientFor
) -> None:
    make_verdict(alert, outcome="joint", reason="", recommendation="Share one steering committee.")
    for user in (focal_point, other_focal_point):
        for project in (alert.first, alert.second):
            page = client_for(user).get(project.get_absolute_url()).content.decode()
            assert "Share one steering committee." in page
            assert "Part of the same programme" in page
    page = client_for(analyst).get(alert.first.get_absolute_url()).content.decode()
    assert "Share one steering committee." not in page


def test_a_relation_to_a_hidden_project_is_not_shown(focal_point: User, client_for: ClientFor) -> None:
    secret = make_project("GB", visibility=Project.Visibility.RESTRICTED, title="Covert scanners")
    own = make_project("DE")
    make_verdict(make_alert(secret, own), outcome="joint", reason="")
    page = client_for(focal_point).get(own.get_absolute_url()).content.decode()
    assert "Covert scanners" not in page
    assert "Part of the same programme" not in page


def test_at_most_five_alerts_are_shown_on_a_project_page(coordinator: User, client_for: ClientFor, db: None) -> None:
    project = make_project("DE")
    for _ in range(7):
        make_alert(project, make_project("GB"))
    page = client_for(coordinator).get(project.get_absolute_url()).content.decode()
    assert "<summary>2 more, less strong</summary>" in page


def test_who_may_not_merge_the_two_reads_on_the_decided_alert_who_may(
    alert: Alert, focal_point: User, client_for: ClientFor
) -> None:
    make_verdict(alert, outcome="merged", reason="")
    page = client_for(focal_point).get(alert.get_absolute_url()).content.decode()
    assert "A coordinator can then merge the two" in page
    assert "Merge the two projects" not in page
