"""A form saves once: a second press, by a double click or on a bad line, finds what the first one made."""

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

from django.core.cache import cache
from django.http import QueryDict

from partners.models import User

REMEMBERED = 24 * 3600  # seconds
OWN = {"csrfmiddlewaretoken", "action", "form"}  # what the form says of itself


@dataclass(frozen=True, slots=True)
class Earlier:
    """Number of what an earlier press on the same form made: of a project, or of what was said."""

    made: int
    identical: bool


def claim(user: User, posted: QueryDict) -> Earlier | None:
    """None for the first press. A second one at the same time waits here for the first one's transaction."""
    key = _key(user, posted)
    return None if key is None or cache.add(key, (0, ""), REMEMBERED) else earlier(user, posted)


def earlier(user: User, posted: QueryDict) -> Earlier | None:
    key = _key(user, posted)
    made, digest = (key and cache.get(key)) or (0, "")
    return Earlier(made, digest == _digest(posted)) if made else None


def remember(user: User, posted: QueryDict, made: int) -> None:
    if key := _key(user, posted):
        cache.set(key, (made, _digest(posted)), REMEMBERED)


def token_in(posted: QueryDict) -> UUID | None:
    """By which this very form is known, however often it is sent; None when it is none of ours."""
    try:
        return UUID(posted.get("token", ""))
    except ValueError:
        return None


def _key(user: User, posted: QueryDict) -> str | None:
    token = token_in(posted)
    return f"form:{user.pk}:{token}" if token else None


def _digest(posted: QueryDict) -> str:
    """An empty field says nothing: one for files is sent as such with the form, and is not among what is kept."""
    said = sorted(
        (name, value.replace("\r\n", "\n"))
        for name, values in posted.lists()
        for value in values
        if value and name not in OWN
    )
    return sha256(urlencode(said).encode()).hexdigest()
