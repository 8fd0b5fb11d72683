"""A version put back with its relations and documents: what was deleted comes back as long as its file is there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_document, make_earlier_version, make_project
from partners.models import Notification, User
from projects import documents
from projects.history import changes
from projects.models import Document, Project, ProjectRelation
from projects.tasks import remove_orphaned_files
from tests.test_put_back import address, confirmed

pytestmark = pytest.mark.django_db(transaction=True)  # each save has a time of its own


@pytest.fixture
def client(client_for: Callable[[User], Client], focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.fixture
def project() -> Project:
    return make_project("DE", title="Dogs for the post")


def latest(project: Project, user: User) -> datetime:
    return changes(project, user)[0].at


def relate(first: Project, second: Project, kind: str = "3") -> ProjectRelation:
    return ProjectRelation.objects.create(first=first, second=second, kind=kind)


def test_relations_come_back_and_go_and_the_other_side_hears(
    client: Client, project: Project, focal_point: User, other_focal_point: User
) -> None:
    before, since = make_project("GB", title="Kennels"), make_project("GB", title="Handlers")
    one = relate(project, before)
    then = latest(project, focal_point)
    one.delete()
    relate(project, since)
    path = address(project, then)
    shown = client.get(path).content.decode()
    assert "put back: </span>" in shown
    assert "Kennels (part of the same programme)" in shown
    confirmed(client, path)
    assert ProjectRelation.objects.get().second == before
    assert Notification.objects.filter(user=other_focal_point, kind="relation").count() == 2


def test_a_relation_to_a_project_that_is_not_seen_is_neither_told_nor_touched(
    client: Client, project: Project, focal_point: User
) -> None:
    hidden = make_project("FR", title="Undercover", visibility="restricted")
    one = relate(project, hidden)
    then = latest(project, focal_point)
    one.delete()
    kept = relate(project, hidden, "4")
    Project.objects.filter(pk=project.pk).update(title="Other")
    path = address(project, then)
    assert "Undercover" not in client.get(path).content.decode()
    assert "Related project" not in client.get(path).content.decode()
    confirmed(client, path)
    assert ProjectRelation.objects.get() == kept


def test_a_deleted_document_comes_back_with_file_and_versions(
    client: Client, project: Project, focal_point: User
) -> None:
    document = make_document(project, title="Minutes", kind="A07")
    make_earlier_version(document)
    then = latest(project, focal_point)
    client.post(f"/projects/documents/{document.pk}/delete/")
    assert "deleted since; comes back with its file" in client.get(address(project, then)).content.decode()
    confirmed(client, address(project, then))
    back = project.documents.get()
    assert (back.pk, back.title, back.kind, back.versions.count()) == (document.pk, "Minutes", "A07", 1)
    assert client.get(back.get_absolute_url()).status_code == 200
    assert "Nothing would change" in client.get(address(project, latest(project, focal_point))).content.decode()


def test_what_was_removed_for_good_is_said_to_be_gone(client: Client, project: Project, focal_point: User) -> None:
    document = make_document(project, title="Minutes")
    then = latest(project, focal_point)
    client.post(f"/projects/documents/{document.pk}/delete/", {"for_good": "1"})
    assert not default_storage.exists(document.file.name)
    gone = "Document “Minutes” cannot be brought back: its file is gone."
    assert gone in client.get(address(project, then)).content.decode()


def test_files_stay_for_thirty_days(project: Project) -> None:
    document = make_document(project)
    documents.delete(document)
    assert remove_orphaned_files.func() == 0  # type: ignore[attr-defined]
    events: Any = Document.pgh_event_model  # type: ignore[attr-defined]
    events.objects.filter(pgh_label="delete").update(pgh_created_at=timezone.now() - timedelta(days=31))
    assert remove_orphaned_files.func() == 1  # type: ignore[attr-defined]
    assert not default_storage.exists(document.file.name)


def test_words_and_file_of_a_document_are_as_they_were_and_later_ones_stay(
    client: Client, project: Project, focal_point: User
) -> None:
    document = make_document(project, title="Plan", kind="A02")
    then = latest(project, focal_point)
    make_earlier_version(document, sha256=document.sha256)
    Document.objects.update(title="Paper", kind="A07", sha256="2" * 64, visibility="restricted")
    make_document(project, b"%PDF-1.4 later", title="Later")
    shown = client.get(address(project, then)).content.decode()
    assert "The file of version 1 counts again" in shown
    assert "Later" not in shown
    confirmed(client, address(project, then))
    back = project.documents.get(pk=document.pk)
    assert (back.title, back.kind, back.version, back.visibility) == ("Plan", "A02", 3, "restricted")
    assert project.documents.count() == 2


def test_the_same_file_added_anew_stays_alone(client: Client, project: Project, focal_point: User) -> None:
    document = make_document(project, title="Old name")
    then = latest(project, focal_point)
    documents.delete(document)
    make_document(project, title="New name")
    assert "its file is here already, as “New name”" in client.get(address(project, then)).content.decode()
    confirmed(client, address(project, then))
    assert str(project.documents.get()) == "New name"
