"""The request as views get it: LoginRequiredMiddleware lets nobody through who has not signed in. And the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from partners.models import User

NOTHING_SENT = "Nothing was changed. If you pressed a button before you signed in, press it again here."
AGAIN = "If you pressed a button since then, press it again here."


class SignedInRequest(HttpRequest):
    """For annotations only."""

    user: User  # type: ignore[assignment]  # Django's is whoever may have signed in
    htmx: HtmxDetails


def coordinator_or_denied(request: SignedInRequest) -> User:
    """For the coordinators' matters in which administrators may help."""
    if not request.user.sees_everything:
        raise PermissionDenied("Coordinators and administrators alone open this page.")
    return request.user


def only_coordinator_or_denied(request: SignedInRequest) -> User:
    """For what administrators have no part in: verdicts, round tables, asking partners for their records."""
    if not request.user.is_coordinator:
        raise PermissionDenied
    return request.user


def posted_from(
    page: str, *, of: str = "pk", done: Callable[[User, int], str] | None = None
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Only POST does something here. Who comes by the address, as after signing in anew, is led to the form's page.

    `of`: which part of the address says what that page is about; empty where it is about nothing in particular. `done`:
    what the person has just sent there, in a sentence, as the history of the browser leads by the address too.
    """

    def decorated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in {"GET", "HEAD"}:
                return require_POST(view)(request, *args, **kwargs)
            namespace = getattr(kwargs.get("model"), "namespace", "")  # documents of projects and of meetings
            about = {of: kwargs[of]} if of in kwargs else None
            address = reverse(page.format(namespace=namespace), kwargs=about)
            just_done = done(request.user, kwargs[of]) if done else ""
            messages.info(request, f"{just_done} {AGAIN}" if just_done else NOTHING_SENT)
            return redirect(f"{address}?{request.GET.urlencode()}".removesuffix("?"))

        return answer

    return decorated


def back(request: SignedInRequest, otherwise: str) -> HttpResponse:
    """To the page of this site on which it was pressed, which is always a whole path: `redirect` alone would look for a
    view of whatever other name is sent.
    """
    address = request.POST.get("back", "")
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return redirect(address if is_ours else otherwise)
