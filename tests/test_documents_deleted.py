"""Documents deleted: asked first, their files kept for a while or not at all; and no one else does it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from adam.demo.makers import make_document, make_meeting_document, make_project, make_round_table
from partners.models import User
from projects.models import Document, DocumentVersion, Project
from projects.tasks import remove_orphaned_files
from tests.test_documents import add, file, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.mark.django_db(transaction=True)
def test_deleting_asks_first_and_removes_the_file(client: Client, project: Project) -> None:
    document = make_document(project)
    address = f"/projects/documents/{document.pk}/delete/"
    assert "Delete this document?" in client.get(address).content.decode()
    assert project.documents.exists()
    assert "For 30 days those who write the project can bring it back" in client.get(address).content.decode()
    client.post(address, {"for_good": "1"})
    assert not project.documents.exists()
    assert not document.file.storage.exists(document.file.name)


def age_deletions() -> None:
    """Project documents can be put back for thirty days; these are over."""
    for model in (Document, DocumentVersion):
        events: Any = model.pgh_event_model  # type: ignore[attr-defined]
        events.objects.filter(pgh_label="delete").update(pgh_created_at=timezone.now() - timedelta(days=31))


@pytest.mark.parametrize("store", ["disk", "s3"])
def test_files_go_with_what_was_deleted_elsewhere(
    request: pytest.FixtureRequest, client: Client, project: Project, store: str
) -> None:
    if store == "s3":
        request.getfixturevalue("s3")
    add(client, project, file("a.jpg", picture()))
    [gone], meeting = project.documents.all(), make_round_table()
    minutes, kept = make_meeting_document(meeting), make_document(make_project("DE"))
    project.delete()
    meeting.delete()
    age_deletions()

    assert remove_orphaned_files.func() == 3  # type: ignore[attr-defined]

    for document in (gone, minutes):
        assert not default_storage.exists(document.file.name)
    assert not default_storage.exists(gone.thumbnail.name)
    assert default_storage.exists(kept.file.name)
    assert remove_orphaned_files.func() == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["/projects/{project}/documents/new/", "/projects/documents/{document}/delete/"])
@pytest.mark.parametrize("who", ["reader", "other_focal_point", "coordinator"])
def test_readers_bring_in_and_delete_nothing(
    request: pytest.FixtureRequest, client_for: Clients, project: Project, address: str, who: str
) -> None:
    address = address.format(project=project.pk, document=make_document(project).pk)
    client = client_for(request.getfixturevalue(who))
    assert client.post(address, {"files": file("a.pdf")}).status_code == 403
    assert project.documents.count() == 1
