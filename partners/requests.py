"""The request as views get it: LoginRequiredMiddleware lets nobody through who has not signed in. And the way back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from partners.models import User


class SignedInRequest(HttpRequest):
    """For annotations only."""

    user: User  # type: ignore[assignment]  # Django's is whoever may have signed in
    htmx: HtmxDetails


def coordinator_or_denied(request: SignedInRequest) -> User:
    """For the coordinators' matters in which administrators may help."""
    if not request.user.sees_everything:
        raise PermissionDenied
    return request.user


def only_coordinator_or_denied(request: SignedInRequest) -> User:
    """For what administrators have no part in: verdicts, round tables, asking partners for their records."""
    if not request.user.is_coordinator:
        raise PermissionDenied
    return request.user


def back(request: SignedInRequest, otherwise: str) -> HttpResponse:
    """To the page of this site on which it was pressed."""
    address = request.POST.get("back", "")
    return redirect(address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else otherwise)
