"""On the page of a planned project: the open needs that it may meet, for those who may say what comes of it."""

from typing import Any

from django import template

from projects.models import Project
from roundtables.models import Need
from roundtables.needs.matching import matches_of_project

register = template.Library()
SHOWN = 5


@register.inclusion_tag("roundtables/_needs_met.html")
def needs_met(project: Project) -> dict[str, Any]:
    """No query for a project that is not planned."""
    matches = matches_of_project(project)[:SHOWN] if not project.is_draft else []
    needs = Need.objects.select_related("country").in_bulk([one.need for one in matches])
    return {"met": [(needs[one.need], one.sentences) for one in matches if one.need in needs]}
