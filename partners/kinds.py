"""What people are told of: the name of each kind, why somebody gets it, and how often by default."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.models import Rhythm, User

ALL = tuple(Rhythm)


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    label: str | Promise
    reason: str | Promise  # continues "You get this because"
    default: Rhythm = Rhythm.AT_ONCE
    rhythms: tuple[Rhythm, ...] = ALL
    alone: bool = False  # a mail of its own, never a line of a digest


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "alert",
            _("Projects of yours that very likely overlap with another"),
            _("you speak for a partner whose project may overlap with another"),
        ),
        Kind(
            "weak_alert",
            _("Projects of yours that may overlap with another, on weaker evidence"),
            _("you speak for a partner whose project may overlap with another"),
        ),
        Kind("position", _("What partners say of an alert"), _("you have a part in this alert")),
        Kind("message", _("Messages in an alert"), _("you have a part in this alert")),
        Kind(
            "contact",
            _("Contact over restricted projects: asked for, answered, ended"),
            _("you speak for a partner whose project is in this alert"),
        ),
        Kind("verdict", _("Decisions on alerts"), _("you have a part in this alert")),
        Kind("reopened", _("Decided alerts that are open again"), _("you have a part in this alert")),
        Kind(
            "relation",
            _("Projects that others relate to yours"),
            _("you speak for a partner whose project was related to another"),
            Rhythm.DAILY,
        ),
        Kind("watch", _("What you watch"), _("you watch it"), Rhythm.WEEKLY),
        Kind(
            "freshness",
            _("Your projects that wait to be confirmed"),
            _("you speak for a partner and some of its records wait for you"),
            Rhythm.WEEKLY,
            (Rhythm.WEEKLY, Rhythm.NEVER),
            alone=True,
        ),
        Kind(
            "request",
            _("A coordinator asks you to confirm projects"),
            _("a coordinator asks those who speak for your partner"),
            rhythms=(Rhythm.AT_ONCE, Rhythm.NEVER),
            alone=True,
        ),
        Kind(
            "account",
            _("Designations, invitations and your account"),
            _("it concerns your account, or the partner you speak for"),
        ),
    )
}
OTHER = "account"  # where a kind belongs that is not listed
PARTNERS_DUTIES = ("alert", "weak_alert", "verdict", "contact", "relation", "freshness", "request")


def kind_of(name: str) -> Kind:
    """The kind by its name, or that of which it is a part."""
    return KINDS.get(name.partition(":")[0], KINDS[OTHER])


def offered_to(user: User) -> list[Kind]:
    """The kinds that can concern this person, so that nobody chooses about mails that never come."""
    duties = set() if user.is_focal_point else set(PARTNERS_DUTIES)
    if not (user.is_focal_point or user.is_coordinator):
        duties |= {"position", "reopened", "message"}
    return [kind for kind in KINDS.values() if kind.name not in duties]
