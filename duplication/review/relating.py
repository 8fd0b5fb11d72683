"""The relation between the two projects that an outcome records, and that goes when the verdict is reopened."""

from collections.abc import Collection, Mapping
from typing import Any

from duplication.models import Alert, Verdict
from duplication.models.review import CONSEQUENCES
from projects.models import Project, ProjectRelation
from projects.models.relations import ROLES, related
from projects.relations import Held, saved, saved_each

ROLE = {  # what the later project then is to the earlier one
    Verdict.Outcome.MERGED: "third-party",
    Verdict.Outcome.JOINT: "sibling",
    Verdict.Outcome.DIVIDED: "coordinated",
    Verdict.Outcome.SEQUENCED: "after",
    Verdict.Outcome.ACCEPTED: "accepted",
}


def consequences_for(alert: Alert) -> dict[Verdict.Outcome, str]:
    """Before it is decided."""
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


def relate(verdicts: Collection[Verdict]) -> None:
    """Each gets the number of the relation that comes with it: not where none does, or people had made it already."""
    coming = [(verdict, role) for verdict in verdicts if (role := ROLE.get(Verdict.Outcome(verdict.outcome)))]
    relations = []
    for verdict, role in coming:
        earlier, later = in_order(verdict.alert)
        relations.append(related(earlier, later, ROLES[role]))
    for (verdict, _), number in zip(coming, saved_each(relations), strict=True):
        verdict.relation = number


def relate_again(verdict: Verdict) -> None:
    """The relation that came with it and ended with it, under its number; not where people have made it meanwhile."""
    past: Any = ProjectRelation.pgh_event_model.objects.filter(id=verdict.relation)  # type: ignore[attr-defined]
    pair = (verdict.alert.first_id, verdict.alert.second_id)
    was = past.filter(first__in=pair, second__in=pair).order_by("-pgh_id").first() if verdict.relation else None
    if was and not ProjectRelation.objects.filter(pk=was.id).exists():
        saved(ProjectRelation(pk=was.id, first_id=was.first_id, second_id=was.second_id, kind=was.kind))


def held(relations: Collection[int]) -> dict[int, Held]:
    """The relations that rest on a standing verdict: they go when it is reopened."""
    verdicts = Verdict.objects.standing().filter(relation__in=relations).select_related("alert")
    return {
        verdict.relation: Held(
            f"It comes from the decision on alert {verdict.alert_id}", verdict.alert.get_absolute_url()
        )
        for verdict in verdicts
        if verdict.relation
    }


def in_order(alert: Alert) -> list[Project]:
    return sorted((alert.first, alert.second), key=lambda project: by_start((project, project.start)))


def by_start(started: tuple[Project, Any]) -> tuple[bool, str, int]:
    project, start = started
    return (start is None, str(start), project.pk)


def unrelate(verdicts: Collection[Verdict]) -> None:
    """What people have removed or made themselves meanwhile stays as it is."""
    if relations := [verdict.relation for verdict in verdicts if verdict.relation]:
        ProjectRelation.objects.filter(pk__in=relations).delete()
