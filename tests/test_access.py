"""Who gets what answer at every address of the site: the tables of tests/addresses, held."""

import pickle
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver, reverse

from adam.demo.makers import get_partner
from duplication.models import Contact, Message, Position, Verdict
from partners.models import FocalPoint, Invitation, User
from projects.charts.picture import drawn_for_page
from projects.models import Document, DocumentVersion, Project, ProjectRelation, SavedSearch
from roundtables.models import FollowUp, MatchStatement, MeetingDocument, Need, Offer, Recommendation, RoundTable
from roundtables.pack.parts import pictures
from roundtables.views import packs
from tests.addresses import ROLES, Route, addresses, expected
from tests.entering import posted
from tests.one_of_each import objects, people
from tests.test_roundtables_forms import recommendation

pytestmark = pytest.mark.django_db


def test_every_address_stands_in_the_table() -> None:
    assert {name for name, _ in expected("GET")} == set(addresses(get_resolver()))


@pytest.fixture(scope="module")
def drawings() -> dict[bytes, bytes]:
    """What the same figures look like, by these: most roles are shown the same."""
    return {}


@pytest.fixture
def _packs_asked_once(monkeypatch: pytest.MonkeyPatch, drawings: dict[bytes, bytes]) -> None:
    """The files of a pack are written each by itself, but of one content for all three, and pictures in them that
    are the same for several roles are drawn for the first.
    """

    def drawn(*plan: Any, **shape: Any) -> bytes:
        if (key := pickle.dumps((plan, shape))) not in drawings:
            drawings[key] = drawn_for_page(*plan, **shape)
        return drawings[key]

    monkeypatch.setattr(packs, "Language", cache(packs.Language))
    monkeypatch.setattr(packs, "pack", cache(packs.pack))
    monkeypatch.setattr(pictures, "drawn_for_page", drawn)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("_packs_asked_once")
def test_answers(role: str, method: str) -> None:
    cast = people()
    kwargs, wanted = objects(cast), expected(method)
    client = signed_in(cast[role])
    answers = {(name, of): answer(client, method, reverse(name, kwargs=kwargs[of])) for name, of in wanted}
    assert answers == {route: statuses[ROLES.index(role)] for route, statuses in wanted.items()}


def changed(project: Project) -> dict[str, Any]:
    """What the essentials send with another title."""
    asked = {"partner": project.partner_id, "status": project.status, "language": "en"}
    return {**asked, "title": "Another title", "action": "save"}


def writes(kwargs: dict[str, dict[str, Any]]) -> dict[Route, tuple[str, type[Model], dict[str, Any]]]:
    """The main writes, filled in as a browser would: who may do it, of what it leaves one more, what is sent."""
    public, restricted = (Project.objects.get(**kwargs[name]) for name in ("public", "restricted"))
    germany, tajikistan = get_partner("DE").pk, get_partner("TJ").pk
    event = apps.get_model("projects", "ProjectEvent")
    invited = {"email": "new@adam.example", "role": "reader", "partner": germany}
    named = {"email": User.objects.get(partner=germany, designations=None).email, "is_primary": "no"}
    named["started"] = "2026-01-01"
    paper = {"files": SimpleUploadedFile("new.pdf", b"%PDF-1.7 new"), "kind": "other", "visibility": "project"}
    newer = {"file": SimpleUploadedFile("new.pdf", b"%PDF-1.7 newer"), "note": "Annex added"}
    papers = apps.get_model("projects", "DocumentEvent")
    described = {"title": "Minutes", "kind": "other", "visibility": "project"}
    meeting = {"kind": "expert_working_group", "start": "2025-03-01", "city": "Almaty", "country": "KZ"}
    return {
        ("projects:create", "-"): ("own", Project, posted(partner=germany)),
        ("projects:section", "title"): ("own", event, changed(public)),
        ("projects:section", "title/secret"): ("own", event, changed(restricted)),
        ("projects:copy", "public"): ("own other recipient", Project, {}),
        ("projects:relate", "restricted"): ("own", ProjectRelation, {"role": "child", "other": kwargs["public"]["pk"]}),
        ("projects:document_new", "public"): ("own", Document, paper),
        ("projects:document_edit", "paper"): ("own", papers, described),
        ("projects:document_replace", "paper"): ("own", DocumentVersion, newer),
        ("projects:document_restore", "earlier"): ("own", DocumentVersion, {}),
        ("alerts:position", "alert"): ("own", Position, {"partner": germany, "stance": "overlapping", "text": "Yes."}),
        ("alerts:message", "alert"): ("own coordinator", Message, {"partner": germany, "text": "Call us."}),
        ("alerts:contact", "alert/secret"): ("own other", Contact, {"words": "Let us speak."}),
        ("alerts:verdict", "alert"): ("coordinator", Verdict, {"outcome": "joint", "text": "Yes.", "anyway": "on"}),
        ("roundtables:create", "-"): ("coordinator", RoundTable, meeting),
        ("roundtables:document_new", "table"): ("coordinator", MeetingDocument, paper),
        ("roundtables:recommendation_create", "table"): (
            "coordinator", Recommendation, recommendation(number=99),
        ),
        ("roundtables:follow_up", "recommendation"): (
            "recipient", FollowUp,
            {"partner": tajikistan, "progress": "in_progress", "text": "Begun.", "visibility": "project"},
        ),
        ("roundtables:assess", "recommendation"): (
            "coordinator", FollowUp, {"progress": "in_progress", "text": "Begun."},
        ),
        ("roundtables:need_create", "-"): (
            "recipient coordinator", Need, {"country": "TJ", "title": "Radios", "theme": "T1.3", "language": "en"},
        ),
        ("roundtables:offer_create", "-"): (
            "own coordinator", Offer, {"partner": germany, "title": "Radios", "themes": "T1.3", "language": "en"},
        ),
        ("roundtables:say_of_offer", "matched"): (
            "own recipient coordinator", MatchStatement, {"says": "in_touch", "note": "Soon."},
        ),
        ("projects:search_new", "-"): (
            "own other reader recipient analyst coordinator administrator", SavedSearch, {"name": "A", "query": "q=a"},
        ),
        ("people:designate", "partner"): ("coordinator administrator", FocalPoint, named),
        ("invitations:list", "-"): ("coordinator administrator", Invitation, invited),
    }  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_a_form_well_filled_in_is_taken_from_those_who_may_and_from_nobody_else(role: str) -> None:
    cast = people()
    kwargs = objects(cast)
    for (name, of), (allowed, model, data) in writes(kwargs).items():
        before, path = model._default_manager.count(), reverse(name, kwargs=kwargs[of])
        with transaction.atomic():
            client = Client()
            if user := cast[role]:
                client.force_login(user)
            client.post(path, data)
            more = model._default_manager.count() - before
            transaction.set_rollback(True)
        for file in filter(None, (data.get("files"), data.get("file"))):
            file.seek(0)
        assert more == (1 if role in allowed.split() else 0), name


def signed_in(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def answer(client: Client, method: str, path: str) -> int:
    """The status; whatever the request changed is undone, a session that it ended too."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.generic(method, path)
        if response.streaming:
            list(response)  # else the file stays open
        transaction.set_rollback(True)
    client.cookies = cookies
    return response.status_code


@pytest.mark.parametrize("role", ROLES)
def test_the_administration_is_for_administrators(role: str) -> None:
    client = Client()
    if user := people()[role]:
        client.force_login(user)
    names = [f"{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    answers = {client.get(reverse(f"admin:{name}")).status_code for name in ["index", *names]}
    assert answers == ({200} if role == "administrator" else {302})
    if role not in {"anonymous", "administrator"}:
        assert client.get(reverse("admin:index"), follow=True).status_code == 403
