"""What the worker finds out about a file that was brought in: whether it is harmful, and what it says.

Nothing is done twice: what is known already is left alone, and what a replaced file would have told is dropped.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from partners.notifications import notify
from projects import confined, scanning
from projects.models import AbstractDocument, AbstractFile

MEMORY, SECONDS = 1_000_000_000, 20  # that the child may use
NO_TEXT = ("image/",)


def examine(file: AbstractFile) -> None:
    """Raises NotScanned when there is a virus scanner and it gave no verdict."""
    if settings.CLAMD_SOCKET and file.scanned_at is None:
        scan(file)
    if isinstance(file, AbstractDocument) and not file.withheld and not hasattr(file, "contents"):
        keep_text(file, *read(file))


def scan(file: AbstractFile) -> None:
    with file.file.storage.open(str(file.file.name)) as opened:
        file.infection = scanning.scan(opened)
    file.scanned_at = timezone.now()
    with transaction.atomic():
        if same(file).update(scanned_at=file.scanned_at, infection=file.infection) and file.infection:
            tell(file)


def tell(file: AbstractFile) -> None:
    """Whoever brought it in learns what was found, and that nobody gets the file."""
    document: Any = getattr(file, "document", file)  # of an earlier version
    notify(
        [file.uploaded_by] if file.uploaded_by else [],
        kind="account",
        key=f"harmful:{file.file.name}",
        subject=f"A file you brought in is harmful: {file.name}"[:250],
        text=f"The virus scanner found {file.infection} in it. Nobody gets the file. Delete it, or replace it.",
        url=document.get_absolute_url(),
        reason="you brought the file in",
    )


def read(document: AbstractDocument) -> tuple[str, str, str]:
    """Text, language, and why there is none."""
    if document.content_type.startswith(NO_TEXT):
        return "", "", ""
    words = (settings.DOCUMENT_TEXT_MAX, document.content_type)
    try:
        with document.file.storage.open(str(document.file.name)) as opened:
            answer = confined.run("text", *words, given=opened, memory=MEMORY, seconds=SECONDS)
    except confined.Failed as reason:
        return "", "", str(reason)
    except FileNotFoundError:
        return "", "", "The file is missing from the store."
    language, _, text = answer.decode().partition("\n")
    return text, language, ""


def keep_text(document: AbstractDocument, text: str, language: str, failure: str) -> None:
    found = {"text": text, "language": language, "failure": failure}
    with transaction.atomic():
        if same(document).select_for_update().exists():
            document.texts().update_or_create(document=document, defaults=found)


def same(file: AbstractFile) -> QuerySet[Any]:
    """The row, unless it has another file by now."""
    return type(file)._default_manager.filter(pk=file.pk, file=file.file.name)
