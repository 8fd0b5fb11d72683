"""On the page of a project: the recommendations that it may answer, for those who may decide on it."""

from typing import Any

from django import template
from django.template import RequestContext

from projects.models import Project
from roundtables.matching.own_projects import answers_of

register = template.Library()
SHOWN = 3


@register.inclusion_tag("roundtables/_proposed_for.html", takes_context=True)
def proposed_for(context: RequestContext, project: Project) -> dict[str, Any]:
    """No query for what is over or not yet published."""
    request = context["request"]
    is_asked = not project.is_draft and project.status in Project.RUNNING
    found = answers_of(request.user, [project.pk]) if is_asked else []
    shown = {"found": found[:SHOWN], "more": len(found[SHOWN:]), "number": len(found)}
    return {**shown, "project": project, "request": request}
