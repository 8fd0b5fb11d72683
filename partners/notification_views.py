"""What a person was told, newest first; how often it is mailed, and the link in each mail that ends it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from partners import stopping
from partners.forms import PreferencesForm
from partners.mailed_links import for_other, is_for_other
from partners.models import Notification, Rhythm
from partners.notifications import hidden_from
from partners.preferences import choose
from partners.requests import SignedInRequest, posted_from


@require_safe
def notification_list(request: SignedInRequest) -> HttpResponse:
    mine = Notification.objects.visible_to(request.user)
    page = Paginator(mine, 50).get_page(request.GET.get("page"))
    hidden = hidden_from(request.user, list(page.object_list))
    mine.filter(pk__in=hidden).mark_read()  # nothing can be opened that would do it
    context = {"page": page, "hidden": hidden, "unread": mine.unread().count()}
    return render(request, "partners/notification_list.html", context)


@posted_from("notifications:list", of="")
def open_notification(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark it read and go where it points."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    Notification.objects.filter(pk=pk).mark_read()
    return redirect(notification.url)


@posted_from("notifications:list")
def read_all(request: SignedInRequest) -> HttpResponse:
    Notification.objects.visible_to(request.user).mark_read()
    return redirect("notifications:list")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: SignedInRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        choose(request.user, form.chosen)
        messages.success(request, "Saved. What waits to be mailed follows the new times.")
        return redirect("notifications:preferences")
    return render(request, "partners/preferences.html", {"form": form, "hour": settings.DIGEST_HOUR})


@csrf_exempt  # RFC 8058: mail programs send this without cookies; the signed address is the proof
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET only asks, since programs that check mail follow links; POST ends mails of exactly these kinds. A mail
    program is logged in as nobody.
    """
    found = stopping.read(token)
    if found is None:
        return render(request, "partners/stop.html", status=404)

    user, names = found
    if is_for_other(request, user):
        return for_other(request)
    if stopped := request.method == "POST":
        choose(user, dict.fromkeys(names, Rhythm.NEVER))
    already = not stopped and stopping.is_stopped(user, names)
    labels = [stopping.described(user, name) for name in names]
    context = {"labels": labels, "stopped": stopped or already, "already": already}
    return render(request, "partners/stop.html", context)
