"""What partners and coordinators have said of an alert, in words that name nobody whom the reader may not know."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime

from duplication.models import Alert, Position, Reopening, Verdict
from duplication.presentation.changes import ChangeView, change_views
from partners.models import User

if TYPE_CHECKING:
    from duplication.presentation.alerts import Side

HIDDEN_PARTNER = "The other partner"


@dataclass(frozen=True, slots=True)
class Statement:
    """A position of a partner, a verdict, or that it was reopened."""

    who: str
    said: str
    reason: str
    text: str
    at: datetime
    is_verdict: bool = False
    is_own: bool = False
    is_reopening: bool = False
    changes: tuple[ChangeView, ...] = ()
    recommendation: str = ""
    note: str = ""  # whose place a verdict takes
    stands: bool = True

    @property
    def sort(self) -> str:
        return "Verdict" if self.is_verdict else "Opened again" if self.is_reopening else "Position"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a partner has said something."""

    partner: str
    given: bool
    is_own: bool  # the person may give it
    before: str = ""  # what it said before the alert was opened again, for those who may read it


def reopening_of(verdict: Verdict) -> Reopening | None:
    return getattr(verdict, "reopening", None)


def hears(user: User, *sides: "Side") -> bool:
    """What is said of an alert is between the two partners and those who see everything."""
    return user.sees_everything or any(side.is_own for side in sides)


def heard_alerts(user: User, pks: Collection[int]) -> Collection[int]:
    own = Q(first__partner__in=user.own_partners) | Q(second__partner__in=user.own_partners)
    found = Alert.objects.filter(pk__in=pks) if user.sees_everything else Alert.objects.filter(own, pk__in=pks)
    return found.values_list("pk", flat=True)


def statements_of(alert: Alert, sides: Sequence["Side"], names: dict[int, str], user: User) -> list[Statement]:
    """What was said and decided, in the order of time."""
    verdicts = list(alert.verdicts.all())
    reopenings = [one for one in map(reopening_of, verdicts) if one and not one.is_by_next_verdict]
    said = [
        *(position(one, names, user) for one in alert.positions.all()),
        *map(decided, verdicts, [None, *verdicts]),
        *(reopened(one, sides, user) for one in reopenings),
    ]
    return sorted(said, key=lambda one: (one.at, one.is_verdict))


def position(said: Position, names: dict[int, str], user: User) -> Statement:
    who = names.get(said.partner_id, HIDDEN_PARTNER)
    own = said.partner_id in user.writes_for
    return Statement(who, said.get_stance_display(), "", said.text, said.created_at, is_own=own)


def decided(verdict: Verdict, before: Verdict | None) -> Statement:
    """`before`: the verdict before it, whose place it takes unless that was opened again for another reason."""
    reopening = reopening_of(before) if before else None
    given = date_format(localtime(before.created_at), "j F Y") if before else ""
    note = f"It takes the place of “{before}” of {given}." if before else ""
    reason = verdict.get_reason_display() if verdict.reason else ""
    who = "The register" if verdict.is_implied else "Coordinator"
    return Statement(
        who,
        str(verdict),
        reason,
        verdict.text,
        verdict.created_at,
        is_verdict=True,
        recommendation=verdict.recommendation,
        note=note if reopening and reopening.is_by_next_verdict else "",
        stands=reopening_of(verdict) is None,
    )


def reopened(reopening: Reopening, sides: Sequence["Side"], user: User) -> Statement:
    who = "Coordinator" if reopening.by_id else "The register"
    changes = tuple(change_views(reopening.changes, sides, user))
    at = reopening.created_at
    return Statement(who, "Open again", "", reopening.text, at, is_reopening=True, changes=changes)


def day(at: datetime) -> str:
    return date_format(localtime(at), "j F")


def answers_of(alert: Alert, sides: Sequence["Side"], names: dict[int, str], user: User) -> Iterable[Answer]:
    """One a partner, since the alert was last opened; of a hidden one, whether anybody else has answered."""
    reopened = filter(None, map(reopening_of, alert.verdicts.all()))
    since = max((one.created_at for one in reopened), default=None)
    given = {one.partner_id for one in alert.positions.all() if since is None or one.created_at > since}
    earlier = {one.partner_id: one for one in sorted(alert.positions.all(), key=lambda one: one.created_at)}
    said = {pk: f"{one.get_stance_display()} ({day(one.created_at)})" for pk, one in earlier.items()}
    before = {pk: words for pk, words in said.items() if pk not in given and hears(user, *sides)}
    for pk, name in names.items():
        yield Answer(name, pk in given, pk in user.writes_for, before.get(pk, ""))
    if any(side.is_hidden for side in sides):
        yield Answer(HIDDEN_PARTNER, bool(given - names.keys()), False)
