"""The relation between the two projects that an outcome records, and that goes when the verdict is reopened."""

from duplication.models import Verdict
from projects.models import Project, ProjectRelation
from projects.models.relations import ROLES, related
from projects.relations import saved

ROLE = {  # what the later project then is to the earlier one
    Verdict.Outcome.MERGED: "third-party",
    Verdict.Outcome.JOINT: "sibling",
    Verdict.Outcome.DIVIDED: "coordinated",
    Verdict.Outcome.SEQUENCED: "after",
    Verdict.Outcome.ACCEPTED: "accepted",
}


def relate(verdict: Verdict) -> int | None:
    """Number of the relation that came with the verdict; None where it has none, or people had made it already."""
    role = ROLE.get(Verdict.Outcome(verdict.outcome))
    if role is None:
        return None
    earlier, later = sorted((verdict.alert.first, verdict.alert.second), key=by_start)
    relation = related(earlier, later, ROLES[role])
    return relation.pk if saved(relation) else None


def by_start(project: Project) -> tuple[bool, str, int]:
    return (project.start is None, str(project.start), project.pk)


def unrelate(verdict: Verdict) -> None:
    """What people have removed or made themselves meanwhile stays as it is."""
    if verdict.relation:
        ProjectRelation.objects.filter(pk=verdict.relation).delete()
