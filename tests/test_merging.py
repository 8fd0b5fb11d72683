"""Two bodies become one, with everything that points to them, and become two again."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from adam.demo.makers import (
    get_partner,
    make_activity,
    make_need,
    make_organization,
    make_participation,
    make_project,
    make_recommendation,
)
from partners import merging
from partners.merging import Relation, merge, relations, undo
from partners.models import Merge, NotTheSame, Organization, OrganizationAlias, User
from partners.models.merge import UNDONE_WITHIN
from projects import bodies
from projects.forms.names import saved_organization
from projects.models import Activity, Participation, Project
from roundtables.models import Recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Organization:
    return make_organization("Drug Control Agency", acronym="DCA")


@pytest.fixture
def vanished() -> Organization:
    return make_organization("Agency for Drug Control", kind="drug-control")


def an_earlier_merge(vanished: Organization, by: User) -> Merge:
    return merge(vanished.pk, make_organization("Narcotics Agency").pk, by)


MAKERS: dict[str, Callable[[Organization, User], Any]] = {  # a row of each relation
    "projects.Participation.organization": lambda body, by: make_participation(make_project(), body),
    "projects.Activity.beneficiary": lambda body, by: make_activity(make_project(), beneficiary=body),
    "partners.OrganizationAlias.organization": lambda body, by: body.aliases.create(name="АКН"),
    "partners.OrganizationIdentifier.organization": lambda body, by: body.identifiers.create(
        scheme="IATI", value="X-1"
    ),
    "partners.Merge.kept": an_earlier_merge,
    "roundtables.Need.beneficiary": lambda body, by: make_need(beneficiary=body),
    "roundtables.Recommendation_addressed_organizations.organization": lambda body, by: (
        Recommendation.addressed_organizations.through.objects.create(
            recommendation=make_recommendation(), organization=body
        )
    ),
}


def test_every_relation_to_a_body_is_known_here() -> None:
    """A new one moves along by itself; make a row of it above, so that this is tested too."""
    assert {relation.label for relation in relations()} == set(MAKERS)


@pytest.mark.parametrize("label", MAKERS)
def test_everything_moves_and_comes_back(
    label: str, kept: Organization, vanished: Organization, coordinator: User
) -> None:
    row = MAKERS[label](vanished, coordinator)
    name = label.rpartition(".")[2]
    merged = merge(kept.pk, vanished.pk, coordinator)
    row.refresh_from_db()
    assert getattr(row, name) == kept

    undo(merged.pk, coordinator)
    row.refresh_from_db()
    assert getattr(row, name) == vanished


def test_the_vanished_body_is_found_under_its_name(
    kept: Organization, vanished: Organization, coordinator: User
) -> None:
    merge(kept.pk, vanished.pk, coordinator)
    assert Organization.objects.named("AGENCY for drug control").get() == kept
    assert merging.survivor_of(vanished.pk) == kept
    kept.refresh_from_db()
    assert kept.kind == "drug-control"


def test_undoing_restores_both_exactly(kept: Organization, vanished: Organization, coordinator: User) -> None:
    before = list(Organization.objects.order_by("pk").values()), list(OrganizationAlias.objects.values())
    undone = undo(merge(kept.pk, vanished.pk, coordinator).pk, coordinator)
    assert (list(Organization.objects.order_by("pk").values()), list(OrganizationAlias.objects.values())) == before
    assert undone.remarks == []


def test_a_part_that_both_have_is_kept_once_and_comes_back(
    kept: Organization, vanished: Organization, coordinator: User
) -> None:
    project = make_project(implementing=[kept, vanished], beneficiaries=[vanished])
    before = list(Participation.objects.order_by("pk").values())
    [parts] = [one for one in merging.preview(kept, vanished) if one.relation.label.startswith("projects.Part")]
    assert (parts.moved, parts.doubled) == (1, 1)
    merged = merge(kept.pk, vanished.pk, coordinator)
    assert sorted(project.participations.values_list("organization", "role")) == [(kept.pk, "4"), (kept.pk, "b")]

    undo(merged.pk, coordinator)
    assert list(Participation.objects.order_by("pk").values()) == before


def test_what_was_changed_since_stays_and_is_told(
    kept: Organization, vanished: Organization, coordinator: User
) -> None:
    first, second = make_project(implementing=[vanished]), make_project(implementing=[kept, vanished])
    merged = merge(kept.pk, vanished.pk, coordinator)
    first.participations.all().delete()  # somebody takes the body away from both projects
    second.participations.all().delete()
    Organization.objects.filter(pk=kept.pk).update(kind="police")

    remarks = " ".join(undo(merged.pk, coordinator).remarks)
    assert "1 participation, changed or deleted since" in remarks
    assert f"The kind of {kept} was changed since and stays." in remarks
    assert not Participation.objects.exists()


def test_a_project_deleted_since_does_not_hinder(kept: Organization, vanished: Organization, coordinator: User) -> None:
    project = make_project(implementing=[kept, vanished], activities=[{"beneficiary": vanished}])
    merged = merge(kept.pk, vanished.pk, coordinator)
    project.delete()
    assert undo(merged.pk, coordinator).body == vanished


def test_merges_are_undone_the_later_one_first(kept: Organization, vanished: Organization, coordinator: User) -> None:
    first = merge(kept.pk, vanished.pk, coordinator)
    second = merge(kept.pk, make_organization("DCA of Tajikistan").pk, coordinator)
    with pytest.raises(ValidationError, match="Undo the later merge of DCA of Tajikistan first"):
        undo(first.pk, coordinator)
    undo(second.pk, coordinator)
    undo(first.pk, coordinator)


def test_after_a_month_and_twice_it_cannot_be_undone(
    kept: Organization, vanished: Organization, coordinator: User
) -> None:
    merged = merge(kept.pk, vanished.pk, coordinator)
    Merge.objects.update(merged_at=timezone.now() - UNDONE_WITHIN)
    with pytest.raises(ValidationError, match="within 30 days"):
        undo(merged.pk, coordinator)
    Merge.objects.update(merged_at=timezone.now())
    undo(merged.pk, coordinator)
    with pytest.raises(ValidationError, match="undone already"):
        undo(merged.pk, coordinator)


def test_a_name_taken_since_is_said(kept: Organization, vanished: Organization, coordinator: User) -> None:
    merged = merge(kept.pk, vanished.pk, coordinator)
    Organization.objects.create(name=vanished.name)
    with pytest.raises(ValidationError, match="has this name now"):
        undo(merged.pk, coordinator)


def test_what_the_one_is_not_the_other_is_not_either(
    kept: Organization, vanished: Organization, coordinator: User
) -> None:
    third = make_organization("Customs Service")
    for first, second in ((vanished, third), (kept, vanished)):
        NotTheSame.objects.create(first=first, second=second)
    merged = merge(kept.pk, vanished.pk, coordinator)
    assert list(NotTheSame.objects.values_list("first", "second")) == [(kept.pk, third.pk)]
    undo(merged.pk, coordinator)
    assert set(NotTheSame.objects.values_list("first", "second")) == {(vanished.pk, third.pk), (kept.pk, vanished.pk)}


def test_the_projects_are_compared_anew(kept: Organization, vanished: Organization, coordinator: User) -> None:
    published, draft = make_project(implementing=[vanished]), make_project(implementing=[vanished], draft=True)
    bodies.merge(kept.pk, vanished.pk, coordinator)
    [job] = DBTaskResult.objects.filter(task_path="projects.tasks.check_again")
    assert job.args_kwargs["args"] == [[published.pk]]
    assert draft.pk not in job.args_kwargs["args"][0]


def test_history_tells_of_the_move(kept: Organization, vanished: Organization, coordinator: User) -> None:
    project = make_project(implementing=[vanished])
    merge(kept.pk, vanished.pk, coordinator)
    events = Participation.pgh_event_model.objects.filter(project=project.pk, pgh_label="update")  # type: ignore[attr-defined]
    assert [event.organization_id for event in events] == [kept.pk]


# -- Two at once -------------------------------------------------------------------------------------------------------
@pytest.fixture
def beside() -> Any:
    """Runs something on a connection of its own; returns the thread, so that the test can wait for it."""
    threads: list[threading.Thread] = []

    def beside(work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
        said: list[object] = []

        def run() -> None:
            try:
                said.append(work())
            except ValidationError as reason:
                said.append(reason.message)
            finally:
                connections.close_all()

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return threads[-1], said

    return beside


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_the_second_is_told(beside: Any) -> None:
    a, b, c = (make_organization(name) for name in ("Customs One", "Customs Two", "Customs Three"))
    by = User.objects.create_user("c@adam.example", role="coordinator")
    with transaction.atomic():
        merge(a.pk, b.pk, by)
        second, said = beside(lambda: merge(c.pk, b.pk, by))
        second.join(0.5)
        assert second.is_alive()  # waits for the first
    second.join()
    assert said == ["It was merged into Customs One meanwhile."]


@pytest.mark.django_db(transaction=True)
def test_a_project_saved_after_a_merge_names_the_survivor(beside: Any) -> None:
    a, b = make_organization("Customs One"), make_organization("Customs Two")
    by = User.objects.create_user("c@adam.example", role="coordinator")
    with transaction.atomic():
        merge(a.pk, b.pk, by)
        saving, said = beside(transaction.atomic(lambda: saved_organization(b)))
        saving.join(0.5)
        assert saving.is_alive()
    saving.join()
    assert said == [a]


@pytest.mark.django_db(transaction=True)
def test_a_merge_waits_for_a_form_that_is_being_saved(beside: Any) -> None:
    a, b, project = make_organization("Customs One"), make_organization("Customs Two"), make_project(get_partner("DE"))
    by = User.objects.create_user("c@adam.example", role="coordinator")
    with transaction.atomic():
        body = saved_organization(b)
        merging_, _ = beside(lambda: merge(a.pk, b.pk, by))
        merging_.join(0.5)
        Participation.objects.create(project=project, organization=body, role="4")
    merging_.join()
    assert Participation.objects.get().organization == a
    assert (Project.objects.count(), Activity.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_merge_does_not_wait_for_ever(beside: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = make_organization("Customs One"), make_organization("Customs Two")
    by = User.objects.create_user("c@adam.example", role="coordinator")
    monkeypatch.setattr(merging, "PATIENCE", "100ms")
    with transaction.atomic():
        merging.hold_bodies()
        waiting, said = beside(lambda: merge(a.pk, b.pk, by))
        waiting.join()
    assert said == ["Projects are being imported at this moment. Try again in a minute."]
    assert connection.is_usable()


def test_a_relation_knows_its_rows(kept: Organization) -> None:
    part = make_participation(make_project(), kept)
    assert list(Relation(Participation, "organization").rows(kept)) == [part]
