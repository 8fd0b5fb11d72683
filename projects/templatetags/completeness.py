"""The completeness figure of a project, for whatever page shows it."""

from typing import Any

from django import template

from projects.completeness import completeness
from projects.drafts import draft_of
from projects.models import Project

register = template.Library()


@register.inclusion_tag("projects/_completeness.html", name="completeness")
def completeness_of(project: Project, *, may_edit: bool = False, limit: int = 20) -> dict[str, Any]:
    """{% completeness project may_edit=may_edit limit=3 %}: the figure, what is missing and why it helps."""
    return {"project": project, "figure": completeness(draft_of(project)), "may_edit": may_edit, "limit": f":{limit}"}


@register.filter
def percent_complete(project: Project) -> int:
    """For lists; prefetch what projects.drafts.PARTS names, or every project costs seven queries."""
    return completeness(draft_of(project)).percent
