"""The link that ends mails of one kind without a password (RFC 8058): who, and of what, signed by this site.

It does not expire: a mail of last year still ends what it is about. It opens nothing and names what the mail named.
"""

from collections.abc import Iterable

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from partners.addresses import absolute
from partners.kinds import kind_of
from partners.models import Notification, Rhythm, User
from partners.preferences import chosen_by, rhythm_of

signer = Signer(salt="partners.stopping")


def stop_url(user: int, kinds: Iterable[str]) -> str:
    token = signer.sign_object([user, *sorted(set(kinds))])
    return absolute(reverse("notifications:stop", args=[token]))


def read(token: str) -> tuple[User, list[str]] | None:
    """The person and the kinds; None when this site did not sign it or the account is gone."""
    try:
        user_id, *kinds = signer.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=user_id).first()
    return (user, kinds) if user else None


def is_stopped(user: User, kinds: Iterable[str]) -> bool:
    chosen = chosen_by([user.pk])
    return all(rhythm_of(user.pk, kind, chosen) == Rhythm.NEVER for kind in kinds)


def described(user: User, kind: str) -> str:
    """What the mails are about: the words of the latest one, or those of its kind."""
    told = Notification.objects.filter(user=user, kind=kind).exclude(reason="").values_list("reason", flat=True)
    return f"{kind_of(kind).label}: {latest}" if (latest := told.first()) else str(kind_of(kind).label)
