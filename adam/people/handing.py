"""A portfolio changes hands: designations, what waits unread, and a letter of what waits for the one who takes over."""

from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from adam.people import waiting
from partners import designations, invitations
from partners.models import FocalPoint, HandOver, Invitation, Notification, User
from partners.notifications import notify
from partners.text import day_in_words


@transaction.atomic
def hand_over(designation: FocalPoint, to: User | str, day: date, note: str, by: User) -> HandOver:
    """From this day the other person speaks for the partner in the place of the one who did. Whoever has no account is
    invited, and the old one speaks for the partner until that is accepted. All or nothing; both are told. Raises
    ValidationError with a sentence."""
    partner, outgoing = designation.partner, designation.user
    invitation = None
    if isinstance(to, str):
        invitation = invitations.invite(
            to, Invitation.Role.FOCAL_POINT, partner, by, is_primary=designation.is_primary, started=day
        )
    else:
        designations.cut(designation, day)
        if not partner.focal_points.filter(user=to, is_primary=designation.is_primary).on(day).exists():
            designations.designate(partner, to, is_primary=designation.is_primary, started=day, by=to)
    handed = HandOver.objects.create(
        partner=partner, outgoing=outgoing, incoming=to if isinstance(to, User) else None,
        invitation=invitation, day=day, note=note, made_by=by,
    )  # fmt: skip
    tell(handed, by)
    settle(handed)
    return handed


@transaction.atomic
def take_up(invitation: Invitation, user: User | None, *, name: str = "", password: str = "") -> User | None:
    """Accept the invitation, and with it the portfolio that it hands over. None when it can not be used any more."""
    accepted = invitations.accept(invitation, user, name=name, password=password)
    handed = HandOver.objects.select_for_update(of=("self",)).filter(invitation=invitation).first()
    if accepted and handed:
        handed.incoming, handed.day = accepted, max(handed.day, timezone.localdate())
        handed.save(update_fields=["incoming", "day"])
        tell(handed, accepted)
        settle(handed)
    return accepted


def tell(handed: HandOver, by: User) -> None:
    """The two, and the coordinators when it was not one of them. Of an invited person twice: on inviting, on coming."""
    day = day_in_words(handed.day)
    people = [handed.outgoing] if handed.outgoing.is_active else []
    people += [] if by.sees_everything else list(User.objects.coordinators())
    key = f"hand-over:{handed.pk}" + (":accepted" if handed.invitation and handed.incoming else "")
    told = partial(notify, kind="account", key=key, url=handed.get_absolute_url())
    if handed.incoming is None:
        told(
            people,
            subject=f"{handed.to} is invited to take over the portfolio of {handed.partner} from {day}",
            text=f"{handed.outgoing} speaks for it until the invitation is accepted, and stays if it is not.",
        )
        return
    told(
        people,
        subject=f"{handed.to} takes over the portfolio of {handed.partner} from {day}",
        text=f"Until then {handed.outgoing} speaks for it.",
    )
    told(
        [handed.incoming],
        subject=f"You take over the portfolio of {handed.partner} from {day}",
        text="\n\n".join(filter(None, [handed.note, "The page lists what waits for you."])),
    )


def settle(handed: HandOver) -> bool:
    """Move what waits unread, when the day has come and the person is there. Safe to repeat."""
    if handed.incoming is None and handed.invitation:
        designation = FocalPoint.objects.filter(invitation=handed.invitation).first()
        handed.incoming = designation.user if designation else None
    if handed.incoming is None or handed.day > timezone.localdate():
        return False
    mine = waiting.unread(handed.partner, handed.outgoing)
    known = Notification.objects.filter(user=handed.incoming).values("key")
    mine.filter(key__in=known).update(read_at=timezone.now())
    mine.exclude(key__in=known).update(user=handed.incoming)
    handed.moved_at = timezone.now()
    handed.save(update_fields=["incoming", "moved_at"])
    return True


@task()
def settle_hand_overs() -> int:
    """Those whose day has come since, and those whose new person has accepted the invitation."""
    due = HandOver.objects.waiting().filter(
        Q(incoming__isnull=False, day__lte=timezone.localdate()) | Q(invitation__accepted_at__isnull=False)
    )
    settled = 0
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            handed = HandOver.objects.waiting().select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            settled += bool(handed and settle(handed))
    return settled
