"""A copy is a new draft with what the next phase has in common; what is not the copier's stays behind."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from adam.demo.makers import make_document, make_focal_point, make_organization, make_project
from partners.merging import BODIES
from partners.models import User
from projects.copying import copied
from projects.models import Project

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture
def source(db: None) -> Project:
    project = make_project(
        "DE",
        title="Dogs",
        amount=500,
        visibility="named",
        shared_with=["TJ"],
        implementing=["GIZ"],
        activities=[{"type": "A08", "quantity": 12}],
        identifiers=[("IATI", "DE-1")],
    )
    make_document(project)
    return project


def copy_by(client: Client, source: Project) -> Project:
    answer = client.post(f"/projects/{source.pk}/copy/")
    copy = Project.objects.get(copied_from=source)
    assert answer.headers["Location"] == f"/projects/{copy.pk}/edit/first/"
    return copy


def test_a_copy_has_what_makes_sense(client_for: Clients, focal_point: User, source: Project) -> None:
    client = client_for(focal_point)
    copy = copy_by(client, source)
    assert (copy.title, copy.partner, copy.start) == ("Copy of Dogs", source.partner, source.start)
    assert copy.activities.get().quantity == 12
    assert copy.contributions.get().amount == 500
    assert [str(body) for body in copy.organizations.all()] == ["GIZ"]
    assert list(copy.countries.all()) == list(source.countries.all())
    assert (copy.visibility, [partner.code for partner in copy.shared_with.all()]) == ("named", ["TJ"])
    page = client.get(f"/projects/{copy.pk}/edit/first/").content.decode()
    assert f'A copy of <a href="/projects/{source.pk}/"><bdi>Dogs</bdi></a>' in page


def test_a_copy_starts_anew(client_for: Clients, focal_point: User, source: Project) -> None:
    copy = copy_by(client_for(focal_point), source)
    assert copy.is_draft
    assert (copy.confirmed_at, copy.reference) == (None, "")
    assert not copy.identifiers.exists()
    assert not copy.documents.exists()


def test_two_presses_make_one_copy(client_for: Clients, focal_point: User, source: Project) -> None:
    client = client_for(focal_point)
    copy_by(client, source)
    copy_by(client, source)


def test_what_another_partner_pays_and_shows_is_not_copied(
    client_for: Clients, recipient: User, source: Project
) -> None:
    copy = copy_by(client_for(recipient), source)
    assert copy.partner == recipient.partner
    assert copy.visibility == "all"
    assert not copy.contributions.exists()
    assert not copy.shared_with.exists()


def test_what_one_does_not_see_one_does_not_copy(client_for: Clients, source: Project) -> None:
    assert client_for(make_focal_point("GB")).post(f"/projects/{source.pk}/copy/").status_code == 404
    assert Project.objects.count() == 1


def test_the_source_is_named_to_those_who_see_it(client_for: Clients, recipient: User, source: Project) -> None:
    client = client_for(recipient)
    copy = copy_by(client, source)
    source.visibility = "restricted"
    source.save()
    assert "A copy of" not in client.get(f"/projects/{copy.pk}/edit/").content.decode()


def test_a_long_title_is_cut(client_for: Clients, focal_point: User) -> None:
    copy = copy_by(client_for(focal_point), make_project("DE", title="x" * 500))
    assert len(copy.title) == 500


def test_no_body_is_merged_while_a_project_is_copied(focal_point: User) -> None:
    copied(make_project("DE", implementing=[make_organization("Customs Service")]), focal_point)
    with connection.cursor() as cursor:
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND pid = pg_backend_pid()"
        cursor.execute(held, [BODIES])
        assert cursor.fetchone() == (1,)
