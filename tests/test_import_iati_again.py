"""Importing again, all or nothing, what follows an import, and two at the same time."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import close_old_connections, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from pghistory.models import Events
from pytest_django import DjangoCaptureOnCommitCallbacks

from adam.demo.makers import make_organization
from partners.models import Organization, Partner, User
from projects.importing import NOT_LOOKED, Refused, import_file
from projects.models import Project, ProjectSource, Recipient
from projects.signals import projects_imported
from tests.importing import DONE, activity, command
from tests.test_iati import SAMPLES

pytestmark = pytest.mark.django_db


# -- Again -------------------------------------------------------------------------------------------------------------
def test_the_same_file_again_changes_nothing(france: Partner) -> None:
    import_file(SAMPLES / "iati-1.03.xml", france)
    events, rows = Events.objects.count(), list(Project.objects.order_by("pk").values())
    report = import_file(SAMPLES / "iati-1.03.xml", france)
    assert str(report) == DONE.format(0, 0, 2, 3)
    assert (Events.objects.count(), list(Project.objects.order_by("pk").values())) == (events, rows)


def test_corrections_by_people_outlive_the_same_file(germany: Partner, publish: Callable[..., Path]) -> None:
    path = publish(activity())
    import_file(path, germany)
    Project.objects.update(title="Corrected", status=Project.Status.CLOSED)
    import_file(path, germany)
    assert Project.objects.get().title == "Corrected"


def test_a_changed_activity_changes_what_is_published_differently_and_nothing_else(
    germany: Partner, tajikistan: Partner, publish: Callable[..., Path]
) -> None:
    import_file(publish(activity(amount=500)), germany)
    project = Project.objects.get()
    project.recipients.create(country_id="AF")
    project.contributions.create(partner=tajikistan, amount=7, currency="EUR", committed_on=date(2024, 1, 1))
    Project.objects.update(title="Corrected", route=Project.Route.NORTHERN)
    report = import_file(publish(activity(amount=800, body="Customs Service")), germany)
    project.refresh_from_db()
    assert str(report) == DONE.format(0, 1, 0, 0)
    assert (project.title, project.route) == ("Corrected", "northern")
    assert {one.country_id for one in project.recipients.all()} == {"TJ", "AF"}
    assert {(one.partner, one.amount) for one in project.contributions.all()} == {(germany, 800), (tajikistan, 7)}
    assert [one.organization.name for one in project.participations.all()] == ["Customs Service"]


def test_a_new_total_replaces_the_one_published_before_and_no_money_that_people_entered(
    germany: Partner, publish: Callable[..., Path]
) -> None:
    import_file(publish(activity(amount=500)), germany)
    project = Project.objects.get()
    published = project.contributions.get()
    for amount in (777, 500):  # one of them is by chance what was published
        project.contributions.create(
            partner=germany, amount=amount, currency="EUR", committed_on=published.committed_on
        )
    import_file(publish(activity(amount=800)), germany)
    assert sorted(one.amount for one in project.contributions.all()) == [500, 777, 800]
    assert not project.contributions.filter(pk=published.pk).exists()


def test_a_corrected_amount_stays_and_is_not_counted_twice(germany: Partner, publish: Callable[..., Path]) -> None:
    import_file(publish(activity(amount=500)), germany)
    project = Project.objects.get()
    project.contributions.update(amount=550)
    report = import_file(publish(activity(amount=800)), germany)
    assert [one.amount for one in project.contributions.all()] == [550]
    assert report.notices["New amount left out: people changed the one published before"] == 1


def test_a_title_published_anew_replaces_the_correction(germany: Partner, publish: Callable[..., Path]) -> None:
    import_file(publish(activity(title="One")), germany)
    Project.objects.update(title="Corrected")
    import_file(publish(activity(title="Two")), germany)
    assert Project.objects.get().title == "Two"


def test_a_new_period_that_contradicts_a_correction_comes_whole(germany: Partner, publish: Callable[..., Path]) -> None:
    import_file(publish(activity()), germany)
    Project.objects.update(end=date(2024, 2, 1))
    import_file(publish(activity().replace("2024-01-01", "2024-06-01")), germany)
    project = Project.objects.get()
    assert (project.start, project.end) == (date(2024, 6, 1), date(2024, 12, 31))


def test_one_identifier_at_two_partners_is_two_projects(
    germany: Partner, france: Partner, publish: Callable[..., Path]
) -> None:
    path = publish(activity())
    import_file(path, germany)
    assert str(import_file(path, france)) == DONE.format(1, 0, 0, 0)


# -- All or nothing ----------------------------------------------------------------------------------------------------
def left_behind() -> tuple[int, int, int]:
    return Project.objects.count(), Organization.objects.count(), Events.objects.count()


@pytest.fixture
def nothing_left(db: None) -> Iterator[None]:
    before = left_behind()
    yield
    assert left_behind() == before


@pytest.mark.usefixtures("nothing_left")
def test_a_file_cut_off_leaves_nothing(germany: Partner, publish: Callable[..., Path]) -> None:
    path = publish(*(activity(f"X-{n}") for n in range(600)))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(Refused, match="breaks off at line"):
        import_file(path, germany)


@pytest.mark.usefixtures("nothing_left")
def test_a_dry_run_reports_the_same_and_leaves_nothing(germany: Partner) -> None:
    lines, _, status = command(SAMPLES / "iati-1.03.xml", dry_run=True)
    assert (lines[-1], status) == (DONE.format(2, 0, 0, 3), 0)
    assert "Dry run: nothing was changed." in lines


@pytest.mark.usefixtures("nothing_left")
def test_an_interruption_leaves_nothing(germany: Partner) -> None:
    def interrupt(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "projects_contribution"'):  # when the projects are written already
            raise KeyboardInterrupt
        return execute(sql, *rest)

    interrupted = pytest.raises(CommandError, match=r"Nothing of .*iati-1.03.xml was kept")
    with connection.execute_wrapper(interrupt), interrupted as error:
        command(SAMPLES / "iati-1.03.xml")
    assert error.value.returncode == 130


# -- Afterwards --------------------------------------------------------------------------------------------------------
@pytest.fixture
def told() -> Iterator[list[list[int]]]:
    """Project ids that receivers hear of after imports."""
    heard: list[list[int]] = []

    def hear(project_ids: list[int], **signal: object) -> None:
        heard.append(project_ids)

    projects_imported.connect(hear, weak=False)
    yield heard
    projects_imported.disconnect(hear)


def test_created_and_updated_projects_are_checked_after_the_commit(
    told: list[list[int]],
    germany: Partner,
    publish: Callable[..., Path],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = import_file(publish(activity("X-1"), activity("X-2")), germany)
        assert told == []
    assert report.overlaps == ["alerts raised 0, refreshed 0, withdrawn 0, unchanged 0"]
    monkeypatch.delattr("duplication.detection.check_many")
    with django_capture_on_commit_callbacks(execute=True):
        report = import_file(publish(activity("X-1"), activity("X-2", amount=7), activity("X-3")), germany)
        import_file(publish(activity("X-4")), germany, dry_run=True)
    ids = dict(ProjectSource.objects.values_list("identifier", "project"))
    assert [sorted(one) for one in told] == [sorted([ids["X-1"], ids["X-2"]]), sorted([ids["X-2"], ids["X-3"]])]
    assert report.overlaps == [NOT_LOOKED]


def test_history_names_the_file_and_the_person(
    germany: Partner, focal_point: User, publish: Callable[..., Path]
) -> None:
    import_file(publish(activity(), name="portfolio.xml"), germany, user=focal_point)
    event = Events.objects.tracks(Project.objects.get()).get()
    assert event.pgh_context == {"command": "import_iati", "file": "portfolio.xml", "user": focal_point.pk}


def test_queries_do_not_grow_with_the_activities(germany: Partner, publish: Callable[..., Path]) -> None:
    counts = []
    for number in (10, 20):
        path = publish(*(activity(f"X-{number}-{n}", body=f"Service {number} {n}") for n in range(number)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            import_file(path, germany)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -- At the same time --------------------------------------------------------------------------------------------------
def at_once(*works: Callable[[], object]) -> list[object]:
    """Results of these, run in threads with connections of their own."""
    results: list[object] = [None] * len(works)

    def run(place: int) -> None:
        try:
            results[place] = works[place]()
        except Exception as error:  # told to the test, which compares results
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    close_old_connections()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_neither_double_nor_fail(germany: Partner, publish: Callable[..., Path]) -> None:
    path = publish(*(activity(f"X-{n}", body=f"Service {n}") for n in range(300)))
    results = at_once(lambda: str(import_file(path, germany)), lambda: str(import_file(path, germany)))
    assert sorted(map(str, results)) == sorted([DONE.format(300, 0, 0, 0), DONE.format(0, 0, 300, 0)])
    assert Project.objects.count() == Recipient.objects.count() == 300


@pytest.mark.django_db(transaction=True)
def test_a_form_that_adds_the_same_organizations_meanwhile_is_no_deadlock(
    germany: Partner, publish: Callable[..., Path]
) -> None:
    path = publish(activity("X-1", body="Alpha Service"), activity("X-2", body="Beta Service"))
    has_beta = threading.Event()

    def form() -> str:
        with transaction.atomic():
            make_organization("Beta Service")
            has_beta.set()
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"
            with connection.cursor() as cursor:
                while cursor.execute(waiting) or not cursor.fetchone()[0]:
                    pass
            make_organization("Alpha Service")
        return "saved"

    def imported() -> str:
        has_beta.wait(20)
        return str(import_file(path, germany))

    assert at_once(form, imported) == ["saved", DONE.format(2, 0, 0, 0)]
    assert Organization.objects.filter(name__in=["Alpha Service", "Beta Service"]).count() == 2
