"""Meetings: the list by year, one meeting with all it agreed, and the form."""

from collections import Counter
from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partners.models import User
from partners.requests import SignedInRequest, only_coordinator_or_denied
from projects import kept
from projects.models.project import ProjectQuerySet
from projects.papers import papers_of
from projects.typed import done, made_before
from roundtables.access import reportable_by
from roundtables.amending.considering import with_latest
from roundtables.answering import answers_for
from roundtables.filters import RoundTableFilter
from roundtables.following.beginning import tell_at
from roundtables.following.entries import with_papers
from roundtables.meetings.forms import RoundTableForm
from roundtables.models import Attendance, Consideration, Recommendation, RecommendationQuerySet, RoundTable

PER_PAGE = 25


@require_safe
def meeting_list(request: SignedInRequest) -> HttpResponse:
    narrowed = RoundTableFilter(request.GET, user=request.user)
    meetings = narrowed.qs.select_related("country").order_by("-start", "kind", "pk")
    page = Paginator(meetings, PER_PAGE).get_page(request.GET.get("page"))
    counted = tallies(page.object_list)

    for meeting in page.object_list:
        meeting.tally = counted[meeting.pk]
    context = {"filter": narrowed, "page": page, "may_write": request.user.is_coordinator}
    return render(request, "roundtables/meeting_list.html", context)


def tallies(meetings: Iterable[RoundTable]) -> dict[int, dict[str, int]]:
    """Recommendations of each meeting: all, and by state. One query."""
    counts: dict[int, Counter[str]] = {meeting.pk: Counter() for meeting in meetings}
    for recommendation in Recommendation.objects.with_state().filter(round_table__in=counts).order_by():
        counts[recommendation.round_table_id].update(["all", recommendation.state.value])
    return {pk: dict(count) for pk, count in counts.items()}


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = (
        RoundTable.objects.visible_to(request.user).select_related("country", "series").prefetch_related("participants")
    )
    meeting = get_object_or_404(visible, pk=pk)
    recommendations = complete(meeting.recommendations.all(), request.user)

    context = {
        "meeting": meeting,
        "recommendations": recommendations,
        "roles": by_role(meeting),
        "taken_up": with_latest(meeting.considerations.select_related("recommendation__round_table")).order_by("pk"),
        "endorsed": meeting.endorsed.select_related("round_table").order_by("round_table__start", "number"),
        "neighbours": neighbours(meeting, request.user),
        "papers": papers_of(meeting, request.user),
        "tally": tallies([meeting])[meeting.pk],
        "reportable": set(reportable_by(request.user).filter(round_table=meeting).values_list("pk", flat=True)),
        "may_write": request.user.is_coordinator,
        "may_link": request.user.is_coordinator or request.user.is_focal_point,
    }
    return render(request, "roundtables/meeting_detail.html", context)


def by_role(meeting: RoundTable) -> dict[str, list[Attendance]]:
    """Those who came, the chair first; roles that nobody had are left out."""
    persons = list(meeting.attendances.select_related("partner"))
    found = {label: [one for one in persons if one.role == role] for role, label in Attendance.Role.choices}
    return {label: some for label, some in found.items() if some}


def neighbours(meeting: RoundTable, user: User) -> dict[str, list[RoundTable]]:
    """The other meetings of its series, the nearest first."""
    if meeting.series_id is None:
        return {}
    others = RoundTable.objects.visible_to(user).filter(series=meeting.series_id).exclude(pk=meeting.pk)
    return {
        "earlier": list(others.earlier_than(meeting).order_by("-start", "-pk")),
        "later": list(others.later_than(meeting).order_by("start", "pk")),
    }


def complete(recommendations: RecommendationQuerySet, user: User) -> RecommendationQuerySet:
    """With state, people concerned, later meetings that changed it, follow-up, and the answers the person may see."""
    amendments = Consideration.objects.filter(Q(decision="amended") | Q(due_changed=True)).select_related("round_table")
    return recommendations.with_state().prefetch_related(
        "themes",
        "countries",
        "addressed_partners",
        "addressed_organizations",
        Prefetch("considerations", amendments, to_attr="amendments"),
        Prefetch("follow_ups", with_papers(user), to_attr="entries"),
        Prefetch("projects", in_order(answers_for(user)), to_attr="answers"),
    )


def in_order(answers: ProjectQuerySet) -> ProjectQuerySet:
    return answers.select_related("partner").order_by("partner__name", "title", "pk")


def create(request: SignedInRequest) -> HttpResponse:
    only_coordinator_or_denied(request)
    if made := made_before(request):
        return redirect("roundtables:detail", made)
    return _form(request, RoundTable())


def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(RoundTable.objects.visible_to(request.user), pk=pk)
    only_coordinator_or_denied(request)
    return _form(request, meeting)


def _form(request: SignedInRequest, meeting: RoundTable) -> HttpResponse:
    is_new = meeting.pk is None
    was_coming = not is_new and not meeting.has_begun
    form = RoundTableForm(request.POST or None, instance=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
                if was_coming and meeting.has_begun:
                    tell_at(meeting, list(meeting.recommendations.select_related("round_table")), request.user)
        except IntegrityError:  # a second click that overtook the first
            form.add_error(None, "This meeting was recorded a moment ago.")
        else:
            done(request, form.instance.pk)
            messages.success(request, "The meeting is recorded.")
            return redirect("roundtables:persons", form.instance.pk) if "persons" in request.POST else redirect(meeting)

    kept.on_pages(request, request.user, {request.path: ("meeting", form)})
    name = "New meeting" if is_new else str(RoundTable.objects.get(pk=meeting.pk))
    return render(
        request, "roundtables/meeting_form.html", {"form": form, "name": name, "is_new": is_new, "pk": meeting.pk}
    )
