"""Who is told of a position, a verdict or a reopening, in words that give away nothing the person may not see."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from uuid import UUID

from django.utils.text import Truncator

from duplication import mail_links
from duplication.models import Alert, Position, Reopening, Verdict
from duplication.presentation import AlertView, present
from partners.kinds import KINDS, kind_of
from partners.models import Notification, User
from partners.notifications import put

Wording = Callable[[AlertView], tuple[str, str]]  # subject and text, for who sees the alert so


def tell_of_position(position: Position) -> None:
    """The other partner's focal points, and the coordinators."""
    alert = position.alert
    others = {alert.first.partner_id, alert.second.partner_id} - {position.partner_id}
    people = User.objects.focal_points_of(*others) | User.objects.coordinators().distinct()
    tell(people.exclude(pk=position.author_id), alert, "position", position.pk)
    asked_no_more(position)


def asked_no_more(position: Position) -> None:
    """Whoever was asked for the same partner need not be: what is not yet mailed stays in the outbox no longer."""
    asking = [kind.name for kind in KINDS.values() if kind.answers]
    people = User.objects.focal_points_of(position.partner_id)
    asked = Notification.objects.filter(user__in=people, kind__in=asking, url=position.alert.get_absolute_url())
    asked.mark_read()


def tell_of_verdict(verdict: Verdict) -> None:
    """The focal points of both sides."""
    alert = verdict.alert
    people = User.objects.focal_points_of(alert.first.partner_id, alert.second.partner_id)
    tell(people.exclude(pk=verdict.decided_by_id), alert, "verdict", verdict.pk)


def tell_of_reopening(reopening: Reopening, batch: UUID | None = None) -> None:
    """The focal points of both sides; of a change that nobody decided on the coordinators too."""
    alert = reopening.verdict.alert
    people = User.objects.focal_points_of(alert.first.partner_id, alert.second.partner_id)
    if reopening.by_id is None:
        people = people | User.objects.coordinators().distinct()
    tell(people.exclude(pk=reopening.by_id), alert, "reopened", reopening.pk, batch)


def tell(
    people: Iterable[User],
    alert: Alert,
    kind: str,
    pk: int | str,
    batch: UUID | None = None,
    worded: Wording | None = None,
) -> None:
    """Each in the words for what he or she may see; those with the same words together."""
    groups: dict[tuple[str, str], list[User]] = defaultdict(list)
    for user in people:
        [view] = present([Alert.objects.get(pk=alert.pk)], user)
        groups[(worded or latest)(view)].append(user)
    for (subject, text), users in groups.items():
        told = {"kind": kind, "key": f"{kind}:{pk}", "subject": subject, "text": text, "batch": batch}
        told["url"] = alert.get_absolute_url()
        put([Notification(user=user, mail_url=link(kind, alert, user), **told) for user in users])


def latest(view: AlertView) -> tuple[str, str]:
    """Subject and text about the latest statement."""
    said = view.statements[-1]
    pair = about(view)
    subject = f"Decided: {said.said} ({pair})" if said.is_verdict else f"{said.who} on {pair}: {said.said}"
    if said.is_reopening:
        subject = f"Open again: {pair}"
    reason = f"{said.said}. {said.reason}".strip()
    words = "\n".join([quoted(said.text), *map(str, said.changes)]).strip()
    return capital(subject), paragraphs(reason, words, projects(view))


def link(kind: str, alert: Alert, user: User) -> str:
    """By which the mail can be answered, where its kind asks for that, for those who speak for one of the two."""
    asked = kind_of(kind).answers and user.writes_for & {alert.first.partner_id, alert.second.partner_id}
    return mail_links.path(alert.pk, user.pk) if asked else ""


def about(view: AlertView) -> str:
    return f"{view.first.name} and {view.second.name}"


def projects(view: AlertView) -> str:
    return "\n".join(" · ".join(filter(None, [side.number, side.title, side.meta])) for side in view.sides)


def quoted(text: str) -> str:
    return Truncator(text).chars(1000)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def paragraphs(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))
