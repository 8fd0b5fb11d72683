"""The button that watches what a page shows, or ends that."""

from typing import Any

from django import template
from django.http import QueryDict

from partners.models import Partner
from projects import watching
from projects.filters import ProjectFilter
from projects.models import Project, Watch

register = template.Library()


@register.inclusion_tag("projects/_watch.html", takes_context=True)
def watch_project(context: template.Context, project: Project) -> dict[str, Any]:
    watch = Watch.objects.visible_to(context["user"]).filter(project=project).first()
    return button(context, watch, project=project, what="this project")


@register.inclusion_tag("projects/_watch.html", takes_context=True)
def watch_partner(context: template.Context, partner: Partner) -> dict[str, Any]:
    return of_query(context, QueryDict(f"partner={partner.code}").urlencode(), str(partner))


@register.inclusion_tag("projects/_watch.html", takes_context=True)
def watch_page(context: template.Context, page: str, what: str) -> dict[str, Any]:
    """Of a page that tells its watchers itself: {% watch_page alert.url "this alert" %}"""
    return button(context, Watch.objects.visible_to(context["user"]).filter(page=page).first(), page=page, what=what)


@register.inclusion_tag("projects/_watch.html", takes_context=True)
def watch_search(context: template.Context, narrowed: ProjectFilter) -> dict[str, Any]:
    """Of the register as it is narrowed down; no button for the whole register."""
    asked = watching.in_order_of(narrowed)
    return of_query(context, *asked) if asked else {}


def of_query(context: template.Context, query: str, what: str) -> dict[str, Any]:
    watch = watching.watch_of(context["user"], query)
    return button(context, watch, query=query, what=what)


def button(context: template.Context, watch: Watch | None, **thing: Any) -> dict[str, Any]:
    return {"watch": watch, "csrf_token": context["csrf_token"], "request": context["request"], **thing}
