"""What people are told of: the name of each kind, why somebody gets it, and how often by default."""

from dataclasses import dataclass
from typing import Any

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
    # Of a link that works without a password: its words, those of the other way, and what can be chosen in the mail.
    link: str | Promise = ""
    otherwise: str | Promise = ""
    answers: tuple[tuple[str, str | Promise], ...] = ()
    asks: bool = False  # and tells nothing besides: done once that is answered
    is_to_do: bool = False  # asks for something that is done on the site alone


CONFIRMATION: dict[str, Any] = {
    "link": _("Confirm, or say what has changed"),
    "otherwise": _("Or log in and see the whole list"),
}
POSITION: dict[str, Any] = {
    "link": _("Say what you think"),
    "otherwise": _("Or log in and see all the evidence"),
    "answers": (
        ("same", _("It is the same project")),
        ("overlapping", _("The work overlaps")),
        ("complementary", _("The work complements each other")),
        ("not_overlap", _("There is no overlap")),
    ),
    "asks": True,
}
OPENED: dict[str, Any] = {
    "link": _("Open the alert"),
    "otherwise": _("Or log in and see all that was said"),
}
WRITTEN: dict[str, Any] = OPENED | {"link": _("Answer here")}
KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "alert",
            _("Alerts on your projects, on strong evidence"),
            _("you speak for a partner whose project may overlap with another project"),
            **POSITION,
        ),
        Kind(
            "weak_alert",
            _("Alerts on your projects, on weaker evidence"),
            _("you speak for a partner whose project may overlap with another project"),
            Rhythm.DAILY,
            **POSITION,
        ),
        Kind(
            "unanswered",
            _("Reminders of alerts that your partner has not answered"),
            _("you speak for a partner that has not answered this alert"),
            Rhythm.DAILY,
            **POSITION,
        ),
        Kind(
            "unheard",
            _("Alerts that a partner has not answered for four weeks"),
            _("you coordinate, and a partner has not answered for four weeks"),
            Rhythm.DAILY,
            is_to_do=True,
        ),
        Kind(
            "position",
            _("What partners say of an alert, and whether it stands"),
            _("you have a part in this alert"),
            **POSITION | {"asks": False},
        ),
        Kind("message", _("Messages in an alert"), _("you have a part in this alert"), **WRITTEN),
        Kind(
            "contact",
            _("Contact over restricted projects: asked for, answered, ended"),
            _("you speak for a partner whose project is in this alert"),
            **OPENED,
        ),
        Kind("verdict", _("Decisions on alerts"), _("you have a part in this alert")),
        Kind("reopened", _("Decided alerts that are open again"), _("you have a part in this alert"), **POSITION),
        Kind(
            "assigned",
            _("Alerts that another coordinator assigns to you"),
            _("it was assigned to you"),
            is_to_do=True,
        ),
        Kind(
            "relation",
            _("Projects that others relate to yours"),
            _("you speak for a partner whose project was related to another"),
            Rhythm.DAILY,
        ),
        Kind(
            "act",
            _("Recommendations on which your partner is to act: recorded, endorsed, amended or superseded"),
            _("a recommendation is addressed to the partner you speak for"),
            Rhythm.DAILY,
        ),
        Kind(
            "due",
            _("Recommendations on which your partner is to act: due, and what came of them"),
            _("a recommendation is addressed to the partner you speak for"),
            Rhythm.DAILY,
        ),
        Kind(
            "report",
            _("Reports on recommendations, to be assessed"),
            _("you coordinate, and a partner reports on a recommendation"),
            Rhythm.DAILY,
            is_to_do=True,
        ),
        Kind(
            "assessment",
            _("What coordinators make of your partner's reports on recommendations"),
            _("the partner you speak for has reported on this recommendation"),
            Rhythm.DAILY,
        ),
        Kind(
            "match",
            _("Needs and offers that may fit, and what the other side says of them"),
            _("you speak for a country that needs something, or for a partner that offers or plans it"),
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
            **CONFIRMATION,
        ),
        Kind(
            "request",
            _("A coordinator asks you to confirm projects"),
            _("a coordinator asks those who speak for your partner"),
            rhythms=(Rhythm.AT_ONCE, Rhythm.NEVER),
            alone=True,
            **CONFIRMATION,
        ),
        Kind("export", _("Files that you asked for: ready, or failed"), _("you asked for the file")),
        Kind(
            "account",
            _("Designations, invitations and your account"),
            _("it concerns your account, or the partner you speak for"),
        ),
    )
}
OTHER = "account"  # where a kind belongs that is not listed
PARTNERS_DUTIES = (
    "alert", "weak_alert", "unanswered", "verdict", "contact", "relation", "act", "due", "assessment", "match",
    "freshness", "request",
)  # fmt: skip


def kind_of(name: str) -> Kind:
    """The kind by its name, or that of which it is a part."""
    return KINDS.get(name.partition(":")[0], KINDS[OTHER])


def offered_to(user: User) -> list[Kind]:
    """The kinds that can concern this person, so that nobody chooses about mails that never come."""
    duties = set() if user.is_focal_point else set(PARTNERS_DUTIES)
    if not (user.is_focal_point or user.is_coordinator):
        duties |= {"position", "reopened", "message"}
    if not user.is_coordinator:
        duties |= {"unheard", "assigned", "report"}
    return [kind for kind in KINDS.values() if kind.name not in duties]
