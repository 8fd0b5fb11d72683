"""Two projects that are one: choose the other, say what the one that stays takes over, look at it, merge; and undo."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners.models import User
from partners.requests import SignedInRequest
from partners.text import row_id
from projects import merges
from projects.models import Project, ProjectMerge
from projects.relations import found
from projects.views.detail import leads_on, merged_elsewhere
from projects.views.following import change_teller, say_afterwards

WHO_MERGES = (
    "Two projects are merged, and a merge is undone, by a coordinator or by whoever writes for the partners of both. "
    "Ask a coordinator."
)
AGREE = "Say that this is agreed with the partner whose project is closed."
NO_MONEY = "No money of either is kept. Tick an amount below, or say that none is meant to be."
MORE_MONEY = "Say that the money of the two is not the same, or tick what is kept of it only once."
SAME_MONEY = "Choose below whether it is the same money, and which of it is kept."
LANGUAGE = "Choose below the language of the text that stays, or say that it is right."


@leads_on
def merge(request: SignedInRequest, pk: int) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("partner"), pk=pk)
    if not may_merge(request.user, project):
        raise PermissionDenied(WHO_MERGES)
    if (
        merged := Project.objects.readable_by(request.user)
        .filter(merged_into__isnull=False, pk=number(request))
        .first()
    ):
        return merged_elsewhere(request, merged.pk)
    other = chosen(request, project)
    if other is None:
        return choose_other(request, project)

    stays_other = request.POST.get("kept", request.GET.get("kept", "")) == str(other.pk)
    kept, closed = (other, project) if stays_other else (project, other)
    if reason := merges.refusal(kept, closed):
        context = {"project": project, "other": other, "kept": kept, "closed": closed, "reason": reason}
        context["can_turn"] = not merges.refusal(closed, kept)
        return render(request, "projects/merge_refused.html", context)
    is_sent = request.method == "POST"
    merging = merges.merging_of(kept, closed, request.user, request.POST if is_sent else None)
    problems = [SAME_MONEY] if is_sent and merging.is_answer_missing else []
    problems += merges.refused(merging) if is_sent else []
    if "turn" in request.POST:
        merging, problems = other_way_round(merging, request.user)
    elif "merge" in request.POST and not (problems := [*problems, *not_agreed(request, merging)]):
        tell = change_teller(request, kept)
        try:
            merges.merge(merging, request.user)
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, f"{closed.number} is merged into {kept.number}. You can undo this for 30 days.")
            say_afterwards(request, kept, tell)
            return redirect(kept)
    context = {
        "project": project,
        "other": other,
        "merging": merging,
        "problems": problems,
        "same_money": SAME_MONEY,
        "is_looked_at": is_sent and "turn" not in request.POST and not merging.is_answer_missing,
        "agreed": "agreed" in request.POST,
        "without_money": "without_money" in request.POST,
        "other_money": "other_money" in request.POST,
        "language": merges.other_language(merging),
        "language_is_right": "language_is_right" in request.POST,
    }
    return render(request, "projects/merge_form.html", context)


def may_merge(user: User, *projects: Project) -> bool:
    """Coordinators, and those who write for the partners of both."""
    return user.is_coordinator or all(project.partner_id in user.writes_for for project in projects)


def chosen(request: SignedInRequest, project: Project) -> Project | None:
    """The other one. 404 for one that the person does not see, 403 for one that may only be read."""
    if not asked(request):
        return None
    visible = Project.objects.visible_to(request.user).exclude(pk=project.pk).select_related("partner")
    other = visible.prefetch_related("documents__project").filter(pk=number(request)).first()
    if other is None:
        raise Http404
    if not may_merge(request.user, project, other):
        raise PermissionDenied(WHO_MERGES)
    return other


def asked(request: SignedInRequest) -> str:
    return request.POST.get("other", request.GET.get("other", ""))


def number(request: SignedInRequest) -> int:
    return row_id(asked(request))


def choose_other(request: SignedInRequest, project: Project) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    offered = found(request.user, project, words) if words else []
    offered = [other for other in offered if may_merge(request.user, project, other)]
    return render(request, "projects/merge_find.html", {"project": project, "words": words, "offered": offered})


def other_way_round(merging: merges.Merging, user: User) -> tuple[merges.Merging, list[str]]:
    """With what was chosen so far; the same as before with the reason, where it cannot be."""
    if reason := merges.refusal(merging.other, merging.kept):
        return merging, [reason]
    pair = merging.other, merging.kept
    proposed = merges.merging_of(*pair, user)
    return merges.merging_of(*pair, user, merges.turned(merging, proposed)), []


def not_agreed(request: SignedInRequest, merging: merges.Merging) -> list[str]:
    if request.POST.get("state") != merging.state:
        return ["One of the two was changed after this page was opened. Look at the result again, then merge."]
    missing = {
        AGREE: merging.widens and "agreed" not in request.POST,
        NO_MONEY: merging.loses_money and "without_money" not in request.POST,
        MORE_MONEY: merging.adds_money_unasked and "other_money" not in request.POST,
        LANGUAGE: merges.other_language(merging) and "language_is_right" not in request.POST,
    }
    return [words for words, is_missing in missing.items() if is_missing]


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    merge = get_object_or_404(
        ProjectMerge.objects.filter(
            kept__in=Project.objects.visible_to(request.user), closed__in=Project.objects.readable_by(request.user)
        ).select_related("kept__partner", "closed__partner", "merged_by", "undone_by"),
        pk=pk,
    )
    if not may_merge(request.user, merge.kept, merge.closed):
        raise PermissionDenied(WHO_MERGES)
    if request.method == "POST":
        try:
            undone = merges.undo(merge.pk, request.user)
        except ValidationError as error:
            messages.error(request, f"Not undone: {' '.join(error.messages)}")
            return redirect(merge.kept)
        messages.success(request, f"{merge.closed.number} and {merge.kept.number} are two projects again.")
        for remark in undone.remarks:
            messages.warning(request, remark)
        return redirect(undone.project)
    return render(request, "projects/merge_undo.html", {"merge": merge, "now": timezone.now()})
