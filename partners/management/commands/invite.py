"""Invite somebody from the command line: the way to the first administrator."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from partners.invitations import address, invite
from partners.models import Invitation, Partner


class Command(BaseCommand):
    help = "Invites a person and prints the link; the worker mails it as well."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", choices=Invitation.Role.values, default=Invitation.Role.FOCAL_POINT)
        parser.add_argument("--partner", metavar="CODE", help="ISO code of a country or acronym of an organization")

    def handle(self, *args: Any, email: str, role: str, partner: str | None, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is not an e-mail address.") from None
        if role in {Invitation.Role.FOCAL_POINT, Invitation.Role.READER} and not partner:
            raise CommandError(f"A {role} speaks for a partner: add --partner CODE.")
        found = Partner.objects.by_code(partner).first() if partner else None
        if partner and found is None:
            raise CommandError(f"No partner has the code {partner!r}. The list of partners shows the codes.")
        if Invitation.objects.pending().filter(email__iexact=email).exists():
            raise CommandError(f"{email} has an invitation that is still open.")
        self.stdout.write(address(invite(email, role, found, None)))
