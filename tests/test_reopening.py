"""A verdict stands until something material changes in a pair that is still found, or a coordinator opens it again."""

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoCaptureOnCommitCallbacks

from adam.demo.makers import make_alert, make_calibration, make_merge, make_position, make_project, make_verdict
from duplication.calibration.calibrations import active_calibration
from duplication.detection import check
from duplication.models import Alert, Reopening, Verdict
from duplication.presentation.alerts import present
from duplication.presentation.statements import day
from duplication.queue.stakes import Budgets
from duplication.review.changes import Change
from duplication.review.deciding import end_one
from partners import merging
from partners.models import Notification, Organization, User
from projects import merges
from projects.models import Project, ProjectRelation
from projects.search.register import current
from tests.reported_twice import TEXT, checked, pay, scanners

ClientFor = Callable[[User], Client]
OnCommit = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def verdict(pair: tuple[Project, Project]) -> Verdict:
    """The two were found not to overlap."""
    return make_verdict(Alert.objects.get())


# -- By a change -------------------------------------------------------------------------------------------------------
def test_a_material_change_of_either_side_reopens_it_with_the_change(
    pair: tuple[Project, Project], verdict: Verdict
) -> None:
    pay(pair[1], 250_000)
    check(pair[1].pk)

    alert = Alert.objects.open().get()
    [change] = verdict.reopening.changes
    assert (change["project"], change["label"]) == (pair[1].pk, "Amount")
    assert Alert.objects.reopened().get() == alert
    assert not Alert.objects.decided().exists()


def test_what_was_put_back_is_said_and_the_former_verdict_is_one_press_away(
    pair: tuple[Project, Project], coordinator: User, client_for: ClientFor
) -> None:
    former = make_verdict(alert := Alert.objects.get(), text="Two “towns”.")
    pay(pair[1], 250_000)
    check(pair[1].pk)
    client, words = client_for(coordinator), "What had changed was put back"
    assert words not in client.get(alert.get_absolute_url()).content.decode()
    pay(pair[1], 100_000)
    check(pair[1].pk)

    page = client.get(alert.get_absolute_url()).content.decode()
    assert words in page
    form = page.partition("Open again since")[2].partition("Decide as before")[0]
    sent = dict(re.findall('name="(outcome|reason|text|recommendation|anyway)" value="([^"]*)"', form))
    client.post(f"/alerts/{alert.pk}/verdict/", sent)
    again = Verdict.objects.standing().get()
    assert (again.outcome, again.reason, again.text) == (former.outcome, former.reason, former.text)
    assert again.decided_by == coordinator


def test_beside_a_verdict_that_was_given_again_stands_what_a_partner_said_before(
    pair: tuple[Project, Project], coordinator: User, focal_point: User, client_for: ClientFor
) -> None:
    make_position(alert := Alert.objects.get(), focal_point)
    make_verdict(alert)
    pay(pair[1], 250_000)
    check(pair[1].pk)
    make_verdict(alert)
    page, today = client_for(coordinator).get(alert.get_absolute_url()).content.decode(), day(timezone.now())
    answers = page.partition("<dt>Answers</dt>")[2].partition("</dd>")[0]
    assert f"Germany: The work overlaps ({today}), before it was opened again on {today}<br>" in answers


@pytest.mark.parametrize("fields", [{"title": "Scaners for  Nizhny Panj"}, {"objective": TEXT.upper()}, {}])
def test_spelling_and_unchanged_saves_leave_it_decided(
    pair: tuple[Project, Project], verdict: Verdict, fields: dict[str, str]
) -> None:
    Project.objects.filter(pk=pair[0].pk).update(**fields)
    check(pair[0].pk)

    assert Alert.objects.decided().exists()
    assert not Reopening.objects.exists()


def test_bodies_that_were_merged_are_no_change(coordinator: User) -> None:
    first, second = scanners("DE", implementing=["GTZ"]), scanners("GB")
    checked(first, second)
    make_verdict(Alert.objects.get())
    kept = Organization.objects.create(name="Gesellschaft für Zusammenarbeit")
    merging.merge(kept.pk, Organization.objects.get(name="GTZ").pk, coordinator)

    check(first.pk)
    assert Alert.objects.decided().exists()


def test_a_dismissed_pair_that_is_alike_no_longer_is_withdrawn(
    pair: tuple[Project, Project],
    verdict: Verdict,
    focal_point: User,
    client_for: ClientFor,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    pair[1].recipients.update(country="KG")
    with django_capture_on_commit_callbacks(execute=True):
        check(pair[1].pk)
        check(pair[1].pk)

    assert focal_point.notifications.get().subject.startswith("No longer alike: ")
    assert {change["label"] for change in verdict.reopening.changes} == {"Countries"}
    assert not Alert.objects.standing().exists()
    page = client_for(focal_point).get(verdict.alert.get_absolute_url()).content.decode()
    assert "It was decided before: Not an overlap." in page
    assert "went away with the change that ended the verdict" in page


@pytest.mark.parametrize("outcome", ["merged", "joint", "divided", "sequenced", "accepted"])
def test_a_tie_ends_when_one_side_becomes_another_project(
    pair: tuple[Project, Project], outcome: str, coordinator: User, client_for: ClientFor
) -> None:
    """And waits for a decision with the evidence of today, however often it is checked."""
    verdict = make_verdict(Alert.objects.get(), outcome=outcome, reason="")
    assert ProjectRelation.objects.exists()
    Project.objects.filter(pk=pair[1].pk).update(
        title="Prison library", objective="Books.", start=date(2041, 1, 1), end=date(2042, 1, 1)
    )
    for _ in range(2):
        check(pair[1].pk)
        alert = Alert.objects.open().get()
        assert not ProjectRelation.objects.exists()
        assert {row["level"] for row in alert.contributions if row["field"] == "period"} == {"apart"}
    assert {change["label"] for change in verdict.reopening.changes} == {"Title", "Objective", "Period"}
    page = client_for(coordinator).get(alert.get_absolute_url()).content.decode()
    assert "By what both say today no alert would be raised." in page
    assert "the relation that came with that decision has ended" in page


@pytest.mark.parametrize(("partner", "above", "is_told"), [("GB", 0.5, False), ("GB", -0.5, True), ("DE", -0.5, False)])
def test_an_alert_that_would_be_raised_today_is_not_told_to_be_unlike(
    coordinator: User, partner: str, above: float, is_told: bool
) -> None:
    """Stale evidence weighs less and hides nothing; of one partner's own two another threshold counts."""
    table = deepcopy(active_calibration().table)
    least = table["thresholds"]["same_project"] + above
    table["thresholds"]["own_double"] = least - 1
    stale = {"field": "freshness", "level": "stale", "weight": -1.0, "sentence": "Stale."}
    said: dict[str, Any] = {"kind": "same_project", "match_weight": least - 1, "contributions": [stale]}
    alert = make_alert(make_project("DE"), make_project(partner), calibration=make_calibration(table=table), **said)
    change = Change(alert.first_id, "public", "public", "Title", "A", "B")
    end_one(make_verdict(alert), None, changes=[change])
    [view] = present([Alert.objects.get()], coordinator)
    assert view.is_unlike is is_told
    assert (view.heading == view.kind == "No longer alike") is is_told
    assert (view.stake_words.least == "none: no longer alike") is is_told
    assert (not Budgets.of(current()).stakes(Alert.objects.all(), coordinator).by_alert()) is is_told
    assert not view.was_related  # it was dismissed


def test_what_was_merged_is_not_opened_by_what_the_merge_changed(pair: tuple[Project, Project]) -> None:
    make_verdict(Alert.objects.get(), outcome="merged", reason="")
    make_merge(*pair)
    pay(pair[0], 900_000)
    check(pair[0].pk)

    assert Alert.objects.decided().exists()


def test_what_a_merge_with_a_third_opened_is_decided_again_once_that_is_undone(
    pair: tuple[Project, Project], focal_point: User, other_focal_point: User, coordinator: User
) -> None:
    verdict = make_verdict(Alert.objects.get(), coordinator, outcome="joint", reason="")
    Notification.objects.all().delete()
    merge = make_merge(pair[0], scanners("FR", title="Drug detection at Nizhny Panj", amount=900_000), coordinator)
    check(pair[0].pk)
    assert Alert.objects.reopened().exists()
    other_focal_point.notifications.mark_read()
    merges.undo(merge.pk, coordinator)
    Notification.objects.filter(key__startswith="merge:").delete()
    check(pair[0].pk)
    assert Verdict.objects.standing().get() == verdict
    assert not focal_point.notifications.exists()
    now, before = other_focal_point.notifications.all()
    assert now.subject.startswith("Stands again: Joint programme")
    assert before.subject.startswith("Decided. Open again: ")


def test_both_partners_and_the_coordinators_are_told_once(
    pair: tuple[Project, Project],
    verdict: Verdict,
    focal_point: User,
    other_focal_point: User,
    coordinator: User,
) -> None:
    pay(pair[1], 250_000)
    check(pair[1].pk)
    check(pair[1].pk)
    told = Notification.objects.filter(kind="reopened")
    assert sorted(row.user.email for row in told) == sorted(
        [focal_point.email, other_focal_point.email, *User.objects.coordinators().values_list("email", flat=True)]
    )
    assert all(row.subject.startswith("Open again: ") and "250" in row.text for row in told)


def test_decided_pairs_cost_a_fixed_number_of_queries(db: None) -> None:
    first = scanners("DE")
    check(first.pk)
    counted = []
    for others in (["GB"], ["FR", "JP", "IT", "US"]):
        for partner in others:
            check(scanners(partner).pk)
        for alert in Alert.objects.open():
            make_verdict(alert)
        check(first.pk)
        with CaptureQueriesContext(connection) as queries:
            check(first.pk)
        counted.append(len(queries))

    assert counted[0] == counted[1]


# -- By a coordinator --------------------------------------------------------------------------------------------------
def test_a_coordinator_opens_it_again_with_words(
    verdict: Verdict,
    focal_point: User,
    coordinator: User,
    client_for: ClientFor,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    client, alert = client_for(coordinator), verdict.alert
    answer = client.post(f"/alerts/{alert.pk}/reopen/", {"text": ""})
    assert "Say why the alert is open again." in answer.content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(f"/alerts/{alert.pk}/reopen/", {"text": "GB sent a new plan."}, follow=True).content.decode()
    assert "Open again since" in page
    assert "GB sent a new plan." in page
    assert Reopening.objects.get().by == coordinator
    assert "GB sent a new plan." in focal_point.notifications.get().text
    assert Alert.objects.open().get() == alert


def test_opening_twice_says_that_it_is_open(verdict: Verdict, coordinator: User, client_for: ClientFor) -> None:
    for _ in range(2):
        answer = client_for(coordinator).post(f"/alerts/{verdict.alert_id}/reopen/", {"text": "New."}, follow=True)
    assert "The alert is open already." in answer.content.decode()
    assert Reopening.objects.count() == 1


# -- Held by the database ----------------------------------------------------------------------------------------------
def test_an_alert_has_one_standing_verdict(verdict: Verdict, coordinator: User) -> None:
    again = Verdict(alert=verdict.alert, outcome="joint", decided_by=coordinator)
    with pytest.raises(IntegrityError, match="not reopened"), transaction.atomic():
        again.save()

    Reopening.objects.create(verdict=verdict, by=coordinator, text="Anew.")
    again.save()
    assert Verdict.objects.standing().get() == again


def test_a_reopening_has_a_cause_and_is_never_changed(verdict: Verdict, coordinator: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Reopening.objects.create(verdict=verdict, by=coordinator)
    Reopening.objects.create(verdict=verdict, by=coordinator, text="Anew.")
    with pytest.raises(InternalError), transaction.atomic():
        Reopening.objects.update(text="Never said")


def test_a_second_pair_of_eyes_sees_the_earlier_verdict(coordinator: User, client_for: ClientFor) -> None:
    alert = make_alert(make_project("DE"), make_project("GB"))
    make_verdict(alert, coordinator)
    make_verdict(alert, coordinator, outcome=Verdict.Outcome.JOINT, reason="")

    for zone in ("Etc/GMT-14", "Etc/GMT+12"):  # in one of them it is another day than in Greenwich
        with timezone.override(zone):
            page = client_for(coordinator).get(alert.get_absolute_url()).content.decode()
            today = date_format(timezone.localdate(), "j F Y")
        assert "Decided: Joint programme." in page
        assert "Coordinator: Not an overlap" in page
        assert f"It takes the place of “Not an overlap” of {today}" in page


def test_the_same_verdict_counts_again_after_the_alert_was_opened(
    pair: tuple[Project, Project], coordinator: User, client_for: ClientFor
) -> None:
    alert, client = Alert.objects.get(), client_for(coordinator)
    said = {"outcome": "accepted", "text": "Known to both.", "anyway": "on"}
    client.post(f"{alert.get_absolute_url()}verdict/", said)
    client.post(f"{alert.get_absolute_url()}reopen/", {"text": "Too early."})
    client.post(f"{alert.get_absolute_url()}verdict/", said)

    assert alert.verdicts.standing().count() == 1
    assert alert.verdicts.count() == 2


def test_what_was_answered_before_is_shown_beside(
    verdict: Verdict, focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    make_position(verdict.alert, focal_point)
    client = client_for(coordinator)
    address = verdict.alert.get_absolute_url()
    assert "Both partners are told and asked again" in client.get(address).content.decode()
    Reopening.objects.create(verdict=verdict, by=coordinator, text="New facts.")
    [answer, _] = client.get(address).context["alert"].answers
    assert (answer.given, answer.before.partition(" (")[0]) == (False, "The work overlaps")
    assert f"– before: {answer.before}" in client.get(address).content.decode()
