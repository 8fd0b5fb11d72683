"""Accepting an invitation: a new account, or a further designation of one that is there; and what comes with it."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from adam.people.handing import take_up
from partners.forms import AcceptForm
from partners.mailed_links import for_other, is_for_other
from partners.models import Invitation, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = Invitation.objects.select_related("partner").filter(token=token).first()
    if invitation is None or not invitation.is_pending:
        return render(request, "partners/invitation_gone.html", status=410)
    account = User.objects.filter(email__iexact=invitation.email).first()
    if is_for_other(request, account):
        return for_other(request)
    if account:
        return _accept_with_account(request, invitation, account)

    form = AcceptForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        user = take_up(invitation, None, **form.cleaned_data)
        if user is None:
            return render(request, "partners/invitation_gone.html", status=410)
        login(request, user, backend=BACKEND)
        messages.success(request, f"Welcome, {user.name}. You are signed in.")
        return redirect("home")
    return render(request, "partners/invitation_accept.html", {"form": form, "invitation": invitation})


def _accept_with_account(request: HttpRequest, invitation: Invitation, account: User) -> HttpResponse:
    """Somebody who has an account signs in with it first, so that the link alone opens nothing."""
    if not request.user.is_authenticated:
        return render(request, "partners/invitation_sign_in.html", {"invitation": invitation})
    if request.method == "POST":
        take_up(invitation, account)
        messages.success(request, "The invitation is accepted.")
        return redirect("home")
    return render(request, "partners/invitation_accept.html", {"form": None, "invitation": invitation})
