"""An alert answered from its mail, without a password: what the mail said and the question; the rest asks to log in."""

from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.contrib.auth.decorators import login_not_required
from django.core.signing import SignatureExpired
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from duplication.forms.review import PositionForm, chosen_stance
from duplication.models import Alert, Position
from duplication.notices import mail_links
from duplication.notices.verdicts import tell_of_position
from duplication.presentation.alerts import present
from partners.models import User


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def from_mail(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing, since programs that check mail follow links. Who is logged in answers on the page itself."""
    if refused := consume_or_429(request, action="signed_link"):
        return refused
    try:
        found = mail_links.read(token)
    except SignatureExpired:
        return gone(request, "expired")
    if found is None:
        return gone(request, "unknown", status=404)
    alert, user = found
    if request.user.is_authenticated and request.user != user:
        return gone(request, "other", status=403, link=request.get_full_path())
    if request.user.is_authenticated and request.method != "POST":
        return redirect(f"{alert.get_absolute_url()}?{urlencode({'stance': chosen_stance(request) or ''})}#say")
    return answered(request, alert, user) if request.method == "POST" else asked(request, alert, user)


def asked(request: HttpRequest, alert: Alert, user: User) -> HttpResponse:
    if why := closed(alert, user):
        return gone(request, why, alert=alert)
    form = PositionForm(alert=alert, user=user, stance=chosen_stance(request), sees_said=False)
    return page(request, alert, user, form)


def answered(request: HttpRequest, alert: Alert, user: User) -> HttpResponse:
    alert = Alert.objects.select_for_update().get(pk=alert.pk)  # a second press waits, and then finds the first
    if why := closed(alert, user):
        return gone(request, why, alert=alert)
    form = PositionForm(request.POST, alert=alert, user=user)
    if not form.is_valid():
        return page(request, alert, user, form)

    position = form.save()
    tell_of_position(position)
    return redirect(mail_links.receipt(position))  # so that Back and Reload send nothing again


@login_not_required
@never_cache
@require_safe
def answered_from_mail(request: HttpRequest, token: str) -> HttpResponse:
    """What was answered. The link of the mail itself stays used up."""
    if refused := consume_or_429(request, action="signed_link"):
        return refused
    try:
        position = mail_links.read_receipt(token)
    except SignatureExpired:
        return gone(request, "shown")
    if position is None:
        return gone(request, "unknown", status=404)
    if request.user.is_authenticated and request.user != position.author:
        return gone(request, "other", status=403, link=request.get_full_path())
    return render(request, "duplication/from_mail_done.html", {"position": position})


def closed(alert: Alert, user: User) -> str:
    """Why nothing is asked of the person any more; empty while it is."""
    if not Alert.objects.visible_to(user).answerable_by(user).filter(pk=alert.pk).exists():
        return "ended"
    if not Alert.objects.open().filter(pk=alert.pk).exists():
        return "withdrawn" if alert.withdrawn_at else "decided"
    return "used" if Position.objects.in_force().filter(alert=alert, author=user).exists() else ""


def page(request: HttpRequest, alert: Alert, user: User, form: PositionForm) -> HttpResponse:
    [view] = present([alert], user)
    return render(request, "duplication/from_mail.html", {"alert": view, "form": form, "person": user})


def gone(request: HttpRequest, why: str, status: int = 410, **more: Any) -> HttpResponse:
    return render(request, "duplication/from_mail_gone.html", {"why": why, **more}, status=status)
