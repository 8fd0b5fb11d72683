"""Documents: what is said of them becomes what it was, a file that was replaced counts again, a deleted one comes back.

What was added since stays, and nobody sees more of them than before: who sees a document is changed on its own page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst

from partners.models import User
from projects import documents
from projects.content import Refused
from projects.history.tables import TABLES, label_of
from projects.history.versions import Row, Version
from projects.models import Document, DocumentVersion, Project
from projects.tasks import examine_file

SAID = ("title", "kind", "language")
TABLE = TABLES["document"]


@dataclass(frozen=True, slots=True)
class DocumentStep:
    pk: int
    words: str
    deleted: Row | None = None  # as it was when it was deleted: it comes back
    said: list[tuple[str, str, str, str]] = field(default_factory=list)  # field, label, now, then
    values: Row = field(default_factory=dict)
    version: int | None = None  # whose file counts again


def document_steps(project: Project, version: Version, problems: list[str]) -> Iterator[DocumentStep]:
    then = {row["id"]: row for row in version.links["document"]}
    there = Document.objects.select_related("project").prefetch_related("versions").in_bulk(list(then))
    digests = {one.sha256: one for one in Document.objects.filter(project=project)}
    deletions = last_events(Document, pk__in=set(then) - set(there))
    for pk, row in then.items():
        if pk not in there:
            step, problem = returning(row, deletions.get(pk), digests)
        elif there[pk].project_id != project.pk:
            step, problem = None, "belongs to another project now, and stays there"
        else:
            step, problem = changing(row, there[pk])
        if problem:
            problems.append(f"Document “{row['title'] or row['name']}” {problem}.")
        if step:
            yield step


def last_events(model: Any, **which: Any) -> dict[int, Row]:
    """The latest event of each row; which ones by `pk__in` or another column."""
    keys = {"pgh_obj_id__in" if name == "pk__in" else name: value for name, value in which.items()}
    found = model.pgh_event_model.objects.filter(**keys).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {row["pgh_obj_id"]: row for row in found.values()}


def returning(then: Row, deletion: Row | None, digests: dict[str, Document]) -> tuple[DocumentStep | None, str]:
    """As it was when it was deleted, which is what its file and its earlier versions are of."""
    if deletion is None or not default_storage.exists(deletion["file"]):
        return None, "cannot be brought back: its file is gone"
    if same := digests.get(deletion["sha256"]):
        return None, f"is not brought back: its file is here already, as “{same}”"
    told = Document(**{name: then[name] for name in ("title", "name", "kind")})
    words = f"{told} ({told.get_kind_display()})"
    values = {name: then[name] for name in SAID}
    if then["visibility"] == Document.Visibility.RESTRICTED:
        values["visibility"] = then["visibility"]
    return DocumentStep(then["id"], words, deletion, values=values), ""


def changing(then: Row, document: Document) -> tuple[DocumentStep | None, str]:
    said, values, version, problem = [], {}, None, ""
    was = Document(**{name: then[name] for name in SAID})
    for name in SAID:
        old, new = getattr(was, name), getattr(document, name)
        if old != new:
            values[name] = old
            said.append((name, capfirst(label_of(TABLE, name)), told(document, name), told(was, name)))
    if then["sha256"] != document.sha256:
        version = next((one.version for one in document.versions.all() if one.sha256 == then["sha256"]), None)
        problem = "" if version else "keeps its file: the one that it held then is gone"
    if not (said or version):
        return None, problem
    return DocumentStep(document.pk, str(document), said=said, values=values, version=version), problem


def told(document: Document, name: str) -> str:
    return str(document.get_kind_display() if name == "kind" else getattr(document, name)) or "nothing"


# -- Carrying out ------------------------------------------------------------------------------------------------------
def put_document_back(project: Project, step: DocumentStep, by: User) -> None:
    """Raises ValidationError when something stands against it."""
    try:
        with transaction.atomic():
            document = brought_back(project, step) if step.deleted else Document.objects.get(pk=step.pk)
            if step.version:
                documents.restore(document, document.versions.get(version=step.version), user=by)
            Document.objects.filter(pk=step.pk).update(**step.values)
    except Refused as reason:
        raise ValidationError(f"Document “{step.words}”: {reason}") from None
    except (IntegrityError, Document.DoesNotExist):
        raise ValidationError(f"Document “{step.words}” was changed at this moment. Look again.") from None


def brought_back(project: Project, step: DocumentStep) -> Document:
    """Under its old number, with its earlier versions; its file is examined anew."""
    document = made(Document, step.deleted or {})
    document.project = project
    document.save(force_insert=True)
    for row in last_events(DocumentVersion, document_id=step.pk).values():
        if default_storage.exists(row["file"]):
            made(DocumentVersion, row).save(force_insert=True)
    examine_file.enqueue(Document._meta.label, document.pk)
    return document


def made(model: type[models.Model], row: Row) -> Any:
    columns = {one.attname for one in model._meta.concrete_fields}
    document = model(**{name: value for name, value in row.items() if name in columns})
    document.uploaded_by = User.objects.filter(pk=row["uploaded_by_id"]).first()  # type: ignore[attr-defined]
    return document
