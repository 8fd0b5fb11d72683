"""The administration: every page answers the administrator, and nobody else."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.auth.hashers import check_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from adam.demo import makers
from duplication.models import Alert, BlockingKey, CommonKey, Hint, Reopening, StoredFacts
from partners.merging import merge
from partners.models import HandOver, NotTheSame, Organization, Preference, Rhythm, User
from projects.models import (
    DocumentWords,
    Export,
    KeptForm,
    KnownWord,
    Pin,
    Project,
    ProjectChange,
    ProjectRelation,
    ProjectWords,
    Reminder,
    Report,
    SavedSearch,
    SeenLookAlike,
    Watch,
)
from roundtables.models import CalendarKey, Series

pytestmark = pytest.mark.django_db

MODELS = sorted(model._meta.label_lower for model in admin.site._registry)
INDEXES = {BlockingKey, CommonKey, DocumentWords, KnownWord, ProjectChange, ProjectWords, StoredFacts}
PRIVATE = {Export, KeptForm, Pin, Report, SavedSearch, SeenLookAlike}  # what somebody types, looks for, looks at, takes
OWN_APPS = ("partners", "projects", "roundtables", "duplication")


@pytest.fixture
def everything(focal_point: User, coordinator: User) -> None:
    """At least one row of every model that is in the administration."""
    project = makers.make_project(
        implementing=["GIZ"], activities=[{"type": "A05"}], identifiers=[("IATI", "DE-1-2")], shared_with=["FR"]
    )
    alert = makers.make_alert(project, makers.make_project("GB"))
    makers.make_position(alert, focal_point)
    Reopening.objects.create(verdict=makers.make_verdict(alert, coordinator), by=coordinator, text="New plans.")
    makers.make_attachment(makers.make_message(alert, focal_point))
    recommendation = makers.make_recommendation(projects=[project])
    makers.make_follow_up(recommendation, coordinator)
    recommendation.translations.create(language="fr", text="Promouvoir les bureaux de liaison")
    makers.make_consideration(recommendation, coordinator)
    makers.make_proposal_decision(recommendation, project, coordinator)
    makers.make_match_statement(makers.make_need(), makers.make_offer(), coordinator)
    makers.make_document(project)
    meeting = makers.make_round_table(series=Series.objects.create(name="Central Asia"))
    makers.make_meeting_document(meeting)
    meeting.attendances.create(name="The chair", role="chair")
    makers.make_letter()
    HandOver.objects.create(partner=project.partner, outgoing=focal_point, incoming=coordinator, day="2026-01-01")
    one, other, third = (makers.make_organization(name) for name in ("Customs", "Customs Service", "Tax Service"))
    merge(one.pk, other.pk, coordinator)
    NotTheSame.objects.create(first=one, second=third)
    makers.make_relation(alert.first, alert.second)
    makers.make_merge(makers.make_project("DE"), makers.make_project("DE"), coordinator)
    makers.make_notification(focal_point)
    makers.make_invitation()
    Preference.objects.create(user=focal_point, kind="alert", rhythm=Rhythm.DAILY)
    Reminder.objects.create(user=focal_point, partner=project.partner)
    Watch.objects.create(user=focal_point, project=project)
    Hint.objects.create(user=focal_point, other=project, title_hash="0" * 64)
    makers.make_embed(makers.make_report(focal_point))
    CalendarKey.objects.create(owner=focal_point, name="Outlook", key_hash="0" * 64)


def url(label: str, page: str, *args: object) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


@pytest.mark.parametrize("label", MODELS)
def test_every_model_has_its_pages(
    label: str, everything: None, administrator: User, client_for: Callable[[User], Client]
) -> None:
    client = client_for(administrator)
    model_admin = next(one for model, one in admin.site._registry.items() if model._meta.label_lower == label)

    assert client.get(url(label, "changelist"), {"q": "a"} if model_admin.search_fields else {}).status_code == 200
    assert client.get(url(label, "add")).status_code in {200, 403}
    if row := model_admin.model._default_manager.first():
        assert client.get(url(label, "change", row.pk)).status_code == 200
        assert client.get(url(label, "history", row.pk)).status_code == 200
    else:
        assert not label.startswith(OWN_APPS), "make one in the fixture above"


def test_every_model_of_ours_can_be_administered() -> None:
    from django.apps import apps

    ours = {model for app in OWN_APPS for model in apps.get_app_config(app).get_models()}
    edited = {inline.model for one in admin.site._registry.values() for inline in one.inlines}
    tracked = {model for model in ours if model.__name__.endswith("Event")}

    links = {model for model in ours if model._meta.proxy}
    assert ours - set(admin.site._registry) - edited - tracked - links == INDEXES | PRIVATE


@pytest.mark.parametrize("role", ["focal_point", "analyst", "coordinator", "reader"])
@pytest.mark.parametrize("page", ["admin:index", "admin:projects_project_changelist", "admin:partners_user_add"])
def test_others_are_kept_out(
    role: str, page: str, request: pytest.FixtureRequest, client_for: Callable[[User], Client]
) -> None:
    client = client_for(request.getfixturevalue(role))

    assert client.get(reverse(page), follow=True).status_code == 403


def test_lists_take_the_same_queries_however_long(administrator: User, client_for: Callable[[User], Client]) -> None:
    client = client_for(administrator)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            for label in ("projects.project", "duplication.alert", "partners.organization"):
                client.get(url(label, "changelist"))
        return len(captured)

    def ten_more() -> None:
        for _ in range(10):
            makers.make_alert(makers.make_project("DE"), makers.make_project("GB", beneficiaries=[""]))

    ten_more()
    queries()
    few = queries()
    ten_more()

    assert queries() == few


def test_project_page_takes_the_same_queries_with_many_places_and_bodies(
    administrator: User, client_for: Callable[[User], Client]
) -> None:
    """Choices of large tables are searched for, not listed."""
    project, client = makers.make_project(), client_for(administrator)
    size = len(client.get(url("projects.project", "change", project.pk)).content)
    for number in range(50):
        Organization.objects.create(name=f"Body number {number}", country_id="TJ")

    assert len(client.get(url("projects.project", "change", project.pk)).content) == pytest.approx(size, abs=500)


def test_new_account_has_a_hashed_password(administrator: User, client_for: Callable[[User], Client]) -> None:
    fields = {
        "email": "New@adam.example",
        "name": "Reader, France",
        "role": "reader",
        "partner": makers.get_partner("FR").pk,
        "usable_password": "true",
        "password1": "mountain-pass-2026",
        "password2": "mountain-pass-2026",
        "designations-TOTAL_FORMS": 0,
        "designations-INITIAL_FORMS": 0,
    }
    client_for(administrator).post(url("partners.user", "add"), fields)

    user = User.objects.get(email__iexact="new@adam.example")
    assert user.password != "mountain-pass-2026"
    assert check_password("mountain-pass-2026", user.password)


def test_a_member_needs_a_partner(administrator: User, reader: User, client_for: Callable[[User], Client]) -> None:
    client, rows = client_for(administrator), {"designations-TOTAL_FORMS": 0, "designations-INITIAL_FORMS": 0}
    fields = {"email": "new@adam.example", "name": "New", "role": "reader", "usable_password": "false", **rows}
    for page in (url("partners.user", "add"), url("partners.user", "change", reader.pk)):
        shown = client.post(page, fields).content.decode()
        assert shown.count("A member of a partner needs a partner.") == 1
        assert "Constraint" not in shown


def test_saving_a_project_here_confirms_nothing(administrator: User, client_for: Callable[[User], Client]) -> None:
    project = makers.make_project()
    before = project.confirmed_at
    page = client_for(administrator).get(url("projects.project", "change", project.pk))
    form = page.context["adminform"].form
    assert "confirmed_at" not in form.fields
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None} | {"title": "Corrected"}
    for formset in page.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        sent |= {f"{management.prefix}-{name}": management[name].value() for name in management.fields}
        for row in formset.formset.initial_forms:
            sent |= {row.add_prefix(name): row[name].value() or "" for name in row.fields}
    published = project.published_at
    sent |= {"published_at_0": f"{published:%Y-%m-%d}", "published_at_1": f"{published:%H:%M:%S}"}
    client_for(administrator).post(url("projects.project", "change", project.pk), sent)
    project.refresh_from_db()
    assert (project.title, project.confirmed_at) == ("Corrected", before)


def test_password_of_an_account_is_not_shown(
    focal_point: User, administrator: User, client_for: Callable[[User], Client]
) -> None:
    page = client_for(administrator).get(url("partners.user", "change", focal_point.pk)).content.decode()

    assert focal_point.password not in page


def test_decisions_cannot_be_changed(
    everything: None, administrator: User, client_for: Callable[[User], Client]
) -> None:
    client, alert = client_for(administrator), Alert.objects.get()
    verdict = alert.verdicts.get()

    assert client.post(url("duplication.verdict", "change", verdict.pk), {"text": "other"}).status_code == 403
    assert client.post(url("duplication.verdict", "delete", verdict.pk), {"post": "yes"}).status_code == 403
    assert client.post(url("partners.notification", "add"), {}).status_code == 403


def test_neither_weights_nor_relations_change_without_a_coordinator(
    everything: None, administrator: User, client_for: Callable[[User], Client]
) -> None:
    """Weights are in use at once and compare nothing anew; on relations rest verdicts and totals."""
    client, alert = client_for(administrator), Alert.objects.get()
    for label, pk in (
        ("duplication.calibration", alert.calibration_id),
        ("projects.projectrelation", ProjectRelation.objects.get().pk),
    ):
        assert client.post(url(label, "add"), {}).status_code == 403
        assert client.post(url(label, "change", pk), {}).status_code == 403
        assert client.post(url(label, "delete", pk), {"post": "yes"}).status_code == 403


def test_the_only_administrator_stays_one(administrator: User, client_for: Callable[[User], Client]) -> None:
    client, page = client_for(administrator), url("partners.user", "change", administrator.pk)
    said = {"email": administrator.email, "name": administrator.name, "is_active": "on"}
    sent = said | empty_formsets("designations")
    for changes in ({"role": "analyst"}, {"role": "administrator", "is_active": ""}):
        shown = client.post(page, {**sent, **changes}).content.decode()
        assert "This is the only administrator. Make somebody else one first." in shown
    makers.make_user("administrator")
    assert client.post(page, {**sent, "role": "analyst"}).status_code == 302


def test_recommendations_are_not_deleted_with_a_tick_on_the_page_of_their_meeting(
    administrator: User, client_for: Callable[[User], Client]
) -> None:
    one = makers.make_recommendation()
    makers.make_follow_up(one, administrator)
    page = client_for(administrator).get(url("roundtables.roundtable", "change", one.round_table_id))
    assert one.text in page.content.decode()
    assert "recommendations-0-DELETE" not in page.content.decode()


def empty_formsets(*prefixes: str) -> dict[str, int]:
    return {f"{prefix}-{total}": 0 for prefix in prefixes for total in ("TOTAL_FORMS", "INITIAL_FORMS")}


def test_project_saved_here_is_checked_for_overlaps(
    administrator: User,
    client_for: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    text = "Ten document readers and training for passport control at Panji Poyon, for the customs service."
    with django_capture_on_commit_callbacks(execute=True):
        other = makers.make_project("GB", title="Document readers for passport control at Panji Poyon", objective=text)
    fields = {
        "partner": makers.get_partner("DE").pk,
        "title": other.title,
        "objective": text,
        "language": "en",
        "status": "2",
        "start": other.start.isoformat(),
        "end": other.end.isoformat(),
        "oda": "oda",
        "themes": ["T1.1"],
        "visibility": "all",
        "published_at_0": "2026-01-10",
        "published_at_1": "10:00:00",
        **empty_formsets("contributions", "activities", "participations", "identifiers", "documents", "source"),
        "recipients-TOTAL_FORMS": 1,
        "recipients-INITIAL_FORMS": 0,
        "recipients-0-country": "TJ",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_for(administrator).post(url("projects.project", "add"), fields)

    assert answer.status_code == 302, answer.context["errors"]
    saved = Project.objects.get(partner__code="DE")
    assert Alert.objects.about(saved).get().kind == Alert.Kind.SAME_PROJECT
