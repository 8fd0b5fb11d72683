"""Long files are made by the worker: asked for by one person, written piece by piece as that person may see the
projects, told when ready, and taken away some days later.
"""

import errno
import logging
from array import array
from collections.abc import Iterator
from datetime import timedelta
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
from partners.text import day_in_words, plural
from projects.models import Export
from projects.models.export import MOST_AT_ONCE, MOST_KEPT, REMEMBERED, digest

from .about import about
from .columns import Row
from .formats import FORMATS, Format
from .reading import PIECE, ids_of, pieces
from .recipe import Recipe, recipe_of

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


class TooMany(Exception):
    """The person has as many files as one may; the text says which, and what to do."""


class Cancelled(Exception):
    """Nobody wants the file any more."""


class Refused(Exception):
    """The file is not made; the text says why, as a sentence for its owner."""


# -- Asking ------------------------------------------------------------------------------------------------------------
def ask(recipe: Recipe, kind: Format, user: User, total: int) -> Export:
    """The same file under way already is the one. One that is there is replaced when this is ready. Raises TooMany."""
    with transaction.atomic():
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)  # two presses wait for each other
        own, recipe_key = Export.objects.of(user), digest(kind.name, recipe.query)
        if found := own.unfinished().filter(recipe=recipe_key).first():
            return found
        if own.unfinished().count() >= MOST_AT_ONCE:
            raise TooMany(
                f"{MOST_AT_ONCE} files are being made for you, which is the most. Wait for one of them, or cancel it."
            )
        others = own.exclude(recipe=recipe_key)
        if others.kept().count() + others.unfinished().count() >= MOST_KEPT:
            raise TooMany(
                f"{MOST_KEPT} files are kept for you, which is the most. Open one that you no longer need, such as the "
                "oldest at the end of this list, and delete it. Then ask again."
            )
        export = Export.objects.create(
            owner=user, format=kind.name, query=recipe.query, scope=recipe.scope, total=total
        )
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
    kind, user = FORMATS[export.format], export.owner
    if not user.is_active:
        raise Refused("Your account was closed before the file was begun.")
    recipe = recipe_of(export.query, user)
    if recipe.problems:
        raise Refused(f"The choice is no longer understood. {recipe.problems[0]}"[:250])
    export.saw_everything, export.saw_partners = user.sees_everything, sorted(user.own_partners)
    with TemporaryFile() as file:
        if recipe.past:
            number = write_past(file, kind, recipe)
            Export.objects.filter(pk=export.pk).update(total=number)
            go_on(export, number)
        else:
            ids = ids_of(recipe.projects)
            Export.objects.filter(pk=export.pk).update(total=len(ids))
            kind.write(file, recipe.columns, steps(export, ids, recipe), about(recipe, user, len(ids)))
        keep(export, recipe, file)


def write_past(file: BinaryIO, kind: Format, recipe: Recipe) -> int:
    """How many projects there were. Nothing can be noted meanwhile: a past day lasts for one transaction that reads."""
    with recipe.seen():
        ids = ids_of(recipe.projects)
        user = recipe.narrowed.user
        kind.write(file, recipe.columns, pieces(ids, recipe.columns, user), about(recipe, user, len(ids)))
    return len(ids)


def steps(export: Export, ids: "array[int]", recipe: Recipe) -> Iterator[list[Row]]:
    """The pieces; with each it is noted how far it is, and asked whether it is still wanted and the access the same."""
    for number, piece in enumerate(pieces(ids, recipe.columns, export.owner)):
        yield piece
        go_on(export, min((number + 1) * PIECE, len(ids)))


def go_on(export: Export, done: int) -> None:
    """Noted how far it is; ended if nobody wants it any more, or if its owner's access is another."""
    if not Export.objects.unfinished().filter(pk=export.pk).update(done=done):
        raise Cancelled
    now = User.objects.get(pk=export.owner_id)
    if not now.is_active or not export.may_still_be_had_by(now):
        raise Refused("Your access changed while the file was made. Ask for it again.")


def keep(export: Export, recipe: Recipe, file: BinaryIO) -> None:
    """Into the store, and told; away again when it was cancelled in the last moment."""
    size = file.seek(0, 2)
    file.seek(0)
    export.name, export.size, export.ready_at = recipe.file_name(export.format), size, timezone.now()
    export.file.save(export.name, File(file), save=False)
    facts = ("file", "name", "size", "ready_at", "saw_everything", "saw_partners")
    with transaction.atomic():
        values = {name: getattr(export, name) for name in facts}
        if not Export.objects.unfinished().filter(pk=export.pk).update(**values):
            default_storage.delete(str(export.file.name))
            raise Cancelled
        for earlier in Export.objects.filter(owner=export.owner_id, recipe=export.recipe, pk__lt=export.pk):
            cancel(earlier)  # the same of an earlier day: this one stands for it
        until = day_in_words(timezone.localtime(export.expires_at))
        tell(export, f"Your file is ready: {export.name}", f"{summary(export)}. It is kept for you until {until}.")


def summary(export: Export) -> str:
    count = Export.objects.values_list("done", flat=True).get(pk=export.pk)
    return f"{plural(count, 'project')}, {FORMATS[export.format].label}, {filesizeformat(export.size)}"


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
