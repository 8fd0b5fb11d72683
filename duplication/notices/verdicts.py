"""Who is told of a position, a verdict or a reopening, in words that give away nothing the person may not see."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from textwrap import shorten
from typing import Any
from uuid import UUID

from django.utils.text import Truncator

from duplication.models import Alert, Position, Reopening, Verdict
from duplication.presentation.alerts import AlertView, present
from partners.kinds import KINDS, kind_of
from partners.models import FocalPoint, Notification, Partner, User
from partners.notifications import about, notify, put
from projects.models import Watch

from . import mail_links
from .alerts import TITLE

Wording = Callable[[AlertView], tuple[str, str]]  # subject and text, for who sees the alert so


def tell_of_position(position: Position) -> None:
    """The other partner's focal points, and the coordinators."""
    alert = position.alert
    others = {alert.first.partner_id, alert.second.partner_id} - {position.partner_id}
    people = User.objects.focal_points_of(*others) | User.objects.coordinators().distinct()
    tell(people.exclude(pk=position.author_id), alert, "position", position.pk, by=position.author_id)
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
    tell(people.exclude(pk=verdict.decided_by_id), alert, "verdict", verdict.pk, by=verdict.decided_by_id)


def unspoken(alert: Alert) -> list[Partner]:
    """Of the partners of the two projects those for which nobody speaks today."""
    partners = {project.partner_id for project in (alert.first, alert.second)}
    spoken = FocalPoint.objects.active().filter(partner__in=partners, user__is_active=True)
    return list(Partner.objects.filter(pk__in=partners).exclude(pk__in=spoken.values("partner")).order_by("name"))


def who_is_told(alert: Alert) -> str:
    """In a sentence, for a coordinator."""
    silent = unspoken(alert)
    partners = {project.partner for project in (alert.first, alert.second)}
    told = sorted(str(partner) for partner in partners if partner not in silent)
    nobody = "".join(f" {partner} is not told: it has no focal point." for partner in silent)
    if not told:
        return nobody.strip()
    return (f"{told[0]} is told." if len(told) == 1 else "Both partners are told.") + nobody


def unsay(verdict: Verdict) -> None:
    """Who has not heard of it, here or in a mail, need not."""
    told = Notification.objects.filter(key=f"verdict:{verdict.pk}")
    told.filter(mailed_at__isnull=True, read_at__isnull=True).delete()


def tell_of_undoing(reopening: Reopening) -> None:
    """Those who have heard of the verdict."""
    told = Notification.objects.filter(key=f"verdict:{reopening.verdict_id}")
    alert = reopening.verdict.alert
    for user in User.objects.filter(pk__in=told.values("user"), is_active=True):
        for view in present(Alert.objects.visible_to(user).filter(pk=alert.pk), user):
            subject, text = latest(view) if view.is_heard else (reopened(view), view.kind_sentence)
            what: dict[str, Any] = {"kind": "verdict", "key": f"undone:{reopening.pk}", "about": given_away(view)}
            notify([user], subject=subject, text=text, url=view.url, **what)


def tell_of_reopening(reopening: Reopening, batch: UUID | None = None) -> None:
    """The focal points of both sides; of a change that nobody decided on the coordinators too."""
    alert = reopening.verdict.alert
    people = User.objects.focal_points_of(alert.first.partner_id, alert.second.partner_id)
    if reopening.by_id is None:
        people = people | User.objects.coordinators().distinct()
    tell(people.exclude(pk=reopening.by_id), alert, "reopened", reopening.pk, batch, by=reopening.by_id)


def tell(
    people: Iterable[User],
    alert: Alert,
    kind: str,
    pk: int | str,
    batch: UUID | None = None,
    worded: Wording | None = None,
    by: int | None = None,
) -> None:
    """Each who may see the alert, in the words for what he or she may see; those with the same words together. Then
    those who watch it.
    """
    groups: dict[tuple[str, str, tuple[str, ...]], list[User]] = defaultdict(list)
    told = {by} if by else set()
    views: dict[tuple[bool, frozenset[int]], list[AlertView]] = {}  # by audience: presented once for each
    for user in people:
        told.add(user.pk)
        audience = (user.sees_everything, frozenset(user.own_partners))
        if audience not in views:
            views[audience] = present(Alert.objects.visible_to(user).filter(pk=alert.pk), user)
        for view in views[audience]:
            groups[*(worded or latest)(view), tuple(given_away(view))].append(user)
    for (subject, text, named), users in groups.items():
        row: dict[str, Any] = {"kind": kind, "key": f"{kind}:{pk}", "subject": subject, "text": text, "batch": batch}
        row |= {"url": alert.get_absolute_url(), "about": list(named)}
        put([Notification(user=user, mail_url=link(kind, alert, user), **row) for user in users])
    if kind in WATCHED:
        tell_watchers(alert, kind, pk, told, worded or latest)


def tell_watchers(alert: Alert, kind: str, pk: int | str, told: Collection[int], worded: Wording) -> None:
    """Who watches the alert and is not told anyway: what was said, as far as they may read it, or decided."""
    page = alert.get_absolute_url()
    for watch in Watch.objects.filter(page=page, user__is_active=True).exclude(user__in=told).select_related("user"):
        for view in present(Alert.objects.visible_to(watch.user).filter(pk=alert.pk), watch.user):
            if view.is_heard or kind in OUTSIDE:
                subject, text = worded(view) if view.is_heard else (OUTSIDE[kind](view), view.kind_sentence)
                reason = f"you watch the alert on {both(view)}"
                told_of: dict[str, Any] = {"key": f"{kind}:{pk}", "url": page, "reason": reason}
                notify([watch.user], kind=watch.kind, subject=subject, text=text, about=given_away(view), **told_of)


def decided(view: AlertView) -> str:
    return f"Decided: {view.verdict}. {titles(view)}"


def reopened(view: AlertView) -> str:
    return f"{'No longer alike' if view.alert.withdrawn_at else 'Open again'}: {titles(view)}"


WATCHED = {"position", "message", "verdict", "reopened"}
OUTSIDE = {"verdict": decided, "reopened": reopened}  # what others may hear of: that it is so, not what is said of it


def latest(view: AlertView) -> tuple[str, str]:
    """Subject and text about the latest statement."""
    said = view.statements[-1]
    subject = f"{'Decided' if said.is_verdict else said.who}: {said.said}. {titles(view)}"
    if said.is_reopening:
        subject = reopened(view)
    reason = f"{said.reason}." if said.reason else ""
    words = "\n".join([quoted(said.text), *map(str, said.changes)]).strip()
    advice = f"Recommendation: {quoted(said.recommendation)}" if said.recommendation else ""
    return capital(subject), paragraphs(reason, words, advice, said.note, projects(view))


def link(kind: str, alert: Alert, user: User) -> str:
    """By which the mail can be answered, where its kind asks for that, for those who speak for one of the two."""
    asked = kind_of(kind).answers and user.writes_for & {alert.first.partner_id, alert.second.partner_id}
    return mail_links.path(alert.pk, user.pk) if asked else ""


def given_away(view: AlertView, *, hears: bool = True) -> list[str]:
    """The projects that words about it name; and the alert where they tell what was said in it."""
    sides = [side.pk for side in view.sides if side.project]
    return [*about("project", *sides), *(about("alert", view.pk) if hears and view.is_heard else [])]


def both(view: AlertView) -> str:
    return f"{view.first.name} and {view.second.name}"


def titles(view: AlertView) -> str:
    """The two by title, one's own first, and whose they are, for a subject."""
    sides = sorted(view.sides, key=lambda side: not side.is_own)
    others = [side for side in sides if not side.is_own and not side.is_hidden]
    whose = ", ".join(dict.fromkeys(side.partner for side in others))
    pair = " / ".join(shorten(side.title, TITLE, placeholder="…") for side in sides)
    return f"{pair} ({whose})" if whose else pair


def projects(view: AlertView) -> str:
    return "\n".join(" · ".join(filter(None, [side.number, side.title, side.meta])) for side in view.sides)


def quoted(text: str) -> str:
    return Truncator(text).chars(1000)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def paragraphs(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))
