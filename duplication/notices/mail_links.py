"""The link in a mail about an alert: for the one person it was sent to, to say what is thought of that one alert, and
to answer the request for contact or the message that the mail tells of.

It works without a password for two weeks, until the person has answered; whatever goes beyond that asks to log in.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from django.core.signing import TimestampSigner, b62_decode
from django.urls import reverse

from duplication.models import Alert, Contact, Message, Position
from partners.models import User

VALID = timedelta(days=14)
SHOWN = timedelta(hours=1)  # what was answered


class Link(NamedTuple):
    alert: Alert
    user: User
    made: datetime  # by which its mail knew of all that it tells


Said = Position | Contact | Message  # of a request its answer

signer = TimestampSigner(salt="duplication.mail_links")
receipts = TimestampSigner(salt="duplication.mail_links.receipts")  # neither opens what the other does


@cache
def before() -> str:
    """The address up to the token: looked up once, since an import makes thousands of links."""
    return reverse("alerts:from_mail", args=["-"]).removesuffix("-/")


def path(alert: int, user: int) -> str:
    """Valid from now."""
    return f"{before()}{signer.sign(f'{alert}-{user}')}/"


def read(token: str) -> Link | None:
    """None when alert or account are gone. Raises BadSignature."""
    alert, user = signer.unsign(token, max_age=VALID).split("-")
    found = Alert.objects.filter(pk=alert).first()
    person = User.objects.filter(pk=user, is_active=True).first()
    made = datetime.fromtimestamp(b62_decode(token.split(signer.sep)[-2]), UTC)
    return Link(found, person, made) if found and person else None


def receipt(said: Said) -> str:
    """Address at which the answer is read, and nothing more, for an hour from now."""
    return reverse("alerts:answered_from_mail", args=[receipts.sign(f"{said._meta.model_name}-{said.pk}")])


def read_receipt(token: str) -> tuple[Said, User] | None:
    """With who answered. None when answer or account are gone. Raises BadSignature."""
    kind, pk = receipts.unsign(token, max_age=SHOWN).split("-")
    if kind == "contact":
        answered = Contact.objects.filter(pk=pk, answered_by__is_active=True)
        contact = answered.select_related("alert", "answered_by", "asked_of").first()
        return (contact, contact.answered_by) if contact and contact.answered_by else None
    if kind == "message":
        written = Message.objects.filter(pk=pk, author__is_active=True)
        message = written.select_related("alert", "author", "partner").first()
        return (message, message.author) if message else None
    given = Position.objects.filter(pk=pk, author__is_active=True)
    position = given.select_related("alert", "author", "partner").first()
    return (position, position.author) if position else None
