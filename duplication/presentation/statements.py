"""What partners and coordinators have said of an alert, in words that name nobody whom the reader may not know."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from duplication.models import Alert, Position, Reopening, Verdict
from duplication.models.alert import of_own
from duplication.models.replacing import reopening_of, replaced_by
from partners.models import User

from .changes_told import ChangeView, change_views
from .sides import HIDDEN_PARTNER, Side

WITHDRAWN = "Its words were taken back with it."
SAID_BEFORE = "Said before the alert was opened again."
FOLLOWS = "Nobody was asked: it follows from what was decided of other alerts."


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
    is_undo: bool = False
    changes: tuple[ChangeView, ...] = ()
    recommendation: str = ""
    note: str = ""  # whose place a verdict takes or which it repeats, or what became of a position
    stands: bool = True

    @property
    def sort(self) -> str:
        if self.is_undo:
            return "Taken back"
        return "Verdict" if self.is_verdict else "Opened again" if self.is_reopening else "Position"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a partner has said something, and for those who may read it what stands of it."""

    partner: str
    given: bool
    is_own: bool  # the person may give it
    said: str = ""  # with the day
    stance: str = ""
    before: str = ""  # what it said before the alert was opened again
    opened_on: str = ""  # when that was


def hears(user: User, *sides: Side) -> bool:
    """What is said of an alert is between the two partners and those who see everything."""
    return user.sees_everything or any(side.is_own for side in sides)


def heard_alerts(user: User, pks: Collection[int]) -> Collection[int]:
    """Those of which the person may read what is said: of drafts too, for who sees everything."""
    found = Alert.objects.filter(pk__in=pks) if user.sees_everything else Alert.objects.filter(of_own(user), pk__in=pks)
    return found.values_list("pk", flat=True)


def told_verdicts(user: User, pks: Collection[int]) -> Collection[int]:
    """Those whose words the person may read: of one that was given and taken back who sees everything."""
    found = Verdict.objects.filter(pk__in=pks)
    if not user.sees_everything:
        found = found.exclude(decided_by__isnull=False, reopening__kind=Reopening.Kind.UNDONE)
    return found.values_list("pk", flat=True)


def statements_of(alert: Alert, sides: Sequence[Side], names: dict[int, str], user: User) -> list[Statement]:
    """What was said and decided, in the order of time."""
    verdicts = list(alert.verdicts.all())
    replaced = {verdict.pk: replaced_by(verdict, verdicts) for verdict in verdicts}
    said = [*positions_of(alert, names, user)]
    for verdict in verdicts:
        ended = reopening_of(verdict)
        is_told = user.sees_everything or not (ended and ended.is_undo)
        said.append(decided(verdict, note_on(verdict, replaced[verdict.pk], verdicts), is_told=is_told))
        if ended and ended.is_undo:
            said.append(taken_back(ended, replaced[verdict.pk]))
        elif ended and not ended.is_by_next_verdict:
            said.append(reopened(ended, sides, user))
    return sorted(said, key=lambda one: (one.at, one.is_verdict))


def positions_of(alert: Alert, names: dict[int, str], user: User) -> Iterable[Statement]:
    """Each with what became of it."""
    since, later = opened_last(alert), dict[int, Position]()
    for said in reversed(taken(alert)):
        who, own = names.get(said.partner_id, HIDDEN_PARTNER), said.partner_id in user.writes_for
        note = became_of(said, later.get(said.partner_id), since)
        words = said.get_stance_display()
        yield Statement(who, words, "", said.text, said.created_at, is_own=own, note=note, stands=not note)
        later[said.partner_id] = said


def became_of(said: Position, later: Position | None, since: datetime | None) -> str:
    """Why a position stands no longer; empty while it does."""
    if later and later.stance != said.stance:
        return f"Taken back on {day(later.created_at)}: “{later.get_stance_display()}”."
    return SAID_BEFORE if since and said.created_at <= since else ""


def taken(alert: Alert) -> list[Position]:
    return sorted(alert.positions.all(), key=lambda one: (one.created_at, one.pk))


def opened_last(alert: Alert) -> datetime | None:
    """When it was last opened again: what was said before was said of something else."""
    reopened = filter(None, map(reopening_of, alert.verdicts.all()))
    return max((one.created_at for one in reopened if one.asks_anew), default=None)


def in_force(alert: Alert) -> list[Position]:
    """As `Position.objects.in_force`, of an alert whose positions and verdicts are there already."""
    since = opened_last(alert)
    return [one for one in taken(alert) if since is None or one.created_at > since]


def note_on(verdict: Verdict, replaced: Verdict | None, verdicts: Iterable[Verdict]) -> str:
    """Whose place it takes; or which one it says again, that stood no longer."""
    if replaced:
        return f"It takes the place of “{replaced}” of {in_full(replaced.created_at)}."
    ends = [(one, reopening_of(one)) for one in verdicts if one.pk < verdict.pk]
    fallen = [one for one, end in ends if end and not (end.is_undo or end.is_by_next_verdict)]
    same = [one for one in fallen if (str(one), one.reason, one.text) == (str(verdict), verdict.reason, verdict.text)]
    return f"The same verdict as on {in_full(same[-1].created_at)}, before it was opened again." if same else ""


def decided(verdict: Verdict, note: str, *, is_told: bool) -> Statement:
    """`is_told`: in its words too, if it has any."""
    who = "The register" if verdict.is_implied else "Coordinator"
    text, advice = FOLLOWS if verdict.is_implied else verdict.text, verdict.recommendation
    if not is_told and (verdict.text or advice):
        text, advice, note = "", "", f"{WITHDRAWN} {note}".strip()
    return Statement(
        who,
        str(verdict),
        verdict.reason_words,
        text,
        verdict.created_at,
        is_verdict=True,
        recommendation=advice,
        note=note,
        stands=reopening_of(verdict) is None,
    )


def reopened(reopening: Reopening, sides: Sequence[Side], user: User) -> Statement:
    who = "Coordinator" if reopening.by_id else "The register"
    changes = tuple(change_views(reopening.changes, sides, user))
    at = reopening.created_at
    return Statement(who, "Open again", "", reopening.text, at, is_reopening=True, changes=changes)


def taken_back(undone: Reopening, replaced: Verdict | None) -> Statement:
    """Of a slip: what stood before it stands again."""
    who = "Coordinator" if undone.by_id else "The register"
    stood = replaced if replaced and is_restored(replaced, undone) else None
    holds = f"“{stood}” of {in_full(stood.created_at)} stands again." if stood else "The alert is open as before."
    said = f"“{undone.verdict}” is taken back. {holds}"
    return Statement(who, "Taken back", "", said, undone.created_at, is_reopening=True, is_undo=True)


def is_restored(replaced: Verdict, undone: Reopening) -> bool:
    ended = reopening_of(replaced)
    return ended is None or ended.created_at > undone.created_at


def in_full(at: datetime) -> str:
    return date_format(localtime(at), "j F Y")


def day(at: datetime) -> str:
    return date_format(localtime(at), "j F")


def answers_of(alert: Alert, sides: Sequence[Side], names: dict[int, str], user: User) -> Iterable[Answer]:
    """One a partner, since the alert was last opened; of a hidden one, whether anybody else has answered."""
    is_heard = hears(user, *sides)
    last = {one.partner_id: one for one in taken(alert)}
    given, since = {one.partner_id for one in in_force(alert)}, opened_last(alert)
    opened_on = day(since) if since else ""

    def answer(name: str, pk: int | None) -> Answer:
        said, is_own = last.get(pk or 0) if is_heard else None, pk in user.writes_for
        words = f"{said.get_stance_display()} ({day(said.created_at)})" if said else ""
        if said and pk in given:
            return Answer(name, True, is_own, words, said.stance)
        return Answer(name, pk in given, is_own, before=words, opened_on=opened_on)

    for pk, name in names.items():
        yield answer(name, pk)
    if any(side.is_hidden for side in sides):
        yield replace(answer(HIDDEN_PARTNER, max(given - names.keys(), default=None)), is_own=False)
