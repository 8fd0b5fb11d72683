"""The gap map in words: a sentence for each gap, the widest first, and what is counted how."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from partners.text import plural
from roundtables.models import Need, Recommendation

from .asks import NEED, RECOMMENDATION, Ask
from .cells import GapCell, GapMap, Heading
from .lists import ANY
from .overlaps import are_told
from .picture import asked_by

MANY_PROJECTS = "at least three times as many projects as in half of the cells, and five at least."
NAMED_BY = {"theme": "theme", "sub_theme": "theme", "activity_type": "kind of activity"}
NAMED = 3  # recommendations and needs below a sentence


@dataclass(frozen=True, slots=True)
class Gap:
    """The same asks of several countries on one theme make one sentence."""

    countries: list[tuple[Heading, GapCell]]
    column: Heading
    asked: tuple[Ask, ...]

    @property
    def where(self) -> str:
        return ", ".join(heading.label for heading, _ in self.countries)

    @property
    def what(self) -> str:
        """“Precursor control is asked by 2 recommendations”."""
        return f"{self.column.label} is {asked_by(self.countries[0][1])}"

    @property
    def silent(self) -> list[tuple[str, GapCell]]:
        """Where there are active projects that do not say what they are about."""
        several = len(self.countries) > 1
        return [
            ("anywhere" if one.key == ANY else f"in {one.label}" if several else "in this country", cell)
            for one, cell in self.countries
            if cell.unnamed
        ]

    @property
    def so(self) -> str:
        return "no active project names it" if self.silent else "no project is active"


def caution(gap: Gap, by: str) -> str:
    """What a reader must know before it is taken for a gap."""
    counts = [f"{plural(cell.unnamed, 'active project')} {where}" for where, cell in gap.silent]
    one = sum(cell.unnamed for _, cell in gap.silent) == 1
    may = "names no {}; it may be about it" if one else "name no {}; they may be about it"
    return f"{', '.join(counts)} {may.format(NAMED_BY[by])}." if counts else ""


def silence(found: GapMap) -> list[str]:
    """A note on the projects that may be about any gap of their country."""
    if not (number := found.total.unnamed):
        return []
    name = "names" if number == 1 else "name"
    which = f"{plural(number, 'active project')} {name} no {NAMED_BY[found.by]}"
    return [f"{which}; they may be about what seems a gap of their country, so their number stands beside it."]


def gaps(found: GapMap) -> list[Gap]:
    """What most ask for comes first, then what most countries lack."""
    groups: dict[tuple[str, tuple[Ask, ...]], Gap] = {}
    for line in found.lines:
        for column, cell in zip(found.columns, line.cells, strict=True):
            if cell.is_gap:
                key = column.key, tuple(sorted(cell.asked, key=lambda one: (one.kind == NEED, one.pk)))
                groups.setdefault(key, Gap([], column, key[1])).countries.append((line.heading, cell))
    return sorted(groups.values(), key=lambda gap: (-len(gap.asked), -len(gap.countries), gap.column.key))


def named(shown: list[Gap]) -> Iterator[tuple[Gap, list[Recommendation | Need], int]]:
    """Each sentence with the first of what it speaks of, and how many more there are. Two queries."""
    first = {id(gap): gap.asked[:NAMED] for gap in shown}
    wanted = [(one.kind, one.pk) for asked in first.values() for one in asked]
    recommendations = Recommendation.objects.select_related("round_table")
    known: dict[tuple[str, int], Recommendation | Need] = {
        **{(RECOMMENDATION, pk): one for pk, one in recommendations.in_bulk(of(RECOMMENDATION, wanted)).items()},
        **{(NEED, pk): one for pk, one in Need.objects.in_bulk(of(NEED, wanted)).items()},
    }
    for gap in shown:
        yield gap, [known[one.kind, one.pk] for one in first[id(gap)]], max(0, len(gap.asked) - NAMED)


def of(kind: str, wanted: list[tuple[str, int]]) -> set[int]:
    return {pk for one, pk in wanted if one == kind}


def asked_notes(by: str, chosen: Mapping[str, Any], day: date | None) -> list[str]:
    found = [
        "Asked: recommendations that coordinators have not yet assessed as implemented or superseded, and needs that "
        "are open. One of several countries or themes counts in each; the totals count it once.",
        "Done: projects that are active on the day: planned, running or finalising, and their end has not passed; "
        "without drafts, as far as you may see them. The list behind each figure has exactly these.",
    ]
    found.append(
        f"No country{'' if by == 'activity_type' else ' or no theme'} named: which projects answer it is not known, so "
        "it is a gap only where no project at all is active."
    )
    if by == "activity_type":
        found.append("Recommendations name no kind of activity: any project of the country answers them.")
    if by == "sub_theme":
        found.append("What asks for a main theme as a whole is answered by a project on any of its sub-themes.")
    if chosen.get("partner"):
        found.append("The partner narrows what is done, not what is asked.")
    if day:
        found.append(
            "Recommendations of meetings until that day, with the assessments until then, and needs that were open "
            "then; their countries and themes are those of today. Alerts are those of today, so none are shown."
        )
    elif are_told(by, chosen):
        found.append(f"Crowded: an alert on two projects is open, or there are {MANY_PROJECTS}")
    else:
        found.append(
            f"Crowded: there are {MANY_PROJECTS} Alerts are not counted by partner, by pillar or by kind of activity, "
            "so none are shown."
        )
    return found
