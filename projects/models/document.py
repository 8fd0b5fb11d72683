"""Files and pictures. They are never served by their address, only by a view that checks access."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse

from partners.history import tracked

from .project import Project

if TYPE_CHECKING:
    from partners.models import User


def stored_name(document: "AbstractDocument", name: str) -> str:
    """A name nobody can guess and no title can break; the real name is kept in the row."""
    return f"documents/{uuid4().hex}"


def thumbnail_name(document: "AbstractDocument", name: str) -> str:
    return f"thumbnails/{uuid4().hex}.jpg"


class AbstractDocument(models.Model):
    """File or picture of a project or a meeting."""

    class Kind(models.TextChoices):  # categories of IATI
        PROPOSAL = "A02", "Objectives, proposal"
        BUDGET = "A05", "Budget"
        SUMMARY = "A07", "Review, evaluation"
        RESULTS = "A08", "Results"
        AGREEMENT = "A09", "Memorandum, agreement"
        CONTRACT = "A11", "Contract"
        PICTURE = "picture", "Picture"
        OTHER = "other", "Other"

    class Visibility(models.TextChoices):
        AS_PROJECT = "project", "Everybody who sees the page it belongs to"
        RESTRICTED = "restricted", "Own partner and coordinators only"

    file = models.FileField(upload_to=stored_name)
    thumbnail = models.FileField(upload_to=thumbnail_name, blank=True)
    name = models.CharField("file name", max_length=200)
    title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    language = models.CharField(max_length=8, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.AS_PROJECT)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User") -> Self:
        documents = self.filter(project__in=Project.objects.visible_to(user))
        if user.sees_everything:
            return documents
        return documents.filter(
            models.Q(visibility=Document.Visibility.AS_PROJECT) | models.Q(project__partner__in=user.own_partners)
        )

    def editable_by(self, user: "User") -> Self:
        return self.filter(project__in=Project.objects.editable_by(user))


@tracked()
class Document(AbstractDocument):
    project = models.ForeignKey(Project, models.CASCADE, related_name="documents")

    objects = DocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        constraints = [models.UniqueConstraint("project", "sha256", name="project_document_once")]

    def get_absolute_url(self) -> str:
        return reverse("projects:document", args=[self.pk])
