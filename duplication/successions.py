"""Other partners' phases of the work that is being typed: no overlap and no alert, but who types wants to know of them.

Told are those that saving would find if neither title named its phase and neither project its days.
"""

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import date

from django.utils import timezone

from duplication.likeness import Finding, Likeness, in_common
from duplication.matching import registry
from duplication.matching.kinds import TITLED
from duplication.matching.phases import parted, succession
from duplication.matching.records import Record
from duplication.matching.scoring import Calibration
from duplication.matching.substance import place
from duplication.matching.text import Text
from duplication.matching.times import written
from duplication.matching.wording import title

Told = tuple[str, Finding]  # a sentence


def phases_among(mine: Record, titles: Mapping[int, Text]) -> set[int]:
    """Of the projects with these titles those with the typed one but for a phase, a part, a year or a number."""
    return {id for id, theirs in titles.items() if succession(mine.title, theirs) and is_one_work(mine.title, theirs)}


def is_one_work(mine: Text, theirs: Text) -> bool:
    likeness = title(Record(title=parted(mine).rest), Record(title=parted(theirs).rest))
    return likeness is not None and likeness.name in TITLED


def successions(
    mine: Record, others: set[int], found: Container[int], calibration: Calibration, leeway: float
) -> dict[int, Told]:
    """Of each partner's the last one, and those that are told for other reasons too."""
    theirs = registry.records(others)
    alike = {
        id: likeness
        for id, record in theirs.items()
        if (likeness := Likeness.between(timeless(mine), timeless(record)))
    }
    owner = mine.id or 0
    shared = in_common({(owner, id): (mine, theirs[id]) for id in alike}) if alike else {}
    phases = {}
    for (_, id), common in shared.items():
        finding = alike[id].weighed(common if owner else common.with_one_more(), calibration, leeway)
        if finding:
            phases[id] = told(mine, theirs[id]), as_written(without_titles(finding), mine, theirs[id])
    last = latest({id: theirs[id] for id in phases})
    return {id: phase for id, phase in phases.items() if id in last or id in found}


def without_titles(finding: Finding) -> Finding:
    """They were compared without what parts them: what they have in common is said already."""
    told = tuple(term for term in finding.score.contributions if term.field not in {"title", "title_part"})
    return replace(finding, score=replace(finding.score, contributions=told))


def as_written(finding: Finding, mine: Record, theirs: Record) -> Finding:
    """A place by its name in the whole titles: what they were compared without has left them folded."""
    named = place(mine, theirs)
    told = (
        replace(term, sentence=named.sentence) if named and term.field == "place" else term
        for term in finding.score.contributions
    )
    return replace(finding, score=replace(finding.score, contributions=tuple(told)))


def latest(theirs: Mapping[int, Record]) -> set[int]:
    """Of each partner the one that ends last: who knows of it finds the earlier ones."""
    by_end = sorted(theirs, key=lambda id: (theirs[id].end or date.max, id))
    return set({theirs[id].partner: id for id in by_end}.values())


def timeless(record: Record) -> Record:
    """As if it named no phase, and no days: whoever goes on with a work does so later."""
    return replace(record, title=parted(record.title).rest, start=None, end=None)


def told(mine: Record, theirs: Record) -> str:
    what, today = succession(mine.title, theirs.title), timezone.localdate()
    if theirs.start and theirs.start > today:
        return f"{what}, which begins on {written(theirs.start)}."
    if theirs.end:
        return f"{what}, which {'runs until' if theirs.end >= today else 'ended on'} {written(theirs.end)}."
    return f"{what}."
