"""The relation between the two projects that an outcome records, and that goes when the verdict is reopened."""

from collections.abc import Collection
from typing import Any

from duplication.consequences import in_order
from duplication.models import Verdict
from projects.models import ProjectRelation
from projects.models.relations import ROLES, related
from projects.relations import Held, saved, saved_each

ROLE = {  # what the later project then is to the earlier one
    Verdict.Outcome.MERGED: "third-party",
    Verdict.Outcome.JOINT: "sibling",
    Verdict.Outcome.DIVIDED: "coordinated",
    Verdict.Outcome.SEQUENCED: "after",
    Verdict.Outcome.ACCEPTED: "accepted",
}


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


def unrelate(verdicts: Collection[Verdict]) -> None:
    """What people have removed or made themselves meanwhile stays as it is."""
    if relations := [verdict.relation for verdict in verdicts if verdict.relation]:
        ProjectRelation.objects.filter(pk__in=relations).delete()
