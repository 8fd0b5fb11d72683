"""Alerts on the pages of projects, and the way back in messages about them."""

from collections import Counter
from collections.abc import Collection, Iterable

from django import template

from duplication.models import Alert
from duplication.presentation.alerts import AlertView, present
from duplication.queue.done import named, slip, undoable
from duplication.queue.ordering import in_order
from duplication.sequences import sequence_of
from projects.models import Project

register = template.Library()
register.filter(undoable)
register.filter(slip)

SHOWN = 5


@register.inclusion_tag("duplication/_project_alerts.html", takes_context=True)
def project_alerts(context: template.Context, project: Project) -> dict[str, object]:
    """The project's alerts that this person may see: {% project_alerts project %}. Open ones first, strongest first."""
    user = context["request"].user
    alerts = Alert.objects.visible_to(user).standing().about(project)
    found = present(in_order(alerts, "strength", user), user)
    told = {side.pk for view in found for side in (view.first, view.second)}
    undecided = [beside(view, project) for view in found if view.verdict is None]
    return {
        "open": undecided[:SHOWN],
        "more": undecided[SHOWN:],
        "advised": [beside(view, project) for view in found if view.recommendation],
        "sequence": [one for one in sequence_of(project, user) if one.pk not in told],
        "decided": [beside(view, project) for view in found if view.verdict and not view.recommendation],
    }


def beside(view: AlertView, project: Project) -> dict[str, object]:
    """The alert and its other side."""
    return {"alert": view, "other": view.second if view.alert.first_id == project.pk else view.first}


@register.simple_tag
def given(view: AlertView, parted: Collection[int]) -> str:
    """How a question names the verdict that stands, to who gave it: {% given alert parted %}."""
    return named(view.verdict, f"{view.first.name} and {view.second.name}", parted) if view.verdict else ""


@register.simple_tag(takes_context=True)
def alert_counts(context: template.Context, projects: Iterable[Project]) -> dict[int, int]:
    """Open alerts this person may see, by project: {% alert_counts page.object_list as counts %}. One query."""
    ids = {project.pk for project in projects}
    pairs = Alert.objects.visible_to(context["request"].user).open().about(*ids).order_by()
    counts = Counter(pk for pair in pairs.values_list("first_id", "second_id") for pk in set(pair) & ids)
    return dict(counts)


@register.filter
def alerts_of(counts: dict[int, int], project: Project) -> int:
    """{{ counts|alerts_of:project }}"""
    return counts.get(project.pk, 0)
