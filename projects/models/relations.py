"""Relations between two projects: stored once, with a direction where it matters, and read from either side."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from partners.history import tracked

from .project import Project

if TYPE_CHECKING:
    from partners.models import User


class ProjectRelationQuerySet(models.QuerySet["ProjectRelation"]):
    def visible_to(self, user: "User") -> Self:
        """Those of which the person may see both sides: of any other not even the number is told."""
        visible = Project.objects.visible_to(user).order_by().values("pk")
        return self.filter(first__in=visible, second__in=visible)

    def of(self, project: Project) -> Self:
        return self.filter(Q(first=project) | Q(second=project))

    def with_sides(self) -> Self:
        return self.select_related("first__partner", "second__partner")


@tracked(obj_field=None)
class ProjectRelation(models.Model):
    class Kind(models.TextChoices):
        PARENT = "1", "Whole and part"  # IATI's 1, and its 2 from the other side: the first is the whole
        SIBLING = "3", "Parts of one programme"
        CO_FUNDED = "4", "Co-funded"
        THIRD_PARTY = "5", "The same, reported by another"
        COORDINATED = "coordinated", "Coordinated"
        SEQUENCED = "sequenced", "One after the other"  # the first comes first
        SUPERSEDED = "superseded", "Replaced"  # the first is replaced by the second
        ACCEPTED = "accepted", "Overlap, accepted"

    DIRECTED = (Kind.PARENT, Kind.SEQUENCED, Kind.SUPERSEDED)

    first = models.ForeignKey(Project, models.CASCADE, related_name="relations_as_first")
    second = models.ForeignKey(Project, models.CASCADE, related_name="relations_as_second")
    kind = models.CharField(max_length=12, choices=Kind.choices)

    objects = ProjectRelationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(name="relation_of_two", condition=~Q(first=F("second"))),
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), "kind", name="relation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.get_kind_display()} {self.second_id}"


@dataclass(frozen=True, slots=True)
class Role:
    """What the other project is to this one; the kind, and whether this one is then the first of the two."""

    name: str
    label: str
    kind: str
    is_first: bool | None = None  # None: it does not matter


_Kind = ProjectRelation.Kind
ROLES = {
    role.name: role
    for role in (
        Role("parent", "The whole that this is part of", _Kind.PARENT, False),
        Role("child", "Part of this", _Kind.PARENT, True),
        Role("sibling", "Part of the same programme", _Kind.SIBLING),
        Role("co-funded", "Co-funded with this", _Kind.CO_FUNDED),
        Role("third-party", "The same project, recorded again", _Kind.THIRD_PARTY),
        Role("coordinated", "Coordinated with this", _Kind.COORDINATED),
        Role("before", "Comes before this", _Kind.SEQUENCED, False),
        Role("after", "Follows this", _Kind.SEQUENCED, True),
        Role("replaces", "Replaced by this", _Kind.SUPERSEDED, False),
        Role("replaced-by", "Replaces this", _Kind.SUPERSEDED, True),
        Role("accepted", "Overlaps with this, accepted", _Kind.ACCEPTED),
    )
}
IATI = {"1": "parent", "2": "child", "3": "sibling", "4": "co-funded", "5": "third-party"}  # type of related activity


def role_of(relation: Any, project_id: int) -> Role:
    """What the other side is to this project. The relation may be an event of one."""
    is_first = relation.first_id == project_id
    return next(one for one in ROLES.values() if one.kind == relation.kind and one.is_first in (None, is_first))


def related(project: Project, other: Project, role: Role) -> ProjectRelation:
    """The unsaved relation in which the other is this to the project; without a direction the older is first."""
    first, second = (project, other) if role.is_first else (other, project)
    if role.is_first is None and first.pk > second.pk:
        first, second = second, first
    return ProjectRelation(first=first, second=second, kind=role.kind)
