"""Decisions on projects proposed as answers, and the overview of who answers what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from partners.requests import SignedInRequest, back, posted_from
from projects.models import Project
from roundtables.answering import CROWDED, Answered, by_meeting
from roundtables.following.telling import tell_of_link
from roundtables.matching.deciding import decide, reopen
from roundtables.matching.own_projects import answers_of, own_answers
from roundtables.models import ProposalDecision, Recommendation
from roundtables.views.recommendations import linkable_or_denied

AT_HOME, OF_PROJECT, PER_PAGE = 5, 3, 25
LONGEST_NOTE = ProposalDecision._meta.get_field("note").max_length


@require_safe
def answering(request: SignedInRequest) -> HttpResponse:
    meetings = by_meeting(request.user)
    columns = [(how, sum(getattr(one, how.value) for one in meetings)) for how in Answered]
    context = {
        "meetings": meetings,
        "unfinished": sum(one.unfinished for one in meetings),
        "columns": columns,
        "rows": [(one, [(how, getattr(one, how.value)) for how in Answered]) for one in meetings],
        "crowded": CROWDED,
    }
    return render(request, "roundtables/answering.html", context)


@require_safe
def proposed(request: SignedInRequest) -> HttpResponse:
    """For who writes projects: which of them may answer what. Asked for by the first page, it is a part of that."""
    if not request.user.is_focal_point:
        raise PermissionDenied
    found = own_answers(request.user)
    if request.htmx:
        context = {"found": found[:AT_HOME], "number": len(found)}
        response = render(request, "roundtables/_proposed_at_home.html", context)
    else:
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        response = render(request, "roundtables/proposed.html", {"page": page})
    patch_vary_headers(response, ["HX-Request"])  # else Back may show the part as a page
    return response


@require_safe
def proposed_for(request: SignedInRequest, pk: int) -> HttpResponse:
    """What one project may answer. Its page asks for it once it is shown, as to find it takes longer than the page."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    if not linkable_or_denied(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    found = answers_of(request.user, [pk])
    if request.htmx:
        shown = {"found": found[:OF_PROJECT], "more": len(found[OF_PROJECT:]), "number": len(found)}
        return render(
            request,
            "roundtables/_proposed_for.html",
            {**shown, "project": project, "back": project.get_absolute_url()},
        )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "roundtables/proposed.html", {"page": page, "project": project})


@posted_from("roundtables:answers")
def accept(request: SignedInRequest, pk: int, project: int) -> HttpResponse:
    return _decide(request, pk, project, ProposalDecision.Verdict.ACCEPTED, "answers")


@posted_from("roundtables:answers")
def decline(request: SignedInRequest, pk: int, project: int) -> HttpResponse:
    return _decide(request, pk, project, ProposalDecision.Verdict.DECLINED, "is not proposed again for")


@posted_from("roundtables:answers")
def take_back(request: SignedInRequest, pk: int, project: int) -> HttpResponse:
    recommendation = get_object_or_404(Recommendation.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(linkable_or_denied(request.user), pk=project)
    if reopen(recommendation, found, request.user):
        messages.success(request, f"{found.number} is not declined any more. It is proposed again where it fits.")
    else:
        messages.info(request, f"{found.number} is not declined here: somebody decided since.")
    return back(request, reverse("roundtables:answers", args=[pk]))


def _decide(request: SignedInRequest, pk: int, project: int, verdict: str, outcome: str) -> HttpResponse:
    recommendation = get_object_or_404(Recommendation.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(linkable_or_denied(request.user), pk=project)
    note = request.POST.get("note", "").replace("\0", "").strip()[:LONGEST_NOTE]
    if decide(recommendation, found, verdict, request.user, note):
        if verdict == ProposalDecision.Verdict.ACCEPTED:
            tell_of_link(recommendation, found, request.user)
        messages.success(request, f"{found.number} {outcome} recommendation {recommendation.number}.")
    else:
        messages.info(request, f"{found.number} is not proposed any more: somebody decided, or one of the two changed.")
    return back(request, reverse("roundtables:answers", args=[pk]))
