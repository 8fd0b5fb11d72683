"""From a saved project to alerts: raised, told, refreshed, withdrawn, through every door and never in its way."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adam.demo.makers import (
    make_alert,
    make_calibration,
    make_focal_point,
    make_organization,
    make_project,
    make_verdict,
)
from duplication.calibration.calibrations import active_calibration, default_calibration
from duplication.detection import check, check_many
from duplication.matching import index
from duplication.models import Alert, BlockingKey, Calibration
from duplication.review.clusters import clusters_in
from duplication.review.unlike import all_unlike
from partners.models import Notification, User
from projects.models import Contribution, Project
from projects.signals import projects_imported
from tests.reported_twice import checked, scanners

ClientFor = Callable[[User], Client]
OnCommit = Callable[..., AbstractContextManager[Any]]


# -- Raising -----------------------------------------------------------------------------------------------------------
def test_the_same_project_of_two_partners_raises_one_alert(pair: tuple[Project, Project]) -> None:
    alert = Alert.objects.get()

    assert (alert.first, alert.second, alert.kind) == (*pair, Alert.Kind.SAME_PROJECT)
    assert sum(term["weight"] for term in alert.contributions) == pytest.approx(alert.match_weight)
    assert alert.calibration == default_calibration()


def test_checking_again_changes_nothing(pair: tuple[Project, Project]) -> None:
    before = Alert.objects.values().get()

    outcome = check(pair[0].pk)

    assert (outcome.raised, outcome.refreshed, outcome.withdrawn, outcome.unchanged) == (0, 0, 0, 1)
    assert Alert.objects.values().get() == before


def test_ordinary_projects_of_two_partners_raise_none(db: None) -> None:
    titles = {
        "DE": "Equipment for border post 1",
        "GB": "Equipment for border post 2",
        "FR": "Equipment for border post 3",
    }
    checked(*(make_project(partner, title=title) for partner, title in titles.items()))

    assert not Alert.objects.exists()


def test_a_series_of_one_partner_s_grants_raises_none(db: None) -> None:
    checked(*(scanners("DE") for _ in range(4)))

    assert not Alert.objects.standing().exists()


def test_a_partner_s_own_double_entry_raises_one(db: None) -> None:
    checked(scanners("DE"), scanners("DE"))

    assert Alert.objects.get().kind == Alert.Kind.SAME_PROJECT


def test_two_courses_for_one_body_in_the_same_two_weeks_are_a_timing_clash_as_the_short_form_has_them(db: None) -> None:
    committee = make_organization("State Customs Committee of Uzbekistan")
    fields: dict[str, Any] = {"countries": ["UZ"], "start": date(2027, 6, 7), "end": date(2027, 6, 18), "amount": None}
    fields |= {"beneficiaries": [committee], "activities": [{"type": "A01", "quantity": 25}], "objective": ""}
    titles = {"DE": ("Course on controlled delivery", ["T2.2"]), "GB": ("Workshop on document fraud", ["T4.1"])}
    checked(*(make_project(of, title=title, themes=themes, **fields) for of, (title, themes) in titles.items()))

    assert Alert.objects.get().kind == Alert.Kind.TIMING_CLASH


def test_restricted_projects_take_part_and_drafts_do_not(db: None) -> None:
    restricted = scanners("DE", visibility=Project.Visibility.RESTRICTED)
    checked(restricted, scanners("GB", draft=True))
    assert not Alert.objects.exists()

    checked(scanners("FR"))
    assert Alert.objects.get().first == restricted


# -- Afterwards --------------------------------------------------------------------------------------------------------
def test_alert_is_withdrawn_when_its_reason_goes_and_raised_again_when_it_returns(
    pair: tuple[Project, Project],
) -> None:
    first, second = pair
    second.recipients.update(country="KG")
    check(second.pk)
    assert not Alert.objects.standing().exists()

    second.recipients.update(country="TJ")
    check(first.pk)
    assert Alert.objects.standing().get() == Alert.objects.get()


def test_alert_is_withdrawn_when_a_side_becomes_a_draft(pair: tuple[Project, Project]) -> None:
    Project.objects.filter(pk=pair[0].pk).update(published_at=None)
    check(pair[0].pk)

    assert not Alert.objects.standing().exists()
    assert not BlockingKey.objects.filter(project=pair[0]).exists()


def test_alert_follows_the_projects(pair: tuple[Project, Project]) -> None:
    before = Alert.objects.get().match_weight
    Contribution.objects.filter(project=pair[1]).update(amount=250_000, usd=250_000)

    assert check(pair[1].pk).refreshed == 1
    assert Alert.objects.get().match_weight > before


def test_what_was_judged_stays_as_it_was_judged_when_a_rate_of_exchange_changes(pair: tuple[Project, Project]) -> None:
    verdict = make_verdict(Alert.objects.get())
    before = Alert.objects.values().get()
    Contribution.objects.filter(project=pair[1]).update(usd=250_000)

    checked(*pair)

    assert Alert.objects.values().get() == before
    assert list(Alert.objects.get().verdicts.all()) == [verdict]
    assert not Alert.objects.open().exists()


# -- Telling -----------------------------------------------------------------------------------------------------------
def test_focal_points_of_both_partners_are_told_once(
    db: None, focal_point: User, other_focal_point: User, reader: User
) -> None:
    checked(scanners("DE"), scanners("GB"), make_project("GB"))

    told = Notification.objects.order_by("user")
    assert [row.user for row in told] == [focal_point, other_focal_point]
    assert {row.url for row in told} == {Alert.objects.get().get_absolute_url()}
    assert all("Scanners for Nizhny Panj" in row.text and row.due_at for row in told)


def test_a_restricted_project_is_not_named_to_the_other_side(
    db: None, focal_point: User, other_focal_point: User
) -> None:
    secret = scanners("DE", title="Covert scanners, Nizhny Panj", visibility="restricted", reference="SECRET-77")
    checked(secret, scanners("GB"))

    theirs = other_focal_point.notifications.get()
    assert "Tajikistan" in theirs.text
    assert secret.themes.get().name in theirs.text
    for hidden in ("Covert", "SECRET-77", "Germany", f"ADAM-{secret.pk}", str(secret.start.year)):
        assert hidden not in theirs.subject + theirs.text
    assert "Covert" in focal_point.notifications.get().subject


def test_an_alert_of_a_restricted_project_stays_and_is_said_to_where_both_are_seen(
    db: None, other_focal_point: User, coordinator: User, client_for: ClientFor
) -> None:
    secret, theirs = scanners("DE", visibility="restricted"), scanners("GB")
    checked(secret, theirs)
    alert = Alert.objects.get()
    address = alert.get_absolute_url()
    before = client_for(other_focal_point).get(address).text
    Project.objects.filter(pk=theirs.pk).update(title="Liaison in Astana", objective="A desk there.")
    theirs.activities.all().delete()
    theirs.contributions.update(amount=7, usd=7)
    checked(theirs)

    page, after = (client_for(user).get(address).text for user in (coordinator, other_focal_point))
    assert "<h1>No longer alike" in page
    assert "to withdraw it would tell the partner" in page
    assert ["o longer alike" in seen for seen in (before, after)] == [False, False]

    make_alert(theirs, make_project("FR"))  # which the other no longer ties to the restricted one
    assert clusters_in(Alert.objects.all(), coordinator) == []
    assert list(all_unlike(coordinator)) == [alert]
    assert "hanged since it was decided" not in client_for(coordinator).get("/alerts/?state=mine").text


def test_named_partners_see_the_name(db: None, other_focal_point: User) -> None:
    make_focal_point("FR")
    checked(scanners("DE", visibility="named", shared_with=["GB"]), scanners("GB"), scanners("FR"))

    by_user = {row.user.partner.code: row.text for row in Notification.objects.filter(text__contains="restricted")}
    assert set(by_user) == {"FR"}


def test_many_of_one_import_wait_for_one_another(db: None, other_focal_point: User) -> None:
    scanners("GB")
    batch = uuid4()
    other = [
        make_project("GB", title=f"Dogs for {name}", objective=f"Six dogs at {name}.", countries=["KG"])
        for name in ("Osh", "Batken")
    ]
    again = [make_project("FR", title=one.title, objective=one.objective, countries=["KG"]) for one in other]

    check_many([project.pk for project in (*other, *again)], batch)

    waiting = other_focal_point.notifications.filter(due_at__isnull=False)
    assert waiting.values("due_at").distinct().count() == 1
    assert waiting.count() == 2


# -- Doors -------------------------------------------------------------------------------------------------------------
def test_saving_checks_after_the_commit_and_once(db: None, django_capture_on_commit_callbacks: OnCommit) -> None:
    scanned = scanners("DE")
    check(scanned.pk)
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        other = scanners("GB")
        other.save()
        assert not Alert.objects.exists()

    assert len(callbacks) == 1
    callbacks[0]()
    assert Alert.objects.get().second == other


def test_an_import_is_checked(db: None) -> None:
    projects = [scanners("DE"), scanners("GB")]

    projects_imported.send(Project, project_ids=[project.pk for project in projects], batch=uuid4())

    assert Alert.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failing_check_fails_no_save_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    scanners("DE")
    with caplog.at_level(logging.ERROR), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE duplication_blockingkey RENAME TO duplication_away")
        project = scanners("GB")
        cursor.execute("ALTER TABLE duplication_away RENAME TO duplication_blockingkey")

    assert Project.objects.filter(pk=project.pk).exists()
    assert "duplication_blockingkey" in caplog.text
    assert check(project.pk).raised == 1


@pytest.mark.django_db(transaction=True)
def test_only_a_check_of_which_nobody_is_told_ends_before_the_disk_has_it() -> None:
    first, second = scanners("DE").pk, scanners("GB").pk
    check_many([first, second])

    def hurries(project_id: int) -> bool:
        with CaptureQueriesContext(connection) as queries:
            check(project_id)
        said = " ".join(query["sql"] for query in queries.captured_queries)
        return index.HURRY.call in said and "SET LOCAL synchronous_commit TO DEFAULT" not in said

    assert hurries(first)
    Alert.objects.all().delete()
    assert not hurries(second)  # raises one
    assert hurries(second)
    Alert.objects.update(match_weight=0.5)
    assert hurries(second)  # puts the weight right
    with transaction.atomic():  # of something else too
        assert not hurries(second)


@pytest.fixture
def threads(transactional_db: None) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def check_in_thread(project_id: int) -> None:
    try:
        check(project_id)
    finally:
        connections.close_all()


def test_both_sides_checked_at_once_make_one_alert(threads: ThreadPoolExecutor) -> None:
    make_focal_point("DE")
    ids = [scanners(partner).pk for partner in ("DE", "GB", "FR", "IT")]
    Alert.objects.all().delete()
    Notification.objects.all().delete()

    list(threads.map(check_in_thread, ids * 6))

    assert Alert.objects.count() == 6
    assert Notification.objects.count() == 3


@pytest.mark.parametrize("count", [10, 20])
def test_a_check_needs_the_same_queries_however_many_candidates(db: None, count: int) -> None:
    index = [make_project("GB", title=f"Nizhny Panj {name}", amount=9) for name in "abcdefghijklmnopqrst"[:count]]
    check_many([project.pk for project in index])
    project = scanners("DE")
    active_calibration()  # is read once

    with CaptureQueriesContext(connection) as queries:
        check(project.pk)

    assert len(queries) == 8


def test_an_alert_of_which_nobody_heard_is_withdrawn_without_asking_for_each_who_did(
    pair: tuple[Project, Project],
) -> None:
    Project.objects.filter(pk=pair[0].pk).update(title="Mangoes", objective="Fruit trees for a village school.")

    with CaptureQueriesContext(connection) as queries:
        outcome = check(pair[0].pk)

    assert outcome.withdrawn == 1
    assert len(queries) == 11


# -- Calibrations ------------------------------------------------------------------------------------------------------
def test_the_calibration_accepted_last_is_used(db: None) -> None:
    assert active_calibration() == default_calibration()

    newer = make_calibration(table=default_calibration().table, accepted_at="2099-01-01T00:00Z")
    checked(scanners("DE"), scanners("GB"))

    assert Alert.objects.get().calibration == newer
    assert Calibration.objects.count() == 2


@pytest.mark.parametrize("name", ["hand-set 2", "release 0"])
def test_a_new_release_replaces_the_table_of_an_older_one(db: None, name: str) -> None:
    older = make_calibration(name=name, accepted_at="2020-01-01T00:00Z", is_shipped=True)

    assert active_calibration() == default_calibration() != older
