"""Partners: who they are, who speaks for them, and what they do."""

from django.db.models import F, OuterRef, Prefetch, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partners.filters import PartnerFilter
from partners.models import FocalPoint, Invitation, Partner
from partners.narrowing import no_such_order
from partners.requests import SignedInRequest

NOW_DESIGNATED = Prefetch("focal_points", FocalPoint.objects.active().select_related("user"), to_attr="current")


SORTS = {"name": "name", "code": "code", "since": "since"}


@require_safe
def partner_list(request: SignedInRequest) -> HttpResponse:
    """All partners; about eighty, so one page."""
    since = FocalPoint.objects.active().filter(partner=OuterRef("pk")).order_by("-is_primary", "started")
    partners = Partner.objects.with_designation().annotate(since=Subquery(since.values("started")[:1]))
    listed = partners.select_related("country").prefetch_related(NOW_DESIGNATED)
    narrowed = PartnerFilter(request.GET, listed, request=request)
    sort = request.GET.get("sort", "")
    by = F(SORTS.get(sort.removeprefix("-"), "name"))
    order = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
    context = {
        "form": narrowed.form,
        "problems": [*narrowed.problems, *no_such_order(sort, SORTS)],
        "partners": narrowed.qs.order_by(order, "name"),
        "sort": sort,
        "invited": invited(request),
    }
    return render(request, "partners/partner_list.html", context)


def invited(request: SignedInRequest) -> set[int]:
    """Partners for which somebody was invited and has not come; the coordinators' matter."""
    if not request.user.sees_everything:
        return set()
    pending = Invitation.objects.pending().filter(role=Invitation.Role.FOCAL_POINT)
    return set(pending.values_list("partner_id", flat=True))


@require_safe
def partner_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    partner = get_object_or_404(Partner.objects.select_related("country"), pk=pk)
    designations = partner.focal_points.select_related("user")
    current = designations.active().order_by("-is_primary", "started")
    coming = designations.coming().order_by("started")
    shown = [point.pk for point in (*current, *coming)]
    context = {
        "partner": partner,
        "current": current,
        "coming": coming,
        "earlier": designations.exclude(pk__in=shown).order_by("-started"),
        "meetings": partner.round_tables.visible_to(request.user).order_by("-start")[:10],
        "invitations": partner.invitations.unused() if request.user.sees_everything else [],
        "may_designate": request.user.sees_everything,
        "may_hand_over": request.user.sees_everything or partner.pk in request.user.writes_for,
    }
    return render(request, "partners/partner_detail.html", context)
