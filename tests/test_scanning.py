"""The virus scanner: a real clamd. What it has not found clean is handed out to nobody."""

import gc
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings

from adam.demo.makers import make_document, make_earlier_version, make_meeting_document, make_project, make_round_table
from partners.models import Notification, User
from projects import tasks
from projects.examination import examine
from projects.models import Document, DocumentText
from projects.scanning import NotScanned, answers, scan
from tests.conftest import HARMFUL

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, other_focal_point: User) -> Client:
    return client_for(other_focal_point)


def document(content: bytes = b"%PDF-1.7 fine", **fields: Any) -> Document:
    return make_document(make_project("DE"), content, **fields)


def statuses(client: Client, document: Document) -> set[int]:
    of = f"/projects/documents/{document.pk}/"
    return {client.get(f"{of}{name}").status_code for name in ("", "picture/", "thumbnail/", "versions/1/")}


@pytest.mark.usefixtures("clamd")
def test_a_file_is_handed_out_once_it_is_known_to_be_clean(client: Client) -> None:
    picture = document(b"drawn", content_type="image/jpeg", thumbnail=ContentFile(b"small", "small.jpg"))
    earlier = make_earlier_version(picture)
    page = client.get(picture.get_absolute_url())
    assert "being checked for viruses" in page.content.decode()
    assert (page.status_code, page["Cache-Control"]) == (409, "no-store")
    assert statuses(client, picture) == {409}

    examine(picture)
    examine(earlier)

    assert statuses(client, picture) == {200}
    assert "None found on" in client.get(f"/projects/documents/{picture.pk}/about/").content.decode()


@pytest.mark.usefixtures("clamd")
@pytest.mark.parametrize("content", [HARMFUL, b"%PDF-1.7 " + b"x" * 200_000 + HARMFUL])
def test_a_harmful_file_is_handed_out_to_nobody_and_its_owner_learns_why(
    client_for: Clients, focal_point: User, other_focal_point: User, content: bytes
) -> None:
    found = document(content, uploaded_by=focal_point)
    examine(found)

    for user in focal_point, other_focal_point:
        assert client_for(user).get(found.get_absolute_url()).status_code == 409
    page = f"/projects/documents/{found.pk}/about/"
    assert "Adam.Harmful.UNOFFICIAL" in client_for(focal_point).get(page).content.decode()
    assert "Adam.Harmful" not in client_for(other_focal_point).get(page).content.decode()
    assert Notification.objects.get().user == focal_point
    assert not DocumentText.objects.exists()


def test_an_answer_that_does_not_come_counts_as_not_scanned(client: Client, settings: Settings, clamd: str) -> None:
    settings.CLAMD_SOCKET = "127.0.0.1:1"
    waiting = document()
    with pytest.raises(NotScanned):
        examine(waiting)
    assert client.get(waiting.get_absolute_url()).status_code == 409

    settings.CLAMD_SOCKET = clamd
    examine(waiting)
    assert client.get(waiting.get_absolute_url()).status_code == 200


def test_the_line_to_a_scanner_that_is_not_there_is_closed(settings: Settings) -> None:
    settings.CLAMD_SOCKET = "/nowhere/clamd.ctl"
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert not answers()
        gc.collect()
    assert [one for one in told if "socket" in str(one.message)] == []


@pytest.mark.usefixtures("clamd")
def test_a_file_beyond_what_the_scanner_takes_counts_as_not_scanned() -> None:
    with pytest.raises(NotScanned):
        scan(ContentFile(b"x" * 3_000_000))


@pytest.mark.usefixtures("clamd")
def test_files_that_came_before_the_scanner_are_found_by_the_hourly_job() -> None:
    paper, minutes = document(), make_meeting_document(make_round_table())
    for each in paper, minutes:
        type(each).objects.update(uploaded_at="2026-01-01T00:00Z")

    assert tasks.examine_waiting.func() == 2  # type: ignore[attr-defined]
    assert tasks.examine_waiting.func() == 0, "those two wait in the queue"  # type: ignore[attr-defined]
    for each in paper, minutes:
        tasks.examine_file.func(each._meta.label, each.pk)  # type: ignore[attr-defined]
        each.refresh_from_db()
        assert each.scanned_at


def test_without_a_scanner_nothing_is_called_clean(client: Client) -> None:
    paper = document()
    examine(paper)
    assert client.get(paper.get_absolute_url()).status_code == 200
    assert "Not scanned" in client.get(f"/projects/documents/{paper.pk}/about/").content.decode()


def test_health_tells_of_a_scanner_that_is_set_and_silent(client: Client, settings: Settings, clamd: str) -> None:
    assert client.get("/healthz").json()["scanner"] == "ok"
    settings.CLAMD_SOCKET = "/nowhere/clamd.ctl"
    assert client.get("/healthz").json()["scanner"] == "The virus scanner does not answer."
    settings.CLAMD_SOCKET = ""
    assert "scanner" not in client.get("/healthz").json()
