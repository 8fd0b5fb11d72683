"""IATI files into the register: nothing doubled, nothing lost, nothing half done."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError

from adam.demo.makers import make_organization, make_project
from partners.models import Organization, Partner
from projects.importing import Report, import_file
from projects.models import Project, ProjectSource
from tests.importing import DONE, activity, command
from tests.test_iati import PUBLISHED, SAMPLES, needs_published

pytestmark = pytest.mark.django_db


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
