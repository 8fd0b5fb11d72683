"""What a project consists of: recipients, organizations, money, activities, identifiers, and where it came from."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from partners.history import tracked
from partners.models import Country, Organization, Partner
from partners.text import of_unit
from projects.rates import to_usd

from .days import plausible
from .project import Project
from .taxonomy import ActivityType, Place
from .written import Written


@tracked()
class Recipient(models.Model):
    """A country the project works in, with its share of the money where that is stated."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="recipients")
    country = models.ForeignKey(Country, models.PROTECT, related_name="recipients")
    share = models.DecimalField(
        "share (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        ordering = ["country__name"]
        constraints = [
            models.UniqueConstraint("project", "country", name="recipient_once"),
            models.CheckConstraint(
                name="recipient_share", condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return str(self.country)


@tracked()
class Participation(models.Model):
    """An organization's part in the project."""

    class Role(models.TextChoices):  # 1-4 as in IATI
        FUNDING = "1", "Funding"
        ACCOUNTABLE = "2", "Accountable"
        EXTENDING = "3", "Extending"
        IMPLEMENTING = "4", "Implementing"
        BENEFICIARY = "b", "Beneficiary"

    project = models.ForeignKey(Project, models.CASCADE, related_name="participations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=1, choices=Role.choices)

    class Meta:
        ordering = ["role", "organization__name"]
        constraints = [models.UniqueConstraint("project", "organization", "role", name="participation_once")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.organization}"


@tracked()
class Contribution(models.Model):
    """Money of one partner, with its US dollar value at the rate of its month."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="contributions")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="contributions")
    amount = models.DecimalField(max_digits=16, decimal_places=2, validators=[MinValueValidator(Decimal(0))])
    currency = models.CharField(
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR.")],
    )
    committed_on = models.DateField("date", default=timezone.localdate, help_text="Its month decides the rate.")
    usd = models.DecimalField(
        "US dollars", max_digits=16, decimal_places=2, null=True, blank=True, editable=False,
        help_text="Empty when there is no rate for the month.",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="contribution_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="contribution_currency", condition=Q(currency__regex=r"^[A-Z]{3}$")),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.amount} {self.currency}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.usd = to_usd(self.amount, self.currency, self.committed_on)
        super().save(*args, **kwargs)


def in_dollars(projects: Collection[int]) -> dict[int, bool]:
    """Of those of these projects that state money, whether any of it has a value in US dollars. One query at most."""
    stated = Contribution.objects.filter(project__in=projects).order_by().values_list("project")
    return {project: known > 0 for project, known in stated.annotate(Count("usd"))} if projects else {}


@tracked()
class Activity(models.Model):
    """One thing done: what, how much of it, for whom, where and when."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="activities")
    type = models.ForeignKey(ActivityType, models.PROTECT, related_name="activities")
    description = models.CharField(max_length=300, blank=True)
    quantity = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    unit = models.CharField(max_length=40, blank=True)
    beneficiary = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="activities_received"
    )
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="activities")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="activities")
    start = models.DateField(null=True, blank=True, validators=[plausible])
    end = models.DateField(null=True, blank=True, validators=[plausible])

    class Meta:
        ordering = ["start", "pk"]
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                name="activity_period",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message="The activity's end date is before its start date.",
            ),
            models.CheckConstraint(name="activity_quantity", condition=Q(quantity__isnull=True) | Q(quantity__gte=0)),
        ]
        indexes = [models.Index("type", "start", name="activity_of_kind_by_day")]  # what the calendar shows of a month

    def __str__(self) -> str:
        return self.description or str(self.type)

    @property
    def how_many(self) -> str:
        """Such as "25 trainees"; empty where it is not stated."""
        if self.quantity is None:
            return ""
        return f"{self.quantity.normalize():f} {of_unit(self.unit, self.quantity)}".strip()


@tracked()
class ProjectIdentifier(models.Model):
    """The project's number in another register: legitimate, strong evidence of a double report."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=30, help_text="Such as IATI, CRS or the donor's own register.")
    value = models.CharField(max_length=150)

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [models.UniqueConstraint("project", "scheme", "value", name="project_identifier_once")]
        indexes = [
            models.Index("value", name="project_identifier_value"),
            models.Index(Written("value"), name="project_identifier_written"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class ProjectSource(models.Model):
    """Where an imported project came from, and what was published that has no place among the project's fields."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="source")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    identifier = models.CharField(max_length=250)
    content_hash = models.CharField(max_length=64)
    file_name = models.CharField(max_length=250)
    imported_at = models.DateTimeField(default=timezone.now)
    as_published = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("partner", "identifier", name="project_source_once")]
        indexes = [
            models.Index("identifier", name="project_source_identifier"),
            GinIndex(
                OpClass(KeyTransform("related", "as_published"), name="jsonb_path_ops"), name="project_source_related"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identifier} in {self.file_name}"
