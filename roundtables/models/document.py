"""Documents and pictures of meetings, and what came with reports on recommendations."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from partners.history import tracked
from projects.models import AbstractDocument, AbstractFile, AbstractText, AbstractVersion
from projects.models.document import FOUND_OUT

from .follow_up import FollowUp
from .meeting import RoundTable

if TYPE_CHECKING:
    from partners.models import User


class MeetingDocumentQuerySet(models.QuerySet["MeetingDocument"]):
    def visible_to(self, user: "User") -> Self:
        documents = self.filter(round_table__in=RoundTable.objects.visible_to(user))
        if user.sees_everything:
            return documents
        reported = Q(follow_up__partner__in=user.own_partners)
        return documents.filter(Q(visibility=MeetingDocument.Visibility.AS_PROJECT) | reported)

    def editable_by(self, user: "User") -> Self:
        """Coordinators'; what came with a report also belongs to those who speak for the partner that reported."""
        meetings = RoundTable.objects.editable_by(user)
        return self.filter(Q(round_table__in=meetings) | Q(follow_up__partner__in=user.writes_for))


@tracked(exclude=FOUND_OUT)
class MeetingDocument(AbstractDocument):
    namespace = "roundtables"
    list_title = "Round tables"
    holder_field = "round_table"
    shown_with = "round_table__country"
    restricted_to = "coordinators only"

    class Kind(models.TextChoices):  # type: ignore[assignment]  # those of projects are categories of IATI
        REPORT = "report", "Report of the meeting"
        AGENDA = "agenda", "Agenda"
        PERSONS = "persons", "List of participants"
        SLIDES = "slides", "Presentation"
        STATEMENT = "statement", "Statement"
        RESULTS = "A08", "Results"
        SUMMARY = "A07", "Review, evaluation"
        AGREEMENT = "A09", "Memorandum, agreement"
        PICTURE = "picture", "Picture"
        OTHER = "other", "Other"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    round_table = models.ForeignKey(RoundTable, models.CASCADE, related_name="documents")
    follow_up = models.ForeignKey(
        FollowUp, models.PROTECT, null=True, blank=True, related_name="documents", help_text="Came with this report."
    )

    pack_of = models.DateField(
        "pack of", null=True, blank=True, editable=False, help_text="Of a kept meeting pack: the day of its data."
    )

    objects = MeetingDocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        constraints = [
            *AbstractFile.Meta.constraints,
            models.UniqueConstraint(
                "round_table", "sha256", condition=Q(follow_up__isnull=True), name="meeting_document_once"
            ),
            models.UniqueConstraint("follow_up", "sha256", name="report_document_once"),
        ]

    @classmethod
    def audiences(cls, holder: RoundTable) -> dict[str, str]:
        return {
            cls.Visibility.AS_PROJECT: "Everybody who may sign in.",
            cls.Visibility.RESTRICTED: "Coordinators only.",
        }

    @property
    def audience(self) -> str:
        if self.follow_up and self.follow_up.partner and self.visibility == self.Visibility.RESTRICTED:
            return f"Coordinators and {self.follow_up.partner} only."
        return super().audience

    @classmethod
    def of(cls, holder: Any) -> Any:
        """Without what came with reports, which stands with these."""
        return super().of(holder).filter(follow_up=None)

    @property
    def shows_earlier_versions(self) -> bool:
        """A kept pack is made again because it is not to say any more what it said."""
        return self.pack_of is None

    def beside(self) -> Any:
        return MeetingDocument.objects.filter(follow_up=self.follow_up_id) if self.follow_up_id else super().beside()


@tracked(exclude=FOUND_OUT)
class MeetingDocumentVersion(AbstractVersion):
    document = models.ForeignKey(MeetingDocument, models.CASCADE, related_name="versions")

    class Meta(AbstractVersion.Meta):
        constraints = [
            *AbstractFile.Meta.constraints,
            models.UniqueConstraint("document", "version", name="meeting_document_version_once"),
        ]


class MeetingDocumentText(AbstractText):
    document = models.OneToOneField(MeetingDocument, models.CASCADE, primary_key=True, related_name="contents")
