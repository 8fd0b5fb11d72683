"""A pillar of the Vienna Declaration: what was recommended under it, and which projects work on it."""

from collections import Counter

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.models import Pillar
from partners.requests import SignedInRequest
from projects.models import Project, Theme
from roundtables.models import Recommendation


@require_safe
def detail(request: SignedInRequest, code: str) -> HttpResponse:
    if code not in Pillar.values:
        raise Http404
    agreed = list(
        Recommendation.objects.visible_to(request.user)
        .under_pillars([code])
        .with_state()
        .select_related("round_table")
        .order_by("-round_table__start", "number")
    )
    themes = Theme.objects.filter(pillars__contains=[code], parent__isnull=True)
    on_it = Project.themes.through.objects.filter(theme__pillars__contains=[code]).values("project")
    projects = Project.objects.visible_to(request.user).published().filter(pk__in=on_it)
    counts = Counter(one.state for one in agreed)
    context = {
        "pillar": Pillar(code),
        "pillars": Pillar,
        "themes": themes,
        "recommendations": agreed,
        "states": [(state, counts[state]) for state in Recommendation.State if counts[state]],
        "projects": projects.count(),
        "running": projects.active().count(),
        "ended": projects.overdue().count(),
    }
    return render(request, "roundtables/pillar.html", context)
