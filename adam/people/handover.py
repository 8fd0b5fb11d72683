"""Handing a portfolio over: who takes over, from which day, what waits; and the letter of what waits."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from adam.people import handing, waiting
from adam.people.designations import TAKEN
from adam.people.forms import HandOverForm
from partners.models import HandOver, Partner
from partners.notifications import mark_read
from partners.requests import SignedInRequest, posted_from
from projects import kept, typed


def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """The first press shows what would happen, the second does it."""
    partner = get_object_or_404(Partner, pk=pk)
    if not (request.user.sees_everything or partner.pk in request.user.writes_for):
        raise PermissionDenied

    if request.method == "POST":  # a second press waits, and then finds that the designation has ended
        Partner.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    form = HandOverForm(request.POST or None, partner=partner, user=request.user)
    asked = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if request.POST.get("action") == "confirmed":
            try:
                with transaction.atomic():
                    made = handing.hand_over(said["designation"], said["to"], said["day"], said["note"], request.user)
            except ValidationError as reason:
                form.add_error(None, reason.message)
            except IntegrityError:
                form.add_error(None, TAKEN)
            else:
                typed.done(request, made.pk)
                messages.success(request, done(made))
                return redirect(partner)
        else:
            unread = waiting.unread(partner, said["designation"].user).count()
            asked = {**said, "unread": unread, "invited": isinstance(said["to"], str)}

    kept.on_pages(request, request.user, {request.path: ("handing over", form)})
    context = {"form": form, "partner": partner, "asked": asked, "today": timezone.localdate()}
    context["waits"] = waiting.counted(partner, request.user)
    return render(request, "people/hand_over.html", context)


def done(made: HandOver) -> str:
    if made.incoming:
        return f"{made.to} takes over the portfolio of {made.partner}. Both are told."
    return f"{made.to} is invited and takes over on accepting. Until then {made.outgoing} speaks for {made.partner}."


@require_safe
def handed_over(request: SignedInRequest, pk: int) -> HttpResponse:
    related = ("partner__country", "outgoing", "incoming", "invitation")
    handed = get_object_or_404(HandOver.objects.visible_to(request.user).select_related(*related), pk=pk)
    mark_read(request.user, request.path)
    may_read = request.user.sees_everything or handed.partner_id in request.user.own_partners
    context = {
        "handed": handed,
        "lists": waiting.lists(handed.partner, request.user) if may_read else [],
        "is_mine": handed.incoming_id == request.user.pk,
    }
    return render(request, "people/handed_over.html", context)


@posted_from("people:handed-over")
def seen(request: SignedInRequest, pk: int) -> HttpResponse:
    """The new person puts the letter aside: it leaves the first page."""
    handed = get_object_or_404(HandOver.objects.visible_to(request.user), pk=pk)
    if handed.incoming_id != request.user.pk:
        raise PermissionDenied
    HandOver.objects.filter(pk=pk, seen_at__isnull=True).update(seen_at=timezone.now())
    messages.success(request, "Put aside. What waits stays on your first page.")
    return redirect("home")
