"""The project: what is recorded, who may see it, and who may change it."""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from partners.history import tracked
from partners.models import Country, Organization, Partner
from projects import clock

from .days import plausible
from .sameness import repeated
from .written import Written

if TYPE_CHECKING:
    from partners.models import User

    from .taxonomy import Place, Theme

STALE_AFTER = timedelta(days=180)  # focal points look at their portfolio twice a year


def stale_condition(path: str = "") -> Q:
    """Published, running, and not confirmed for half a year; with a path, of the projects there ("projects__")."""
    unconfirmed = {f"{path}confirmed_at__isnull": True}, {f"{path}confirmed_at__lt": clock.now() - STALE_AFTER}
    running = {f"{path}published_at__isnull": False, f"{path}status__in": Project.RUNNING}
    return (Q(**unconfirmed[0]) | Q(**unconfirmed[1])) & Q(**running)


def active_condition(path: str = "") -> Q:
    """Published, planned, running or finalising, and its end is not before the day that is looked at; without an end
    its status tells. With a path, of the projects there ("project__").
    """
    going_on = Q(**{f"{path}end__isnull": True}) | Q(**{f"{path}end__gte": clock.today()})
    return going_on & Q(**{f"{path}published_at__isnull": False, f"{path}status__in": Project.RUNNING})


def open_to(user: "User", own: Q, public: Q) -> Q:
    if user.sees_everything:
        return public | own
    return own | public & Q(visibility=Project.Visibility.ALL_PARTNERS) | public & named_to(user)


def named_to(user: "User") -> Q:
    shared = Project.shared_with.through.objects.filter(partner__in=user.own_partners).values("project")
    return Q(visibility=Project.Visibility.NAMED_PARTNERS, pk__in=shared)


def open_condition(path: str = "") -> Q:
    """What all partners see; with a path, the projects there ("first__")."""
    everybody = {f"{path}visibility": Project.Visibility.ALL_PARTNERS}
    return Q(**{f"{path}published_at__isnull": False}, **everybody)


class ProjectQuerySet(models.QuerySet["Project"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def open(self) -> Self:
        """What all partners see."""
        return self.filter(open_condition())

    def not_for_all(self) -> Self:
        """What some partners may not see."""
        return self.exclude(visibility=Project.Visibility.ALL_PARTNERS)

    def visible_to(self, user: "User") -> Self:
        """What the person may read. Every list, page, count, chart, export and mail starts here."""
        own = Q(partner__in=user.own_partners, merged_into__isnull=True)
        return self.filter(open_to(user, own, Q(published_at__isnull=False)))

    def readable_by(self, user: "User") -> Self:
        """And what the person could read before it was merged into another: for its history, and what was decided."""
        public = Q(published_at__isnull=False) | Q(merged_into__isnull=False)
        return self.filter(open_to(user, Q(partner__in=user.own_partners), public))

    def hidden_from(self, user: "User") -> list[Self]:
        """All that are not `readable_by` the person, few in most registers: the drafts of others, and what others have
        closed, be it a draft or not. For each of the two there is an index.
        """
        drafts = self.filter(published_at__isnull=True, merged_into__isnull=True)
        closed = [] if user.sees_everything else [self.not_for_all().exclude(named_to(user))]
        return [some.exclude(partner__in=user.own_partners) for some in (drafts, *closed)]

    def editable_by(self, user: "User") -> Self:
        return self.filter(partner__in=user.writes_for, merged_into__isnull=True)

    def active_in(self, year: int) -> Self:
        """Projects whose stated period touches the year; those without dates belong to no year."""
        return self.filter(
            Q(start__year__lte=year) | Q(start__isnull=True),
            Q(end__year__gte=year) | Q(end__isnull=True),
            Q(start__isnull=False) | Q(end__isnull=False),
        )

    def active(self) -> Self:
        """What is done: wherever the product says active, under way, or planned or running."""
        return self.filter(active_condition())

    def stale(self) -> Self:
        return self.filter(stale_condition())

    def overdue(self) -> Self:
        """Said to be running although the end date has passed."""
        return self.published().filter(end__lt=clock.today(), status__in=Project.RUNNING)

    def matching(self, words: str) -> Self:
        """Full text over all that is written of a project: words, "phrases", -exclusions; accents and case folded."""
        from projects.search.asked import asked

        return self.filter(words__words=asked(words).query)

    def with_budget(self) -> Self:
        """Adds `budget`: the US dollar value of all contributions that have one, or None."""
        from .parts import Contribution

        total = Contribution.objects.filter(project=OuterRef("pk")).order_by().values("project")
        return self.annotate(budget=Subquery(total.annotate(total=Sum("usd")).values("total")))

    def once(self) -> Self:
        """Without those: for totals that count no project twice."""
        return self.exclude(pk__in=list(twice)) if (twice := self.same_as_earlier()) else self

    def same_as_earlier(self) -> dict[int, int]:
        """Each project of which another record among these counts, and that one."""
        from .parts import in_dollars
        from .relations import ProjectRelation

        kind = ProjectRelation.Kind.THIRD_PARTY
        pairs = list(ProjectRelation.objects.filter(kind=kind).order_by().values_list("first", "second"))
        sides = {project for pair in pairs for project in pair}  # few, where these may be all of the register
        these = set(self.order_by().filter(pk__in=sides).values_list("pk", flat=True)) if sides else set()
        reports = [pair for pair in pairs if these.issuperset(pair)]
        return repeated(reports, in_dollars({project for pair in reports for project in pair}))

    def counted_elsewhere(self, among: Self) -> int:
        """How many count among these, and not among those, where another record of the same project counts."""
        twice = among.same_as_earlier()
        elsewhere = twice.keys() - self.same_as_earlier().keys() if twice else set()
        return self.order_by().filter(pk__in=elsewhere).count() if elsewhere else 0

    def recently_changed(self) -> Self:
        return self.order_by("-updated_at", "-pk")


@tracked(
    meta={
        "indexes": [
            models.Index("confirmed_at", name="project_event_confirmed"),
            models.Index("pgh_created_at", name="project_event_deleted", condition=models.Q(pgh_label="delete")),
        ]
    }
)
class Project(models.Model):
    class Status(models.TextChoices):  # codes of IATI
        PIPELINE = "1", "Planned"
        IMPLEMENTATION = "2", "Running"
        FINALISATION = "3", "Finalising"
        CLOSED = "4", "Completed"
        CANCELLED = "5", "Cancelled"
        SUSPENDED = "6", "Suspended"

    class OdaFlag(models.TextChoices):
        ODA = "oda", "Official development assistance"
        NOT_ODA = "not-oda", "Not official development assistance"
        MIXED = "mixed", "Partly"
        UNKNOWN = "unknown", "Not stated"

    class Visibility(models.TextChoices):
        ALL_PARTNERS = "all", "All partners"
        NAMED_PARTNERS = "named", "Named partners only"
        RESTRICTED = "restricted", "Own partner and coordinators only"

    class Route(models.TextChoices):
        NORTHERN = "northern", "Northern route"
        BALKAN = "balkan", "Balkan route"
        SOUTHERN = "southern", "Southern route"
        CAUCASUS = "caucasus", "Caucasus and Black Sea"

    class Substance(models.TextChoices):
        OPIATES = "opiates", "Opiates"
        PRECURSORS = "precursors", "Precursors"
        CANNABIS = "cannabis", "Cannabis"
        COCAINE = "cocaine", "Cocaine"
        STIMULANTS = "stimulants", "Amphetamine-type stimulants"
        SYNTHETICS = "synthetics", "Synthetic opioids and new substances"

    RUNNING = (Status.PIPELINE, Status.IMPLEMENTATION, Status.FINALISATION)

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="projects", verbose_name="lead partner")
    reference = models.CharField("reference number", max_length=120, blank=True)
    title = models.CharField(max_length=500)
    objective = models.TextField(blank=True, help_text="What it is to achieve, and for whom.")
    language = models.CharField("language of the text", max_length=8, default="en")
    status = models.CharField(max_length=1, choices=Status.choices, default=Status.PIPELINE)
    start = models.DateField(null=True, blank=True, validators=[plausible])
    end = models.DateField(null=True, blank=True, validators=[plausible])
    oda = models.CharField("ODA", max_length=8, choices=OdaFlag.choices, default=OdaFlag.UNKNOWN)
    route = models.CharField(max_length=10, choices=Route.choices, blank=True)
    substances = ArrayField(models.CharField(max_length=12, choices=Substance.choices), default=list, blank=True)
    purpose_codes = ArrayField(
        models.CharField(max_length=5), default=list, blank=True, verbose_name="DAC purpose codes"
    )
    countries = models.ManyToManyField(Country, through="Recipient", related_name="projects")
    places: "models.ManyToManyField[Place, Any]" = models.ManyToManyField("Place", blank=True, related_name="projects")
    themes: "models.ManyToManyField[Theme, Any]" = models.ManyToManyField("Theme", blank=True, related_name="projects")
    organizations = models.ManyToManyField(Organization, through="Participation", related_name="projects")
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.ALL_PARTNERS)
    shared_with = models.ManyToManyField(
        Partner, blank=True, related_name="shared_projects", help_text="Counts when visible to named partners only."
    )
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: a draft, seen by its own partner only."
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from",
        help_text="The project that this one is recorded in. It is then published no longer.",
    )  # fmt: skip
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="project_period",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message="The end date is before the start date.",
            ),
            models.CheckConstraint(name="project_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="project_merged_is_closed",
                condition=Q(merged_into__isnull=True) | Q(published_at__isnull=True) & ~Q(merged_into=F("pk")),
            ),
            models.UniqueConstraint(
                "partner",
                "reference",
                condition=~Q(reference=""),
                name="project_reference_once",
                violation_error_message="Another project of this partner has this reference number.",
            ),
        ]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="project_recent"),
            models.Index(Written("reference"), name="project_reference_written"),
            models.Index("status", name="project_status"),
            models.Index("start", "end", name="project_period_index"),
            models.Index(
                "partner", name="project_draft", condition=Q(published_at__isnull=True)
            ),  # few, asked for often
            models.Index(  # the same, with all that says to whom they are closed
                fields=["partner", "id"],
                include=["visibility"],
                name="project_closed",
                condition=~Q(visibility="all"),
            ),
            models.Index("partner", "id", name="project_of_partner"),  # the numbers alone, of a partner with thousands
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:detail", args=[self.pk])

    @property
    def number(self) -> str:
        """What the project is called in tables: its reference number, or its number in this register."""
        return self.reference or f"ADAM-{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_kept_back(self) -> bool:
        """Whether its own partner alone reads it: a draft. What was merged is read as before (`readable_by`)."""
        return self.is_draft and self.merged_into_id is None

    @property
    def is_for_all(self) -> bool:
        """Whether all partners see it, as soon as it is published."""
        return self.visibility == self.Visibility.ALL_PARTNERS

    @property
    def is_stale(self) -> bool:
        return self.status in self.RUNNING and (
            self.confirmed_at is None or self.confirmed_at < clock.now() - STALE_AFTER
        )

    @property
    def is_overdue(self) -> bool:
        return self.status in self.RUNNING and self.end is not None and self.end < clock.today()

    @property
    def years(self) -> str:
        start, end = self.start and self.start.year, self.end and self.end.year
        return f"{start or '…'}–{end or '…'}" if start != end else str(start or "")

    @property
    def total_usd(self) -> Decimal | None:
        """Sum of the contributions' US dollar values; None when no contribution has one."""
        values = [c.usd for c in self.contributions.all() if c.usd is not None]
        return sum(values, Decimal(0)) if values else None

    @property
    def also_paid_by(self) -> list[Partner]:
        """The other partners whose money is in it, in the order in which it is stated."""
        return list(dict.fromkeys(c.partner for c in self.contributions.all() if c.partner_id != self.partner_id))


def committed(queryset: models.QuerySet[Project]) -> tuple[Decimal, int]:
    """US dollars committed to these projects together, and how many amounts are not in it because no rate is known."""
    from .parts import Contribution

    rows = Contribution.objects.filter(project__in=queryset.order_by().values("pk"))
    found = rows.aggregate(total=Coalesce(Sum("usd"), Decimal(0)), unrated=Count("pk", filter=Q(usd__isnull=True)))
    return found["total"], found["unrated"]


def budget_total(queryset: models.QuerySet[Project]) -> Decimal:
    return committed(queryset)[0]
