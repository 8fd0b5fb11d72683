"""The query string of the alert queue: which alerts, in which order.

Words and partners are looked for in projects the person may see, and nowhere else; order by strength keeps to the
words of BANDS where one side is hidden. A wrong value is said in words and left out.
"""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils import timezone

from duplication.models import Alert, Position
from duplication.presentation import BANDS
from partners.models import Country, Partner, User
from partners.requests import SignedInRequest
from partners.text import row_id
from projects.models import Project, Recipient

Alerts = QuerySet[Alert]

STATES = {
    "waiting": "Waiting for my answer",
    "own": "Open on my projects",
    "mine": "All of mine",
    "open": "Open",
    "ready": "Ready for a verdict",
    "unanswered": "Waiting for partners",
    "decided": "Decided",
    "withdrawn": "Withdrawn",
    "all": "All",
}
SORTS = {"strength": "Strongest", "newest": "Newest", "oldest": "Oldest"}
AGES = [("7", "A week"), ("30", "A month"), ("90", "Three months")]


def states_for(user: User) -> list[str]:
    """Tabs of this person's queue; the first is what opens."""
    if user.is_coordinator:
        return ["open", "ready", "unanswered", "decided", "withdrawn"]
    if user.is_focal_point:
        return ["waiting", "own", "mine", "open", "decided", "withdrawn"]
    return ["open", *(["own"] if user.own_partners else []), "decided", "withdrawn"]


class AlertFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Search", method="search", max_length=200, help_text="Words or a reference number."
    )
    kind = django_filters.ChoiceFilter(label="Kind of overlap", choices=Alert.Kind.choices, empty_label="Any kind")
    country = django_filters.ChoiceFilter(label="Country", method="in_country", empty_label="Any country")
    partner = django_filters.ChoiceFilter(label="Partner", method="of_partner", empty_label="Any partner")
    age = django_filters.ChoiceFilter(label="Older than", method="older", choices=AGES, empty_label="Any age")

    class Meta:
        model = Alert
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: QueryDict | None = None, queryset: Alerts | None = None, *, request: SignedInRequest, **kwargs: Any
    ) -> None:
        """Without a queryset: the alerts that the request's user may see."""
        self.user: User = request.user
        self.projects = Project.objects.visible_to(self.user).order_by()
        super().__init__(
            data, Alert.objects.visible_to(self.user) if queryset is None else queryset, request=request, **kwargs
        )
        if data is not None:
            working = Recipient.objects.filter(country=OuterRef("pk"), project__in=self.projects)
            wanted = data.get("country") or ""
            chosen = Q(pk=wanted if wanted.isalpha() else "")  # stays a choice where nobody works any more
            countries = Country.objects.filter(Exists(working) | chosen).values_list("iso2", "name")
            self.filters["country"].extra["choices"] = list(countries)
            self.filters["partner"].extra["choices"] = list(Partner.objects.values_list("code", "name"))

    @property
    def state(self) -> str:
        wanted = self.data.get("state", "")
        return wanted if wanted in STATES else states_for(self.user)[0]

    @property
    def sort(self) -> str:
        wanted = self.data.get("sort", "")
        return wanted if wanted in SORTS else "strength"

    @property
    def alerts(self) -> Alerts:
        """What the page lists: narrowed down, of the state, in order."""
        return in_order(in_state(self.qs, self.state, self.user), self.sort, self.projects)

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.filters)

    @property
    def problems(self) -> list[str]:
        """What was left out, and why."""
        return [f"{self.form.fields[name].label}: {text}" for name, texts in self.errors.items() for text in texts]

    # -- What each name means ------------------------------------------------------------------------------------------
    def search(self, alerts: Alerts, name: str, value: str) -> Alerts:
        found = (
            self.projects.matching(value)
            .values("pk")
            .union(self.projects.filter(reference__icontains=value).values("pk"), self._numbered(value).values("pk"))
        )
        return about_any(alerts, Project.objects.filter(pk__in=found))

    def _numbered(self, value: str) -> QuerySet[Project]:
        return self.projects.filter(pk=row_id(value.upper().removeprefix("ADAM-").strip()))

    def of_partner(self, alerts: Alerts, name: str, value: str) -> Alerts:
        return about_any(alerts, self.projects.filter(partner__code=value))

    def in_country(self, alerts: Alerts, name: str, value: str) -> Alerts:
        here = Recipient.objects.filter(country=value)
        return alerts.filter(
            Exists(here.filter(project=OuterRef("first"))) | Exists(here.filter(project=OuterRef("second")))
        )

    def older(self, alerts: Alerts, name: str, value: str) -> Alerts:
        return alerts.filter(raised_at__lt=timezone.now() - timedelta(days=int(value)))


def about_any(alerts: Alerts, projects: QuerySet[Project]) -> Alerts:
    found = projects.values("pk")
    return alerts.filter(Q(first__in=found) | Q(second__in=found))


def in_state(alerts: Any, state: str, user: User) -> Alerts:
    match state:
        case "waiting":
            return alerts.awaiting(user)
        case "own":
            return in_state(alerts.open(), "mine", user)
        case "mine":
            return alerts.filter(Q(first__partner__in=user.own_partners) | Q(second__partner__in=user.own_partners))
        case "open":
            return alerts.open()
        case "ready":
            return alerts.open().filter(said_by("first"), said_by("second"))
        case "unanswered":
            return alerts.open().exclude(said_by("first"), said_by("second"))
        case "decided":
            return alerts.decided()
        case "withdrawn":
            return alerts.filter(withdrawn_at__isnull=False)
    return alerts


def said_by(side: str) -> Exists:
    """Whether the partner of this side has taken a position."""
    return Exists(Position.objects.filter(alert=OuterRef("pk"), partner=OuterRef(f"{side}__partner")))


def in_order(alerts: Alerts, sort: str, visible: QuerySet[Project]) -> Alerts:
    if sort == "newest":
        return alerts.order_by("-raised_at", "-pk")
    if sort == "oldest":
        return alerts.order_by("raised_at", "pk")
    return alerts.annotate(told_strength=told_strength(visible)).order_by("-told_strength", "pk")


def told_strength(visible: QuerySet[Project]) -> Combinable:
    """The match weight as far as it is told: in full when both projects are seen, else the least of its band."""
    seen = [Exists(visible.filter(pk=OuterRef(side))) for side in ("first", "second")]
    bands = [When(match_weight__gte=least, then=Value(least)) for least, _ in BANDS[:-1]]
    return Case(
        When(seen[0] & seen[1], then=F("match_weight")), *bands, default=Value(-1000.0), output_field=FloatField()
    )
