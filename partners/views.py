"""Partners: who they are, who speaks for them, and what they do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from partners.forms import PartnerListForm
from partners.models import FocalPoint, Partner
from partners.requests import SignedInRequest

NOW_DESIGNATED = Prefetch("focal_points", FocalPoint.objects.active().select_related("user"), to_attr="current")


@require_safe
def partner_list(request: SignedInRequest) -> HttpResponse:
    """All partners; about eighty, so one page."""
    form = PartnerListForm(request.GET)
    partners = Partner.objects.with_designation().select_related("country").prefetch_related(NOW_DESIGNATED)
    narrowed = form.cleaned_data if form.is_valid() else {}
    if words := narrowed.get("q", "").strip():
        partners = partners.filter(Q(name__icontains=words) | Q(code__iexact=words) | Q(former_name__icontains=words))
    if kind := narrowed.get("kind"):
        partners = partners.filter(kind=kind)
    if designated := narrowed.get("designated"):
        partners = partners.filter(is_designated=designated == "yes")  # type: ignore[misc]
    return render(request, "partners/partner_list.html", {"form": form, "partners": partners})


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
