"""Partners, people, organizations and what is told to them."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from partners.models import FocalPoint, Invitation, Notification, Organization, Partner, User

NUMBERS = count(1)


def get_partner(partner: Partner | str) -> Partner:
    """The partner of this ISO code or acronym."""
    return Partner.objects.by_code(partner).get() if isinstance(partner, str) else partner


def make_partner(code: str = "", **fields: Any) -> Partner:
    """A further organization among the partners."""
    code = code or f"ORG{next(NUMBERS)}"
    return Partner.objects.create(
        **{"kind": Partner.Kind.ORGANIZATION, "code": code, "name": f"{code} Office", **fields}
    )


def make_user(
    role: str = User.Role.READER, partner: Partner | str | None = None, *, password: str | None = None, **fields: Any
) -> User:
    """A person; a reader without partner is Germany's."""
    number = next(NUMBERS)
    if partner is None and role == User.Role.READER:
        partner = "DE"
    defaults = {"email": f"{role}-{number}@adam.example", "name": f"{User.Role(role).label} {number}"}
    return User.objects.create_user(
        password=password, role=role, partner=get_partner(partner) if partner else None, **{**defaults, **fields}
    )


def make_focal_point(
    partner: Partner | str = "DE",
    *,
    password: str | None = None,
    is_primary: bool | None = None,
    started: date | None = None,
    ended: date | None = None,
    **fields: Any,
) -> User:
    """A person designated since a year ago, as first contact where there is none yet."""
    partner = get_partner(partner)
    user = make_user(partner=partner, password=password, **{"name": f"Focal point, {partner.name}", **fields})
    since = started or timezone.localdate() - timedelta(days=365)
    if is_primary is None:
        is_primary = not partner.focal_points.filter(is_primary=True).during(since, ended).exists()
    FocalPoint.objects.create(partner=partner, user=user, is_primary=is_primary, started=since, ended=ended)
    return user


def make_invitation(partner: Partner | str | None = "DE", **fields: Any) -> Invitation:
    defaults = {"email": f"invited-{next(NUMBERS)}@adam.example", "role": Invitation.Role.FOCAL_POINT}
    return Invitation.objects.create(partner=get_partner(partner) if partner else None, **{**defaults, **fields})


def make_notification(user: User, **fields: Any) -> Notification:
    defaults = {"kind": "alert", "key": f"told-{next(NUMBERS)}", "subject": "A possible overlap", "url": "/alerts/"}
    return Notification.objects.create(user=user, **{**defaults, **fields})


def make_organization(name: str = "", *, country: str | None = "TJ", **fields: Any) -> Organization:
    """The body of this name, made when there is none."""
    name = name or f"Border Police Regiment {next(NUMBERS)}"
    if known := Organization.objects.named(name).first():
        return known
    defaults = {"kind": Organization.Kind.OTHER, "country_id": country}
    return Organization.objects.create(name=name, **{**defaults, **fields})
