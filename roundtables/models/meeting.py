"""Meetings of every kind, the series they belong to, and who came as what."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from partners.history import tracked
from partners.models import Country, Partner
from projects import clock

if TYPE_CHECKING:
    from partners.models import User


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: "User") -> Self:
        """As their meetings are."""
        return self.filter() if user.is_active else self.none()


@tracked()
class Series(models.Model):
    """Meetings on one focus that follow each other, such as those on one trafficking route."""

    name = models.CharField(max_length=200, unique=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("roundtables:series", args=[self.pk])


class RoundTableQuerySet(models.QuerySet["RoundTable"]):
    def visible_to(self, user: "User") -> Self:
        """Meetings and what they agreed are common knowledge of the partners."""
        return self.filter() if user.is_active else self.none()

    def editable_by(self, user: "User") -> Self:
        return self.filter() if user.is_coordinator else self.none()

    def later_than(self, meeting: "RoundTable") -> Self:
        return self.filter(Q(start__gt=meeting.start) | Q(start=meeting.start, pk__gt=meeting.pk))

    def earlier_than(self, meeting: "RoundTable") -> Self:
        return self.filter(Q(start__lt=meeting.start) | Q(start=meeting.start, pk__lt=meeting.pk))


@tracked()
class RoundTable(models.Model):
    class Kind(models.TextChoices):
        EXPERT_ROUND_TABLE = "expert_round_table", "Expert round table"
        EXPERT_WORKING_GROUP = "expert_working_group", "Expert working group"
        MINISTERIAL = "ministerial_conference", "Ministerial conference"
        POLICY = "policy_consultative_group", "Policy consultative group"
        OTHER = "other", "Other meeting"

    kind = models.CharField(max_length=30, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    focus = models.CharField(max_length=200, blank=True)
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="round_tables")
    start = models.DateField()
    end = models.DateField()
    month_only = models.BooleanField("only the month is known", default=False)
    city = models.CharField(max_length=80)
    country = models.ForeignKey(Country, models.PROTECT, related_name="round_tables")
    participants = models.ManyToManyField(Partner, blank=True, related_name="round_tables")
    agenda = models.TextField(blank=True, max_length=10_000, help_text="One item on each line.")
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

    @property
    def has_begun(self) -> bool:
        """What it decides counts from its first day."""
        return self.start <= clock.today()

    @property
    def may_endorse(self) -> bool:
        """Policy makers endorse what experts recommend."""
        return self.kind in {self.Kind.POLICY, self.Kind.MINISTERIAL}


@tracked()
class Attendance(models.Model):
    """A person at a meeting, who need not have an account here."""

    class Role(models.TextChoices):
        CHAIR = "chair", "Chair"
        CO_CHAIR = "co_chair", "Co-chair"
        HEAD = "head", "Head of delegation"
        DELEGATE = "delegate", "Delegate"
        EXPERT = "expert", "Expert"
        OBSERVER = "observer", "Observer"
        SECRETARIAT = "secretariat", "Secretariat"

    round_table = models.ForeignKey(RoundTable, models.CASCADE, related_name="attendances")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.DELEGATE)
    name = models.CharField(max_length=150)
    position = models.CharField(max_length=200, blank=True, help_text="Such as head of the drug control agency.")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="attendances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="attendances"
    )

    class Meta:
        ordering = ["round_table", "pk"]
        constraints = [
            models.UniqueConstraint(
                "round_table",
                "name",
                "role",
                name="attendance_once",
                violation_error_message="This person is on the list in this role already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display()}"
