"""Documents and pictures, their earlier versions, and the text that was read from them.

Files are never served by their address, only by a view that checks access.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partners.history import tracked

from .project import Project

if TYPE_CHECKING:
    from partners.models import User

SHOWN = {"image/jpeg", "image/png", "image/gif", "image/webp"}
FOUND_OUT = ["scanned_at", "infection"]  # by the worker; nobody's change


def stored_name(file: "AbstractFile", name: str) -> str:
    """A name nobody can guess and no title can break; the real name is kept in the row."""
    return f"documents/{uuid4().hex}"


def thumbnail_name(file: "AbstractFile", name: str) -> str:
    return f"thumbnails/{uuid4().hex}.jpg"


class AbstractFile(models.Model):
    """What a document holds now, or held before it was replaced."""

    kept_for: ClassVar[timedelta] = timedelta(0)  # how long its file outlives it

    file = models.FileField(upload_to=stored_name)
    thumbnail = models.FileField(upload_to=thumbnail_name, blank=True)
    name = models.CharField("file name", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField("SHA-256", max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    note = models.CharField("what is new", max_length=200, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    scanned_at = models.DateTimeField(null=True, blank=True, help_text="Empty: not scanned for viruses.")
    infection = models.CharField(max_length=200, blank=True, help_text="What the virus scanner found.")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_scanned_if_infected",
                condition=Q(infection="") | Q(scanned_at__isnull=False),
            )
        ]

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def is_shown(self) -> bool:
        """Whether browsers show it: it was drawn anew here, in a format that all of them know."""
        return self.content_type in SHOWN

    @property
    def withheld(self) -> str:
        """Why nobody gets the file at present, in a sentence; empty when it may be handed out."""
        if self.infection:
            return "The virus scanner found something harmful in this file, so nobody gets it."
        if settings.CLAMD_SOCKET and self.scanned_at is None:
            return "This file is being checked for viruses. Come back in a minute."
        return ""


class AbstractDocument(AbstractFile):
    """File or picture of a project or a meeting, its holder."""

    namespace: ClassVar[str] = ""  # of its addresses; empty where it has no page of its own
    list_title: ClassVar[str]  # of the list in which its holder stands
    holder_field: ClassVar[str] = ""
    shown_with: ClassVar[str]  # what a page about it says of its holder
    restricted_to: ClassVar[str] = "own partner and coordinators only"
    versions: Any

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

    title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    language = models.CharField(max_length=8, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.AS_PROJECT)

    class Meta(AbstractFile.Meta):
        abstract = True
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.title or self.name

    def get_absolute_url(self) -> str:
        """The file itself, to be saved."""
        return reverse(f"{self.namespace}:document", args=[self.pk])

    @classmethod
    def of(cls, holder: Any) -> Any:
        """What stands on the holder's page."""
        return cls._default_manager.filter(**{cls.holder_field: holder})

    def beside(self) -> Any:
        """Those it stands among: none of them has the same file, and there is room for so many."""
        return self.of(self.holder)

    @property
    def holder(self) -> Any:
        return getattr(self, self.holder_field)

    @classmethod
    def holders(cls) -> Any:
        """All projects, or all meetings: to be narrowed down to those that a person may see or change."""
        related: Any = cls._meta.get_field(cls.holder_field).related_model
        return related.objects

    @classmethod
    def audiences(cls, holder: Any) -> dict[str, str]:
        """Who will see a document of this holder, in words, for each visibility."""
        raise NotImplementedError

    @property
    def shows_earlier_versions(self) -> bool:
        """To who sees it, as far as they counted while that person could."""
        return True

    @property
    def audience(self) -> str:
        """Who sees it, in words."""
        return self.audiences(self.holder)[self.visibility]

    def texts(self) -> Any:
        """The one row, or none, with the text of what it holds now."""
        related: Any = self._meta.get_field("contents").related_model
        return related.objects.filter(document=self)


class AbstractVersion(AbstractFile):
    """What a document held before it was replaced; `document` says which. projects/versions.py says who sees it."""

    document: Any

    class Meta(AbstractFile.Meta):
        abstract = True
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class AbstractText(models.Model):
    """What the worker read in the file that `document` holds now. There is no row until it has tried."""

    document: Any
    text = models.TextField(blank=True, help_text="Empty: there was nothing to read, or it failed.")
    language = models.CharField(max_length=8, blank=True, help_text="Empty: not recognized.")
    failure = models.CharField(max_length=200, blank=True, help_text="Why the text could not be read.")
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.failure or f"{len(self.text)} characters"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(project__in=Project.objects.visible_to(user)).shown_to(user)

    def shown_to(self, user: "User") -> Self:
        """Of projects that the person is known to see: which of their documents too."""
        if user.sees_everything:
            return self
        own = Project.objects.filter(partner__in=user.own_partners).order_by()
        return self.filter(Q(visibility=Document.Visibility.AS_PROJECT) | Q(project__in=own))

    def editable_by(self, user: "User") -> Self:
        return self.filter(project__in=Project.objects.editable_by(user))


@tracked(exclude=FOUND_OUT)
class Document(AbstractDocument):
    kept_for = timedelta(days=30)  # in which it can be put back, with a version of its project
    namespace = "projects"
    list_title = "Projects"
    holder_field = "project"
    shown_with = "project__partner"
    project = models.ForeignKey(Project, models.CASCADE, related_name="documents")

    objects = DocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        constraints = [
            *AbstractFile.Meta.constraints,
            models.UniqueConstraint("project", "sha256", name="project_document_once"),
        ]

    @classmethod
    def audiences(cls, holder: Project) -> dict[str, str]:
        own = holder.partner.name
        narrow = f"{own} and the coordinators."
        everybody = {
            Project.Visibility.ALL_PARTNERS: "All partners.",
            Project.Visibility.NAMED_PARTNERS: f"{own}, the partners that the project names, and the coordinators.",
            Project.Visibility.RESTRICTED: narrow,
        }[Project.Visibility(holder.visibility)]
        if holder.is_draft:
            at_first = f"{own} only, as long as the project is a draft; then: "
            everybody, narrow = at_first + everybody, at_first + narrow
        return {cls.Visibility.AS_PROJECT: everybody, cls.Visibility.RESTRICTED: narrow}


@tracked(exclude=FOUND_OUT)
class DocumentVersion(AbstractVersion):
    kept_for = Document.kept_for
    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")

    class Meta(AbstractVersion.Meta):
        constraints = [
            *AbstractFile.Meta.constraints,
            models.UniqueConstraint("document", "version", name="document_version_once"),
        ]


class DocumentText(AbstractText):
    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="contents")
