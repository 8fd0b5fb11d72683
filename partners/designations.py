"""Designating people, changing and ending it: dates, rank, and room for the new one beside those there are."""

from datetime import date, timedelta
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partners.models import FocalPoint, Invitation, Partner, User
from partners.notifications import notify
from partners.text import day_in_words

DAY = timedelta(days=1)  # the register keeps the day after the last


@transaction.atomic
def designate(
    partner: Partner,
    user: User,
    *,
    is_primary: bool,
    started: date,
    ended: date | None = None,
    predecessor_stays: bool = False,
    invitation: Invitation | None = None,
    by: User | None = None,
) -> FocalPoint:
    """Let the person speak for the partner. A first contact takes the place of the one there is, who ends that day
    or stays as a deputy; a deputy who becomes first contact stops being deputy. Raises ValidationError with a sentence.
    """
    Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)  # two at once: one after the other
    end_own(partner, user, is_primary, started, ended)
    if is_primary:
        make_room(partner, user, started, ended, predecessor_stays, by)
    made = FocalPoint.objects.create(
        partner=partner, user=user, is_primary=is_primary, started=started, ended=ended, invitation=invitation
    )
    if user != by:
        tell_designated(made)
    return made


def end_own(partner: Partner, user: User, is_primary: bool, started: date, ended: date | None) -> None:
    """What the person is already makes way for the new designation where it changes the rank; else it is refused."""
    for own in partner.focal_points.filter(user=user).during(started, ended):
        if own.is_primary == is_primary or own.started > started:
            raise ValidationError(f"{user} is {own.rank.lower()} of {partner} {period(own)} already.")
        cut(own, started)


def make_room(
    partner: Partner, user: User, started: date, ended: date | None, predecessor_stays: bool, by: User | None
) -> None:
    """Whoever is first contact by then ends that day or becomes a deputy, and is told, as the coordinators are."""
    for other in partner.focal_points.filter(is_primary=True).during(started, ended).select_related("user"):
        if other.started > started:
            raise ValidationError(
                f"{other.user} is first contact of {partner} {period(other)}. Choose a last day before that, designate "
                "a deputy, or end that designation first on the partner's page."
            )
        until = other.ended
        cut(other, started)
        if predecessor_stays:
            other.partner.focal_points.create(user=other.user, is_primary=False, started=started, ended=until)
        tell_displaced(other, user, started, predecessor_stays, by)


def tell_displaced(point: FocalPoint, user: User, day: date, stays: bool, by: User | None) -> None:
    after = "stays as a deputy" if stays else "no longer speaks for it"
    people = {*User.objects.coordinators(), *([point.user] if point.user.is_active else [])} - {by}
    notify(
        sorted(people, key=lambda person: person.pk),
        kind="account",
        key=f"first-contact:{point.partner_id}:{user.pk}:{day}",
        subject=f"{user} is first contact of {point.partner} from {day_in_words(day)}",
        text=f"{point.user}, first contact until then, {after} from that day.",
        url=point.partner.get_absolute_url(),
    )


def cut(designation: FocalPoint, day: date) -> None:
    """It ends on this day; one that has not begun by then never was."""
    if designation.started >= day and designation.started > timezone.localdate():
        designation.delete()
        return
    designation.ended = max(day, designation.started)
    designation.save(update_fields=["ended"])


def end(designation: FocalPoint, day: date, by: User) -> None:
    """The person no longer speaks for the partner, from this day. The portfolio stays with the partner."""
    cut(designation, day)
    if designation.user != by and designation.user.is_active:
        last, now = day_in_words(day - DAY), day <= timezone.localdate()
        until = f"You speak for {designation.partner} until {last}"
        notify(
            [designation.user],
            kind="account",
            key=f"designation-ended:{designation.user_id}:{designation.partner_id}:{day}",
            subject=f"You no longer speak for {designation.partner}" if now else until,
            text=f"From {day_in_words(day)} you do not write for this partner. Its projects stay with it.",
            url=designation.partner.get_absolute_url(),
        )


def tell_designated(designation: FocalPoint) -> None:
    rank = "first contact" if designation.is_primary else "deputy"
    notify(
        [designation.user],
        kind="account",
        key=f"designation:{designation.pk}",
        subject=f"You are focal point of {designation.partner}",
        text=f"You are designated as {rank} {period(designation)}. You write its projects and answer its alerts.",
        url=designation.partner.get_absolute_url(),
    )


def tell_of_ending() -> int:
    """Tell coordinators and the partner of designations that run out within the month, once of each end."""
    ending = FocalPoint.objects.ending().select_related("user", "partner")
    coordinators = list(User.objects.coordinators())
    for designation in ending:
        people = {*coordinators, *User.objects.focal_points_of(designation.partner)}
        day = day_in_words(cast(date, designation.ended) - DAY)
        notify(
            sorted(people, key=lambda user: user.pk),
            kind="account",
            key=f"designation-ends:{designation.pk}:{designation.ended}",
            subject=f"{designation.user} speaks for {designation.partner} until {day} only",
            text="Please see to it that somebody follows: a coordinator can extend the designation or name another "
            "person, and the focal point can hand the portfolio over.",
            url=designation.partner.get_absolute_url(),
        )
    return len(ending)


def period(designation: FocalPoint) -> str:
    """ "from 1 May 2026", "from 1 May 2026 until 30 June 2026", the last day on which it holds."""
    last = max(designation.started, designation.ended - DAY) if designation.ended else None
    until = f" until {day_in_words(last)}" if last else ""
    return f"from {day_in_words(designation.started)}{until}"
