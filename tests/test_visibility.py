"""Who may read and who may write which project and document: the queries on which every page stands."""

from typing import Any

import pytest

from adam.demo.makers import make_document, make_focal_point, make_project
from partners.models import User
from projects.models import Document, Project

pytestmark = pytest.mark.django_db

KINDS: dict[str, dict[str, Any]] = {
    "open": {},
    "named": {"visibility": "named", "shared_with": ["GB"]},
    "restricted": {"visibility": "restricted"},
    "draft": {"draft": True},
}
READS = {
    "focal_point": {"open", "named", "restricted", "draft"},
    "reader": {"open", "named", "restricted", "draft"},
    "other_focal_point": {"open", "named"},
    "recipient": {"open"},
    "analyst": {"open"},
    "coordinator": {"open", "named", "restricted"},
    "administrator": {"open", "named", "restricted"},
}


@pytest.fixture
def german(db: None) -> dict[str, Project]:
    """One project of Germany of every kind."""
    return {kind: make_project("DE", title=kind, **fields) for kind, fields in KINDS.items()}


@pytest.mark.parametrize("who", READS)
def test_who_reads_what(request: pytest.FixtureRequest, german: dict[str, Project], who: str) -> None:
    user = request.getfixturevalue(who)
    assert {project.title for project in Project.objects.visible_to(user)} == READS[who]


@pytest.mark.parametrize("who", READS)
def test_what_is_hidden_is_what_cannot_be_read(
    request: pytest.FixtureRequest, german: dict[str, Project], who: str
) -> None:
    """Of every kind merged ones too, which are read as before."""
    kept, user = make_project("GB"), request.getfixturevalue(who)
    for fields in KINDS.values():
        merged = make_project("DE", **fields)
        Project.objects.filter(pk=merged.pk).update(merged_into=kept, published_at=None)
    hidden = {project.pk for some in Project.objects.hidden_from(user) for project in some}
    readable = {project.pk for project in Project.objects.readable_by(user)}
    assert hidden | readable == {project.pk for project in Project.objects.all()}
    assert not hidden & readable


@pytest.mark.parametrize("who", READS)
def test_only_focal_points_of_the_partner_write(
    request: pytest.FixtureRequest, german: dict[str, Project], who: str
) -> None:
    written = {project.title for project in Project.objects.editable_by(request.getfixturevalue(who))}
    assert written == (set(KINDS) if who == "focal_point" else set())


def test_a_shared_draft_is_still_a_draft(other_focal_point: User) -> None:
    make_project("DE", draft=True, visibility="named", shared_with=["GB"])
    assert not Project.objects.visible_to(other_focal_point).exists()


def test_the_list_of_named_partners_counts_for_named_visibility_only(other_focal_point: User) -> None:
    make_project("DE", visibility="restricted", shared_with=["GB"])
    assert not Project.objects.visible_to(other_focal_point).exists()


def test_a_designation_that_ended_opens_nothing(german: dict[str, Project]) -> None:
    former = make_focal_point("GB")
    former.designations.update(partner=german["open"].partner, ended="2020-01-01", started="2019-01-01")
    assert {project.title for project in Project.objects.visible_to(former)} == {"open", "named"}
    assert not Project.objects.editable_by(former).exists()


def test_each_project_once(coordinator: User) -> None:
    make_project("DE", visibility="named", shared_with=["GB", "UNODC", "FR"], countries=["TJ", "AF"])
    assert Project.objects.visible_to(coordinator).count() == 1


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("focal_point", {"open", "kept"}),
        ("reader", {"open", "kept"}),
        ("coordinator", {"open", "kept"}),
        ("other_focal_point", {"open"}),
        ("analyst", {"open"}),
    ],
)
def test_restricted_documents_of_an_open_project(request: pytest.FixtureRequest, who: str, names: set[str]) -> None:
    project = make_project("DE")
    make_document(project, b"1", name="open")
    make_document(project, b"2", name="kept", visibility="restricted")
    seen = Document.objects.visible_to(request.getfixturevalue(who))
    assert {document.name for document in seen} == names


def test_documents_of_a_restricted_project_are_as_hidden_as_it_is(other_focal_point: User, coordinator: User) -> None:
    make_document(make_project("DE", visibility="restricted"))
    assert not Document.objects.visible_to(other_focal_point).exists()
    assert Document.objects.visible_to(coordinator).count() == 1


def test_documents_are_changed_by_those_who_may_change_the_project(focal_point: User, coordinator: User) -> None:
    make_document(make_project("DE"))
    assert Document.objects.editable_by(focal_point).count() == 1
    assert not Document.objects.editable_by(coordinator).exists()
