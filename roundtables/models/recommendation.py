"""What a meeting recommends, in which words, and what later meetings made of it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.urls import reverse

from partners.history import tracked
from partners.models import Country, Organization, Partner, Pillar
from projects import clock
from projects.models import Project, Recipient, Theme

from .follow_up import DONE, FollowUp
from .meeting import RoundTable

if TYPE_CHECKING:
    from partners.models import User


UNODC = "UNODC"  # the code of this partner
SOON = timedelta(days=60)  # before the due date


def addressed(partners: Collection[int]) -> Combinable:
    """Whether these partners are to act; `addressees.py` says it the other way round.

    Partners that are named; the country of a body that is named; where governments are addressed, or nobody is
    named, the countries it is about; UNODC; and as donors those that pay for a project in one of its countries,
    in any where it is about none: projects that everybody sees, so that this gives none of the others away.
    """
    of_this = {"recommendation": OuterRef("pk")}
    named = Recommendation.addressed_partners.through.objects.filter(**of_this)
    bodies = Recommendation.addressed_organizations.through.objects.filter(**of_this)
    about = Recommendation.countries.through.objects.filter(**of_this)
    paid = Recipient.objects.filter(project__contributions__partner__in=partners, project__in=Project.objects.open())
    paying = list(paid.order_by().values_list("country", flat=True).distinct()) if partners else []
    nobody = Q(addressees=[]) & ~Exists(named) & ~Exists(bodies)
    governments = (Q(addressees__contains=["governments"]) | nobody) & Exists(
        about.filter(country__partner__in=partners)
    )
    in_theirs = Exists(about.filter(country__in=paying))
    donors = in_theirs | ~Exists(about) if paying else in_theirs
    return (
        Exists(named.filter(partner__in=partners))
        | Exists(bodies.filter(organization__country__partner__in=partners))
        | governments
        | Q(addressees__contains=["donors"]) & donors
        | Q(addressees__contains=["unodc"]) & Exists(Partner.objects.filter(pk__in=partners, code=UNODC))
    )


def said_by(partners: Collection[int]) -> Combinable:
    """Whether one of these partners has ever reported."""
    return Exists(FollowUp.objects.filter(recommendation=OuterRef("pk"), partner__in=partners))


def due_from(partners: Collection[int]) -> Combinable:
    """Whether it is due soon or overdue, and no report of these partners waits for coordinators."""
    own = FollowUp.objects.waiting().filter(recommendation=OuterRef("pk"), partner__in=partners)
    return Q(due_on__lte=clock.today() + SOON) & ~Exists(own)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(round_table__in=RoundTable.objects.visible_to(user))

    def with_state(self, until: datetime | None = None) -> Self:
        """Adds what `state` is read from without a query a row: `begins_on`, `last_assessed`, `last_progress`,
        `last_partner`; of a past day by what was said until the moment after it.
        """
        entries = FollowUp.objects.filter(recommendation=OuterRef("pk")).order_by("-created_at", "-pk")
        if until:
            entries = entries.filter(created_at__lt=until)
        return self.annotate(
            begins_on=F("round_table__start"),
            last_assessed=Subquery(entries.assessments().values("progress")[:1]),
            last_progress=Subquery(entries.values("progress")[:1]),
            last_partner=Subquery(entries.values("partner")[:1]),
        )

    def unfinished(self, until: datetime | None = None) -> Self:
        """What a meeting recommends counts from its first day: before that it is a draft."""
        made = self.with_state(until).made_by(clock.today())
        return made.filter(Q(last_assessed__isnull=True) | ~Q(last_assessed__in=DONE))

    def made_by(self, day: date) -> Self:
        return self.filter(round_table__start__lte=day)

    def drafts(self) -> Self:
        return self.filter(round_table__start__gt=clock.today())

    def under_pillars(self, pillars: Sequence[str]) -> Self:
        """Under one of these themselves, or by one of their themes."""
        themes = Recommendation.themes.through.objects.filter(theme__pillars__overlap=pillars)
        return self.filter(Q(pillars__overlap=pillars) | Q(Exists(themes.filter(recommendation=OuterRef("pk")))))

    def overdue(self) -> Self:
        return self.unfinished().filter(due_on__lt=clock.today())

    def in_state(self, state: "Recommendation.State") -> Self:
        """As `Recommendation.state` derives it."""
        late = Q(due_on__lt=clock.today())
        not_begun = Q(last_progress__isnull=True) | Q(last_progress=FollowUp.Progress.OPEN)
        match state:
            case Recommendation.State.DRAFT:
                return self.with_state().drafts()
            case Recommendation.State.OVERDUE:
                return self.overdue()
            case Recommendation.State.OPEN:
                return self.unfinished().exclude(late).filter(not_begun)
            case Recommendation.State.IN_PROGRESS:
                return self.unfinished().exclude(late).exclude(not_begun)
        return self.with_state().made_by(clock.today()).filter(last_assessed=state.value)

    def to_take_up_at(self, meeting: RoundTable) -> Self:
        """What earlier meetings left unfinished and this one has not considered yet."""
        considered = Consideration.objects.filter(round_table=meeting).values("recommendation")
        earlier = RoundTable.objects.earlier_than(meeting)
        return self.unfinished().filter(round_table__in=earlier).exclude(pk__in=considered)

    def to_endorse_at(self, meeting: RoundTable) -> Self:
        """What no meeting has endorsed yet, and what this one did; a day on record may be one of this meeting."""
        in_its_days = Q(endorsed_at__isnull=True, endorsed_on__range=(meeting.start, meeting.end))
        open_to_it = Q(endorsed_on__isnull=True) | in_its_days | Q(endorsed_at=meeting)
        return self.filter(open_to_it, round_table__start__lte=meeting.end)

    def addressed_to(self, partners: Collection[int]) -> Self:
        """Those on which these partners are to report."""
        return self.filter(addressed(partners))

    def concerning(self, partners: Collection[int]) -> Self:
        """And those about their countries, whoever is to act."""
        about = Recommendation.countries.through.objects.filter(country__partner__in=partners)
        return self.filter(addressed(partners) | Exists(about.filter(recommendation=OuterRef("pk"))))

    def to_report(self, partners: Collection[int]) -> Self:
        """Due soon or overdue, and no report of these partners' own waits for coordinators."""
        return self.unfinished().addressed_to(partners).filter(due_from(partners))

    def unheard(self, partners: Collection[int]) -> Self:
        """To be reported on, and what these partners are to act on, due or not, and have said nothing of yet."""
        return self.unfinished().addressed_to(partners).filter(~said_by(partners) | due_from(partners))

    def heard(self, partners: Collection[int]) -> Self:
        """The rest of what these partners are to act on: they have reported, and it is not done."""
        return self.unfinished().addressed_to(partners).filter(said_by(partners) & ~due_from(partners))

    def to_assess(self) -> Self:
        """Those on which an addressee has reported since a coordinator last assessed them."""
        return self.unfinished().filter(last_partner__isnull=False)


@tracked()
class Recommendation(models.Model):
    class Addressee(models.TextChoices):
        GOVERNMENTS = "governments", "Recipient governments"
        DONORS = "donors", "Donors"
        UNODC = "unodc", "UNODC"

    class Priority(models.IntegerChoices):
        HIGH = 1, "High"
        NORMAL = 2, "Normal"
        LOW = 3, "Low"

    class State(models.TextChoices):
        """Never stored: derived from the first day of the meeting, follow-up and the due date."""

        DRAFT = "draft", "For decision"
        OPEN = "open", "Open"
        IN_PROGRESS = "in_progress", "In progress"
        OVERDUE = "overdue", "Overdue"
        IMPLEMENTED = "implemented", "Implemented"
        SUPERSEDED = "superseded", "Superseded"

        @classmethod
        def derived(
            cls, begins_on: date, assessed: str | None, last: str | None, due_on: date | None
        ) -> "Recommendation.State":
            """Done is what coordinators say is done; an addressee's word moves it on, not out."""
            if begins_on > clock.today():
                return cls.DRAFT
            if assessed in DONE:
                return cls(assessed)
            if due_on and due_on < clock.today():
                return cls.OVERDUE
            return cls.OPEN if last in {None, FollowUp.Progress.OPEN} else cls.IN_PROGRESS

    round_table = models.ForeignKey(RoundTable, models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(help_text="As it reads now; what it read before stands in its considerations.")
    language = models.CharField(max_length=8, default="en", help_text="Of the text.")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    pillars = ArrayField(models.CharField(max_length=3, choices=Pillar.choices), default=list, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="recommendations")
    countries = models.ManyToManyField(Country, blank=True, related_name="recommendations")
    addressees = ArrayField(models.CharField(max_length=12, choices=Addressee.choices), default=list, blank=True)
    addressed_partners = models.ManyToManyField(Partner, blank=True, related_name="recommendations")
    addressed_organizations = models.ManyToManyField(Organization, blank=True, related_name="recommendations")
    endorsed_on = models.DateField(null=True, blank=True)
    endorsed_at = models.ForeignKey(
        RoundTable, models.SET_NULL, null=True, blank=True, related_name="endorsed", help_text="The meeting."
    )
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
            ),
            models.CheckConstraint(
                name="recommendation_endorsed_when",
                condition=Q(endorsed_at__isnull=True) | Q(endorsed_on__isnull=False),
                violation_error_message="Enter the day on which it was endorsed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    def get_absolute_url(self) -> str:
        return reverse("roundtables:recommendation", args=[self.pk])

    @property
    def state(self) -> "Recommendation.State":
        """Needs `with_state()`."""
        return self.State.derived(self.begins_on, self.last_assessed, self.last_progress, self.due_on)  # type: ignore[attr-defined]

    @property
    def is_draft(self) -> bool:
        """Of a meeting that has not begun."""
        return not self.round_table.has_begun

    @property
    def awaits_assessment(self) -> bool:
        """Needs `with_state()`."""
        return self.last_partner is not None and self.last_assessed not in DONE  # type: ignore[attr-defined]


@tracked()
class Translation(models.Model):
    """A recommendation's text in another language, as it was translated, not by machine."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=8)
    text = models.TextField()

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                "recommendation",
                "language",
                name="translation_once",
                violation_error_message="There is a translation into this language already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text}"


class Consideration(models.Model):
    """A later meeting took a recommendation up. Entries are added, never changed.

    The words, their translations and the due date that it replaced are kept here, so that the present ones stand once,
    with the recommendation, and each earlier wording can be read with the meeting that ended it.
    """

    class Decision(models.TextChoices):
        CARRIED = "carried", "Carried over"
        AMENDED = "amended", "Amended"

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="considerations")
    round_table = models.ForeignKey(RoundTable, models.PROTECT, related_name="considerations")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    replaced_text = models.TextField(blank=True, help_text="The words until then; empty: they stayed.")
    due_changed = models.BooleanField(default=False)
    replaced_due_on = models.DateField(
        null=True, blank=True, help_text="The due date until then, if it was changed; empty: there was none."
    )
    replaced_translations = models.JSONField(
        default=dict, blank=True, help_text="By language, the translations of the words until then."
    )
    note = models.TextField(blank=True, max_length=5000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round_table__start", "pk"]
        constraints = [
            models.UniqueConstraint(
                "recommendation",
                "round_table",
                name="consideration_once",
                violation_error_message="This meeting has taken the recommendation up already.",
            ),
            models.CheckConstraint(
                name="consideration_amended_from",
                condition=Q(decision="amended") ^ Q(replaced_text=""),
            ),
        ]
        triggers = [pgtrigger.Protect(name="consideration_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.recommendation_id}"
