"""What a person was told, newest first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from partners.models import Notification
from partners.requests import SignedInRequest


@require_safe
def notification_list(request: SignedInRequest) -> HttpResponse:
    mine = Notification.objects.visible_to(request.user)
    page = Paginator(mine, 50).get_page(request.GET.get("page"))
    return render(request, "partners/notification_list.html", {"page": page, "unread": mine.unread().count()})


@require_POST
def open_notification(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark it read and go where it points."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    Notification.objects.unread().filter(pk=pk).update(read_at=timezone.now())
    return redirect(notification.url)


@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    Notification.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    return redirect("notifications:list")
