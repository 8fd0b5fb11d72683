"""Long files: asked for, made by the worker, told, handed out to their owner alone, cancelled, taken away."""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from adam.demo.makers import get_partner, make_project
from adam.demo.makers import make_export as make_made_export
from partners.models import Notification, User
from projects.exports import making
from projects.exports.formats import FORMATS
from projects.exports.makers import Refused
from projects.exports.making import give_up_lost, go_on, make_export, remove_orphans, tidy_exports
from projects.exports.of_projects import steps
from projects.exports.reading import ids_of
from projects.exports.recipe import recipe_of
from projects.models import Export, Project
from projects.models.export import MOST_KEPT

pytestmark = pytest.mark.django_db
Clients = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _few_are_many(settings: Settings) -> None:
    settings.EXPORT_ROWS = 2


@pytest.fixture
def client(client_for: Clients, focal_point: User) -> Client:
    for number in range(3):
        make_project("DE", title=f"Project {number}", countries=["TJ"])
    return client_for(focal_point)


def asked(client: Client, kind: str = "csv", **more: Any) -> Export:
    response = client.post("/projects/export/", {"make": kind, "query": "country=TJ", "column": "title", **more})
    assert response.status_code == 302
    return Export.objects.get(pk=int(response["Location"].split("/")[3]))


def run(export: Export) -> Export:
    """What the worker does with the job, and then once more."""
    for task in DBTaskResult.objects.filter(task_path=make_export.module_path, status=TaskResultStatus.READY):
        task.claim("1")
        make_export.call(TaskContext(task_result=task.task_result), *task.task_result.args)
        task.set_successful(None)
    export.refresh_from_db()
    return export


def taken(client: Client, export: Export, **headers: str) -> Any:
    return client.get(f"{export.get_absolute_url()}file/", headers=headers)


# -- Made --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", list(FORMATS))
def test_a_long_file_is_made_and_its_owner_told(client: Client, focal_point: User, kind: str) -> None:
    export = run(asked(client, kind))

    told = Notification.objects.get(user=focal_point, kind="export")
    response = taken(client, export)
    assert (export.done, export.total, export.size) == (3, 3, int(response["Content-Length"]))
    assert told.url == export.get_absolute_url()
    assert b"Project 1" in b"".join(response.streaming_content) or kind == "xlsx"
    assert f'attachment; filename="adam-projects-{timezone.localdate()}.{kind}"' == response["Content-Disposition"]


def test_a_short_one_is_made_at_once(client: Client) -> None:
    sent = {"make": "csv", "query": "", "column": "title", "sort": "title"}
    make_project("DE", countries=["AF"])
    response = client.post("/projects/export/", {**sent, "query": "country=AF"})
    assert response["Location"] == "/projects/export.csv?country=AF&sort=title&column=title"


def test_the_file_waits_in_the_store_that_is_set(client: Client, s3: dict[str, str]) -> None:
    export = run(asked(client))
    part = taken(client, export, range="bytes=3-7")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"Title")
    client.post(f"{export.get_absolute_url()}delete/")


def test_an_interrupted_download_goes_on(client: Client) -> None:
    export = run(asked(client))
    first = taken(client, export)
    rest = taken(client, export, range="bytes=3-", **{"if-range": first["ETag"]})
    assert (rest.status_code, b"".join(first.streaming_content)[3:]) == (206, b"".join(rest.streaming_content))


def test_the_same_file_is_asked_for_once(client: Client, focal_point: User) -> None:
    assert asked(client) == asked(client)
    assert DBTaskResult.objects.filter(task_path=make_export.module_path).count() == 1
    with pytest.raises(IntegrityError, match="export_once_at_a_time"), transaction.atomic():
        Export.objects.create(owner=focal_point, format="csv", query="country=TJ&column=title", total=3)


def test_nobody_has_more_than_a_few_under_way(client: Client) -> None:
    for column in ("title", "number", "start"):
        asked(client, column=column)
    response = client.post("/projects/export/", {"make": "csv", "query": "country=TJ", "column": "end"}, follow=True)
    assert "which is the most" in response.content.decode()
    assert Export.objects.count() == 3


def test_the_same_file_of_an_earlier_day_is_replaced(client: Client) -> None:
    first = run(asked(client))
    second = run(asked(client))
    assert list(Export.objects.kept()) == [second]
    assert second.pk != first.pk
    assert Notification.objects.filter(kind="export").count() == 1


def test_nobody_keeps_more_than_so_many(client: Client, focal_point: User) -> None:
    for number in range(MOST_KEPT):
        make_made_export(focal_point, query=f"country=TJ&column=title&sort={number}")
    answer = client.post("/projects/export/", {"make": "csv", "query": "country=TJ", "column": "title"}, follow=True)
    assert f"{MOST_KEPT} files are kept for you" in answer.content.decode()
    assert Export.objects.count() == MOST_KEPT


def test_a_choice_too_long_for_an_address_is_refused_with_a_sentence(client: Client) -> None:
    for query in ("place=1&" * 900, "q=" + "پ" * 900):
        answer = client.post("/projects/export/", {"make": "csv", "query": query}, follow=True)
        assert "too long for an address" in answer.content.decode()
    assert not Export.objects.exists()


# -- What may be seen --------------------------------------------------------------------------------------------------
def test_it_is_made_of_what_its_owner_sees_when_it_is_made(client: Client) -> None:
    export = asked(client)
    make_project("GB", title="Hidden plan", visibility="restricted")
    make_project("GB", title="Open plan")
    text = b"".join(taken(client, run(export)).streaming_content).decode()
    assert "Open plan" in text
    assert "Hidden" not in text


def test_nobody_else_gets_it(client: Client, client_for: Clients, coordinator: User, administrator: User) -> None:
    export = run(asked(client))
    for other in (coordinator, administrator):
        assert taken(client_for(other), export).status_code == 404
        assert client_for(other).get(export.get_absolute_url()).status_code == 404


def test_who_sees_less_than_then_is_refused(client_for: Clients, coordinator: User) -> None:
    for _ in range(3):
        make_project("DE")
    client = client_for(coordinator)
    export = run(asked(client))
    User.objects.filter(pk=coordinator.pk).update(role=User.Role.ANALYST)
    refused = taken(client, export)
    assert refused.status_code == 403
    assert "You may see less" in refused.content.decode()


def test_who_left_the_partner_is_refused(client: Client, focal_point: User) -> None:
    export = run(asked(client))
    focal_point.designations.all().delete()
    User.objects.filter(pk=focal_point.pk).update(partner=get_partner("FR"))
    assert taken(client, export).status_code == 403


def test_who_left_the_partner_is_refused_its_drafts_as_a_coordinator_too(client: Client, focal_point: User) -> None:
    export = run(asked(client))
    focal_point.designations.all().delete()
    User.objects.filter(pk=focal_point.pk).update(partner=None, role=User.Role.COORDINATOR)
    assert taken(client, export).status_code == 403


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": User.Role.ANALYST}])
def test_access_that_changes_while_it_is_made_ends_it(
    client_for: Clients, coordinator: User, change: dict[str, Any]
) -> None:
    for _ in range(3):
        make_project("DE")
    export = asked(client_for(coordinator))
    User.objects.filter(pk=coordinator.pk).update(**change)
    export.owner, export.saw_everything = coordinator, True  # as it was when the file was begun
    ids, recipe = ids_of(Project.objects.all()), recipe_of(export.query, coordinator)
    rows = steps(export, ids, recipe, partial(go_on, export))
    with pytest.raises(Refused, match="Your access changed"):
        list(rows)


# -- Ended -------------------------------------------------------------------------------------------------------------
def test_a_cancelled_one_is_not_made(client: Client) -> None:
    export = asked(client)
    client.post(f"{export.get_absolute_url()}delete/")
    for task in DBTaskResult.objects.filter(task_path=make_export.module_path):
        make_export.call(TaskContext(task_result=task.task_result), export.pk)
    assert not Export.objects.exists()
    assert not Notification.objects.filter(kind="export").exists()


def test_cancelling_while_it_is_made_leaves_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    export = asked(client)
    monkeypatch.setattr(making, "keep", cancelled_before(making.keep))
    run_once = DBTaskResult.objects.get(task_path=make_export.module_path)
    make_export.call(TaskContext(task_result=run_once.task_result), export.pk)
    assert not Export.objects.exists()
    assert default_storage.listdir("exports")[1] == []


def cancelled_before(keep: Callable[..., None]) -> Callable[..., None]:
    def kept(export: Export, *rest: Any) -> None:
        Export.objects.filter(pk=export.pk).delete()
        keep(export, *rest)

    return kept


def test_a_failure_is_told_in_words(client: Client, focal_point: User, settings: Settings) -> None:
    export = asked(client)
    Export.objects.filter(pk=export.pk).update(query="country=ZZ")
    run(export)
    page = client.get(export.get_absolute_url()).content.decode()
    assert "It could not be made" in page
    assert "“ZZ” is not known here" in page
    assert Notification.objects.get(user=focal_point, kind="export").subject == "Your file could not be made"


def test_one_that_no_job_works_on_any_more_is_given_up(client: Client) -> None:
    export, waiting = asked(client), asked(client, column="number")
    Export.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    DBTaskResult.objects.filter(args_kwargs__args=[export.pk]).delete()
    give_up_lost()
    assert Export.objects.get(pk=export.pk).failure == making.BROKEN
    assert Export.objects.get(pk=waiting.pk).is_under_way


def test_files_are_taken_away_after_some_days_and_their_pages_later(client: Client) -> None:
    export = run(asked(client))
    name = export.file.name
    Export.objects.update(ready_at=timezone.now() - timedelta(days=8))
    tidy_exports.call()
    assert not default_storage.exists(name)
    assert taken(client, export).status_code == 410
    assert "no longer kept" in client.get(export.get_absolute_url()).content.decode()
    Export.objects.update(ready_at=timezone.now() - timedelta(days=60))
    tidy_exports.call()
    assert not Export.objects.exists()


def test_a_file_without_a_row_is_taken_away(client: Client) -> None:
    kept, orphan = run(asked(client)), run(asked(client, column="number"))
    Export.objects.filter(pk=orphan.pk).delete()
    for export in (kept, orphan):
        os.utime(default_storage.path(export.file.name), (0, 0))
    remove_orphans()
    assert default_storage.exists(kept.file.name)
    assert not default_storage.exists(orphan.file.name)


# -- The pages ---------------------------------------------------------------------------------------------------------
def test_the_page_tells_how_far_it_is(client: Client) -> None:
    export = asked(client)
    assert "waiting for its turn" in client.get(export.get_absolute_url()).content.decode()
    Export.objects.update(begun_at=timezone.now(), done=1)
    page = client.get(export.get_absolute_url()).content.decode()
    assert '<progress max="3" value="1"' in page
    assert taken(client, export)["Location"] == export.get_absolute_url()


def test_the_list_costs_the_same_for_one_and_for_many(
    client: Client, focal_point: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for _ in range(5):
        make_made_export(focal_point)
        with django_assert_num_queries(8):
            client.get("/projects/exports/")


def test_what_is_deleted_is_told_no_more(
    client: Client, focal_point: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    export = run(asked(client))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{export.get_absolute_url()}delete/")
    assert not Notification.objects.filter(user=focal_point, kind="export").exists()
    assert not default_storage.exists(export.file.name)


def test_who_may_no_longer_sign_in_gets_nothing(client: Client, focal_point: User) -> None:
    export = run(asked(client))
    User.objects.filter(pk=focal_point.pk).update(is_active=False)
    assert taken(client, export)["Location"].startswith("/accounts/login/")


def test_the_list_has_ones_own(client: Client, client_for: Clients, coordinator: User) -> None:
    asked(client)
    assert "Tajikistan" in client.get("/projects/exports/").content.decode()
    assert "No file was made for you" in client_for(coordinator).get("/projects/exports/").content.decode()
