"""The query string of the alert queue: which alerts, in which order.

Words, partners and money are looked for in projects the person may see, and nowhere else; the strength, in the words of
BANDS, is that of pairs of which both are seen. A wrong value is said in words and left out.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify

from duplication.matching.kinds import OWN_DOUBLE
from duplication.models import Alert, AlertQuerySet, Position
from duplication.models.alert import CASE_LABELS, of_own
from duplication.presentation.evidence import BANDS
from duplication.review.contradicting import contradicting
from duplication.review.unlike import all_unlike
from duplication.review.waiting import waiting_for
from partners.models import Country, Partner, User
from partners.narrowing import Choice, Narrowed, Words, unknown
from partners.requests import SignedInRequest
from partners.text import row_id
from projects.models import Project, ProjectWords, Recipient, Theme
from projects.search.asked import asked
from projects.search.register import Numbers, Register, columns_of, current

from .ordering import SORTS, Listed, in_order, sorts_for
from .stakes import Budgets
from .watchers import watched_alerts

Alerts = QuerySet[Alert]

STATES = {
    "waiting": "Waiting for me",
    "own": "Open on my projects",
    "mine": "All of mine",
    "open": "Open",
    "ready": "Ready for a verdict",
    "unanswered": "Waiting for partners",
    "watched": "Watched",
    "decided": "Decided",
    "contradicting": "Contradicting",
    "withdrawn": "Withdrawn",
    "all": "All",
}
NAME = 150  # bytes of a file's name that say what was asked for
BELOW = "below"  # of those that are no longer alike, whatever they weigh
STRENGTHS = [*((words.replace(" ", "-"), words.capitalize()) for _, words in BANDS), (BELOW, "Below the threshold")]
SUMS = [("100000", "US$ 100\u00a0000"), ("1000000", "US$ 1 million"), ("10000000", "US$ 10 million")]
TIED = {"waiting", "own", "open", "ready", "unanswered"}  # states in which a cluster is one entry
SEEN = ["watched", "decided", "withdrawn"]  # tabs of everybody
CONTRADICTING = "contradicting"  # verdicts that do; of coordinators alone
AGES = [("7", "A week"), ("30", "A month"), ("90", "Three months")]


def states_known(user: User) -> dict[str, str]:
    """What this person may ask for, be there a tab or not."""
    return {state: label for state, label in STATES.items() if user.is_coordinator or state != CONTRADICTING}


def states_for(user: User, *, has_own: bool) -> list[str]:
    """Tabs of this person's queue; the first is what opens: where nothing was ever found, nothing waits."""
    if user.is_coordinator:
        return ["open", "waiting", "ready", "unanswered", *SEEN, CONTRADICTING]
    if user.is_focal_point:
        own = ["waiting", "own", "mine"]
        return [*own, "open", *SEEN] if has_own else ["open", *own, *SEEN]
    return ["open", *(["own"] if user.own_partners else []), *SEEN]


class AlertFilter(Narrowed):
    q = Words(label="Search", method="search", help_text="Words or a reference number.")
    kind = Choice(label="Kind of overlap", method="of_kind", choices=[*CASE_LABELS.items()], empty_label="Any kind")
    strength = Choice(label="Strength", method="as_strong", choices=STRENGTHS, empty_label="Any strength")
    country = Choice(label="Country", method="in_country", empty_label="Any country")
    theme = Choice(label="Theme", method="on_theme", empty_label="Any theme")
    partner = Choice(label="Partner", method="of_partner", empty_label="Any partner")
    silent = Choice(label="Not answered by", method="not_said_by", empty_label="Anybody or nobody")
    stake = Choice(label="Money at stake, at least", method="worth", choices=SUMS, empty_label="Any sum")
    age = Choice(label="Older than", method="older", choices=AGES, empty_label="Any age")
    assigned = Choice(label="Assigned to", method="seen_to_by", empty_label="Anybody or nobody")

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
        if not self.user.sees_everything:
            del self.filters["assigned"]
        if data is not None:
            self.filters["country"].extra["choices"] = list(Country.objects.values_list("iso2", "name"))
            partners = list(Partner.objects.values_list("code", "name"))
            self.filters["partner"].extra["choices"] = self.filters["silent"].extra["choices"] = partners
            self.filters["theme"].extra["choices"] = list(Theme.objects.values_list("code", "name"))
            if "assigned" in self.filters:
                people = [(str(one.pk), one.name) for one in User.objects.coordinators()]
                self.filters["assigned"].extra["choices"] = [("nobody", "Nobody"), *people]

    def offer_where_somebody_works(self) -> None:
        """Before the form is drawn, and nowhere else: it asks the register. Who has written something and asks would
        read all of it anew. What was chosen stays a choice where nobody works any more.
        """
        seen, field = self.register.visible_to(self.user), self.form.fields["country"]
        offered = {code for code, projects in self.register.members["country"].items() if projects & seen}
        offered.add(self.data.get("country"))
        field.choices = [one for one in self.filters["country"].extra["choices"] if one[0] in offered]

    @cached_property
    def register(self) -> Register:
        return current()

    @cached_property
    def budgets(self) -> Budgets:
        return Budgets.of(self.register, is_as_said=True)

    @cached_property
    def has_own(self) -> bool:
        """Whether any alert was ever about a project of the person's partners; asked for those who answer alone."""
        return self.user.is_focal_point and Alert.objects.filter(of_own(self.user)).exists()

    @property
    def states(self) -> list[str]:
        return states_for(self.user, has_own=self.has_own)

    @property
    def state(self) -> str:
        wanted = self.data.get("state", "")
        return wanted if wanted in states_known(self.user) else self.states[0]

    @property
    def sort(self) -> str:
        wanted = self.data.get("sort", "")
        return wanted if wanted in sorts_for(self.state) else self.first_sort

    @property
    def sort_of_all(self) -> str | None:
        """What was chosen, where every list has it: for links to the other states."""
        wanted = self.data.get("sort", "")
        return wanted if wanted in SORTS else None

    @property
    def first_sort(self) -> str:
        return next(iter(sorts_for(self.state)))

    @property
    def alerts(self) -> Listed:
        """What is listed: narrowed down, of the state, in order."""
        if self.sort == "money":
            return self.read(self.budgets.stakes(self.found, self.user).in_order())
        return self.read(self.found_in_order())

    def found_in_order(self) -> QuerySet[Any, int]:
        """Their numbers, by other than money."""
        return in_order(self.found, self.sort, self.user).values_list("pk", flat=True)

    def read(self, ids: QuerySet[Any, int] | Numbers) -> Listed:
        """Who sees everything is given the order of all that are open by an index. Else all are found anyway, and need
        not be counted too.
        """
        if isinstance(ids, QuerySet) and not (self.user.sees_everything and self.state == "open"):
            [ids] = columns_of(ids, 1)
        return Listed(self.queryset, ids)

    @property
    def found(self) -> AlertQuerySet:
        found: AlertQuerySet = in_state(self.qs, self.state, self.user)
        return found

    @property
    def least_stake(self) -> int:
        """In US dollars; 0 where none was asked for."""
        asked = self.form.cleaned_data.get("stake") if self.is_bound and "stake" not in self.errors else ""
        return int(asked or 0)

    def whatever_stake(self) -> "AlertFilter":
        """The same, asked without a sum."""
        data = self.data.copy()
        data.pop("stake", None)
        return AlertFilter(data, request=self.request)

    @property
    def wrong(self) -> list[str]:
        state, sort = (self.data.get(name, "") for name in ("state", "sort"))
        asked = [("State", state, states_known(self.user)), ("Order", sort, sorts_for(self.state))]
        return super().wrong + [unknown(label, value) for label, value, known in asked if value and value not in known]

    @property
    def file_name(self) -> str:
        """Of a file of what is listed: its state, by what it was narrowed down, and the day."""
        said = [STATES[self.state]]
        for name, value in self.form.cleaned_data.items():
            if value:
                field = self.form.fields[name]
                said.append(f"{field.label} {dict(getattr(field, 'choices', ())).get(value, value)}")
        named = slugify(" ".join(said), allow_unicode=True).encode()[:NAME].decode(errors="ignore").strip("-")
        return f"adam-alerts-{named}-{timezone.localdate()}.csv"

    @property
    def elsewhere(self) -> list[tuple[str, str, int]]:
        """Where what was asked for is found, by state, if it is not here: a query for each."""
        others = [(state, STATES[state]) for state in ("open", "decided", "withdrawn") if state != self.state]
        found = [(state, label, in_state(self.qs, state, self.user).count()) for state, label in others]
        return [one for one in found if one[2]]

    # -- What each name means ------------------------------------------------------------------------------------------
    def search(self, alerts: Alerts, name: str, value: str) -> Alerts:
        """As the search box offers projects, the last word counts as the beginning of one too."""
        question = asked(value)
        said = Q(words=question.query) | Q(words=question.begun) | Q(heading=question.begun)
        worded = self.projects.filter(pk__in=ProjectWords.objects.filter(said).values("pk"))
        referred = self.projects.filter(reference__icontains=value)
        found = worded.values("pk").union(referred.values("pk"), self._numbered(value).values("pk"))
        return about_any(alerts, Project.objects.filter(pk__in=found))

    def _numbered(self, value: str) -> QuerySet[Project]:
        return self.projects.filter(pk=row_id(value.upper().removeprefix("ADAM-").strip()))

    def of_partner(self, alerts: Alerts, name: str, value: str) -> Alerts:
        return about_any(alerts, self.projects.filter(partner__code=value))

    def on_theme(self, alerts: Alerts, name: str, value: str) -> Alerts:
        """With a project on the theme or below it; if a country was chosen too, with one that works there."""
        themes = Theme.objects.below([value]).values("pk")
        projects = Project.objects.filter(told_of(self.user), themes__in=themes).order_by()
        if country := self.form.cleaned_data.get("country"):
            projects = projects.filter(countries=country)
        return about_any(alerts, projects)

    def in_country(self, alerts: Alerts, name: str, value: str) -> Alerts:
        return alerts.filter(there(value, self.user))

    def of_kind(self, alerts: Alerts, name: str, value: str) -> Alerts:
        """As the row calls it: a pair of one partner is of a kind of its own."""
        same = Q(first__partner=F("second__partner"))
        return alerts.filter(same) if value == OWN_DOUBLE else alerts.filter(~same, kind=value)

    def as_strong(self, alerts: AlertQuerySet, name: str, value: str) -> Alerts:
        """As the row says it."""
        if not self.user.sees_everything:
            alerts = alerts.seen_in_full_by(self.user)
        unlike = all_unlike(self.user).values("pk")
        if value == BELOW:
            return alerts.filter(pk__in=unlike)
        place = [code for code, _ in STRENGTHS].index(value)
        alerts = alerts.exclude(pk__in=unlike).filter(match_weight__gte=BANDS[place][0])
        return alerts.filter(match_weight__lt=BANDS[place - 1][0]) if place else alerts

    def not_said_by(self, alerts: Alerts, name: str, value: str) -> Alerts:
        theirs = self.projects.filter(partner__code=value).values("pk")
        said = Exists(Position.objects.in_force().filter(alert=OuterRef("pk"), partner__code=value))
        return alerts.filter(Q(first__in=theirs) | Q(second__in=theirs), ~said)

    def worth(self, alerts: Alerts, name: str, value: str) -> Alerts:
        return alerts.filter(one_of(self.budgets.stakes(alerts, self.user).at_least(int(value)).alerts))

    def seen_to_by(self, alerts: Alerts, name: str, value: str) -> Alerts:
        return alerts.filter(assignment=None) if value == "nobody" else alerts.filter(assignment__coordinator=value)

    def older(self, alerts: Alerts, name: str, value: str) -> Alerts:
        return alerts.filter(raised_at__lt=timezone.now() - timedelta(days=int(value)))


def told_of(user: User, path: str = "") -> Q:
    """Projects of which the person is told where and on what they work, be they open to him or her or not."""
    return Q(**{f"{path}published_at__isnull": False}) | Q(**{f"{path}partner__in": user.own_partners})


def there(country: str, user: User) -> Q:
    """Alerts on a project that works in the country."""
    here = Recipient.objects.filter(told_of(user, "project__"), country=country)
    return Q(Exists(here.filter(project=OuterRef("first")))) | Q(Exists(here.filter(project=OuterRef("second"))))


def one_of(alerts: Iterable[int]) -> RawSQL:
    """As one parameter: thousands of them take longer to compose than to run. Of the column's own kind, or each row is
    compared with all of them: only then are they looked up."""
    return RawSQL('"duplication_alert"."id" = ANY(%s::bigint[])', [written(alerts)], BooleanField())


def but(alerts: Iterable[int]) -> RawSQL:
    return RawSQL('"duplication_alert"."id" <> ALL(%s::bigint[])', [written(alerts)], BooleanField())


def written(numbers: Iterable[int]) -> str:
    return f"{{{','.join(map(str, numbers))}}}"


def about_any(alerts: Alerts, projects: QuerySet[Project]) -> Alerts:
    found = projects.values("pk")
    return alerts.filter(Q(first__in=found) | Q(second__in=found))


def in_state(alerts: Any, state: str, user: User) -> Any:
    match state:
        case "waiting":
            return waiting_for(user, alerts)
        case "own":
            return in_state(alerts.open(), "mine", user)
        case "mine":
            return alerts.filter(Q(first__partner__in=user.own_partners) | Q(second__partner__in=user.own_partners))
        case "open":
            return alerts.open()
        case "ready":
            return alerts.open().answered()
        case "unanswered":
            return alerts.open().unanswered()
        case "watched":
            return alerts.filter(pk__in=watched_alerts(user))
        case "decided":
            return alerts.decided()
        case "contradicting":
            return alerts.filter(pk__in=contradicting())
        case "withdrawn":
            return alerts.filter(withdrawn_at__isnull=False)
    return alerts
