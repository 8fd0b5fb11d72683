"""Invariants in the database: what is wrong is refused, whoever writes it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from adam.demo import makers
from duplication.models import Alert, BlockingKey, Calibration
from partners.models import (
    Country,
    FocalPoint,
    Invitation,
    Notification,
    Organization,
    OrganizationAlias,
    Partner,
    User,
)
from projects.models import (
    Activity,
    Contribution,
    Document,
    Participation,
    Place,
    Project,
    ProjectIdentifier,
    Recipient,
)
from projects.models import ProjectSource as Source
from roundtables.models import MeetingDocument, Recommendation, RoundTable

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return makers.make_project("DE", reference="DE-1", activities=[{"type": "A01"}])


def refused(constraint: str, write: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


# -- Partners ----------------------------------------------------------------------------------------------------------
def test_country_codes_and_names_are_unique() -> None:
    refused("iso3", lambda: Country.objects.create(iso2="ZZ", iso3="TJK", m49="999", name="Zz", region="africa"))
    refused("m49", lambda: Country.objects.create(iso2="ZZ", iso3="ZZZ", m49="762", name="Zz", region="africa"))
    refused("name", lambda: Country.objects.create(iso2="ZZ", iso3="ZZZ", m49="999", name="Tajikistan"))


def test_partner_code_is_unique_in_any_case() -> None:
    refused("partner_code_once", lambda: makers.make_partner("unodc", name="Another"))


def test_partner_has_a_country_exactly_if_it_is_one() -> None:
    code = "partner_country_if_country"
    refused(code, lambda: Partner.objects.create(kind="country", code="XX", name="Xx"))
    refused(code, lambda: Partner.objects.create(kind="organization", code="XX", name="Xx", country_id="JM"))


def test_organization_is_known_once_however_it_is_spelled() -> None:
    made = makers.make_organization("Agência Federal")

    refused("name_key", lambda: Organization.objects.create(name="AGENCIA  federal"))
    assert Organization.objects.named("agencia federal").get() == made


def test_alias_is_kept_once_for_an_organization() -> None:
    body = makers.make_organization("State Service on Drug Control")
    OrganizationAlias.objects.create(organization=body, name="ГСКН")

    refused("alias_once", lambda: OrganizationAlias.objects.create(organization=body, name="гскн"))
    assert Organization.objects.named("ГСКН").get() == body


def test_organization_identifier_belongs_to_one() -> None:
    first, second = makers.make_organization("One"), makers.make_organization("Two")
    first.identifiers.create(scheme="IATI", value="XM-1")

    refused("organization_identifier_once", lambda: second.identifiers.create(scheme="IATI", value="XM-1"))


def test_account_address_is_unique_in_any_case() -> None:
    makers.make_user(email="someone@adam.example")

    refused("user_email_once", lambda: User.objects.create(email="Someone@adam.example", role="analyst"))


def test_reader_belongs_to_a_partner() -> None:
    refused("user_reader_has_partner", lambda: User.objects.create(email="x@adam.example", role="reader"))


def test_designation_is_open_once_and_ends_after_it_starts(focal_point: User, germany: Partner) -> None:
    refused("focal_point_once", lambda: FocalPoint.objects.create(partner=germany, user=focal_point))
    yesterday = timezone.localdate() - timedelta(days=1)
    refused(
        "focal_point_dates",
        lambda: FocalPoint.objects.create(partner=makers.get_partner("FR"), user=focal_point, ended=yesterday),
    )


def test_invitation_of_a_focal_point_names_the_partner() -> None:
    refused("invitation_partner_for_role", lambda: Invitation.objects.create(email="x@adam.example"))
    assert makers.make_invitation(None, role="analyst").is_pending


def test_a_person_is_told_once_of_a_thing(focal_point: User) -> None:
    makers.make_notification(focal_point, key="alert:1")

    refused("notification_once", lambda: Notification.objects.create(user=focal_point, key="alert:1", url="/"))


# -- Projects ----------------------------------------------------------------------------------------------------------
def test_project_has_a_title() -> None:
    refused("project_has_title", lambda: makers.make_project(title=""))


def test_project_of_year_9999_is_a_slip() -> None:
    with pytest.raises(ValidationError, match="Write a year between 1950 and 2100"):
        makers.make_project(start=date(9999, 6, 1), end=None).full_clean()


def test_project_does_not_end_before_it_starts() -> None:
    refused("project_period", lambda: makers.make_project(start=date(2020, 1, 2), end=date(2020, 1, 1)))
    assert makers.make_project(start=date(2020, 1, 1), end=date(2020, 1, 1)).pk


def test_reference_number_is_unique_within_a_partner(project: Project) -> None:
    refused("project_reference_once", lambda: makers.make_project("DE", reference="DE-1"))
    assert makers.make_project("GB", reference="DE-1").pk
    assert {makers.make_project("DE", reference="").reference, makers.make_project("DE", reference="").reference} == {
        ""
    }


def test_recipient_is_named_once_with_a_share_of_at_most_a_hundred(project: Project) -> None:
    refused("recipient_once", lambda: Recipient.objects.create(project=project, country_id="TJ"))
    refused("recipient_share", lambda: Recipient.objects.create(project=project, country_id="AF", share=Decimal(101)))
    refused("recipient_share", lambda: Recipient.objects.create(project=project, country_id="AF", share=Decimal(-1)))


def test_organization_has_a_role_once(project: Project) -> None:
    makers.make_participation(project, "GIZ")

    refused("participation_once", lambda: makers.make_participation(project, "GIZ"))
    assert makers.make_participation(project, "GIZ", Participation.Role.FUNDING).pk


def test_contribution_is_not_negative_and_has_a_currency(project: Project) -> None:
    refused("contribution_not_negative", lambda: makers.make_contribution(project, "DE", -1))
    refused("contribution_currency", lambda: makers.make_contribution(project, "DE", 1, "eur"))


def test_contribution_is_valued_at_the_rate_of_its_month(project: Project) -> None:
    made = makers.make_contribution(project, "DE", 1000, "EUR", committed_on=date(2010, 1, 15))

    assert made.usd is not None
    assert 1400 < made.usd < 1460
    assert Contribution.objects.get(pk=made.pk).usd == made.usd


def test_activity_keeps_to_time_and_counts_upwards(project: Project) -> None:
    late, early = date(2020, 1, 2), date(2020, 1, 1)
    refused("activity_period", lambda: Activity.objects.create(project=project, type_id="A01", start=late, end=early))
    refused("activity_quantity", lambda: Activity.objects.create(project=project, type_id="A01", quantity=-1))


def test_identifier_is_kept_once(project: Project) -> None:
    ProjectIdentifier.objects.create(project=project, scheme="IATI", value="DE-1-2")

    refused("project_identifier_once", lambda: project.identifiers.create(scheme="IATI", value="DE-1-2"))


def test_published_activity_belongs_to_one_project(project: Project) -> None:
    other, partner = makers.make_project(), project.partner
    Source.objects.create(project=project, partner=partner, identifier="DE-1-2")

    refused("project_source_once", lambda: Source.objects.create(project=other, partner=partner, identifier="DE-1-2"))


def test_a_file_is_kept_once_for_a_project(project: Project) -> None:
    makers.make_document(project, b"%PDF-1.4 one")

    refused("project_document_once", lambda: makers.make_document(project, b"%PDF-1.4 one", name="other.pdf"))
    makers.make_document(makers.make_project(), b"%PDF-1.4 one")
    assert Document.objects.count() == 2


def test_place_is_known_once_and_lies_on_earth() -> None:
    refused("place_once", lambda: makers.make_place("Kulma", "TJ"))
    refused("place_coordinates", lambda: makers.make_place(latitude=91, longitude=0))
    refused("place_coordinates", lambda: makers.make_place(latitude=40))
    assert Place.objects.filter(name="Kulma").count() == 1


# -- Round tables ------------------------------------------------------------------------------------------------------
def test_meeting_is_kept_once_and_has_its_days_in_order() -> None:
    table = makers.make_round_table(number=3)

    refused("round_table_period", lambda: makers.make_round_table(start=date(2020, 1, 2), end=date(2020, 1, 1)))
    refused("round_table_number_once", lambda: makers.make_round_table(number=3))
    refused("round_table_once", lambda: makers.make_round_table(start=table.start, end=table.end))
    assert RoundTable.objects.filter(number=3, kind=table.kind).count() == 1


def test_recommendation_number_is_unique_in_its_meeting() -> None:
    first = makers.make_recommendation()

    refused("recommendation_number_once", lambda: makers.make_recommendation(first.round_table, number=first.number))
    assert Recommendation.objects.filter(round_table=first.round_table).count() == 1


def test_a_file_is_kept_once_for_a_meeting() -> None:
    table = makers.make_round_table()
    makers.make_meeting_document(table)

    refused("meeting_document_once", lambda: makers.make_meeting_document(table))
    assert MeetingDocument.objects.count() == 1


# -- Duplication -------------------------------------------------------------------------------------------------------
def test_a_pair_has_one_alert_in_one_order(project: Project) -> None:
    other = makers.make_project("GB")
    alert = makers.make_alert(other, project)

    refused("alert_once", lambda: makers.make_alert(project, other))
    refused("alert_pair_ordered", lambda: Alert.objects.filter(pk=alert.pk).update(first=other, second=project))
    refused("alert_pair_ordered", lambda: Alert.objects.filter(pk=alert.pk).update(second=project))
    refused("alert_probability", lambda: Alert.objects.filter(pk=alert.pk).update(probability=1.01))


def test_calibration_that_alerts_name_stays(project: Project) -> None:
    alert = makers.make_alert(project, makers.make_project("GB"))

    with pytest.raises(IntegrityError):
        alert.calibration.delete()
    refused("name", lambda: Calibration.objects.create(name=alert.calibration.name, table={}))


def test_blocking_key_is_kept_once_for_a_project(project: Project) -> None:
    BlockingKey.objects.create(project=project, key=7)

    refused("duplication_blockingkey_pkey", lambda: BlockingKey.objects.create(project=project, key=7))


def test_dismissal_says_why(project: Project, coordinator: User) -> None:
    alert = makers.make_alert(project, makers.make_project("GB"))

    refused("verdict_dismissal_has_reason", lambda: makers.make_verdict(alert, coordinator, reason=""))


def test_positions_and_verdicts_are_added_and_never_changed(project: Project, focal_point: User) -> None:
    alert = makers.make_alert(project, makers.make_project("GB"))
    for entry in (makers.make_position(alert, focal_point), makers.make_verdict(alert)):
        with pytest.raises(Error, match="append_only"), transaction.atomic():
            type(entry).objects.filter(pk=entry.pk).update(text="otherwise")


# -- History -----------------------------------------------------------------------------------------------------------
def test_history_sees_bulk_changes_too(project: Project) -> None:
    before = project.events.count()
    Project.objects.filter(pk=project.pk).update(title="Another title")

    assert project.events.count() == before + 1
    assert project.events.latest("pgh_id").title == "Another title"


def test_an_addressee_moves_a_recommendation_on_and_only_an_assessment_ends_it(
    focal_point: User, coordinator: User
) -> None:
    made = makers.make_recommendation(due_on=date(2020, 1, 1))

    def state() -> tuple[str, bool]:
        now = Recommendation.objects.with_state().get(pk=made.pk)
        assert Recommendation.objects.in_state(now.state).filter(pk=made.pk).exists()
        return now.state, now.awaits_assessment

    assert state() == ("overdue", False)
    makers.make_follow_up(made, focal_point, partner=focal_point.partner, progress="implemented")
    assert state() == ("overdue", True)
    makers.make_follow_up(made, coordinator, progress="implemented")
    assert state() == ("implemented", False)
    makers.make_follow_up(made, focal_point, partner=focal_point.partner, progress="in_progress")
    assert state() == ("implemented", False)
    makers.make_follow_up(made, coordinator, progress="open")
    Recommendation.objects.filter(pk=made.pk).update(due_on=None)
    assert state() == ("open", False)
