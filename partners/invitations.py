"""Invitations: sent by mail, accepted once, and then an account or a further designation."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from partners.models import FocalPoint, Invitation, Partner, User

RANK = {role: rank for rank, role in enumerate(User.Role.values)}  # what each sees and does grows


def invite(email: str, role: str, partner: Partner | None, invited_by: User | None) -> Invitation:
    """Write the invitation; the worker mails it."""
    from partners.tasks import send_invitation

    invitation = Invitation.objects.create(email=email.lower(), role=role, partner=partner, invited_by=invited_by)
    send_invitation.enqueue(invitation.pk)
    return invitation


def address(invitation: Invitation) -> str:
    return settings.BASE_URL + reverse("invitations:accept", args=[invitation.token])


def mail_invitation(invitation_id: int) -> None:
    """Send the link, unless it has been accepted or withdrawn meanwhile."""
    invitation = Invitation.objects.pending().filter(pk=invitation_id).first()
    if invitation is None:
        return
    context = {"invitation": invitation, "address": address(invitation), "site": settings.BASE_URL}
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
    if invitation.role == Invitation.Role.FOCAL_POINT:
        first = not FocalPoint.objects.active().filter(partner=invitation.partner, is_primary=True).exists()
        FocalPoint.objects.get_or_create(
            partner=invitation.partner, user=user, ended=None, defaults={"is_primary": first}
        )
    user.refresh_from_db()
    return user


def _new_account(invitation: Invitation, name: str, password: str) -> User:
    role = invitation.role if invitation.role in User.Role.values else User.Role.READER
    user = User.objects.create_user(invitation.email, password, name=name, role=role, partner=invitation.partner)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
