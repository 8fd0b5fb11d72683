"""Accounts of the demonstration: one for each role, and a focal point for the partners that have designated one."""

import os
import secrets
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.text import slugify

from partners.models import FocalPoint, Partner, User

COUNTRIES = "DE GB TJ US FR IT JP RU TR NO SE CA FI AT DK NL PK IR KG KZ UZ CZ"
DESIGNATED = COUNTRIES.split(" ")
ORGANIZATIONS = ["UNODC", "EU", "OSCE", "CARICC", "WCO"]  # 22 countries and 5 organizations, as in the first ADAM
DEPUTIES = ["DE", "US", "UNODC"]
PREDECESSORS = ["GB", "FR", "TJ", "IT", "EU"]
ADDRESSES = {"DE": "focal-point", "GB": "other-focal-point", "TJ": "recipient"}
ROLES = [User.Role.ANALYST, User.Role.COORDINATOR, User.Role.ADMINISTRATOR]


def password() -> str:
    """From ADAM_DEMO_PASSWORD, or random for this installation and kept where only its owner reads it."""
    if chosen := os.environ.get("ADAM_DEMO_PASSWORD"):
        return chosen
    path = settings.VAR / "demo-password"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write("-".join(secrets.token_hex(2) for _ in range(4)))
    except FileExistsError:
        pass
    return path.read_text().strip()


def write() -> dict[str, User]:
    """The people by the name of their address; only the demonstration's own accounts have a password."""
    partners = {partner.code: partner for partner in Partner.objects.filter(code__in=DESIGNATED + ORGANIZATIONS)}
    hashed = make_password(password())
    focal_points = [
        User(
            email=f"{ADDRESSES.get(code) or 'focal-point.' + slugify(partner_name(partners[code]))}@adam.example",
            name=f"Focal point, {partner_name(partners[code])}",
            partner=partners[code],
            password=hashed if code in ADDRESSES else make_password(None),
        )
        for code in DESIGNATED + ORGANIZATIONS
    ]
    staff = [
        User(
            email=f"{role.value}@adam.example",
            name=role.label,
            role=role,
            partner=None if role == User.Role.ADMINISTRATOR else partners["UNODC"],
            password=hashed,
        )
        for role in ROLES
    ]
    people = User.objects.bulk_create(focal_points + staff)
    FocalPoint.objects.bulk_create(
        FocalPoint(partner=user.partner, user=user, started=date(2024, 1 + number % 12, 15))
        for number, user in enumerate(people[: len(focal_points)])
    )
    beside = others(partners, {user.partner_id: user for user in people[: len(focal_points)]})
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people + beside
    )
    return {user.email.split("@")[0]: user for user in people}


def others(partners: dict[str, Partner], first: dict[int | None, User]) -> list[User]:
    """Deputies and predecessors of some first contacts, and one whose designation runs out soon."""
    today = timezone.localdate()
    made = []
    for code in DEPUTIES:
        made.append(colleague("Deputy focal point", partners[code]))
        FocalPoint.objects.create(
            partner=partners[code], user=made[-1], is_primary=False, started=date(today.year - 1, 3, 1)
        )
    for code in PREDECESSORS:
        made.append(colleague("Former focal point", partners[code]))
        until = FocalPoint.objects.get(partner=partners[code], user=first[partners[code].pk]).started
        FocalPoint.objects.create(partner=partners[code], user=made[-1], started=date(2021, 9, 1), ended=until)
    FocalPoint.objects.filter(partner=partners["NO"]).update(ended=today + timedelta(days=24))
    return made


def colleague(title: str, partner: Partner) -> User:
    name = partner_name(partner)
    address = f"{slugify(title)}.{slugify(name)}@adam.example"
    return User.objects.create(email=address, name=f"{title}, {name}", partner=partner, password=make_password(None))


def partner_name(partner: Partner) -> str:
    return partner.name if partner.kind == Partner.Kind.COUNTRY else partner.code
