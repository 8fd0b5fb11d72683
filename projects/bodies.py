"""Bodies in the register as projects name them: counts and lists within what the reader may see, and two made one."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from partners import merging
from partners.models import Merge, Organization, User
from projects.models import Activity, Participation, Project
from projects.models.project import ProjectQuerySet
from projects.tasks import check_again


def naming(*bodies: int) -> Q:
    """Projects in which one of these bodies has a part, or for which something is done in them."""
    parts = Participation.objects.filter(organization__in=bodies).values("project")
    activities = Activity.objects.filter(beneficiary__in=bodies).values("project")
    return Q(pk__in=parts) | Q(pk__in=activities)


def projects_of(body: Organization, user: User) -> ProjectQuerySet:
    return Project.objects.visible_to(user).filter(naming(body.pk))


def visible_counts(bodies: Iterable[Organization], user: User) -> dict[int, int]:
    """In how many projects that the person may see each body takes part. One query for each way to take part."""
    ids = [body.pk for body in bodies]
    found: dict[int, set[int]] = {pk: set() for pk in ids}
    visible = Project.objects.visible_to(user)
    parts = Participation.objects.filter(organization__in=ids, project__in=visible)
    activities = Activity.objects.filter(beneficiary__in=ids, project__in=visible)
    for body, project in parts.order_by().values_list("organization_id", "project_id").distinct():
        found[body].add(project)
    for body, project in activities.order_by().values_list("beneficiary_id", "project_id").distinct():
        found[body or 0].add(project)
    return {pk: len(projects) for pk, projects in found.items()}


def merge(kept_id: int, vanished_id: int, by: User) -> Merge:
    """Raises ValidationError with a sentence. The projects that name them are compared anew."""
    merged = merging.merge(kept_id, vanished_id, by)
    compare_anew(kept_id)
    return merged


def undo(merge: Merge, by: User) -> merging.Undone:
    undone = merging.undo(merge.pk, by)
    compare_anew(merge.kept_id, merge.vanished_id)
    return undone


def compare_anew(*bodies: int) -> None:
    concerned: QuerySet[Project] = Project.objects.published().filter(naming(*bodies))
    if ids := list(concerned.order_by("pk").values_list("pk", flat=True)):
        check_again.enqueue(ids)
