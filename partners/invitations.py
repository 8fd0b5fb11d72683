"""Invitations: sent by mail, accepted once, and then an account or a further designation."""

from datetime import date
from functools import partial
from typing import cast

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from partners.addresses import absolute
from partners.designations import cut, designate
from partners.models import HandOver, Invitation, Partner, User
from partners.models.partner import invitation_expiry, new_token

RANK = {role: rank for rank, role in enumerate(User.Role.values)}  # what each sees and does grows


def invite(
    email: str,
    role: str,
    partner: Partner | None,
    invited_by: User | None,
    *,
    is_primary: bool | None = None,
    started: date | None = None,
    ended: date | None = None,
    predecessor_stays: bool = False,
) -> Invitation:
    """Write the invitation; the worker mails it. A focal point's carries the rank and the days of the designation."""
    invitation = Invitation.objects.create(
        email=email.lower(),
        role=role,
        partner=partner,
        invited_by=invited_by,
        is_primary=is_primary,
        started=started,
        ended=ended,
        predecessor_stays=predecessor_stays,
    )
    enqueue(invitation)
    return invitation


def send_again(invitation: Invitation) -> None:
    """A new link with a new expiry; the old one no longer works."""
    invitation.token, invitation.expires_at = new_token(), invitation_expiry()
    invitation.save(update_fields=["token", "expires_at"])
    enqueue(invitation)


def enqueue(invitation: Invitation) -> None:
    from partners.tasks import send_invitation

    send_invitation.enqueue(invitation.pk)


def address(invitation: Invitation) -> str:
    return absolute(reverse("invitations:accept", args=[invitation.token]))


def mail_invitation(invitation_id: int) -> None:
    """Send the link, unless it has been accepted or withdrawn meanwhile."""
    invitation = Invitation.objects.pending().filter(pk=invitation_id).first()
    if invitation is None:
        return
    context = {"invitation": invitation, "address": address(invitation), "site": settings.BASE_URL}
    context["has_account"] = User.objects.filter(email__iexact=invitation.email).exists()
    EmailMessage(
        subject="ADAM: your invitation",
        body=render_to_string("partners/mail/invitation.txt", context),
        to=[invitation.email],
    ).send()


@transaction.atomic
def accept(invitation: Invitation, user: User | None, *, name: str = "", password: str = "") -> User | None:
    """Use up the invitation and return the account; None when somebody was faster or it has run out.

    Without `user` a new account is made. An account that exists gets the designation, never a lower role.
    """
    if not Invitation.objects.pending().filter(pk=invitation.pk).update(accepted_at=timezone.now()):
        return None
    user = user or _new_account(invitation, name, password)
    if RANK.get(invitation.role, 0) > RANK[user.role]:
        User.objects.filter(pk=user.pk).update(role=invitation.role)
    if user.partner_id is None and invitation.partner_id:
        User.objects.filter(pk=user.pk).update(partner=invitation.partner)
    user.refresh_from_db()
    if invitation.role == Invitation.Role.FOCAL_POINT:
        _designate(invitation, user)
    return user


def _designate(invitation: Invitation, user: User) -> None:
    """As the invitation says. What it cannot have any more, because of what happened since, it does without."""
    partner = cast(Partner, invitation.partner)
    today = timezone.localdate()
    started = max(invitation.started or today, today)
    present = partner.focal_points.during(started, None)
    first = invitation.is_primary
    if handed := HandOver.objects.filter(invitation=invitation).first():  # the old one has stayed until now
        for own in present.filter(user=handed.outgoing_id, is_primary=bool(first)):
            cut(own, started)
    since = timezone.localdate(invitation.created_at)
    if first is None or handed or present.filter(is_primary=True, started__gt=since).exists():
        first = first is not False and not present.filter(is_primary=True, user__is_active=True).exists()
    named = partial(designate, partner, user, started=started, ended=invitation.ended, invitation=invitation, by=user)
    try:
        named(is_primary=first, predecessor_stays=invitation.predecessor_stays)
    except ValidationError:
        if not present.filter(user=user).exists():
            named(is_primary=False)


def _new_account(invitation: Invitation, name: str, password: str) -> User:
    role = invitation.role if invitation.role in User.Role.values else User.Role.READER
    user = User.objects.create_user(invitation.email, password, name=name, role=role, partner=invitation.partner)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
