"""On a project's page: courses of other partners for the same people in the same weeks."""

from typing import Any

from django import template

from projects.models import Project
from roundtables.calendar.of_project import hints_of

register = template.Library()


@register.inclusion_tag("roundtables/_project_hints.html", takes_context=True)
def course_hints(context: template.Context, project: Project) -> dict[str, Any]:
    return {"hints": hints_of(project, context["request"].user)}
