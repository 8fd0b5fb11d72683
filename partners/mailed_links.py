"""Views of the links in mails that work without a password: signed by this site for one person and one thing.

GET is to change nothing, since programs that check mail follow links.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.core.ratelimit import consume_or_429
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature, SignatureExpired
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from partners.models import User

GONE, ANSWERED = "This link no longer works", "This was answered already"  # headings
OVER = "It was good for two weeks, and they are over."
UNKNOWN = "It is incomplete, or was not made here. Copy the whole address from the mail."
FOR_OTHER = (
    "It is for the person to whom the mail was sent, and you are logged in as another. Log out to use it: "
    "the link then opens again."
)

Found = TypeVar("Found")
View = Callable[[HttpRequest, Found], HttpResponse]
Gone = Callable[..., HttpResponse]


def by_mailed_link(
    read: Callable[[str], Found | None], whose: Callable[[Found], User], gone: Gone, over: str = OVER
) -> Callable[[View[Found]], Callable[[HttpRequest, str], HttpResponse]]:
    """The view gets what its token names. `read` raises BadSignature; None where what it named is gone. `whose` says to
    whom it was sent: who is logged in as another gets nothing of it. `gone` answers in whose words, `over` what is said
    when the time of the link is over.
    """

    def decorated(view: View[Found]) -> Callable[[HttpRequest, str], HttpResponse]:
        @login_not_required
        @never_cache
        @wraps(view)
        def answer(request: HttpRequest, token: str) -> HttpResponse:
            if refused := consume_or_429(request, action="signed_link"):
                return refused
            try:
                found = read(token)
            except SignatureExpired:
                return gone(request, over)
            except BadSignature:
                found = None
            if found is None:
                return gone(request, UNKNOWN, status=404)
            return for_other(request) if is_for_other(request, whose(found)) else view(request, found)

        return answer

    return decorated


def is_for_other(request: HttpRequest, person: User | None) -> bool:
    """Whether somebody is logged in, and is not the person in whose name the link speaks; None: who has no account."""
    return request.user.is_authenticated and request.user != person


def for_other(request: HttpRequest) -> HttpResponse:
    """Nothing of the link; its address opens again after logging out."""
    back = {"url": reverse("home"), "action": "Stay logged in", "for_other": request.get_full_path()}
    return link_gone(request, FOR_OTHER, status=403, heading="This link is for somebody else", **back)


def link_gone(
    request: HttpRequest, why: str, *, url: str, action: str, status: int = 410, heading: str = GONE, **more: Any
) -> HttpResponse:
    """Why a link does nothing, and where to go on. `for_other`: its address, to be opened again after logging out;
    `typed`: words that were sent with it.
    """
    context = {"heading": heading, "why": why, "url": url, "action": action, **more}
    return render(request, "partners/link_gone.html", context, status=status)
