"""A document is replaced: what it held before stays, is seen by the same people, and can be brought back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_document, make_earlier_version, make_meeting_document, make_project, make_round_table
from partners.models import User
from projects.documents import MOST_VERSIONS
from projects.examination import examine
from projects.models import Document, DocumentText, DocumentVersion
from projects.tasks import remove_orphaned_files
from tests.test_documents import PDF, picture
from tests.test_documents_deleted import age_deletions

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def document(db: None) -> Document:
    return make_document(make_project("DE"), PDF, name="plan.pdf", title="Plan")


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


def replace(client: Client, document: Any, content: bytes, name: str = "plan 2.pdf", note: str = "") -> HttpResponse:
    address = f"/{'projects' if isinstance(document, Document) else 'round-tables'}/documents/{document.pk}/replace/"
    return client.post(address, {"file": SimpleUploadedFile(name, content), "note": note}, follow=True)


def held(client: Client, document: Any, version: int | None = None) -> bytes:
    address = document.get_absolute_url() + (f"versions/{version}/" if version else "")
    return b"".join(client.get(address).streaming_content)


def test_the_new_file_counts_and_the_old_one_stays(client: Client, document: Document, focal_point: User) -> None:
    page = replace(client, document, PDF + b"second", note="Annex added").content.decode()

    document.refresh_from_db()
    assert (document.name, document.version, document.note, document.title) == ("plan 2.pdf", 2, "Annex added", "Plan")
    assert document.uploaded_by == focal_point
    assert held(client, document) == PDF + b"second"
    assert held(client, document, 1) == PDF
    assert "Version 2, of today: Annex added" in page


def test_an_earlier_version_is_brought_back_as_the_newest(client: Client, document: Document) -> None:
    replace(client, document, PDF + b"second")
    client.post(f"/projects/documents/{document.pk}/versions/1/restore/")

    document.refresh_from_db()
    assert (document.version, document.note, document.name) == (3, "Version 1 again", "plan.pdf")
    assert held(client, document) == PDF
    assert [version.version for version in document.versions.all()] == [2, 1]


def test_a_file_that_is_refused_changes_nothing(client: Client, document: Document) -> None:
    page = replace(client, document, b"<html>", name="plan.pdf").content.decode()
    assert "plan.pdf: the content is not that of a .pdf file" in page
    document.refresh_from_db()
    assert document.version == 1
    assert not DocumentVersion.objects.exists()


def test_the_same_file_is_refused(client: Client, document: Document) -> None:
    assert "what the document holds already" in replace(client, document, document.file.read()).content.decode()


def test_a_document_is_replaced_so_often_and_no_more(client: Client, document: Document) -> None:
    Document.objects.update(version=MOST_VERSIONS)
    page = replace(client, document, PDF + b"second").content.decode()
    assert f"plan 2.pdf: it has been replaced {MOST_VERSIONS} times" in page
    assert len(default_storage.listdir("documents")[1]) == 1


def test_the_file_of_another_document_is_refused_and_not_left_in_the_store(client: Client, document: Document) -> None:
    replace(client, document, PDF + b"second")
    make_document(document.project, PDF + b"third", name="third.pdf", title="Budget")
    before = default_storage.listdir("documents")[1]

    page = replace(client, document, PDF + b"third").content.decode()

    assert "this very file is here already, as “Budget”" in page
    assert default_storage.listdir("documents")[1] == before


def test_a_version_whose_file_another_document_holds_stays_where_it_is(client: Client, document: Document) -> None:
    replace(client, document, PDF + b"second")
    make_document(document.project, PDF, title="Budget")
    answer = client.post(f"/projects/documents/{document.pk}/versions/1/restore/", follow=True)

    assert "Version 1 was not brought back: this very file is here already" in answer.content.decode()
    assert held(client, document, 1) == PDF


def test_a_picture_may_become_a_paper_and_a_paper_a_picture(client: Client, document: Document) -> None:
    replace(client, document, picture(), name="plan.jpg")
    document.refresh_from_db()
    assert (document.kind, bool(document.thumbnail)) == (Document.Kind.PICTURE, True)

    replace(client, document, PDF + b"third")
    document.refresh_from_db()
    assert (document.kind, bool(document.thumbnail)) == (Document.Kind.OTHER, False)


def test_the_text_of_the_old_file_goes_and_that_of_the_new_one_comes(client: Client, document: Document) -> None:
    examine(document)
    replace(client, document, b"What was agreed", name="plan.txt")
    assert not DocumentText.objects.exists()

    examine(Document.objects.get())
    assert DocumentText.objects.get().text == "What was agreed"


def test_who_does_not_see_the_document_does_not_see_its_versions(
    client_for: Clients, other_focal_point: User, document: Document
) -> None:
    make_earlier_version(document)
    stranger, address = client_for(other_focal_point), f"{document.get_absolute_url()}versions/1/"
    assert stranger.get(address).status_code == 200
    Document.objects.update(visibility=Document.Visibility.RESTRICTED)
    assert stranger.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_what_a_document_held_while_it_was_restricted_stays_with_its_partner(
    client: Client, client_for: Clients, other_focal_point: User, focal_point: User, document: Document
) -> None:
    """Put right first, opened then: others get what was put right."""
    Document.objects.update(visibility=Document.Visibility.RESTRICTED)
    replace(client, document, PDF + b"put right")
    Document.objects.update(visibility=Document.Visibility.AS_PROJECT)
    replace(client, document, PDF + b"third")

    stranger, address = client_for(other_focal_point), document.get_absolute_url()
    assert [stranger.get(f"{address}versions/{number}/").status_code for number in (1, 2)] == [404, 200]
    assert "Version 1<" not in stranger.get(f"{address}about/").content.decode()
    assert held(client, document, 1) == PDF


@pytest.mark.django_db(transaction=True)
def test_what_a_document_held_while_its_project_was_a_draft_stays_with_its_partner(
    client: Client, client_for: Clients, other_focal_point: User, focal_point: User
) -> None:
    document = make_document(make_project("DE", draft=True), PDF, name="plan.pdf")
    replace(client, document, PDF + b"second")
    type(document.project).objects.update(published_at=timezone.now())
    stranger, address = client_for(other_focal_point), document.get_absolute_url()
    assert [stranger.get(f"{address}{part}").status_code for part in ("", "versions/1/")] == [200, 404]


@pytest.mark.django_db(transaction=True)
@pytest.mark.django_db(transaction=True)  # history groups by transaction
def test_the_history_tells_replaced_from_described(client: Client, document: Document) -> None:
    replace(client, document, PDF + b"second")
    described = {"title": "Plan of work", "kind": "A02", "language": "en", "visibility": "project"}
    client.post(f"/projects/documents/{document.pk}/edit/", described)

    page = client.get(document.project.get_absolute_url()).content.decode()
    assert page.count("<b>Document replaced</b>: Plan, version 2") == 1
    assert '<b>Document “Plan of work”, title</b>: <del dir="auto">' in page


@pytest.mark.django_db(transaction=True)
def test_deleting_takes_all_versions_along(client: Client, document: Document) -> None:
    replace(client, document, PDF + b"second")
    client.post(f"/projects/documents/{document.pk}/versions/1/restore/")
    client.post(f"/projects/documents/{document.pk}/delete/", {"for_good": "1"})
    assert default_storage.listdir("documents")[1] == []


def test_versions_of_a_deleted_project_leave_the_store(client: Client, document: Document) -> None:
    replace(client, document, picture(), name="plan.jpg")
    kept = make_document(make_project("DE"))
    earlier = make_earlier_version(kept)
    document.project.delete()
    age_deletions()

    assert remove_orphaned_files.func() == 3  # type: ignore[attr-defined]
    assert sorted(default_storage.listdir("documents")[1]) == sorted(
        file.name.removeprefix("documents/") for file in (kept.file, earlier.file)
    )


def test_documents_of_meetings_have_versions_too(client_for: Clients, coordinator: User) -> None:
    client, document = client_for(coordinator), make_meeting_document(make_round_table(), PDF)
    replace(client, document, PDF + b"second")
    client.post(f"/round-tables/documents/{document.pk}/versions/1/restore/")
    assert held(client, document) == PDF
    assert document.versions.count() == 2
