"""What follows from an outcome, in a sentence: for who decides, and for who reads the decision."""

from collections.abc import Collection, Mapping
from typing import Any

from duplication.models import Alert, Verdict
from projects.models import Project

CONSEQUENCES = {
    Verdict.Outcome.MERGED: "Related as one project recorded twice, and counted once in totals without duplicates. "
    "A coordinator can then merge the two, as can whoever writes for the partners of both.",
    Verdict.Outcome.JOINT: "Both stay, related as parts of one programme. Totals count both.",
    Verdict.Outcome.DIVIDED: "Both stay, related as coordinated. Totals count both.",
    Verdict.Outcome.SEQUENCED: "Both stay, related as one after the other, by their start, or as they were recorded "
    "where that does not tell. Totals count both.",
    Verdict.Outcome.ACCEPTED: "Both stay, related as an accepted overlap. Totals count both.",
    Verdict.Outcome.NOT_OVERLAP: "The two are not related. The alert opens again only when something material changes.",
}


def consequences_for(alert: Alert) -> dict[Verdict.Outcome, str]:
    """Before it is decided. Of a draft nothing is told."""
    if alert.first.is_draft or alert.second.is_draft:
        return CONSEQUENCES
    said = in_sequence({project: project.start for project in (alert.first, alert.second)})
    return CONSEQUENCES | {Verdict.Outcome.SEQUENCED: said}


def consequence_of(verdict: Verdict, seen: Collection[Project]) -> str:
    """What it did to the two. `seen`: those of them that the reader sees."""
    kept = verdict.material
    starts = {project: kept[str(project.pk)]["period"][0] for project in seen if str(project.pk) in kept}
    if verdict.outcome != Verdict.Outcome.SEQUENCED or verdict.relation is None or len(starts) < 2:
        return CONSEQUENCES[Verdict.Outcome(verdict.outcome)]
    return in_sequence(starts)


def in_sequence(starts: Mapping[Project, Any]) -> str:
    """Which of the two comes first, and why where their starts do not tell."""
    (earlier, first), (later, second) = sorted(starts.items(), key=by_start)
    why, recorded = "", ", in the order in which they were recorded, as"
    if first is None:
        why = f"{recorded} neither states its start"
    elif second is None:
        why = ", which does not state its start"
    elif str(first) == str(second):
        why = f"{recorded} both start on the same day"
    return f"Both stay, related as one after the other: {earlier.number}, then {later.number}{why}. Totals count both."


def in_order(alert: Alert) -> list[Project]:
    return sorted((alert.first, alert.second), key=lambda project: by_start((project, project.start)))


def by_start(started: tuple[Project, Any]) -> tuple[bool, str, int]:
    project, start = started
    return (start is None, str(start), project.pk)
