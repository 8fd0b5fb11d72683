"""A pair of projects that may overlap, and who sees it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.aggregates import BoolOr
from django.db import models
from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils import timezone

from duplication.matching.kinds import OWN_DOUBLE, Kind, case_of, sentence_of
from duplication.matching.scoring import FRESHNESS, KEPT, STALE
from partners.history import tracked
from projects.models import Project

from .calibration import Calibration
from .review import Position, Verdict

if TYPE_CHECKING:
    from partners.models import User


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, user: "User") -> Self:
        """Who sees both projects, or speaks for the partner of one of them, sees the alert."""
        return self.filter(both_seen_by(user) | of_own(user))

    def seen_in_full_by(self, user: "User") -> Self:
        """Those of which the person sees both sides. Each condition by itself, so that the database expects most alerts
        to meet it: else it would go on from one of them to the next.
        """
        sides = [(some, side) for some in Project.objects.hidden_from(user) for side in ("first", "second")]
        return self.filter(*(~Exists(some.order_by().filter(pk=OuterRef(side))) for some, side in sides))

    def half_hidden(self) -> Self:
        """Those of two partners of which one may not see the project of the other."""
        return self.exclude(first__partner=F("second__partner")).filter(
            closed_to("first", "second") | closed_to("second", "first")
        )

    def counted_by(self, user: "User", side: str) -> Self:
        """Those that may be counted for the partner of this side: an alert that the person sees through the other side
        alone would tell the partner of a project that is hidden.
        """
        return self.filter(both_seen_by(user) | Q(**{f"{side}__partner__in": user.own_partners}))

    def tying(self) -> Self:
        """Open ones that make their projects one: one project, or one work."""
        return self.open().filter(kind__in=(Alert.Kind.SAME_PROJECT, Alert.Kind.SAME_WORK))

    def heard_by(self, user: "User") -> Self:
        """Those whose words the person may read: what is said is between the two partners and who sees everything."""
        return self.visible_to(user) if user.sees_everything else self.filter(of_own(user))

    def answerable_by(self, user: "User") -> Self:
        return self.filter(Q(first__partner__in=user.writes_for) | Q(second__partner__in=user.writes_for))

    def standing(self) -> Self:
        """Those whose reason has not gone away."""
        return self.filter(withdrawn_at__isnull=True)

    def open(self) -> Self:
        """Those that wait for a verdict, the first or another one after it was reopened."""
        return self.standing().filter(~Exists(Verdict.objects.standing().filter(alert=OuterRef("pk"))))

    def decided(self) -> Self:
        return self.filter(Exists(Verdict.objects.standing().filter(alert=OuterRef("pk"))))

    def reopened(self) -> Self:
        """Open ones that were decided before."""
        return self.open().filter(Exists(Verdict.objects.meant().filter(alert=OuterRef("pk"))))

    def about(self, *projects: Project | int) -> Self:
        return self.filter(Q(first__in=projects) | Q(second__in=projects))

    def awaiting(self, user: "User") -> Self:
        """Open ones on which a partner the person writes for has not said anything, or not since it was reopened; who
        writes for both answers for each. Every page counts them, so the partners' projects are found first: joined to
        every alert, they would be the last.
        """
        silent = Q(pk__in=[])
        for partner in sorted(user.writes_for):
            own = Project.objects.filter(partner=partner).order_by().values("pk")
            said = Position.objects.in_force().filter(alert=OuterRef("pk"), partner=partner)
            silent |= (Q(first__in=own) | Q(second__in=own)) & ~Q(Exists(said))
        return self.open().filter(silent)

    def answered(self) -> Self:
        """Those on which both partners have said something, since they were last opened."""
        return self.filter(both_have_said())

    def unanswered(self) -> Self:
        return self.filter(~both_have_said())


def of_own(user: "User") -> Q:
    """Those about a project of a partner of the person's."""
    own = Project.objects.filter(partner__in=user.own_partners)
    return is_among(own, "first") | is_among(own, "second")


def both_seen_by(user: "User") -> Q:
    """As `seen_in_full_by`, for where it is one of two conditions, or decides an order: neither project is one of the
    few that are hidden. To join all projects to every alert took longer than all else of a list.
    """
    hidden = Project.objects.hidden_from(user)
    return Q(*(~is_among(some, side) for some in hidden for side in ("first", "second")))


def closed_to(side: str, other: str) -> Q:
    """The project of one side, to the partner of the other."""
    named = Project.shared_with.through.objects.filter(project=OuterRef(side), partner=OuterRef(f"{other}__partner"))
    shared = Q(Exists(named), **{f"{side}__visibility": Project.Visibility.NAMED_PARTNERS})
    return ~Q(**{f"{side}__visibility": Project.Visibility.ALL_PARTNERS}) & ~shared


def is_among(projects: models.QuerySet[Project], side: str) -> Q:
    return Q(**{f"{side}__in": projects.order_by().values("pk")})


def before_fading(path: str = "") -> Combinable:
    """Of each alert, the match weight before a record that nobody confirms weakened it: that never hides an alert. With
    a path, of the alerts there ("alert__"). Those few are found by an index: what each says is long.
    """
    faded = Alert.objects.filter(contributions__contains=[{"field": FRESHNESS}]).order_by()
    is_stale = When(**{f"{path}pk__in": faded.values("pk")}, then=Value(STALE))
    return F(f"{path}match_weight") - Case(is_stale, default=Value(0.0), output_field=FloatField())


def both_have_said(since: datetime | None = None) -> Q:
    """Of all alerts at once: for each by itself the database goes from one to the next, thousands of times. `since`: of
    those that were raised or opened again after that; of others nothing is said.
    """
    ours, theirs = (BoolOr(Q(partner=F(f"alert__{side}__partner"))) for side in ("first", "second"))
    given = Position.objects.in_force().filter(*([Q(created_at__gt=since)] if since else []))
    said = given.order_by().values("alert").annotate(ours=ours, theirs=theirs)
    return Q(pk__in=said.filter(ours=True, theirs=True).values("alert"))


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
            models.Index(  # with all that lists ask for: of rows as wide as these only those on the page are read
                fields=["-match_weight", "id"],
                include=["first", "second", "kind", "raised_at", "withdrawn_at"],
                name="alert_listed",
            ),
            models.Index("id", name="alert_faded", condition=Q(contributions__contains=[{"field": FRESHNESS}])),
            models.Index(fields=["raised_at", "id"], name="alert_by_age", condition=Q(withdrawn_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.first.number} and {self.second.number}"

    def get_absolute_url(self) -> str:
        return reverse("alerts:detail", args=[self.pk])

    @property
    def before_fading(self) -> float:
        """As the function of this name."""
        return self.match_weight - sum(row["weight"] for row in self.contributions if row["field"] == FRESHNESS)

    @property
    def is_kept(self) -> bool:
        """Whether it stays though by what both projects say today it would not be raised."""
        return any(row["field"] == KEPT for row in self.contributions)

    def sentence(self, case: str, *, is_seen: bool) -> str:
        """What kind of overlap it is. Who does not see both projects is told no more than the kind."""
        names = {row["field"]: row["level"] for row in self.contributions if is_seen and row["level"] != "missing"}
        return sentence_of(case, names, is_over=is_seen and self.is_over)

    @property
    def is_over(self) -> bool:
        """Whether the weeks are over in which both ask for the same people."""
        ends = [row["until"] for row in self.contributions if "until" in row]
        return any(date.fromisoformat(end) < timezone.localdate() for end in ends)

    def sides_of(self, user: "User") -> set[int]:
        """Partners of the two for which the person speaks: of both, some do."""
        return {self.first.partner_id, self.second.partner_id} & user.writes_for

    @property
    def is_of_one_partner(self) -> bool:
        """Whether there is no other partner to speak of."""
        return self.first.partner_id == self.second.partner_id

    @property
    def has_draft(self) -> bool:
        """Whether one of the two was taken back to a draft: until it is published again the partners alone see this."""
        return any(side.published_at is None and side.merged_into_id is None for side in (self.first, self.second))

    @property
    def case_words(self) -> str:
        """Its kind, or that it is of one partner: by which it has a threshold, and is told."""
        return CASE_LABELS[case_of(Kind(self.kind), self.is_of_one_partner)]

    @property
    def is_merged(self) -> bool:
        """Whether one of the two was merged into a project."""
        return bool(self.first.merged_into_id or self.second.merged_into_id)


CASE_LABELS = {**dict(Alert.Kind.choices), OWN_DOUBLE: "One partner's project entered twice"}


def case_in(path: str = "") -> Case:
    """As `case_of` tells it, of the alerts there ("alert__")."""
    is_own = When(**{f"{path}first__partner": F(f"{path}second__partner")}, then=Value(OWN_DOUBLE))
    return Case(is_own, default=F(f"{path}kind"))


def alerted_projects(user: "User") -> models.QuerySet[Any, Any]:
    """Ids of the projects with an open alert that the person may see: both sides of each pair."""
    both = models.Func(
        F("first"), F("second"), template="unnest(ARRAY[%(expressions)s])", output_field=models.IntegerField()
    )
    return Alert.objects.visible_to(user).open().order_by().values_list(both)


def open_pairs() -> models.QuerySet[Any, Any]:
    """Both sides of every open alert, whoever may see it."""
    return Alert.objects.open().order_by().values_list("first", "second")
