"""Who is told of a position or a verdict, in words that give away nothing the person may not see."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.utils.text import Truncator

from duplication.models import Alert, Position, Reopening, Verdict
from duplication.presentation import AlertView, present
from partners.models import User
from partners.notifications import notify


def tell_of_position(position: Position) -> None:
    """The other partner's focal points, and the coordinators."""
    alert = position.alert
    others = {alert.first.partner_id, alert.second.partner_id} - {position.partner_id}
    people = User.objects.focal_points_of(*others) | User.objects.coordinators().distinct()
    tell(people.exclude(pk=position.author_id), alert, "position", position.pk)


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


def tell(people: Iterable[User], alert: Alert, kind: str, pk: int, batch: UUID | None = None) -> None:
    """Each in the words for what he or she may see; those with the same words together."""
    groups: dict[tuple[str, str], list[User]] = defaultdict(list)
    for user in people:
        [view] = present([Alert.objects.get(pk=alert.pk)], user)
        groups[worded(view)].append(user)
    for (subject, text), users in groups.items():
        notify(
            users, kind=kind, key=f"{kind}:{pk}", subject=subject, text=text, url=alert.get_absolute_url(), batch=batch
        )


def worded(view: AlertView) -> tuple[str, str]:
    """Subject and text about the latest statement."""
    said = view.statements[-1]
    about = f"{view.first.name} and {view.second.name}"
    subject = f"Decided: {said.said} ({about})" if said.is_verdict else f"{said.who} on {about}: {said.said}"
    if said.is_reopening:
        subject = f"Open again: {about}"
    projects = "\n".join(" · ".join(filter(None, [side.number, side.title, side.meta])) for side in view.sides)
    reason = f"{said.said}. {said.reason}".strip()
    quoted = "\n".join([Truncator(said.text).chars(1000), *map(str, said.changes)]).strip()
    return subject[:1].upper() + subject[1:], "\n\n".join(filter(None, [reason, quoted, projects]))
