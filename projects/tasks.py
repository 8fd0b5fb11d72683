"""Background jobs. How often and how many times each is tried stands in adam/jobs.py."""

from datetime import timedelta
from itertools import chain

from django.apps import apps
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks import task

from projects.models import AbstractDocument

LOOKED_BACK = timedelta(days=14)  # as long as the worker may have been away


@task()
def remove_orphaned_files() -> int:
    """Files of documents that were deleted, through whichever door: the history names them, and no document does."""
    removed = 0
    for model in apps.get_models():
        if issubclass(model, AbstractDocument):
            past = model.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
                pgh_label="delete", pgh_created_at__gt=timezone.now() - LOOKED_BACK
            )
            names = set(chain.from_iterable(past.values_list("file", "thumbnail")))
            kept = set(chain.from_iterable(model._default_manager.values_list("file", "thumbnail")))
            for name in filter(default_storage.exists, filter(None, names - kept)):
                default_storage.delete(name)
                removed += 1
    return removed
