"""The request as views get it: LoginRequiredMiddleware lets nobody through who has not signed in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
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
