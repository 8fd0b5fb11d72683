"""Who is told of a position, a verdict or a reopening, and who need not be any more.

A mail of a verdict waits some minutes: who takes it back in this time has told nobody, and several come as one. What
has not been mailed when the next verdict is given is not mailed either, unless that one is taken back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

from duplication.models import Alert, Contact, Position, Reopening, Verdict
from duplication.presentation.statements import SAID_BEFORE
from partners.history import acting
from partners.kinds import KINDS
from partners.models import FocalPoint, Notification, Partner, User
from partners.models.notification import NotificationQuerySet
from partners.notifications import HELD, call_off, not_under_way, put_back

from .alerts import focal_points
from .asking import DECIDED, ask_again, ask_no_longer, done_asking, still_asking
from .telling import Telling, tell
from .words import ANSWER, CLOSED, DECIDE, TOO_LATE, is_taken_back, latest, paragraphs, stands, taken_back

TURN, BACK = "turn:", ":back:"  # in the keys of what tells that an alert went, or came back
HEARD = Q(mailed_at__isnull=False) | Q(read_at__isnull=False)  # here or in a mail
ASKING = {"unheard", *(kind.name for kind in KINDS.values() if kind.asks)}  # for an answer, or for a verdict
MAIL_WAITS = f"The mail waits {HELD // timedelta(minutes=1)} minutes, and longer while you go on, an hour at most"
MAILED = f"{MAIL_WAITS}."
MAILED_UNLESS_UNDONE = f"{MAIL_WAITS}; a verdict taken back by then is mailed to nobody."
FOCAL_POINTS_SEE = f"The focal points see it here at once. {MAILED_UNLESS_UNDONE}"
ENDS_CONTACT = partial(latest, further=f"With it contact between the two partners is over. {CLOSED}")
CONTACT_AGAIN = partial(taken_back, further="Contact between the two partners is open again.")


# -- Positions ---------------------------------------------------------------------------------------------------------
def tell_of_position(position: Position) -> None:
    """The other partner's focal points, and the coordinators; after a verdict in one mail with it, where that waits."""
    alert = position.alert
    others = {alert.first.partner_id, alert.second.partner_id} - {position.partner_id}
    people = User.objects.focal_points_of(*others) | User.objects.coordinators().distinct()
    people = people.exclude(pk=position.author_id)
    held = HELD if Verdict.objects.standing().filter(alert=alert).exists() else None
    tell([Telling(alert, "position", position_key(position.pk), list(people), by=position.author_id)], held=held)
    former_is_read(position)
    asked_no_more(position)


def former_is_read(position: Position) -> None:
    """Whoever hears what the partner says now need not read any more what it said before."""
    former = position.alert.positions.filter(partner=position.partner_id, pk__lt=position.pk)
    if keys := [position_key(pk) for pk in former.order_by().values_list("pk", flat=True)]:
        told = Notification.objects.filter(key=position_key(position.pk)).values("user")
        Notification.objects.filter(key__in=keys, user__in=told).mark_read()


def asked_no_more(position: Position) -> None:
    """Whoever was asked for the same partner, and for none that is silent still, need not be: what is not yet mailed
    stays in the outbox no longer.
    """
    asking = [kind.name for kind in KINDS.values() if kind.asks]
    alert = position.alert
    silent = Position.objects.in_force().unsaid(alert, {alert.first.partner_id, alert.second.partner_id})
    people = User.objects.focal_points_of(position.partner_id).exclude(pk__in=User.objects.focal_points_of(*silent))
    asked = Notification.objects.filter(user__in=people, kind__in=asking, url=alert.get_absolute_url())
    asked.mark_read()
    rows = Notification.objects.filter(user__in=people, url=alert.get_absolute_url())
    # Contact is another question, and a message may be answered all the same.
    ask_no_more(rows.exclude(kind="contact", key__endswith=":ask").exclude(kind="message"))


def ask_no_more(rows: NotificationQuerySet) -> None:
    """What they tell stays, in the list and in a mail to come; what they asked for is done, and the link by which it
    was to be answered leads nowhere.
    """
    telling = [kind.name for kind in KINDS.values() if kind.link and not kind.asks]
    rows.filter(mailed_at=None, kind__in=telling).update(mail_url="")
    for words in (ANSWER, DECIDE):
        rows.filter(subject__startswith=words).update(subject=Substr("subject", len(words) + 1))


# -- Verdicts ----------------------------------------------------------------------------------------------------------
def tell_of_verdicts(verdicts: Sequence[Verdict]) -> None:
    """The focal points of both sides of each; also that contact ends where it does."""
    if not verdicts:
        return
    people = speaking_for(verdict.alert for verdict in verdicts)
    overtaken([verdict.alert for verdict in verdicts], but=[key_of(verdict) for verdict in verdicts])
    ask_no_longer(still_asking([verdict.alert for verdict in verdicts]), DECIDED)
    ended = set(Contact.objects.closed_by(verdicts).values_list("alert", flat=True))
    heard = heard_of(verdict.alert for verdict in verdicts)

    def told(one: Verdict) -> Telling:
        now = telling(one.alert, "verdict", key_of(one), people, one.decided_by_id)
        worded = ENDS_CONTACT if one.alert.pk in ended else latest
        new = {user.pk for user in now.people if (now.url, user.pk) not in heard}
        return replace(now, worded=worded, worded_for=dict.fromkeys(new, partial(worded, is_new=True)))

    tell(list(map(told, verdicts)), held=HELD)


def heard_of(alerts: Iterable[Alert]) -> set[tuple[str, int]]:
    """By page and person, who was told anything of one and has heard of it, here or in a mail."""
    told = Notification.objects.filter(url__in=[alert.get_absolute_url() for alert in alerts])
    return set(told.filter(HEARD).values_list("url", "user"))


def unspoken(alert: Alert) -> list[Partner]:
    """Of the partners of the two projects those for which nobody speaks today."""
    partners = {project.partner_id for project in (alert.first, alert.second)}
    spoken = FocalPoint.objects.active().filter(partner__in=partners, user__is_active=True)
    return list(Partner.objects.filter(pk__in=partners).exclude(pk__in=spoken.values("partner")).order_by("name"))


def who_is_told(alert: Alert, when: str) -> str:
    """In sentences, for a coordinator."""
    silent = unspoken(alert)
    partners = {project.partner for project in (alert.first, alert.second)}
    told = sorted(str(partner) for partner in partners if partner not in silent)
    nobody = "".join(f" {partner} is not told: it has no focal point." for partner in silent)
    if not told:
        return nobody.strip()
    return f"{f'{told[0]} sees' if len(told) == 1 else 'Both partners see'} it here at once. {when}{nobody}"


def tell_of_reopenings(reopenings: Sequence[Reopening]) -> None:
    """The focal points of both sides; of a change that nobody decided on the coordinators too. What they were asked
    before, and was decided, asks again.
    """
    if not reopenings:
        return
    people = speaking_for(one.verdict.alert for one in reopenings)
    nobodys = any(one.by_id is None for one in reopenings)
    coordinators = {user.pk: user for user in User.objects.coordinators()} if nobodys else {}

    def told(one: Reopening) -> Telling:
        others = {} if one.by_id else coordinators
        return telling(one.verdict.alert, "reopened", key_of(one), people, one.by_id, others)

    overtaken([one.verdict.alert for one in reopenings], but=map(key_of, reopenings))
    asks = Alert.objects.standing().filter(pk__in=[one.verdict.alert_id for one in reopenings])
    ask_again(done_asking(asks, DECIDED), DECIDED)
    tell(list(map(told, reopenings)), held=HELD, shown_to=acting())


# -- Undone ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Undone:
    """What was said of an alert while a verdict stood that is undone; and what was said before, which holds again."""

    alert: Alert
    keys: tuple[str, ...]
    before: str = ""


def unsay(slips: Sequence[Undone]) -> None:
    """Who has not heard of them, here or in a mail, need not, and hears what came before if that was called off; what
    is open again asks again.
    """
    ask_again(done_asking([one.alert for one in slips if not one.before.startswith("verdict")], DECIDED), DECIDED)
    not_under_way(said_of(slips).filter(mailed_at__isnull=True, read_at__isnull=True)).delete()
    name_what_stands([one.alert for one in slips])
    put_back(called_off_of(slips), HELD)


def called_off_of(slips: Sequence[Undone]) -> NotificationQuerySet:
    """What was said before: of a reopening also that its change was put back, if that was told instead; of what was
    never decided before, what asked for an answer; and that a verdict before it was taken back, or that the alert came
    back.
    """
    pages = {one.alert.get_absolute_url(): one for one in slips}
    off = Notification.objects.filter(url__in=pages, called_off_at__isnull=False).order_by("pk")
    rows = list(off.only("kind", "key", "url", "user_id", "created_at"))

    def is_said_again(row: Notification) -> bool:
        slip = pages[row.url]
        if slip.before:
            return ":".join(row.key.split(":")[:2]) == slip.before
        return row.kind in ASKING and slip.alert.withdrawn_at is None

    again = {row.pk for row in rows if is_said_again(row)}
    states = [row for row in rows if row.key.startswith(undone("")) or tells_of_return(row.key)]
    return off.filter(pk__in=again | (last_states(states, pages, slips) if states else set()))


def last_states(states: Sequence[Notification], pages: Mapping[str, Undone], slips: Sequence[Undone]) -> set[int]:
    """By page and person the last that says what holds again, where the slip itself was not heard of; that the alert
    came back only to who has heard that it went.
    """
    heard, moments = set(said_of(slips).values_list("url", "user")), said_at(slips)
    back = {row.url for row in states if tells_of_return(row.key)}
    gone = who_take_it_for_gone(back) if back else set()

    def holds(row: Notification) -> bool:
        slip, who = pages[row.url], (row.url, row.user_id)
        is_current = row.created_at > moments[slip.before] if slip.before else slip.alert.withdrawn_at is None
        return is_current and who not in heard and (who in gone or not tells_of_return(row.key))

    return set({(row.url, row.user_id): row.pk for row in states if holds(row)}.values())


def tells_of_return(key: str) -> bool:
    return key.startswith(TURN) and BACK in key


def who_take_it_for_gone(pages: Collection[str]) -> set[tuple[str, int]]:
    """By page and person, whose last news of its coming and going, here or in a mail, is that the alert went."""
    turns = Notification.objects.filter(HEARD, url__in=pages, key__startswith=TURN).order_by("pk")
    last = {(url, user): key for url, user, key in turns.values_list("url", "user", "key")}
    return {who for who, key in last.items() if not tells_of_return(key)}


def said_at(slips: Sequence[Undone]) -> dict[str, datetime]:
    """When what holds again was said."""
    numbers = {int(one.before.partition(":")[2]) for one in slips if one.before}
    said: list[Verdict | Reopening] = list(Verdict.objects.filter(pk__in=numbers))
    said += Reopening.objects.filter(pk__in=numbers)
    return {key_of(one): one.created_at for one in said}


def said_of(slips: Sequence[Undone]) -> NotificationQuerySet:
    return Notification.objects.filter(key__in=[key for one in slips for key in one.keys])


def tell_of_undoing(slips: Sequence[Undone]) -> None:
    """Who has heard of one, and as he or she heard of it: having a part in the alert, or watching it."""
    heard = list(said_of(slips).values_list("key", "user", "kind"))
    parted = {user for _, user, kind in heard if kind in {"verdict", "reopened"}}
    people = User.objects.filter(is_active=True).in_bulk(parted) if parted else {}
    contacts = in_contact_again(slips) if heard else set()

    def told(one: Undone) -> Telling:
        ours = [(user, kind) for key, user, kind in heard if key in one.keys]
        having_part = {user for user, kind in ours if kind in {"verdict", "reopened"}}
        return Telling(
            one.alert,
            "verdict",
            undone(one.keys[0]),
            [people[user] for user in sorted(having_part & people.keys())],
            worded=CONTACT_AGAIN if one.alert.pk in contacts else taken_back,
            outside=is_taken_back,
            watching={user for user, _ in ours} - having_part,
        )

    if heard:
        keys = {key for key, _, _ in heard}
        tell([told(one) for one in slips if keys & set(one.keys)], held=HELD)


def in_contact_again(slips: Sequence[Undone]) -> set[int]:
    """The alerts in which contact had ended with what is undone, and is open once more."""
    told = (key.split(":") for one in slips for key in one.keys)
    given = Verdict.objects.filter(pk__in=[int(pk) for kind, pk, *_ in told if kind == "verdict" and pk.isdecimal()])
    ending = given.filter(
        outcome=Verdict.Outcome.NOT_OVERLAP, alert=OuterRef("alert"), created_at__gt=OuterRef("accepted_at")
    )
    contacts = Contact.objects.opening().filter(Exists(ending), alert__in=[one.alert for one in slips])
    return set(contacts.values_list("alert", flat=True))


# -- Parts of it -------------------------------------------------------------------------------------------------------
def key_of(said: Verdict | Reopening) -> str:
    return f"{'verdict' if isinstance(said, Verdict) else 'reopened'}:{said.pk}"


def position_key(pk: int) -> str:
    return f"position:{pk}"


def undone(key: str) -> str:
    return f"verdict:undone:{key}"


def speaking_for(alerts: Iterable[Alert]) -> dict[int, list[User]]:
    """By partner, who speaks for the projects of these."""
    return focal_points({side.partner_id for alert in alerts for side in (alert.first, alert.second)})


def telling(
    alert: Alert,
    kind: str,
    key: str,
    people: dict[int, list[User]],
    by: int | None,
    others: dict[int, User] | None = None,
) -> Telling:
    speaking = chain(*(people.get(partner, []) for partner in (alert.first.partner_id, alert.second.partner_id)))
    each = {user.pk: user for user in speaking} | (others or {})
    each.pop(by or 0, None)
    return Telling(alert, kind, key, list(each.values()), by=by)


def overtaken(alerts: Sequence[Alert], but: Iterable[str]) -> None:
    """What was asked, decided or opened before and waits to be mailed is not said of these any more."""
    rows = Verdict.objects.filter(alert__in=alerts).values_list("pk", "reopening")
    said = {key for verdict, reopening in rows for key in (f"verdict:{verdict}", f"reopened:{reopening}")}
    pages = [alert.get_absolute_url() for alert in alerts]
    ask_no_more(Notification.objects.filter(url__in=pages))
    to_be_mailed = Q(due_at__isnull=False) | Q(batch__isnull=False)  # a batch may still grow
    waiting = Notification.objects.filter(to_be_mailed, mailed_at__isnull=True, url__in=pages)
    # By what is kept: of a reopening that went with it too, and whether what opened it again was put back.
    back = Q(key__startswith=TURN, key__contains=BACK)
    others = waiting.filter(Q(key__startswith=undone("")) | back | Q(kind="reopened") | Q(kind__in=ASKING))
    call_off((said | set(others.values_list("key", flat=True))) - set(but))
    name_what_stands(alerts, SAID_BEFORE)


def name_what_stands(alerts: Sequence[Alert], otherwise: str = "") -> None:
    """What partners have said after a verdict, and is not mailed yet, names the one that stands now; where none does,
    it is told without.
    """
    pages = {alert.get_absolute_url(): alert.pk for alert in alerts}
    told = Notification.objects.filter(mailed_at=None, kind="position", url__in=pages, subject__startswith=TOO_LATE)
    rows = list(not_under_way(told)) if told.exists() else []  # mostly nothing: to lock it takes three queries
    found = Verdict.objects.standing().filter(alert__in=[pages[row.url] for row in rows]) if rows else ()
    standing = {verdict.alert_id: verdict for verdict in found}
    for row in rows:
        _, _, text = row.text.partition("\n\n")
        verdict = standing.get(pages[row.url])
        row.subject = row.subject if verdict else row.subject.removeprefix(TOO_LATE)
        row.text = paragraphs(stands(verdict) if verdict else otherwise, text)
    Notification.objects.bulk_update(rows, ["subject", "text"])
