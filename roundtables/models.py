"""What was agreed: meetings, their numbered recommendations, and what came of them."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from partners.history import tracked
from partners.models import Country, Partner, Pillar
from projects.models import AbstractDocument, AbstractFile, AbstractText, AbstractVersion, Project, Theme
from projects.models.document import FOUND_OUT

if TYPE_CHECKING:
    from partners.models import User


class RoundTableQuerySet(models.QuerySet["RoundTable"]):
    def visible_to(self, user: "User") -> Self:
        """Meetings and what they agreed are common knowledge of the partners."""
        return self.filter() if user.is_active else self.none()

    def editable_by(self, user: "User") -> Self:
        return self.filter() if user.is_coordinator else self.none()


@tracked()
class RoundTable(models.Model):
    class Kind(models.TextChoices):
        EXPERT_ROUND_TABLE = "expert_round_table", "Expert round table"
        EXPERT_WORKING_GROUP = "expert_working_group", "Expert working group"
        MINISTERIAL = "ministerial_conference", "Ministerial conference"
        POLICY = "policy_consultative_group", "Policy consultative group"

    kind = models.CharField(max_length=30, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    focus = models.CharField(max_length=200, blank=True)
    start = models.DateField()
    end = models.DateField()
    month_only = models.BooleanField("only the month is known", default=False)
    city = models.CharField(max_length=80)
    country = models.ForeignKey(Country, models.PROTECT, related_name="round_tables")
    participants = models.ManyToManyField(Partner, blank=True, related_name="round_tables")
    source = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoundTableQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "kind"]
        constraints = [
            models.CheckConstraint(
                name="round_table_period",
                condition=Q(end__gte=F("start")),
                violation_error_message="The last day is before the first.",
            ),
            models.UniqueConstraint(
                "kind",
                "number",
                condition=Q(number__isnull=False),
                name="round_table_number_once",
                violation_error_message="Another meeting of this kind has this number.",
            ),
            models.UniqueConstraint("kind", "start", "city", name="round_table_once"),
        ]

    def __str__(self) -> str:
        ordinal = f" {self.number}" if self.number else ""
        return f"{self.get_kind_display()}{ordinal}, {self.city} {self.start:%Y}"

    def get_absolute_url(self) -> str:
        return reverse("roundtables:detail", args=[self.pk])


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(round_table__in=RoundTable.objects.visible_to(user))

    def with_state(self) -> Self:
        """Adds `last_progress`, from which `state` is read without a query a row."""
        latest = FollowUp.objects.filter(recommendation=OuterRef("pk")).order_by("-created_at", "-pk")
        return self.annotate(last_progress=Subquery(latest.values("progress")[:1]))

    def overdue(self) -> Self:
        done = [FollowUp.Progress.IMPLEMENTED, FollowUp.Progress.SUPERSEDED]
        return self.with_state().filter(
            Q(last_progress__isnull=True) | ~Q(last_progress__in=done), due_on__lt=timezone.localdate()
        )


@tracked()
class Recommendation(models.Model):
    class Addressee(models.TextChoices):
        GOVERNMENTS = "governments", "Recipient governments"
        DONORS = "donors", "Donors"
        UNODC = "unodc", "UNODC"

    round_table = models.ForeignKey(RoundTable, models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    pillars = ArrayField(models.CharField(max_length=3, choices=Pillar.choices), default=list, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="recommendations")
    countries = models.ManyToManyField(Country, blank=True, related_name="recommendations")
    addressees = ArrayField(models.CharField(max_length=12, choices=Addressee.choices), default=list, blank=True)
    addressed_partners = models.ManyToManyField(Partner, blank=True, related_name="recommendations")
    endorsed_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    projects = models.ManyToManyField(Project, blank=True, related_name="recommendations")
    source = models.CharField(max_length=200, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["round_table", "number"]
        constraints = [
            models.UniqueConstraint(
                "round_table",
                "number",
                name="recommendation_number_once",
                violation_error_message="This meeting has a recommendation of this number.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    def get_absolute_url(self) -> str:
        return f"{reverse('roundtables:detail', args=[self.round_table_id])}#recommendation-{self.number}"

    @property
    def state(self) -> str:
        """Derived from the last follow-up and the due date. Needs `with_state()`."""
        last = self.last_progress  # type: ignore[attr-defined]
        if last in {FollowUp.Progress.IMPLEMENTED, FollowUp.Progress.SUPERSEDED}:
            return FollowUp.Progress(last).label
        if self.due_on and self.due_on < timezone.localdate():
            return "Overdue"
        return FollowUp.Progress(last).label if last else "Open"


@tracked()
class FollowUp(models.Model):
    """One entry of what was done about a recommendation. Entries are added, never changed."""

    class Progress(models.TextChoices):
        IN_PROGRESS = "in_progress", "In progress"
        IMPLEMENTED = "implemented", "Implemented"
        SUPERSEDED = "superseded", "Superseded"

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="follow_ups")
    progress = models.CharField(max_length=12, choices=Progress.choices)
    text = models.TextField()
    partner = models.ForeignKey(Partner, models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        triggers = [pgtrigger.Protect(name="follow_up_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.get_progress_display()}: {self.text}"


class MeetingDocumentQuerySet(models.QuerySet["MeetingDocument"]):
    def visible_to(self, user: "User") -> Self:
        documents = self.filter(round_table__in=RoundTable.objects.visible_to(user))
        if user.sees_everything:
            return documents
        return documents.filter(visibility=MeetingDocument.Visibility.AS_PROJECT)

    def editable_by(self, user: "User") -> Self:
        return self.filter(round_table__in=RoundTable.objects.editable_by(user))


@tracked(exclude=FOUND_OUT)
class MeetingDocument(AbstractDocument):
    namespace = "roundtables"
    list_title = "Round tables"
    holder_field = "round_table"
    shown_with = "round_table__country"
    restricted_to = "coordinators only"
    round_table = models.ForeignKey(RoundTable, models.CASCADE, related_name="documents")

    objects = MeetingDocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        constraints = [
            *AbstractFile.Meta.constraints,
            models.UniqueConstraint("round_table", "sha256", name="meeting_document_once"),
        ]

    @classmethod
    def audiences(cls, holder: RoundTable) -> dict[str, str]:
        return {
            cls.Visibility.AS_PROJECT: "Everybody who may sign in.",
            cls.Visibility.RESTRICTED: "Coordinators only.",
        }


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
