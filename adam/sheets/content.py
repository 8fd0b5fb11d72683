"""What stands on a sheet: counted by the same questions as the graphs, within what the reader may see.

The number of queries does not depend on the number of projects.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import Truncator

from adam.panels import open_recommendations
from duplication.models import Alert
from partners.models import Country, Partner, User
from partners.requests import SignedInRequest
from projects.analysis import Table, plural
from projects.analysis.dimensions import NONE
from projects.analysis.notes import counted_elsewhere
from projects.analysis.totals import GROSS, NET
from projects.confirming import still_called
from projects.filters import ProjectFilter
from projects.models import Activity, Document, Project
from projects.models.project import ProjectQuerySet
from projects.reading import read
from roundtables.models import Recommendation

WHO, THEMES_EACH = 12, 2  # rows of who does what, and themes named in one
YEARS_BEFORE, YEARS_AFTER = 5, 3
ALERTS, COMING, DOCUMENTS, RECOMMENDATIONS = 5, 6, 5, 4
APART = [Project.Status.CANCELLED, Project.Status.SUSPENDED]  # money that a reader does not expect in a sum
ACTIVE = "Active: planned, running or finalising, and the end has not passed."

DIVIDED = "The budget of a project in several countries is divided by the shares stated, else equally."
GIVEN = "Money is what this partner contributes, to its own projects and to those of others."
SPREAD = "By year, budgets are spread evenly over the days of a project."
BOUNDARIES = "Boundaries and names do not imply official endorsement or acceptance by the United Nations."


@dataclass(frozen=True, slots=True)
class Subject:
    """The country or the partner that a sheet is about."""

    kind: str  # "country" or "partner": the name of its filter
    code: str
    name: str
    others: str  # the dimension of the rows of who does what

    @property
    def query(self) -> dict[str, str]:
        return {self.kind: self.code, "published": "1"}

    def address(self, name: str) -> str:
        return reverse(f"sheets:{self.kind}{name}", args=[self.code])


@dataclass(frozen=True, slots=True)
class Line:
    """One partner in the country, or one country of the partner."""

    label: str
    query: str | None
    projects: int
    active: int
    money: Decimal
    themes: list[str]


@dataclass(frozen=True, slots=True)
class Year:
    year: str
    money: Decimal
    percent: float  # of the largest


@dataclass(frozen=True, slots=True)
class Covered:
    """One main theme, with its active projects."""

    code: str
    name: str
    projects: int
    query: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The headline: each project once, also one that several partners report."""

    projects: int
    active: int
    ended: int  # not active, though their status says so still
    money: Decimal
    apart: list[tuple[str, Decimal]]  # how much of the money is cancelled, how much suspended
    twice: int  # records left out, as an earlier one reports the same project
    elsewhere: int  # records that count here, and in totals of all an earlier one instead


@dataclass(frozen=True, slots=True)
class Sheet:
    subject: Subject
    day: date
    figures: Figures
    lines: list[Line]
    more_lines: int
    years: list[Year]
    themes: list[Covered]
    unstated: Covered | None  # active projects that name no theme: then nobody can tell which themes are not covered
    alerts: list[Alert]
    open_alerts: int
    coming: list[Activity]
    documents: list[Document]
    recommendations: list[Recommendation] = field(default_factory=list)

    @property
    def partners_or_countries(self) -> int:
        return len(self.lines) + self.more_lines

    @property
    def not_covered(self) -> list[Covered]:
        return [theme for theme in self.themes if not theme.projects]

    @property
    def register(self) -> str:
        """Exactly the projects that the headline counts."""
        query = self.subject.query | ({"once": "on"} if self.figures.twice else {})
        return f"{reverse('projects:list')}?{urlencode(query)}"

    @property
    def active(self) -> str:
        query = self.subject.query | {"active": "1"} | ({"once": "on"} if self.figures.twice else {})
        return f"{reverse('projects:list')}?{urlencode(query)}"

    @property
    def ended(self) -> str:
        return f"{reverse('projects:list')}?{urlencode(self.subject.query | {'overdue': '1'})}"

    @property
    def notes(self) -> list[str]:
        """What a reader must know to quote it, on the screen and on paper."""
        found = ["Without drafts.", ACTIVE]
        if ended := self.figures.ended:
            found.append(f"{still_called(ended)}.")
        if twice := self.figures.twice:
            found.append(
                f"{plural(twice, 'record')} of a project that was recorded before "
                f"{'is' if twice == 1 else 'are'} not in the figures at the top, the years and the themes."
            )
            if self.subject.kind == "country":
                found.append("The rows of partners have all of their records.")
        if self.figures.elsewhere:
            found.append(counted_elsewhere(self.figures.elsewhere))
        return [*found, DIVIDED if self.subject.kind == "country" else GIVEN, SPREAD, BOUNDARIES]


def of_country(country: Country) -> Subject:
    return Subject("country", country.pk, country.name, "partner")


def of_partner(partner: Partner) -> Subject:
    return Subject("partner", partner.code, partner.name, "country")


def sheet(subject: Subject, request: SignedInRequest) -> Sheet:
    user = request.user
    narrowed = ProjectFilter(QueryDict(urlencode(subject.query)), request=request)
    projects: ProjectQuerySet = narrowed.qs
    # A partner that reports what another does too is there all the same: its row has all of its records.
    who = {"rows": subject.others, "totals": GROSS if subject.others == "partner" else NET}
    by_theme = table(subject, narrowed, **who, columns="theme")
    active = table(subject, narrowed, **who, columns="none", active="1")
    money = own_part(table(subject, narrowed, **who, columns=subject.kind, measure="budget"), subject)
    found = lines(by_theme, active, money)
    on_themes = table(subject, narrowed, rows="theme", columns="none", totals=NET, active="1")
    alerts = Alert.objects.open().visible_to(user).filter(Q(first__in=projects) | Q(second__in=projects))
    return Sheet(
        subject=subject,
        day=timezone.localdate(),
        figures=figures(subject, narrowed, on_themes.total.projects),
        lines=found[:WHO],
        more_lines=max(0, len(found) - WHO),
        years=years(subject, narrowed),
        themes=[one for one in covered(on_themes) if one.code != NONE],
        unstated=next((one for one in covered(on_themes) if one.code == NONE and one.projects), None),
        alerts=list(alerts.seen_in_full_by(user).select_related("first__partner", "second__partner")[:ALERTS]),
        open_alerts=alerts.count(),
        coming=coming(subject, projects),
        documents=documents(projects, user),
        recommendations=recommendations(subject, user),
    )


# -- Figures -----------------------------------------------------------------------------------------------------------
def table(subject: Subject, narrowed: ProjectFilter, **question: str | int | list[str]) -> Table:
    """The answer to a question of the graphs, about what the sheet is about alone, with its names."""
    said: dict[str, str | int | list[str]] = {"measure": "projects", **question, **subject.query}
    query = QueryDict(urlencode(said, doseq=True))
    with read(query, narrowed.user, narrowed) as found:
        return found.table


def figures(subject: Subject, narrowed: ProjectFilter, active: int) -> Figures:
    found = table(subject, narrowed, rows="status", columns=subject.kind, measure="budget", totals=NET)
    money = own_part(found, subject)
    return Figures(
        projects=found.total.projects,
        active=active,
        ended=narrowed.qs.overdue().count(),
        money=sum(money.values(), Decimal(0)),
        apart=[(status.label.lower(), money[status]) for status in APART if money.get(status)],
        twice=sum(pair.partner is None for pair in found.taken),
        elsewhere=narrowed.qs.counted_elsewhere(narrowed.queryset.published()),
    )


def own_part(money: Table, subject: Subject) -> dict[str, Decimal]:
    """By row, the money of this country or partner; the rest of the same projects is others'."""
    at = next((index for index, column in enumerate(money.columns) if column.key == subject.code), None)
    return {} if at is None else {row.key: Decimal(cells[at].value or 0) for row, cells, _ in money.lines}


def lines(by_theme: Table, by_activity: Table, money: dict[str, Decimal]) -> list[Line]:
    """The most projects first."""
    active = {row.key: total.projects for row, _, total in by_activity.lines}
    found = []
    for row, cells, total in by_theme.lines:
        if row.key == NONE or not total.projects:
            continue
        often = sorted(zip(by_theme.columns, cells, strict=True), key=lambda pair: -pair[1].projects)
        named = [column.label for column, cell in often if cell.projects and column.key != NONE][:THEMES_EACH]
        numbers = (total.projects, active.get(row.key, 0), money.get(row.key, Decimal(0)))
        found.append(Line(row.label, row.query, *numbers, named))
    return found


def years(subject: Subject, narrowed: ProjectFilter) -> list[Year]:
    """Budgets spread over the days of the projects, from some years ago to some years ahead."""
    now = timezone.localdate().year
    around = {"from_year": now - YEARS_BEFORE, "to_year": now + YEARS_AFTER}
    found = own_part(
        table(subject, narrowed, rows="year", columns=subject.kind, measure="budget", totals=NET, **around), subject
    )
    money = {key: value for key, value in found.items() if key.isdigit()}
    most = max(money.values(), default=Decimal(0)) or Decimal(1)
    return [Year(key, value, round(float(100 * value / most), 1)) for key, value in sorted(money.items())]


def covered(on_themes: Table) -> list[Covered]:
    """All main themes: one without an active project is an answer too."""
    rows = [Covered(row.key, row.label, total.projects, row.query) for row, _, total in on_themes.lines]
    return sorted(rows, key=lambda theme: -theme.projects)


# -- Lists -------------------------------------------------------------------------------------------------------------
def coming(subject: Subject, projects: ProjectQuerySet) -> list[Activity]:
    """Activities that are to begin, the next ones first; those of the country where one is stated."""
    found = Activity.objects.filter(project__in=projects.order_by().values("pk"), start__gte=timezone.localdate())
    if subject.kind == "country":
        found = found.filter(Q(country=subject.code) | Q(country=None, place=None) | Q(place__country=subject.code))
    found = found.exclude(project__status=Project.Status.CANCELLED)
    return list(
        found.select_related("type", "place", "beneficiary", "project__partner").order_by("start", "pk")[:COMING]
    )


def documents(projects: ProjectQuerySet, user: User) -> list[Document]:
    found = Document.objects.visible_to(user).filter(project__in=projects.order_by().values("pk"))
    return list(found.select_related("project").order_by("-pk")[:DOCUMENTS])


def recommendations(subject: Subject, user: User) -> list[Recommendation]:
    """Those not finished: about the country, or addressed to the partner."""
    about = Q(countries=subject.code) if subject.kind == "country" else Q(addressed_partners__code=subject.code)
    return list(open_recommendations(user).filter(about).distinct()[:RECOMMENDATIONS])


def shortened(text: str, letters: int = 110) -> str:
    return Truncator(text).chars(letters)
