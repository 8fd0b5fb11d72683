"""Partners: who they are, who speaks for them, and what they do."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partners.filters import PartnerFilter
from partners.models import FocalPoint, Partner
from partners.requests import SignedInRequest

NOW_DESIGNATED = Prefetch("focal_points", FocalPoint.objects.active().select_related("user"), to_attr="current")


@require_safe
def partner_list(request: SignedInRequest) -> HttpResponse:
    """All partners; about eighty, so one page."""
    partners = Partner.objects.with_designation().select_related("country").prefetch_related(NOW_DESIGNATED)
    narrowed = PartnerFilter(request.GET, partners)
    return render(request, "partners/partner_list.html", {"form": narrowed.form, "partners": narrowed.qs})


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
