"""Background jobs. How often and how many times each is tried stands in adam/jobs.py."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Round, TruncMonth
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from projects import holding, kept
from projects.examination import examine
from projects.models import AbstractDocument, AbstractFile, Contribution, Embed, ProjectChange
from projects.rates import usd_per_unit
from projects.search.rebuilding import learn_words
from projects.signals import projects_imported

CHANGES_KEPT = timedelta(days=2)  # twice as long as a web process goes without reading the whole register anew
ENDED_LISTED = timedelta(days=30)  # in which the owner of an embedded report can read that its address ran out
LOOKED_BACK = timedelta(days=14)  # as long as the worker may have been away when the time of a file was over
BEHIND = timedelta(minutes=10)  # after which the job of a file itself has had its chance


@task(priority=-10)  # mails first
def examine_file(model: str, pk: int) -> None:
    if file := apps.get_model(model)._default_manager.filter(pk=pk).first():
        examine(file)


@task(priority=-20)
def examine_waiting() -> int:
    """Files that came in while there was no scanner, or whose job failed for good, or that are older than this job."""
    if DBTaskResult.objects.filter(task_path=examine_file.module_path, finished_at__isnull=True).exists():
        return 0
    waiting = [(model._meta.label, pk) for model in file_models() for pk in unexamined(model)]
    for model, pk in waiting:
        examine_file.enqueue(model, pk)
    return len(waiting)


def unexamined(model: type[AbstractFile]) -> list[int]:
    todo = Q(pk__in=[])
    if settings.CLAMD_SOCKET:
        todo |= Q(scanned_at__isnull=True)
    if issubclass(model, AbstractDocument):
        todo |= Q(contents__isnull=True, infection="")
    found = model._default_manager.filter(todo, uploaded_at__lt=timezone.now() - BEHIND)
    return list(found.order_by("pk").values_list("pk", flat=True)[:1000])


@task()
def remove_orphaned_files() -> int:
    """Files of documents that were deleted, through whichever door: the history names them, and no document does."""
    past: set[str] = set()
    kept: set[str] = set()
    for model in file_models():
        over = timezone.now() - model.kept_for
        deletions = model.pgh_event_model.objects.filter(pgh_label="delete")  # type: ignore[attr-defined]
        past.update(names(deletions.filter(pgh_created_at__gt=over - LOOKED_BACK, pgh_created_at__lte=over)))
        kept.update(names(deletions.filter(pgh_created_at__gt=over)))
        kept.update(names(model._default_manager.all()))
    removed = 0
    for name in filter(default_storage.exists, filter(None, past - kept)):
        default_storage.delete(name)
        removed += 1
    return removed


@task()
def forget_kept_forms() -> int:
    """Forms begun and left for weeks, files of forms that nobody sent again, embedded addresses that ended long ago."""
    holding.forget_outdated()
    Embed.objects.ended_before(timezone.now() - ENDED_LISTED).delete()
    return kept.forget_outdated()


@task()
def rate_amounts() -> int:
    """Amounts for whose month there was no rate when they were saved, once a release of ADAM brings it."""
    months = Contribution.objects.filter(usd=None).values_list("currency", TruncMonth("committed_on")).distinct()
    rated = [one for currency, month in months for one in rated_in(currency, month)]
    if rated:
        check_again.enqueue(sorted(set(rated)))
    return len(rated)


@transaction.atomic
def rated_in(currency: str, month: date) -> list[int]:
    """The project of each amount that got its value. Who changed an amount meanwhile has saved the value with it."""
    rate = usd_per_unit(currency, month)
    if rate is None:
        return []
    in_month = {"committed_on__year": month.year, "committed_on__month": month.month}
    unrated = Contribution.objects.filter(usd=None, currency=currency, **in_month)
    found = dict(unrated.select_for_update().order_by("pk").values_list("pk", "project"))
    Contribution.objects.filter(pk__in=found).update(usd=Round(F("amount") * rate, 2))
    return list(found.values())


def names(rows: Any) -> Iterator[str]:
    return chain.from_iterable(rows.values_list("file", "thumbnail"))


def file_models() -> list[type[AbstractFile]]:
    return [model for model in apps.get_models() if issubclass(model, AbstractFile)]


@task()
def keep_search() -> None:
    """Learn the words that "did you mean" offers, and forget which projects were changed long ago."""
    learn_words()
    ProjectChange.objects.filter(at__lt=timezone.now() - CHANGES_KEPT).delete()


@task()
def check_again(project_ids: list[int]) -> None:
    """Something that these projects name has changed without their being saved: they are compared anew."""
    projects_imported.send(None, project_ids=project_ids, batch=uuid4())
