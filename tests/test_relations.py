"""Relations between projects: one row, read from both sides, and never more of it than a reader may see."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from adam.demo.makers import get_partner, make_project, make_relation
from partners.models import Notification, User
from projects.importing import import_file
from projects.models import Project, ProjectRelation
from projects.models.relations import ROLES, role_of
from projects.relations import seen_by

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]
INVERSE = {"parent": "child", "child": "parent", "before": "after", "after": "before", "replaces": "replaced-by",
           "replaced-by": "replaces"}  # fmt: skip


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    return client_for(focal_point)


# -- Model -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ROLES)
def test_a_relation_is_read_from_both_sides(name: str) -> None:
    one, other = make_project("DE"), make_project("GB")
    for first, second in ((one, other), (other, one)):
        relation = make_relation(first, second, name)
        assert role_of(relation, first.pk).name == name
        assert role_of(relation, second.pk).name == INVERSE.get(name, name)
        relation.delete()


@pytest.mark.parametrize(("one", "other"), [("parent", "parent"), ("parent", "child"), ("sibling", "sibling")])
def test_two_projects_are_related_once_in_each_way(one: str, other: str) -> None:
    german, british = make_project("DE"), make_project("GB")
    make_relation(german, british, one)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_relation(british, german, other)
    make_relation(german, british, "coordinated")


def test_no_project_is_related_to_itself() -> None:
    project = make_project("DE")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectRelation.objects.create(first=project, second=project, kind="3")


# -- Page --------------------------------------------------------------------------------------------------------------
def test_the_other_side_is_shown_to_those_who_may_see_it(client_for: Clients, analyst: User, focal_point: User) -> None:
    project = make_project("DE")
    make_relation(project, make_project("GB", title="Open to all"), "child")
    make_relation(project, make_project("DE", title="Hidden away", visibility="restricted"))
    shown = client_for(analyst).get(project.get_absolute_url()).content.decode()
    assert "Part of this" in shown
    assert "Open to all" in shown
    assert "1 related project<" in shown
    assert "Hidden away" not in shown
    assert len(seen_by(focal_point, project)) == 2


def test_relating_over_and_over_is_told_once_a_day(client: Client, other_focal_point: User) -> None:
    project, other = make_project("DE"), make_project("GB")
    for _ in range(3):
        client.post(f"/projects/{project.pk}/relations/new/", {"other": other.pk, "role": "sibling"})
        relation = ProjectRelation.objects.get()
        client.post(f"/projects/{project.pk}/relations/{relation.pk}/delete/")
    assert Notification.objects.filter(user=other_focal_point).count() == 2


def test_relating_finds_by_number_and_by_words(client: Client) -> None:
    project = make_project("DE")
    other = make_project("GB", title="Scanners for Torkham", reference="GB-77-A")
    hidden = make_project("GB", title="Scanners in secret", visibility="restricted")
    for words in ("GB-77", f"adam-{other.pk}", str(other.pk), "scanners", "scann"):
        shown = client.get(f"/projects/{project.pk}/relations/new/", {"q": words}).content.decode()
        assert "Scanners for Torkham" in shown
        assert hidden.title not in shown
    assert (
        "No project that you may see"
        in client.get(f"/projects/{project.pk}/relations/new/", {"q": "nothing like it"}).content.decode()
    )


def test_relating_tells_the_other_side(client: Client, other_focal_point: User) -> None:
    project, other = make_project("DE"), make_project("GB")
    response = client.post(f"/projects/{project.pk}/relations/new/", {"role": "parent", "other": other.pk})
    assert response.headers["Location"].endswith("#h-relations")
    relation = ProjectRelation.objects.get()
    assert (relation.first, relation.second, relation.kind) == (other, project, "1")
    told = Notification.objects.get(user=other_focal_point)
    assert "“Part of this”" in told.text
    client.post(f"/projects/{project.pk}/relations/{relation.pk}/delete/")
    assert not ProjectRelation.objects.exists()
    assert Notification.objects.filter(user=other_focal_point).count() == 2


def test_nobody_is_told_of_a_project_they_may_not_see(client: Client, other_focal_point: User) -> None:
    project, other = make_project("DE", visibility="restricted"), make_project("GB")
    client.post(f"/projects/{project.pk}/relations/new/", {"role": "parent", "other": other.pk})
    assert ProjectRelation.objects.count() == 1
    assert not Notification.objects.filter(user=other_focal_point).exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose the other project from the list"),
        ({"role": "parent"}, "Choose the other project from the list"),
        ({"other": "HIDDEN", "role": "parent"}, "Choose the other project from the list"),
        ({"other": "OTHER"}, "Choose what the other project is to this one."),
        ({"other": "OTHER", "role": "nonsense"}, "Choose what the other project is to this one."),
        ({"other": "OTHER", "role": "sibling"}, "related in this way already"),
    ],
)
def test_what_is_wrong_is_said(client: Client, data: dict[str, str], sentence: str) -> None:
    project, other = make_project("DE"), make_project("GB")
    make_relation(project, other, "sibling")
    ids = {"OTHER": other.pk, "HIDDEN": make_project("GB", visibility="restricted").pk}
    posted = {name: ids.get(value, value) for name, value in data.items()}
    response = client.post(f"/projects/{project.pk}/relations/new/", posted)
    assert sentence in response.content.decode()
    assert ProjectRelation.objects.count() == 1


def test_only_a_relation_of_the_project_is_removed_from_its_page(client: Client) -> None:
    relation = make_relation(make_project("GB"), make_project("FR"))
    assert client.post(f"/projects/{make_project('DE').pk}/relations/{relation.pk}/delete/").status_code == 404


def test_relations_in_the_api(client: Client, client_for: Clients, analyst: User) -> None:
    project = make_project("DE")
    make_relation(project, make_project("GB", reference="GB-1"), "after")
    make_relation(project, make_project("DE", visibility="restricted"))
    found = client_for(analyst).get(f"/api/projects/{project.pk}/").json()["relations"]
    assert [(one["role"], one["number"], one["partner"]) for one in found] == [("after", "GB-1", "GB")]
    assert len(client.get(f"/api/projects/{project.pk}/").json()["relations"]) == 2


# -- Import ------------------------------------------------------------------------------------------------------------
ACTIVITY = """<iati-activity xml:lang="en" default-currency="USD"><iati-identifier>{identifier}</iati-identifier>
<title><narrative>Project {identifier}</narrative></title><description><narrative>Text.</narrative></description>
<activity-status code="2"/><activity-date type="1" iso-date="2020-01-01"/><recipient-country code="TJ"/>{related}
</iati-activity>"""


def imported(folder: Path, partner: str, activities: dict[str, dict[str, str]]) -> None:
    """Activities by identifier, each with the identifiers it names and their types."""
    rows = "".join(
        ACTIVITY.format(
            identifier=identifier,
            related="".join(f'<related-activity ref="{ref}" type="{kind}"/>' for ref, kind in related.items()),
        )
        for identifier, related in activities.items()
    )
    path = folder / "file.xml"
    path.write_text(f'<?xml version="1.0"?><iati-activities version="2.03">{rows}</iati-activities>')
    import_file(path, get_partner(partner))


def pairs() -> set[tuple[str, str, str]]:
    found = ProjectRelation.objects.values_list("first__source__identifier", "second__source__identifier", "kind")
    return set(found)


@pytest.mark.parametrize("order", [["parent", "child"], ["child", "parent"]])
def test_published_relations_are_made_whichever_comes_first(tmp_path: Path, order: list[str]) -> None:
    files = {"parent": ("DE", {"DE-1-P": {"GB-1-C": "2"}}), "child": ("GB", {"GB-1-C": {"DE-1-P": "1"}})}
    for name in order:
        imported(tmp_path, *files[name])
    assert pairs() == {("DE-1-P", "GB-1-C", "1")}


def test_a_link_of_one_side_is_enough_and_importing_again_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path, "DE", {"DE-1-A": {"DE-1-B": "3", "XX-9": "3", "DE-1-A": "3"}, "DE-1-B": {}})
    assert pairs() == {("DE-1-A", "DE-1-B", "3")}
    ProjectRelation.objects.all().delete()
    imported(tmp_path, "DE", {"DE-1-A": {"DE-1-B": "3", "XX-9": "3", "DE-1-A": "3"}, "DE-1-B": {}})
    assert pairs() == set()


def test_a_later_publication_changes_what_it_says_differently(tmp_path: Path) -> None:
    imported(tmp_path, "DE", {"DE-1-A": {"DE-1-B": "3"}, "DE-1-B": {}, "DE-1-C": {}})
    make_relation(Project.objects.get(source__identifier="DE-1-B"), Project.objects.get(source__identifier="DE-1-C"))
    imported(tmp_path, "DE", {"DE-1-A": {"DE-1-C": "4"}, "DE-1-B": {}, "DE-1-C": {}})
    assert pairs() == {("DE-1-A", "DE-1-C", "4"), ("DE-1-B", "DE-1-C", "coordinated")}
