"""Inviting people."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from partners import invitations
from partners.forms import InvitationForm
from partners.models import Invitation, User
from partners.requests import SignedInRequest, coordinator_or_denied, posted_from


def invitation_list(request: SignedInRequest) -> HttpResponse:
    """Open and past invitations, with the form for a new one."""
    coordinator_or_denied(request)
    if request.method == "POST":  # a second press waits, and then finds the first one's invitation
        User.objects.select_for_update(of=("self",)).get(pk=request.user.pk)
    form = InvitationForm(request.POST or None, inviter=request.user, initial=_asked_for(request))
    if request.method == "POST" and form.is_valid():
        invitation = invitations.invite(**form.cleaned_data, invited_by=request.user)
        messages.success(request, said_of(invitation))
        return redirect("invitations:list")
    recent = Invitation.objects.select_related("partner", "invited_by")[:100]
    return render(
        request,
        "partners/invitation_list.html",
        {"form": form, "invitations": recent, "days": settings.INVITATION_DAYS},
    )


def said_of(invitation: Invitation) -> str:
    if User.objects.filter(email__iexact=invitation.email).exists():
        return f"{invitation.email} has an account already: the mail asks to sign in with it and to accept."
    return f"{invitation.email} is invited; the mail is on its way."


def _asked_for(request: SignedInRequest) -> dict[str, str]:
    """The partner named in the address, as the link on a partner's page does."""
    partner = request.GET.get("partner", "")
    return {"partner": partner} if partner.isdigit() else {}


@posted_from("invitations:list", of="")
def withdraw_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    coordinator_or_denied(request)
    invitation = get_object_or_404(Invitation.objects.pending(), pk=pk)
    Invitation.objects.pending().filter(pk=pk).update(withdrawn_at=timezone.now())
    messages.success(request, f"The invitation of {invitation.email} is withdrawn; its link no longer works.")
    return redirect("invitations:list")


@posted_from("invitations:list", of="")
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new link for somebody who has not come yet, also after the old one ran out."""
    coordinator_or_denied(request)
    invitation = get_object_or_404(Invitation.objects.unused(), pk=pk)
    if Invitation.objects.pending().filter(email=invitation.email).exclude(pk=pk).exists():
        messages.error(request, f"{invitation.email} has another invitation that is still open.")
    elif invitation.ended and invitation.ended <= timezone.localdate():
        messages.error(request, "The designation it is for is over. Designate the person anew.")
    else:
        invitations.send_again(invitation)
        messages.success(request, f"{invitation.email} gets a new link by mail; an earlier one no longer works.")
    return redirect("invitations:list")
