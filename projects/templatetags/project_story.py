"""The story of a project at the top of its page: {% where project as where %}, {% when project as time %}."""

from django import template
from django.utils import timezone

from projects.models import Participation, Project
from projects.story import Shares, TimeBar, Where, shares_of, time_bar, where_of
from projects.story.time import said

register = template.Library()

BRIEF = 3  # names that stand in a line before the rest is counted


@register.simple_tag
def where(project: Project) -> Where:
    return where_of(project)


@register.simple_tag
def when(project: Project) -> TimeBar | None:
    return time_bar(project.start, project.end, list(project.activities.all()), timezone.localdate())


@register.simple_tag
def stands(project: Project) -> str:
    """Where it stands in its time, in a sentence."""
    over = project.status in {Project.Status.CLOSED, Project.Status.CANCELLED}
    running = project.status in Project.RUNNING and not project.is_draft
    return said(project.start, project.end, running, over, timezone.localdate())


@register.simple_tag
def money_shares(project: Project) -> Shares:
    return shares_of(project.contributions.all())


@register.filter
def implementers(project: Project) -> str:
    return brief(project, Participation.Role.IMPLEMENTING)


@register.filter
def beneficiaries(project: Project) -> str:
    return brief(project, Participation.Role.BENEFICIARY)


def brief(project: Project, role: str) -> str:
    """ "UNODC, GIZ, OSCE and 4 more"."""
    names = [str(part.organization) for part in project.participations.all() if part.role == role]
    more = f" and {len(names) - BRIEF} more" if len(names) > BRIEF else ""
    return ", ".join(names[:BRIEF]) + more
