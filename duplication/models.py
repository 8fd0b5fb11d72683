"""Overlaps found, what the two partners say of them, and what was decided."""

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from duplication import scoring
from partners.history import tracked
from partners.models import Partner
from projects.models import Project

if TYPE_CHECKING:
    from partners.models import User


@tracked()
class Calibration(models.Model):
    """A table of match weights by field and level, with where it came from. Alerts name the one they were made with."""

    name = models.CharField(max_length=80, unique=True)
    table = models.JSONField(help_text="Priors and thresholds by kind of overlap, log2 weights by field and level.")
    notes = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True, help_text="The one accepted last is in use.")

    class Meta:
        ordering = [F("accepted_at").desc(nulls_last=True), "-created_at"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        try:
            scoring.Calibration.of(self.table)
        except ValueError as error:
            raise ValidationError({"table": str(error)}) from error


class BlockingKey(models.Model):
    """A hashed word or combination under which a project can be found as a candidate."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    key = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("key", "project", name="blocking_key_once")]
        indexes = [models.Index("project", name="blocking_key_project")]

    def __str__(self) -> str:
        return f"{self.key} of {self.project_id}"


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, user: "User") -> Self:
        """Who sees both projects, or speaks for the partner of one of them, sees the alert."""
        projects = Project.objects.visible_to(user)
        both = Q(Exists(projects.filter(pk=OuterRef("first"))) & Exists(projects.filter(pk=OuterRef("second"))))
        own = Q(first__partner__in=user.own_partners) | Q(second__partner__in=user.own_partners)
        return self.filter(both | own)

    def answerable_by(self, user: "User") -> Self:
        return self.filter(Q(first__partner__in=user.writes_for) | Q(second__partner__in=user.writes_for))

    def standing(self) -> Self:
        """Those whose reason has not gone away."""
        return self.filter(withdrawn_at__isnull=True)

    def open(self) -> Self:
        """Those that wait for a verdict."""
        return self.standing().filter(~Exists(Verdict.objects.filter(alert=OuterRef("pk"))))

    def decided(self) -> Self:
        return self.filter(Exists(Verdict.objects.filter(alert=OuterRef("pk"))))

    def about(self, *projects: Project | int) -> Self:
        return self.filter(Q(first__in=projects) | Q(second__in=projects))

    def awaiting(self, user: "User") -> Self:
        """Open ones on which a partner the person writes for has not yet said anything."""
        said = Position.objects.filter(alert=OuterRef("pk"), partner__in=user.writes_for)
        return self.open().answerable_by(user).filter(~Exists(said))


@tracked()
class Alert(models.Model):
    """A pair of projects that may overlap. The pair is ordered and unique."""

    class Kind(models.TextChoices):
        SAME_PROJECT = "same_project", "Same project reported twice"
        SAME_WORK = "same_work", "Same work funded twice"
        COMPLEMENTARY = "complementary", "Complementary work"
        TIMING_CLASH = "timing_clash", "Timing clash"

    first = models.ForeignKey(Project, models.CASCADE, related_name="+")
    second = models.ForeignKey(Project, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    match_weight = models.FloatField(help_text="Sum of the contributions, log2.")
    probability = models.FloatField()
    contributions = models.JSONField(help_text="A list of field, level, weight and sentence.")
    calibration = models.ForeignKey(Calibration, models.PROTECT, related_name="alerts")
    raised_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-match_weight", "pk"]
        constraints = [
            models.UniqueConstraint("first", "second", name="alert_once"),
            models.CheckConstraint(name="alert_pair_ordered", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(name="alert_probability", condition=Q(probability__gte=0, probability__lte=1)),
        ]
        indexes = [
            models.Index(fields=["-match_weight", "id"], name="alert_queue", condition=Q(withdrawn_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.first.number} and {self.second.number}"

    def get_absolute_url(self) -> str:
        return reverse("alerts:detail", args=[self.pk])


def alerted_projects(user: "User") -> models.QuerySet[Any, Any]:
    """Ids of the projects with an open alert that the person may see: both sides of each pair."""
    both = models.Func(
        F("first"), F("second"), template="unnest(ARRAY[%(expressions)s])", output_field=models.IntegerField()
    )
    return Alert.objects.visible_to(user).open().order_by().values_list(both)


class Position(models.Model):
    """What one of the two partners says of the alert. Later ones do not erase earlier ones."""

    class Stance(models.TextChoices):
        SAME = "same", "It is the same project"
        OVERLAPPING = "overlapping", "The work overlaps"
        COMPLEMENTARY = "complementary", "The work complements each other"
        NOT_OVERLAP = "not_overlap", "There is no overlap"

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="positions")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="positions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=15, choices=Stance.choices)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        triggers = [pgtrigger.Protect(name="position_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_stance_display()}"


class Verdict(models.Model):
    """A coordinator's decision. Append-only: the latest one counts, none is changed."""

    class Outcome(models.TextChoices):
        MERGED = "merged", "Same project: to be recorded once"
        JOINT = "joint", "Joint programme"
        DIVIDED = "divided", "Divided by place, time or agency"
        SEQUENCED = "sequenced", "One after the other"
        ACCEPTED = "accepted", "Accepted redundancy"
        NOT_OVERLAP = "not_overlap", "Not an overlap"

    class Reason(models.TextChoices):
        BENEFICIARY = "beneficiary", "Different beneficiary"
        PLACE = "place", "Different place"
        TIME = "time", "Different time"
        ACTIVITY = "activity", "Different activity"
        PHASES = "phases", "Phases of one programme"
        COORDINATED = "coordinated", "Known and coordinated"
        DATA_ERROR = "data_error", "Data error"
        TOO_GENERAL = "too_general", "Too general to tell"

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="verdicts")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    reason = models.CharField(max_length=15, choices=Reason.choices, blank=True)
    text = models.TextField("in your words", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="verdict_dismissal_has_reason",
                condition=~Q(outcome="not_overlap") | ~Q(reason=""),
                violation_error_message="Say why it is not an overlap.",
            )
        ]
        triggers = [pgtrigger.Protect(name="verdict_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.get_outcome_display()
