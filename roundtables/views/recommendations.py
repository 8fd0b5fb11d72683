"""Recommendations: the overview, and the projects that answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partners.models import User
from partners.requests import SignedInRequest, posted_from
from projects.models import Project
from projects.models.project import ProjectQuerySet
from roundtables.access import linkable_by
from roundtables.answering import with_answers
from roundtables.filters import RecommendationFilter
from roundtables.following.telling import tell_of_link
from roundtables.matching.deciding import declined, proposed_to
from roundtables.models import Recommendation, RecommendationQuerySet
from roundtables.views.meetings import complete, in_order

PER_PAGE = 25
OFFERED = 20  # projects offered for linking; a search brings others


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    narrowed = RecommendationFilter(request.GET, user=request.user)
    found = with_answers(complete(narrowed.qs, request.user), request.user).select_related("round_table")
    page = Paginator(found.order_by("-round_table__start", "round_table", "number"), PER_PAGE)

    context = {"filter": narrowed, "page": page.get_page(request.GET.get("page"))}
    return render(request, "roundtables/recommendation_list.html", context)


def _visible(user: User) -> RecommendationQuerySet:
    return Recommendation.objects.visible_to(user).select_related("round_table")


@require_safe
def answers(request: SignedInRequest, pk: int) -> HttpResponse:
    """The projects that answer, and those the person may add; without words, those in the same countries."""
    recommendation = get_object_or_404(_visible(request.user), pk=pk)
    linkable = linkable_or_denied(request.user)
    linked = list(in_order(recommendation.projects.visible_to(request.user)))  # drafts too: they can be taken away
    words = request.GET.get("q", "").strip()[:200]
    proposed = proposed_to(request.user, recommendation)
    offered = linkable.exclude(pk__in=[project.pk for project in linked])
    if words:
        offered = offered.filter(pk__in=Project.objects.matching(words).values("pk"))
    else:
        above = [one.project.pk for one in [*proposed.strong, *proposed.weak]]
        offered = offered.exclude(pk__in=above).filter(countries__in=recommendation.countries.all()).distinct()

    no = declined(recommendation, request.user)
    ours = Q(recommendations=recommendation) | Q(pk__in=[decision.project_id for decision in no])

    context = {
        "recommendation": recommendation,
        "linked": linked,
        "own": set(linkable.filter(ours).values_list("pk", flat=True)),
        "offered": offered.select_related("partner").prefetch_related("countries").recently_changed()[:OFFERED],
        "words": words,
        "proposed": proposed,
        "declined": no,
    }
    return render(request, "roundtables/answers.html", context)


def linkable_or_denied(user: User) -> ProjectQuerySet:
    if not (user.is_coordinator or user.is_focal_point):
        raise PermissionDenied
    return linkable_by(user)


@posted_from("roundtables:answers")
def link(request: SignedInRequest, pk: int, project: int) -> HttpResponse:
    recommendation = get_object_or_404(_visible(request.user), pk=pk)
    found = get_object_or_404(linkable_or_denied(request.user), pk=project)
    recommendation.projects.add(found)
    tell_of_link(recommendation, found, request.user)
    messages.success(request, f"{found.number} answers recommendation {recommendation.number}.")
    return redirect("roundtables:answers", pk)


@posted_from("roundtables:answers")
def unlink(request: SignedInRequest, pk: int, project: int) -> HttpResponse:
    recommendation = get_object_or_404(_visible(request.user), pk=pk)
    found = get_object_or_404(linkable_or_denied(request.user), pk=project)
    recommendation.projects.remove(found)
    messages.success(request, f"{found.number} no longer answers recommendation {recommendation.number}.")
    return redirect("roundtables:answers", pk)
