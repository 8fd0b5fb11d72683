"""The sweep finds what saves find, repairs what they missed, and can be stopped and run again."""

import re
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from adam.demo.makers import make_focal_point, make_project, make_verdict
from duplication import sweep as sweeping
from duplication.detection import check_many
from duplication.matching import postings, rebuilding
from duplication.matching.blocking import keys_of
from duplication.matching.registry import records
from duplication.matching.workers import shared_out
from duplication.models import Alert, BlockingKey, CommonKey, StoredFacts
from duplication.sweep import sweep
from duplication.tasks import sweep_registry
from partners.models import Notification
from projects.models import Project

pytestmark = pytest.mark.django_db
TEXT = "Two vehicle scanners find drugs hidden in lorries; customs officers learn to use them."


def quietly(step: str, done: int, total: int) -> None:
    """Progress nobody watches."""


def registry() -> list[Project]:
    """Two overlaps, a partner's double entry, a series of grants, a draft, and projects that have nothing in common."""
    scanners = {"title": "Scanners for Nizhny Panj", "objective": TEXT}
    dogs = {"title": "Dog handlers at Ishkashim", "objective": "Six dogs and their handlers patrol at Ishkashim."}
    grants = {"title": "Grant for the Pamir school", "objective": "A yearly grant."}
    return [
        *(make_project(partner, **scanners) for partner in ("DE", "GB", "FR")),
        *(make_project("IT", reference="", **dogs) for _ in range(2)),
        *(make_project("JP", reference="", **grants) for _ in range(4)),
        make_project("US", draft=True, **scanners),
        *(make_project("GB") for _ in range(3)),
    ]


def alerts() -> list[dict[str, Any]]:
    return list(Alert.objects.standing().values("first", "second", "kind", "match_weight", "contributions"))


def stored() -> tuple[set[tuple[int, int]], dict[int, tuple[bytes, str]]]:
    facts = StoredFacts.objects.values_list("project", "columns", "title")
    return (
        set(BlockingKey.objects.values_list("project", "key")),
        {project: (bytes(columns), title) for project, columns, title in facts},
    )


def counts(line: str) -> list[int]:
    return [int(number) for number in re.findall(r"\b\d+\b", line.split(";")[0])]


def test_sweep_finds_what_saves_find(capsys: pytest.CaptureFixture[str]) -> None:
    projects = registry()
    check_many([project.pk for project in projects])
    by_saves, by_save = alerts(), stored()
    for model in (Alert, BlockingKey, StoredFacts):
        model.objects.all().delete()

    call_command("find_duplicates")

    assert len(by_saves) == 4
    assert alerts() == by_saves
    assert stored() == by_save
    projects_seen, _, raised, *rest = counts(capsys.readouterr().out)
    assert (projects_seen, raised, rest) == (12, 4, [0, 0, 0])


def test_sweep_repairs_what_a_failed_check_left(capsys: pytest.CaptureFixture[str]) -> None:
    projects = registry()
    check_many([project.pk for project in projects])
    Project.objects.filter(pk=projects[0].pk).update(title="Treatment centre", objective="Beds", published_at=None)
    Project.objects.filter(pk=projects[9].pk).update(published_at=projects[1].published_at)

    call_command("find_duplicates")

    _, _, raised, refreshed, withdrawn, unchanged = counts(capsys.readouterr().out)
    assert (raised, refreshed, withdrawn, unchanged) == (2, 0, 2, 2)
    assert not BlockingKey.objects.filter(project=projects[0]).exists()
    assert not StoredFacts.objects.filter(project=projects[0]).exists()


def test_running_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    registry()
    sweep(quietly)
    make_verdict(Alert.objects.all()[0])
    before = alerts()

    call_command("find_duplicates")

    assert counts(capsys.readouterr().out)[2:] == [0, 0, 0, 4]
    assert alerts() == before


def test_focal_points_get_one_digest() -> None:
    make_focal_point("DE")
    registry()

    sweep(quietly)

    assert Notification.objects.values("due_at").distinct().count() == 1
    assert Notification.objects.filter(due_at__isnull=False).count() == 2


def test_interrupted_it_keeps_what_is_saved_and_ends_the_rest_next_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    registry()
    monkeypatch.setattr(sweeping, "PIECE", 2)

    def until_saved(step: str, done: int, total: int) -> None:
        if step == "Saving":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(until_saved)
    assert Alert.objects.count() == 2

    call_command("find_duplicates")
    assert counts(capsys.readouterr().out)[2:] == [2, 0, 0, 2]


def test_a_project_saved_meanwhile_is_left_to_its_own_check(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = registry()[0]

    def save_meanwhile(step: str, done: int, total: int) -> None:
        if step == "Reading" and done == total:
            changed.save()

    sweep(save_meanwhile)

    assert not Alert.objects.about(changed).exists()
    assert Alert.objects.count() == 2


def test_a_project_deleted_meanwhile_ends_nothing() -> None:
    deleted = registry()[0]

    def delete_meanwhile(step: str, done: int, total: int) -> None:
        if step == "Comparing" and done == total:
            Project.objects.filter(pk=deleted.pk).delete()

    sweep(delete_meanwhile)

    assert Alert.objects.count() == 2


def test_progress_ends_each_step_at_its_whole() -> None:
    registry()
    told: dict[str, tuple[int, int]] = {}

    sweep(lambda step, done, total: told.update({step: (done, total)}))

    assert list(told) == ["Reading", "Searching", "Comparing", "Saving"]
    assert all(done == total for done, total in told.values())


@pytest.fixture
def of_its_own(transactional_db: None) -> Iterator[None]:
    """An option of the table of keys that somebody has set by hand, so that no other takes its place."""
    alter("SET (fillfactor = 90)")
    yield
    alter("RESET (fillfactor)")


def alter(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE duplication_blockingkey {what}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("worth_it", "fixture"), [(0, "transactional_db"), (rebuilding.WORTH_IT, "transactional_db"), (0, "of_its_own")]
)
def test_processes_share_the_work_and_write_the_keys_of_a_first_sweep_together_or_one_by_one(
    worth_it: int, fixture: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    request.getfixturevalue(fixture)
    with transaction.atomic():
        projects = registry()
    Alert.objects.all().delete()  # those saved first have not seen the last, and what was told stays longer
    check_many([project.pk for project in projects])
    by_saves, by_save = alerts(), stored()
    for model in (Alert, BlockingKey, StoredFacts):
        model.objects.all().delete()
    monkeypatch.setattr(rebuilding, "WORTH_IT", worth_it)

    told: dict[str, list[int]] = {}

    report = sweep(lambda step, done, total: told.setdefault(step, []).append(done), processes=2)

    assert ("Storing" in told) == (fixture == "of_its_own")
    assert told.get("Storing", told["Reading"]) == told["Reading"]
    assert report.projects == len(projects) - 1
    assert alerts() == by_saves
    assert stored() == by_save


def test_a_sweep_stores_the_keys_that_too_many_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "SURELY", 3)
    for number in range(5):
        make_project("GB", title=f"Course {number}", objective="")

    sweep(quietly)

    counted = BlockingKey.objects.values("key").annotate(projects=Count("project")).filter(projects__gt=3)
    assert set(CommonKey.objects.values_list("key", flat=True)) == set(counted.values_list("key", flat=True)) != set()


def test_of_a_project_saved_while_all_are_read_the_keys_are_those_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = registry()[0]
    monkeypatch.setattr(rebuilding, "WORTH_IT", 0)

    def save_meanwhile(step: str, done: int, total: int) -> None:
        if step == "Reading":
            Project.objects.filter(pk=changed.pk).update(title="Treatment centre", updated_at=timezone.now())

    sweep(save_meanwhile)

    [its_keys] = keys_of(records([changed.pk])).values()
    assert set(BlockingKey.objects.filter(project=changed).values_list("key", flat=True)) == its_keys.keys()


@pytest.mark.parametrize("copies", [1, 2])
def test_queries_do_not_grow_with_the_registry(copies: int) -> None:
    for _ in range(copies):
        for number in range(5):
            make_project("GB", title=f"Course {number}", objective="")

    with CaptureQueriesContext(connection) as queries:
        sweep(quietly)

    assert len(queries) == 18


def test_the_periodic_task_sweeps_too() -> None:
    registry()

    sweep_registry.call()

    assert Alert.objects.standing().count() == 4


def handling(piece: object) -> object:
    return signal.getsignal(signal.SIGTERM)


@pytest.mark.django_db(transaction=True)
def test_processes_end_when_asked_whatever_that_means_to_their_parent() -> None:
    """A worker of jobs first finishes its task, or leaves by an error."""
    usual = signal.signal(signal.SIGTERM, lambda number, frame: None)
    try:
        assert list(shared_out(handling, [1, 2], processes=2)) == [signal.SIG_DFL, signal.SIG_DFL]
    finally:
        signal.signal(signal.SIGTERM, usual)


def test_fewer_than_one_process_is_refused() -> None:
    with pytest.raises(CommandError, match="--processes is a number from 1 on"):
        call_command("find_duplicates", processes=0)
