"""Deleting a draft: by those who write it, after they have confirmed it; what is published stays."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from adam.demo.makers import make_document, make_project
from partners.models import User
from projects.models import Project

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_deleted_and_its_files_wait_in_case_it_is_put_back(client: Client, settings: Settings) -> None:
    project = make_project("DE", draft=True, title="Not wanted", activities=[{}], implementing=["GIZ"])
    make_document(project)
    stored = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert stored
    assert "Delete this draft?" in client.get(f"/projects/{project.pk}/discard/").content.decode()
    assert Project.objects.exists()
    shown = client.post(f"/projects/{project.pk}/discard/", follow=True).content.decode()
    assert "The draft “Not wanted” was deleted." in shown
    assert not Project.objects.exists()
    assert all(path.exists() for path in stored)


def test_what_is_published_is_not_deleted(client: Client) -> None:
    project = make_project("DE")
    assert "Delete the draft" not in client.get(project.get_absolute_url()).content.decode()
    shown = client.post(f"/projects/{project.pk}/discard/", follow=True).content.decode()
    assert "A published project is not deleted" in shown
    assert Project.objects.exists()


def test_what_is_published_is_taken_back(client: Client, client_for: Clients, other_focal_point: User) -> None:
    """After a page that says who loses sight of it; its record stays, and the history tells of both."""
    project = make_project("DE", title="Too early")
    others, address = client_for(other_focal_point), project.get_absolute_url()
    assert others.get(address).status_code == 200
    assert f"/projects/{project.pk}/withdraw/" in client.get(f"{address}edit/").content.decode()
    assert "open alerts are withdrawn" in client.get(f"{address}withdraw/").content.decode()
    assert "is a draft again" in client.post(f"{address}withdraw/", follow=True).content.decode()
    assert others.get(address).status_code == 404
    assert "Taken back to a draft" in client.get(f"{address}history/").content.decode()
    assert "was published before" in client.post(f"{address}discard/", follow=True).content.decode()
    assert Project.objects.get().is_draft


@pytest.mark.django_db(transaction=True)
def test_of_presses_at_once_one_deletes_and_the_others_are_told(client_for: Clients, focal_point: User) -> None:
    project = make_project("DE", draft=True)
    together, shown = threading.Barrier(2), []

    def press(client: Client) -> None:
        try:
            together.wait(20)
            shown.append(client.post(f"/projects/{project.pk}/discard/", follow=True).content.decode())
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[client_for(focal_point)]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("was deleted in the meantime" in page for page in shown) == [False, True]
    late = client_for(focal_point).post(f"/projects/{project.pk}/publish/", follow=True)
    assert "was deleted in the meantime" in late.content.decode()
