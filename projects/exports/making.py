"""What takes long is made by the worker: asked for by one person, written as that person may see it, told when ready,
and taken away some days later.
"""

import errno
import logging
from datetime import timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django_tasks import TaskContext, task
from django_tasks_db.models import DBTaskResult

from partners.models import Notification, User
from partners.notifications import notify
from partners.text import day_in_words
from projects.models import Export
from projects.models.export import MOST_AT_ONCE, MOST_KEPT, REMEMBERED, digest

from .formats import Format
from .makers import MAKERS, Refused, Written, told_of
from .of_projects import OfProjects
from .recipe import Recipe

logger = logging.getLogger(__name__)

ATTEMPTS = 2
SETTLED = timedelta(minutes=10)  # after which what no job works on is given up
FULL = (
    "There is no room left on the server for a file this long. "
    "Choose fewer columns or projects, or tell the administrator."
)
BROKEN = (
    "Something went wrong on the server, and is noted there. Try it again; if it fails again, tell the administrator."
)
FOLDER = "exports"
MAKERS["projects"] = OfProjects()


class TooMany(Exception):
    """The person has as many files as one may; the text says which, and what to do."""


class Cancelled(Exception):
    """Nobody wants the file any more."""


# -- Asking ------------------------------------------------------------------------------------------------------------
def ask(recipe: Recipe, kind: Format, user: User, total: int) -> Export:
    """A file of projects. Raises TooMany."""
    return order(Export(owner=user, format=kind.name, query=recipe.query, scope=recipe.scope, total=total))


def order(export: Export) -> Export:
    """The same file under way already is the one. One that is there is replaced when this is ready. Raises TooMany."""
    user, recipe = export.owner, digest(export.format, export.query)
    with transaction.atomic():
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)  # two presses wait for each other
        own = Export.objects.of(user)
        if found := own.unfinished().filter(recipe=recipe).first():
            return found
        if own.unfinished().count() >= MOST_AT_ONCE:
            raise TooMany(
                f"{MOST_AT_ONCE} files are being made for you, which is the most. Wait for one of them, or cancel it."
            )
        others = own.exclude(recipe=recipe)
        if others.kept().count() + others.unfinished().count() >= MOST_KEPT:
            raise TooMany(
                f"{MOST_KEPT} files are kept for you, which is the most. Open one that you no longer need, such as the "
                "oldest at the end of this list, and delete it. Then ask again."
            )
        export.save()
        make_export.enqueue(export.pk)
        return export


# -- Making ------------------------------------------------------------------------------------------------------------
@task(priority=-30, takes_context=True)  # all that is short first
def make_export(context: TaskContext, pk: int) -> None:
    export = begun(pk)
    if export is None:
        return
    try:
        make(export)
    except Cancelled:
        return
    except Refused as reason:
        fail(export, str(reason))
    except Exception as error:
        is_full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
        if is_full or context.attempt >= ATTEMPTS:
            fail(export, FULL if is_full else BROKEN)
        raise


def begun(pk: int) -> Export | None:
    """From the start, whoever began it before; None when it was cancelled or is there already."""
    if not Export.objects.unfinished().filter(pk=pk).update(begun_at=timezone.now(), done=0):
        return None
    return Export.objects.select_related("owner").get(pk=pk)


def make(export: Export) -> None:
    user = export.owner
    if not user.is_active:
        raise Refused("Your account was closed before the file was begun.")
    export.saw_everything, export.saw_partners = user.sees_everything, sorted(user.own_partners)
    with TemporaryFile() as file:
        written = MAKERS[export.maker].write(export, file, partial(go_on, export))
        keep(export, written, file)


def go_on(export: Export, done: int) -> None:
    """Noted how far it is; ended if nobody wants it any more, or if its owner's access is another."""
    if not Export.objects.unfinished().filter(pk=export.pk).update(done=done):
        raise Cancelled
    now = User.objects.get(pk=export.owner_id)
    if not now.is_active or not export.may_still_be_had_by(now):
        raise Refused("Your access changed while the file was made. Ask for it again.")


def keep(export: Export, written: Written, file: BinaryIO) -> None:
    """Into the store, and told; away again when it was cancelled in the last moment."""
    size = file.seek(0, 2)
    file.seek(0)
    export.name, export.size, export.ready_at = written.name, size, timezone.now()
    export.file.save(export.name, File(file), save=False)
    facts = ("file", "name", "size", "ready_at", "saw_everything", "saw_partners")
    with transaction.atomic():
        values = {name: getattr(export, name) for name in facts}
        if not Export.objects.unfinished().filter(pk=export.pk).update(**values):
            default_storage.delete(str(export.file.name))
            raise Cancelled
        if written.finish:
            written.finish()
        for earlier in Export.objects.filter(owner=export.owner_id, recipe=export.recipe, pk__lt=export.pk):
            cancel(earlier)  # the same of an earlier day: this one stands for it
        until = day_in_words(timezone.localtime(export.expires_at))
        tell(export, f"Your file is ready: {export.name}", f"{summary(export)}. It is kept for you until {until}.")


def summary(export: Export) -> str:
    return f"{told_of(export).title}, {filesizeformat(export.size)}"


def fail(export: Export, words: str) -> None:
    with transaction.atomic():
        if Export.objects.unfinished().filter(pk=export.pk).update(failed_at=timezone.now(), failure=words):
            tell(export, "Your file could not be made", words)


def tell(export: Export, subject: str, text: str) -> None:
    url = export.get_absolute_url()
    notify([export.owner], kind="export", key=key_of(export), subject=subject, text=text, url=url)


def key_of(export: Export) -> str:
    return f"export-{export.pk}"


# -- Taking away -------------------------------------------------------------------------------------------------------
def cancel(export: Export) -> None:
    """Whether it is waiting, being made or ready: nothing of it is kept, and nothing told of it."""
    with transaction.atomic():
        now = Export.objects.select_for_update().filter(pk=export.pk).first()  # its file may have come this moment
        if now is None:
            return
        name = str(now.file.name or "")
        Notification.objects.filter(user=now.owner_id, key=key_of(now)).delete()
        now.delete()
        if name:
            transaction.on_commit(lambda: default_storage.delete(name), robust=True)


@task()
def tidy_exports() -> None:
    give_up_lost()
    now = timezone.now()
    over = Export.objects.finished_before(now - timedelta(days=settings.EXPORT_DAYS))
    for export in over.exclude(file=""):
        default_storage.delete(str(export.file.name))
        Export.objects.filter(pk=export.pk).update(file="")
    over.finished_before(now - timedelta(days=settings.EXPORT_DAYS) - REMEMBERED).delete()
    remove_orphans()


def give_up_lost() -> None:
    """Those that no job works on any more, as when the worker was killed with each attempt."""
    jobs = DBTaskResult.objects.filter(task_path=make_export.module_path, finished_at__isnull=True)
    known = {pk for job in jobs for pk in job.task_result.args}
    for export in Export.objects.unfinished().filter(asked_at__lt=timezone.now() - SETTLED).exclude(pk__in=known):
        fail(export, BROKEN)


def remove_orphans() -> None:
    """Files whose row went while they were written."""
    kept = set(Export.objects.exclude(file="").values_list("file", flat=True))
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:  # no file was ever made
        return
    for name in names:
        path = f"{FOLDER}/{name}"
        if path not in kept and default_storage.get_modified_time(path) < timezone.now() - timedelta(days=1):
            default_storage.delete(path)
