"""The request as views get it: LoginRequiredMiddleware lets nobody through who has not signed in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from partners.models import User


class SignedInRequest(HttpRequest):
    """For annotations only."""

    user: User  # type: ignore[assignment]
    htmx: HtmxDetails
