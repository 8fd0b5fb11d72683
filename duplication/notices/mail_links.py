"""The link in a mail about an alert: for the one person it was sent to, to say what is thought of that one alert.

It works without a password for two weeks, until the person has answered; whatever goes beyond that asks to log in.
"""

from datetime import timedelta
from functools import cache

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse

from duplication.models import Alert
from partners.models import User

VALID = timedelta(days=14)

signer = TimestampSigner(salt="duplication.mail_links")


@cache
def before() -> str:
    """The address up to the token: looked up once, since an import makes thousands of links."""
    return reverse("alerts:from_mail", args=["-"]).removesuffix("-/")


def path(alert: int, user: int) -> str:
    """Valid from now."""
    return f"{before()}{signer.sign(f'{alert}-{user}')}/"


def read(token: str) -> tuple[Alert, User] | None:
    """None when this site did not sign it, or when alert or account are gone. Raises SignatureExpired."""
    try:
        alert, user = signer.unsign(token, max_age=VALID).split("-")
    except SignatureExpired:
        raise
    except BadSignature:
        return None
    found = Alert.objects.filter(pk=alert).first()
    person = User.objects.filter(pk=user, is_active=True).first()
    return (found, person) if found and person else None
