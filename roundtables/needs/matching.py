"""A need in, the offers and planned projects that may meet it out, and the other way round; each with its reasons."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, attrgetter

from django.db.models import Case, Q, QuerySet, When
from django.db.models.expressions import Combinable

from duplication.matching import registry
from partners.models import Organization
from projects.models import Project
from roundtables.matching import evidence
from roundtables.matching.evidence import Evidence, family, gathered
from roundtables.matching.proposing import vocabulary
from roundtables.matching.subjects import Subject, folded, of_project, without_names
from roundtables.models import Need, Offer
from roundtables.needs.item import item
from roundtables.needs.near import NEAR, offers_near, projects_near

REASONS = (
    evidence.theme, evidence.country, evidence.activity, evidence.place, evidence.body, evidence.period,
    evidence.quantity, evidence.words, item,
)  # fmt: skip
LEAST = 5.0  # the same theme for the same country, or as much of other reasons
MANY = 50  # matches kept
OWN = 2.5  # of reasons of its own, for a fit that people are told of
COMMON = {"theme", "country", "activity", "period", "quantity"}  # what half of all that is offered has in common


@dataclass(frozen=True, slots=True)
class Match:
    """A need and what may meet it: an offer, or a planned project."""

    need: int
    offer: int | None
    project: int | None
    weight: float
    evidence: tuple[Evidence, ...]

    @property
    def sentences(self) -> list[str]:
        return [one.sentence for one in self.evidence]

    @property
    def is_good(self) -> bool:
        """Worth telling people: it says more than that theme, country and kind of activity are the same. A weaker one
        is shown with the others.
        """
        own = [one.weight for one in self.evidence if one.field not in COMMON]
        return sum(own) >= OWN and min(own) > 0

    @property
    def pair(self) -> tuple[int, int | None, int | None]:
        return self.need, self.offer, self.project


def matches_of_need(need: Need) -> list[Match]:
    """What is offered or planned by anybody, the strongest first."""
    return matches_of_needs([need])[need.pk]


def matches_of_needs(needs: Sequence[Need]) -> dict[int, list[Match]]:
    """By need. A fixed number of queries; what is offered to several needs is read once."""
    names = vocabulary()
    near, planned = offers_near(needs), projects_near(needs)
    offers = {one.pk: of_offer(one) for one in whole_offers({pk for found in near.values() for pk in found})}
    rows = registry.rows({pk for found in planned.values() for pk in found})
    projects = {row.id: of_project(row) for row in rows}
    found = {}
    for need in needs:
        wanted = of_need(need)
        offered = (match(need.pk, wanted, offers[pk], names, offer=pk) for pk in near[need.pk])
        meant = (match(need.pk, wanted, projects[pk], names, project=pk) for pk in planned[need.pk] if pk in projects)
        found[need.pk] = strongest((*offered, *meant))
    return found


def matches_of_offer(offer: Offer) -> list[Match]:
    given, names = of_offer(offer), vocabulary()
    return strongest(match(need.pk, of_need(need), given, names, offer=offer.pk) for need in needs_near(given))


def matches_of_project(project: Project) -> list[Match]:
    """Needs that a published project that is only planned may meet."""
    rows = registry.rows([project.pk]) if project.status == Project.Status.PIPELINE else []
    if not rows or not rows[0].countries:
        return []
    given, names = of_project(rows[0]), vocabulary()
    return strongest(match(need.pk, of_need(need), given, names, project=project.pk) for need in needs_near(given))


def match(
    need: int, wanted: Subject, given: Subject, names: dict[str, str], offer: int | None = None,
    project: int | None = None,
) -> Match | None:  # fmt: skip
    reasons = gathered(wanted, given, names, REASONS)
    weight = sum(one.weight for one in reasons)
    return Match(need, offer, project, weight, tuple(reasons)) if weight >= LEAST else None


def strongest(found: Iterable[Match | None]) -> list[Match]:
    """Of two that fit alike the offer comes first: somebody means to give it."""
    every = [one for one in found if one]
    ids = attrgetter("need", "offer", "project")
    return sorted(
        every, key=lambda one: (-round(one.weight), not one.offer, -one.weight, *(pk or 0 for pk in ids(one)))
    )[:MANY]


# -- Which are compared ------------------------------------------------------------------------------------------------
def of_families(codes: Iterable[str], path: str) -> Q:
    families = {family(code) for code in codes}
    return Q(**{f"{path}__in": families}) | Q(**{f"{path}__parent__in": families})


def whole_offers(ids: Collection[int]) -> QuerySet[Offer]:
    return Offer.objects.filter(pk__in=ids).order_by().prefetch_related("themes", "countries", "activity_types")


def fits(*parts: tuple[Q, int]) -> Combinable:
    """What they have in common, as far as the database can say it: the sum of the weights of what holds."""
    weights: list[Combinable] = [Case(When(holds, then=weight), default=0) for holds, weight in parts]
    return reduce(add, weights)


def needs_near(given: Subject) -> QuerySet[Need]:
    """Open ones of its families of themes, or of any where none is stated; in its countries, if they are named."""
    near = Need.objects.open().select_related("country", "beneficiary")
    if given.themes:
        near = near.filter(of_families(given.themes, "theme"))
    if given.countries:
        near = near.filter(country__in=given.countries)
    near = near.alias(fit=fits((Q(theme__in=given.themes), 2), (Q(activity_type__in=given.types), 2)))
    return near.order_by("-fit", "-created_at", "-pk")[:NEAR]


# -- As the matching reads them ----------------------------------------------------------------------------------------
def of_need(need: Need) -> Subject:
    body = need.beneficiary
    kinds = {need.beneficiary_kind, body.kind if body else ""} - {"", Organization.Kind.OTHER}
    return Subject(
        title=without_names(folded(need.title), [need.country.name]),
        body=without_names(folded(need.text), [need.country.name]),
        countries=frozenset([need.country_id]),
        themes=frozenset([need.theme_id]),
        types=frozenset(filter(None, [need.activity_type_id])),
        places=frozenset(filter(None, [need.place_id])),
        bodies=frozenset(filter(None, [need.beneficiary_id])),
        kinds=frozenset(kinds),
        start=need.start,
        end=need.end,
        quantity=None if need.quantity is None else float(need.quantity),
        unit=need.unit,
    )


def of_offer(offer: Offer) -> Subject:
    """Needs its themes, types of activity and countries; prefetch them of many."""
    countries = frozenset(country.pk for country in offer.countries.all())
    return Subject(
        title=folded(offer.title),
        body=folded(offer.text),
        countries=countries,
        is_anywhere=not countries,
        themes=frozenset(theme.pk for theme in offer.themes.all()),
        types=frozenset(one.pk for one in offer.activity_types.all()),
        start=offer.start,
        end=offer.end,
        quantity=None if offer.quantity is None else float(offer.quantity),
        unit=offer.unit,
    )
