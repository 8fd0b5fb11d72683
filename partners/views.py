"""Partners: who they are, who speaks for them, and what they do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

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
    designations = partner.focal_points.select_related("user").order_by("-started")
    current = FocalPoint.objects.active().filter(partner=partner).select_related("user").order_by("-is_primary")
    context = {
        "partner": partner,
        "current": current,
        "earlier": designations.exclude(pk__in=[point.pk for point in current]),
        "meetings": partner.round_tables.visible_to(request.user).order_by("-start")[:10],
        "invitations": partner.invitations.pending() if request.user.sees_everything else [],
    }
    return render(request, "partners/partner_detail.html", context)


@require_POST
def end_designation(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person no longer speaks for the partner, from today. The portfolio stays with the partner."""
    designation = get_object_or_404(FocalPoint.objects.filter(ended__isnull=True).select_related("user"), pk=pk)
    if not request.user.sees_everything:
        raise PermissionDenied
    designation.ended = timezone.localdate()
    designation.save(update_fields=["ended"])
    messages.success(request, f"{designation.user} no longer speaks for {designation.partner}.")
    return redirect(designation.partner)
