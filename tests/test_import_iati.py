"""IATI files into the register: nothing doubled, nothing lost, nothing half done."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import close_old_connections, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from pghistory.models import Events
from pytest_django import DjangoCaptureOnCommitCallbacks

from adam.demo.makers import make_organization, make_project
from partners.models import Organization, Partner, User
from projects.importing import Refused, Report, import_file
from projects.models import Project, ProjectSource, Recipient
from projects.signals import projects_imported
from tests.test_iati import PUBLISHED, SAMPLES, needs_published

pytestmark = pytest.mark.django_db

TITLE = "Dogs at the crossing"
DONE = "created {}, updated {}, unchanged {}, rejected {}"


def activity(
    identifier: str = "X-1", *, title: str = TITLE, body: str = "Border Service", amount: int = 500, more: str = ""
) -> str:
    return f"""
    <iati-activity xml:lang="en" default-currency="EUR" last-updated-datetime="2024-05-01T00:00:00Z">
      <iati-identifier>{identifier}</iati-identifier>
      <title><narrative>{title}</narrative></title>
      <description type="1"><narrative>Handlers and dogs for {identifier}.</narrative></description>
      <activity-status code="2"/>
      <activity-date type="1" iso-date="2024-01-01"/>
      <activity-date type="3" iso-date="2024-12-31"/>
      <participating-org role="4" type="10"><narrative>{body}</narrative></participating-org>
      <recipient-country code="TJ"/>
      <sector vocabulary="1" code="15134"/>
      <transaction>
        <transaction-type code="2"/><value value-date="2024-01-15">{amount}</value>
      </transaction>{more}
    </iati-activity>"""


@pytest.fixture
def publish(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of these activities."""

    def publish(*activities: str, name: str = "file.xml") -> Path:
        path = tmp_path / name
        path.write_text(f'<iati-activities version="2.03">{"".join(activities)}</iati-activities>', encoding="utf-8")
        return path

    return publish


def command(*files: Path, partner: str = "DE", **options: Any) -> tuple[list[str], str, int]:
    """Lines of the report, what went to standard error, and the exit status."""
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("import_iati", *map(str, files), partner=partner, stdout=out, stderr=err, **options)
    except SystemExit as exit:
        status = int(exit.code or 0)
    return out.getvalue().splitlines(), err.getvalue(), status


# -- Where the content goes --------------------------------------------------------------------------------------------
def test_version_1_becomes_a_project(france: Partner) -> None:
    import_file(SAMPLES / "iati-1.03.xml", france)
    project = Project.objects.get(reference="FR-3-CTJ1001")
    assert (project.title, project.language) == ("Strengthening control at the Tajik-Afghan border", "en")
    assert "Équipement de deux postes." in project.objective
    assert (project.status, project.start, project.end) == ("2", date(2011, 2, 1), date(2013, 12, 31))
    assert (project.oda, project.purpose_codes) == ("oda", ["15134"])
    assert dict(project.recipients.values_list("country", "share")) == {"TJ": 60, "AF": 40}
    assert [place.name for place in project.places.all()] == ["Dushanbe"]
    assert project.confirmed_at == datetime(2013, 3, 31, 10, tzinfo=UTC)
    assert (project.is_draft, project.visibility) == (False, Project.Visibility.ALL_PARTNERS)


def test_version_2_becomes_a_project(germany: Partner) -> None:
    import_file(SAMPLES / "iati-2.03.xml", germany)
    project = Project.objects.get(reference="DE-1-202412345")
    assert (project.title, project.language) == ("Кинологическая служба на границе", "ru")
    assert project.oda == Project.OdaFlag.MIXED
    assert set(project.countries.values_list("pk", flat=True)) == {"KG", "TJ"}
    assert {str(one) for one in project.identifiers.all()} == {
        "IATI DE-1-202412345",
        "CRS 2024000991",
        "DE-2 BMI-77",
    }


def test_commitments_count_before_budgets_each_at_the_rate_of_its_month(france: Partner) -> None:
    import_file(SAMPLES / "iati-1.03.xml", france)
    (money,) = Project.objects.get(reference="FR-3-CTJ1001").contributions.all()
    assert (money.partner, money.amount, money.currency) == (france, 800_000, "EUR")
    assert money.committed_on == date(2011, 1, 10)
    assert money.usd == pytest.approx(Decimal(1_075_000), rel=Decimal("0.02"))  # 1.34 in January 2011, 1.28 in May 2012


def test_without_a_rate_there_is_no_value_in_dollars(germany: Partner) -> None:
    report = import_file(SAMPLES / "iati-2.03.xml", germany)
    (money,) = Project.objects.get(reference="DE-1-REGIONAL").contributions.all()
    assert (money.amount, money.currency, money.usd) == (700, "ZZZ", None)
    assert report.notices["No exchange rate: the value in US dollars is left out"] == 1


def test_what_has_no_place_is_kept_and_counted(france: Partner) -> None:
    report = import_file(SAMPLES / "iati-1.03.xml", france)
    published = Project.objects.get(reference="FR-3-CTJ1001").source.as_published
    assert published["titles"]["fr"] == "Renforcement du contrôle à la frontière tadjiko-afghane"
    assert {"code": "QQ", "name": "Nulle part"} in published["countries"]
    assert {"vocabulary": "99", "code": "FRONT", "name": "Frontières"} in published["sectors"]
    assert "Country that is not known: QQ Nulle part" in published["notices"]
    assert "Organization that is not named: OTHER 50000 (role 4)" in published["notices"]
    assert "Role of an organization that is not known: Mécène (role Sponsor)" in published["notices"]
    assert report.notices["Texts in several languages"] == 1


def test_an_activity_with_nothing_but_a_name_is_taken(france: Partner) -> None:
    report = import_file(SAMPLES / "iati-1.03.xml", france)
    project = Project.objects.get(reference="FR-3-BARE")
    assert (project.start, project.status, project.language) == (None, Project.Status.PIPELINE, "und")
    for kind in ("No dates", "No sector", "No country", "No amount", "Status not stated: taken from the dates"):
        assert report.notices[kind] == 1


def test_an_end_before_the_start_is_left_out(germany: Partner) -> None:
    import_file(SAMPLES / "iati-2.03.xml", germany)
    project = Project.objects.get(reference="DE-1-REGIONAL")
    assert (project.start, project.end) == (date(2020, 6, 1), None)
    assert "End before start: the end is left out: 2020-06-01 to 2019-06-01" in project.source.as_published["notices"]


def test_themes_come_only_from_purpose_codes_that_mean_one(germany: Partner, publish: Callable[..., Path]) -> None:
    ambiguous = "<sector vocabulary='1' code='16063'/>"
    import_file(publish(activity("X-1", more=ambiguous)), germany)
    project = Project.objects.get()
    assert project.purpose_codes == ["15134", "16063"]
    assert [theme.code for theme in project.themes.all()] == ["T6.2"]


def test_a_third_partys_report_on_the_same_work_is_an_identifier(france: Partner) -> None:
    import_file(SAMPLES / "iati-1.03.xml", france)
    project = Project.objects.get(reference="FR-3-CTJ1001")
    assert project.identifiers.filter(scheme="IATI", value="XM-DAC-41128-TJK").exists()


def test_a_reference_number_in_use_is_left_to_the_project_that_has_it(
    germany: Partner, publish: Callable[..., Path]
) -> None:
    make_project(germany, reference="X-1")
    report = import_file(publish(activity("X-1")), germany)
    assert report.notices["Another project of the partner has this reference number"] == 1
    assert ProjectSource.objects.get(identifier="X-1").project.reference == ""


# -- Organizations -----------------------------------------------------------------------------------------------------
def test_organizations_are_found_under_any_spelling(germany: Partner, publish: Callable[..., Path]) -> None:
    known = make_organization("Service des frontières")
    known.aliases.create(name="Border Service")
    Organization.objects.filter(pk=known.pk).update(acronym="SdF")
    before = Organization.objects.count()
    names = ["SERVICE DES FRONTIERES", "border  service", "SDF"]
    import_file(publish(*(activity(f"X-{n}", body=name) for n, name in enumerate(names))), germany)
    assert Organization.objects.count() == before
    assert known.participations.count() == 3


def test_a_new_organization_is_added_once_with_its_other_names(germany: Partner) -> None:
    import_file(SAMPLES / "iati-2.03.xml", germany)
    office = Organization.objects.named("Управление ООН по наркотикам и преступности").get()
    assert office.name == "United Nations Office on Drugs and Crime"
    assert [str(one) for one in office.identifiers.all()] == ["IATI: XM-DAC-41128"]


def test_an_organization_known_in_another_language_is_not_added_again(germany: Partner) -> None:
    known = make_organization("Управление ООН по наркотикам и преступности")
    import_file(SAMPLES / "iati-2.03.xml", germany)
    assert [str(one.project.title) for one in known.participations.all()] == ["Кинологическая служба на границе"]
    assert not Organization.objects.filter(name="United Nations Office on Drugs and Crime").exists()


def test_redacted_and_other_are_no_organizations(germany: Partner, publish: Callable[..., Path]) -> None:
    before = Organization.objects.count()
    names = ["Other", "Enterprise - Redacted", "NATIONAL NGOs", "***", "41000"]
    import_file(publish(*(activity(f"X-{n}", body=name) for n, name in enumerate(names))), germany)
    assert Organization.objects.count() == before


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
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        import_file(publish(activity("X-1"), activity("X-2")), germany)
        assert told == []
    with django_capture_on_commit_callbacks(execute=True):
        import_file(publish(activity("X-1"), activity("X-2", amount=7), activity("X-3")), germany)
        import_file(publish(activity("X-4")), germany, dry_run=True)
    ids = dict(ProjectSource.objects.values_list("identifier", "project"))
    assert [sorted(one) for one in told] == [sorted([ids["X-1"], ids["X-2"]]), sorted([ids["X-2"], ids["X-3"]])]


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


# -- The command -------------------------------------------------------------------------------------------------------
def test_the_command_reports_and_ends_with_the_counts(france: Partner) -> None:
    lines, err, status = command(SAMPLES / "iati-1.03.xml", partner="fra")
    assert "iati-1.03.xml: " + DONE.format(2, 0, 0, 3) in lines
    assert "  rejected, line 69: activity: it has no iati-identifier" in lines
    assert "Kept as published in 1: Country that is not known" in lines
    assert (lines[-1], err, status) == (DONE.format(2, 0, 0, 3), "", 0)


def test_a_refused_file_does_not_keep_the_others_out(germany: Partner, publish: Callable[..., Path]) -> None:
    bad = publish(name="bad.xml")
    lines, err, status = command(bad, SAMPLES / "iati-2.03.xml")
    assert err == f"{bad}: refused. It holds no activities.\n"
    assert (lines[-1], status) == (DONE.format(2, 0, 0, 0), 1)


def test_a_file_without_one_sound_activity_fails(germany: Partner, publish: Callable[..., Path]) -> None:
    lines, err, status = command(publish("<iati-activity/>"))
    assert "none of its activities could be taken" in err
    assert (lines[-1], status) == (DONE.format(0, 0, 0, 1), 1)


@pytest.mark.parametrize("code", ["unodc", "UNODC", "de", "DEU"])
def test_partners_are_named_by_code_in_any_case(code: str, publish: Callable[..., Path]) -> None:
    assert command(publish(activity()), partner=code)[0][-1] == DONE.format(1, 0, 0, 0)


def test_an_unknown_partner_is_answered_with_the_codes(publish: Callable[..., Path]) -> None:
    with pytest.raises(CommandError, match=r"No partner has the code 'XX'.* AF .* UNODC "):
        command(publish(activity()), partner="XX")


@needs_published
def test_files_as_published_go_in_and_change_nothing_the_second_time(unodc: Partner) -> None:
    files = sorted(PUBLISHED.glob("*.xml"))
    assert files, f"No published files in {PUBLISHED}"
    total = sum((import_file(path, unodc) for path in files), Report())
    again = sum((import_file(path, unodc) for path in files), Report())
    assert total.rejected == []
    assert total.created == again.unchanged == Project.objects.count()
