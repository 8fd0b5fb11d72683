"""Files brought in: kept under names nobody can guess, replaced with their earlier versions kept, or refused in words.

Serves projects and meetings alike: `store(files, model=Document, user=user, project=project)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from partners.models import User
from projects import pictures
from projects.content import Refused, clean_name, told_by_content
from projects.models import AbstractDocument, AbstractFile, AbstractVersion
from projects.tasks import examine_file

MOST_VERSIONS = 200  # of one document; each keeps its file
FACTS = [column.name for column in AbstractFile._meta.get_fields()]  # what changes when a document is replaced


@dataclass(slots=True)
class Stored:
    saved: list[AbstractDocument] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


# -- Bringing in -------------------------------------------------------------------------------------------------------
def store(files: Iterable[UploadedFile], *, model: type[AbstractDocument], user: User, **fields: Any) -> Stored:
    """Save every file that may be saved; `fields` say what it belongs to, its kind, visibility and language."""
    stored = Stored()
    room = settings.DOCUMENTS_MAX - model(**fields).beside().count()
    for file in files:
        try:
            if len(stored.saved) >= room:
                raise Refused(f"there is room for {settings.DOCUMENTS_MAX} documents here. Delete some first.")
            stored.saved.append(store_one(file, model=model, user=user, **fields))
        except Refused as reason:
            stored.refused.append(f"{clean_name(file)}: {reason}")
    return stored


def store_one(file: UploadedFile, *, model: type[AbstractDocument], user: User, **fields: Any) -> AbstractDocument:
    document = model(**fields)
    fill(document, file, user)
    save_new(document)
    return document


def fill(document: AbstractDocument, file: UploadedFile, user: User) -> None:
    """All that is known of the file as it comes in."""
    document.name, document.content_type = clean_name(file), told_by_content(file)
    document.size, document.sha256 = file.size or 0, digest(file)
    document.uploaded_by, document.uploaded_at = user, timezone.now()
    document.scanned_at, document.infection = None, ""
    document.thumbnail = ""
    if document.is_picture:
        content, small = picture_parts(file)
        document.size, document.kind = len(content), document.Kind.PICTURE
        document.thumbnail = ContentFile(small, "thumbnail.jpg")
        document.file = ContentFile(content, document.name)
    else:
        document.file = file
        if document.kind == document.Kind.PICTURE:
            document.kind = document.Kind.OTHER


def save(document: AbstractDocument) -> None:
    """The row, and the job that examines its file; neither when the file is here already."""
    try:
        with transaction.atomic():
            document.save()
            examine_file.enqueue(document._meta.label, document.pk)
    except IntegrityError:  # the unique constraint on what it belongs to and the digest
        raise Refused(f"this very file is here already{called_here(document)}.") from None


def called_here(document: AbstractDocument) -> str:
    if not document.holder_field:
        return ""
    here = document.beside().filter(sha256=document.sha256).exclude(pk=document.pk).first()
    return f", as “{here}”" if here else ""


def save_new(document: AbstractDocument) -> None:
    """As above; a file that was written in vain is taken away."""
    try:
        save(document)
    except Refused:
        remove([document.file, document.thumbnail])
        raise


def picture_parts(file: UploadedFile) -> tuple[bytes, bytes]:
    try:
        return pictures.redrawn(file)
    except pictures.Unreadable as reason:
        raise Refused(f"{reason}. Save it again as JPEG or PNG, or make it smaller.") from None


def digest(file: UploadedFile) -> str:
    """Of the file as it was brought in, so that the same file is known again."""
    file.seek(0)
    found = sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


# -- Replacing ---------------------------------------------------------------------------------------------------------
def replace(document: AbstractDocument, file: UploadedFile, *, user: User, note: str = "") -> None:
    """The file becomes what the document holds; what it held stays as an earlier version. Raises Refused."""
    with transaction.atomic():
        now = locked(document)
        earlier = facts(now)
        fill(now, file, user)
        if now.sha256 == earlier["sha256"]:
            raise Refused("this very file is what the document holds already.")
        succeed(now, earlier, note, save_new)


def restore(document: AbstractDocument, version: AbstractVersion, *, user: User) -> None:
    """An earlier version counts again, as the newest one. Raises Refused when another document holds its file."""
    with transaction.atomic():
        now = locked(document)
        earlier = facts(now)
        for name, value in facts(version).items():
            setattr(now, name, value)
        now.uploaded_by, now.uploaded_at = user, timezone.now()
        now.version = earlier["version"]
        succeed(now, earlier, f"Version {version.version} again", save)


def locked(document: AbstractDocument) -> AbstractDocument:
    """As it is now: two people may replace it at the same time."""
    return type(document)._default_manager.select_for_update(of=("self",)).get(pk=document.pk)


def facts(file: AbstractFile) -> dict[str, Any]:
    values = {name: getattr(file, name) for name in FACTS}
    return {name: value.name if isinstance(value, FieldFile) else value for name, value in values.items()}


def succeed(
    document: AbstractDocument, earlier: dict[str, Any], note: str, save: Callable[[AbstractDocument], None]
) -> None:
    if earlier["version"] >= MOST_VERSIONS:
        raise Refused(f"it has been replaced {MOST_VERSIONS} times. Add the file as a document of its own.")
    document.version, document.note = earlier["version"] + 1, note
    document.texts().delete()  # of the earlier file
    document.versions.create(**earlier)
    save(document)


# -- Deleting ----------------------------------------------------------------------------------------------------------
def delete(document: AbstractDocument, *, for_good: bool = False) -> None:
    """With all its versions. The files go when their time is over, or, for good, once the deletion is certain."""
    files = [file for each in (document, *document.versions.all()) for file in (each.file, each.thumbnail)]
    document.delete()
    if for_good or not document.kept_for:
        transaction.on_commit(lambda: remove(files), robust=True)


def remove(files: Iterable[FieldFile]) -> None:
    for storage, name in {(file.storage, file.name) for file in files if file}:
        storage.delete(str(name))
