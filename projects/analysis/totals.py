"""Totals that count nothing twice, and the pairs of projects behind the difference.

Gross: every record counts, as it stands in the register.

Net: of projects that are one and the same, the record that was made first counts and the others do not; if there is no
rate for any money of that one, the first that has some in US dollars counts instead, so that what cannot be converted
takes out nothing but itself. They are those that people or files relate as "the same, reported by another" (what is the
same as a third is the same as the second). Projects that were merged are one record already.

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
from typing import NamedTuple

import numpy as np

from projects.models import ProjectRelation
from projects.models.parts import in_dollars
from projects.models.sameness import repeated
from projects.search.register import columns_of

from .columns import Source
from .dimensions import Years
from .entities import CONTRIBUTIONS, PROJECTS
from .periods import part_within
from .taking import Money

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
    source: Source | None
    pairs: tuple[Taken, ...] = ()
    money: tuple[Money, ...] = ()  # of whole projects' contributions


class Side(NamedTuple):
    partner: int
    share: float  # part of its money that falls into the years that count


def netted(source: Source | None, totals: str, within: Years | None) -> Netted:
    """The projects that count, and what is taken away: at most three queries, beside what is kept."""
    if totals == GROSS or source is None:
        return Netted(source)
    reports = related(source, ProjectRelation.Kind.THIRD_PARTY)
    same = repeated(reports, in_dollars({project for pair in reports for project in pair}))
    counted = source.without(list(same)) if same else source
    pairs = sorted(related(counted, ProjectRelation.Kind.CO_FUNDED)) if totals == COFUNDING else []
    involved = {*same, *(project for pair in pairs for project in pair)}
    if not involved:
        return Netted(counted)
    sides, given = sides_of(source, involved, within), given_to(source, involved)
    whole = [
        Taken(kept, project, None, sum(given[project].values()) * sides[project].share)
        for project, kept in sorted(same.items())
    ]
    twice = list(recorded_twice(pairs, sides, given))
    money: dict[tuple[int, int], int] = defaultdict(int)
    for _, project, partner, cents in twice:
        money[project, partner] += cents
    shared = [Taken(kept, project, partner, cents * sides[project].share) for kept, project, partner, cents in twice]
    return Netted(counted, (*whole, *shared), tuple(Money(*pair, cents) for pair, cents in money.items()))


def related(source: Source, kind: str) -> list[tuple[int, int]]:
    """Relations of this kind of which both sides are among these projects."""
    rows = ProjectRelation.objects.filter(kind=kind).order_by().values("first", "second")
    first, second = columns_of(rows, 2)
    both = source.has(first) & source.has(second)
    return list(zip(first[both].tolist(), second[both].tolist(), strict=True))


def sides_of(source: Source, projects: Iterable[int], within: Years | None) -> dict[int, Side]:
    """Budgets are spread over the days of their projects; with one date only, they lie in its year."""
    rows = source.read({"projects": PROJECTS})["projects"]
    mine = rows.only(np.isin(source.ids[rows.at], list(projects)))
    begins, ends, leads = (mine.numbers[name] for name in ("begins", "ends", "lead"))
    parts = part_within(begins, ends, within) if within else np.ones(mine.at.size)
    sides = map(Side, leads.astype(np.int64).tolist(), parts.tolist())
    return dict(zip(source.ids[mine.at].tolist(), sides, strict=True))


def given_to(source: Source, projects: Iterable[int]) -> dict[int, dict[int, int]]:
    """US cents of each project by giver."""
    rows = source.read({"money": CONTRIBUTIONS})["money"]
    mine = rows.only(np.isin(source.ids[rows.at], list(projects)))
    givers, cents = (mine.numbers[name].astype(np.int64).tolist() for name in ("partner_id", "cents"))
    given: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for project, giver, amount in zip(source.ids[mine.at].tolist(), givers, cents, strict=True):
        given[project][giver] += amount
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
