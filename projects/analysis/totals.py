"""Totals that count nothing twice, and the pairs of projects behind the difference.

Gross: every record counts, as it stands in the register.

Net: of projects that are one and the same, the record that was made first counts and the others do not. They are those
that people or files relate as "the same, reported by another" (what is the same as a third is the same as the second).
Projects that were merged are one record already.

Net of co-funding: besides, money that one partner has recorded in two projects related as co-funded counts once. Of
such a partner, as much as both records state is taken away from one of them: it stays with the project that the giver
leads, else with the one recorded first. Money of a record that was met in one project is not met again in another,
unless these two are co-funded with each other too, so that nothing is taken away which no other record has.

All of this goes by the projects that the reader may see and the filter lets through: what another record says counts
only if it is among them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from projects.models import Contribution, Project, ProjectRelation
from projects.models.project import ProjectQuerySet

from .dimensions import Years

GROSS, NET, COFUNDING = "gross", "net", "cofunding"
TOTALS = {
    GROSS: "Gross: every record",
    NET: "Net: each project once",
    COFUNDING: "Net, and co-funding once",
}
IN_TITLE = {GROSS: "", NET: ", each project once (net)", COFUNDING: ", net of co-funding"}


class Taken(NamedTuple):
    """What counts in the kept project and not in the other: all of it, or money of one partner."""

    kept: int
    project: int
    partner: int | None  # None: the whole project
    cents: float  # within the years that count


@dataclass(frozen=True, slots=True)
class Netted:
    projects: ProjectQuerySet
    pairs: tuple[Taken, ...] = ()
    money: tuple[tuple[int, int, int], ...] = ()  # (project, partner, cents) of whole projects' contributions


class Side(NamedTuple):
    partner: int
    share: float  # part of its money that falls into the years that count


def netted(projects: ProjectQuerySet, totals: str, within: Years | None) -> Netted:
    """The projects that count, and what is taken away: at most six queries."""
    if totals == GROSS:
        return Netted(projects)
    same = projects.same_as_earlier()
    counted = projects.exclude(pk__in=list(same)) if same else projects
    co_funded = counted.related_by(ProjectRelation.Kind.CO_FUNDED) if totals == COFUNDING else None
    pairs = sorted(co_funded.values_list("first", "second")) if co_funded is not None else []
    involved = {*same, *(project for pair in pairs for project in pair)}
    if not involved:
        return Netted(counted)
    sides, given = sides_of(involved, within), given_to(involved)
    whole = [
        Taken(kept, project, None, sum(given[project].values()) * sides[project].share)
        for project, kept in sorted(same.items())
    ]
    twice = list(recorded_twice(pairs, sides, given))
    money: dict[tuple[int, int], int] = defaultdict(int)
    for _, project, partner, cents in twice:
        money[project, partner] += cents
    shared = [Taken(kept, project, partner, cents * sides[project].share) for kept, project, partner, cents in twice]
    return Netted(counted, (*whole, *shared), tuple((*pair, cents) for pair, cents in money.items()))


def sides_of(projects: Iterable[int], within: Years | None) -> dict[int, Side]:
    found = Project.objects.filter(pk__in=projects).values_list("pk", "partner_id", "start", "end")
    return {pk: Side(partner, share_within(start, end, within)) for pk, partner, start, end in found}


def given_to(projects: Iterable[int]) -> dict[int, dict[int, int]]:
    """US cents of each project by giver."""
    rows = Contribution.objects.filter(project__in=projects, usd__isnull=False).order_by()
    given: dict[int, dict[int, int]] = defaultdict(dict)
    for project, partner, usd in (
        rows.values("project", "partner").annotate(sum=Sum("usd")).values_list("project", "partner", "sum")
    ):
        given[project][partner] = int(usd * 100)
    return given


def recorded_twice(
    pairs: Iterable[tuple[int, int]], sides: dict[int, Side], given: dict[int, dict[int, int]]
) -> Iterable[tuple[int, int, int, int]]:
    """Kept in, taken from, giver, cents."""
    related: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        related[one].add(other)
        related[other].add(one)
    met: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)  # of a project's giver: with whom, how much
    left = {(project, giver): cents for project in related for giver, cents in given[project].items()}

    def free(project: int, giver: int, other: int) -> int:
        elsewhere = sum(cents for met_in, cents in met[project, giver] if met_in not in related[other])
        return given[project][giver] - elsewhere

    for one, other in pairs:
        for giver in sorted(given[one].keys() & given[other].keys()):
            kept, project = sorted((one, other), key=lambda pk: (sides[pk].partner != giver, pk))
            cents = min(left[project, giver], free(kept, giver, project))
            if cents > 0:
                left[project, giver] -= cents
                met[project, giver].append((kept, cents))
                met[kept, giver].append((project, cents))
                yield kept, project, giver, cents


def share_within(start: date | None, end: date | None, within: Years | None) -> float:
    """As the budget is spread over the days of the project; with one date only, it lies in its year."""
    if within is None:
        return 1
    if start and end:
        first, last = max(start, date(within.first, 1, 1)), min(end, date(within.last, 12, 31))
        return max((last - first).days + 1, 0) / ((end - start).days + 1)
    day = start or end
    return float(day is not None and within.first <= day.year <= within.last)
