"""Designating people with dates and the partner's letter, changing that, ending it: coordinators do, partners read."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from adam.people.forms import ChangeForm, DesignationForm, EndForm
from partners import designations, invitations
from partners.models import FocalPoint, Invitation, Partner, User
from partners.requests import SignedInRequest, coordinator_or_denied, posted_from
from partners.text import day_in_words
from projects import kept
from projects.content import ALLOWED, Refused
from projects.documents import store_one
from projects.downloads import handed_out
from projects.models import Letter
from projects.typed import done

TAKEN = "Somebody designated another person in that time at this moment. Look at the partner's page and try again."


def designate(request: SignedInRequest, pk: int) -> HttpResponse:
    partner = get_object_or_404(Partner, pk=pk)
    user = coordinator_or_denied(request)
    if request.method == "POST":  # a second press waits, and then finds what the first one made
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)

    initial = {"email": request.GET.get("email", "")}
    form = DesignationForm(request.POST or None, request.FILES or None, partner=partner, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                messages.success(request, named(partner, form, user))
        except (ValidationError, Refused) as reason:
            form.add_error(None, str(getattr(reason, "message", reason)))
        except IntegrityError:
            form.add_error(None, TAKEN)
        else:
            done(request, partner.pk)
            return redirect(partner)
    kept.on_pages(request, request.user, {request.path: ("designation", form)})
    return render(request, "people/designation_form.html", {"form": form, "partner": partner, "allowed": ALLOWED})


def named(partner: Partner, form: DesignationForm, by: User) -> str:
    """Designate whoever has an account, invite everybody else; returns what was done, as a sentence."""
    said = form.cleaned_data
    days = {name: said[name] for name in ("is_primary", "started", "ended")}
    days["predecessor_stays"] = said.get("predecessor_stays", False)
    if said["person"]:
        made = designations.designate(partner, said["person"], **days, by=by)
        keep_letter(said["letter"], by, partner=partner, designation=made)
        return f"{made.user} speaks for {partner} {designations.period(made)}, as {made.rank.lower()}."
    invitation = invitations.invite(said["email"], Invitation.Role.FOCAL_POINT, partner, by, **days)
    keep_letter(said["letter"], by, partner=partner, invitation=invitation)
    return f"{invitation.email} is invited and speaks for {partner} on accepting; the mail is on its way."


def keep_letter(letter: UploadedFile | None, by: User, **about: object) -> None:
    if letter:
        store_one(letter, model=Letter, user=by, kind=Letter.Kind.AGREEMENT, **about)


def change(request: SignedInRequest, pk: int) -> HttpResponse:
    designation = get_object_or_404(FocalPoint.objects.select_related("partner", "user"), pk=pk)
    user = coordinator_or_denied(request)

    form = ChangeForm(request.POST or None, request.FILES or None, initial=ChangeForm.initial_of(designation))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        designation.is_primary, designation.started = said["is_primary"], said["started"]
        designation.ended = said["ended"]
        try:
            with transaction.atomic():
                designation.full_clean()
                designation.save()
                keep_letter(said["letter"], user, partner=designation.partner, designation=designation)
        except (ValidationError, Refused) as reason:
            form.add_error(None, " ".join(reason.messages) if isinstance(reason, ValidationError) else str(reason))
        except IntegrityError:
            form.add_error(None, TAKEN)
        else:
            done(request, pk)
            messages.success(request, f"{designation.user} speaks for {designation.partner}: the dates are saved.")
            return redirect(designation.partner)

    kept.on_pages(request, request.user, {request.path: ("designation", form)})
    letters = Letter.objects.visible_to(user).of(designation)
    context = {"form": form, "designation": designation, "partner": designation.partner, "letters": letters}
    return render(request, "people/designation_change.html", context | {"allowed": ALLOWED})


@posted_from("people:designation")
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """From a day on the person no longer speaks for the partner; without a day, from today."""
    designation = get_object_or_404(
        FocalPoint.objects.exclude(pk__in=FocalPoint.objects.past()).select_related("user", "partner"), pk=pk
    )
    user = coordinator_or_denied(request)
    form = EndForm({"day": request.POST.get("day") or timezone.localdate()}, designation=designation)
    if not form.is_valid():
        messages.error(request, f"The designation stays as it is: {form.errors['day'][0]}")
        return redirect(designation.partner)
    partner, who = designation.partner, designation.user
    designations.end(designation, form.cleaned_data["day"], user)
    when = "" if form.cleaned_data["day"] > timezone.localdate() else " any more"
    until = f" from {day_in_words(form.cleaned_data['day'])}" if not when else ""
    messages.success(request, f"{who} does not speak for {partner}{when}{until}.")
    return redirect(partner)


@require_safe
def letter(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return handed_out(request, get_object_or_404(Letter.objects.visible_to(request.user), pk=pk))


@posted_from("people:designated", of="")
def delete_letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """A letter brought in by mistake. The daily job removes its file."""
    found = get_object_or_404(Letter.objects.visible_to(request.user).select_related("partner"), pk=pk)
    coordinator_or_denied(request)
    found.delete()
    messages.success(request, f"The letter {found} was deleted.")
    return redirect(found.partner)
