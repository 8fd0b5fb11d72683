"""Who is told of a position, a verdict or a reopening, in words that give away nothing the person may not see."""

from collections.abc import Callable, Collection, Iterable
from textwrap import shorten
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import Truncator

from duplication.models import Alert, Position, Reopening, Verdict
from duplication.presentation.alerts import AlertView, present
from partners.kinds import KINDS, kind_of
from partners.models import FocalPoint, Notification, Partner, User
from partners.models.user import know_designations
from partners.notifications import about, put
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
    """Those who have heard of the verdict, and as they heard of it: having a part in the alert, or watching it."""
    told = Notification.objects.filter(key=f"verdict:{reopening.verdict_id}").values_list("user", "kind")
    having_part = {user for user, kind in told if kind == "verdict"}
    watching = {user for user, _ in told} - having_part
    people = User.objects.filter(pk__in=having_part, is_active=True)
    tell(people, reopening.verdict.alert, "verdict", f"undone:{reopening.pk}", watching=watching)


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
    watching: Collection[int] | None = None,
) -> None:
    """Each who may see the alert, in the words for what he or she may see; then those who watch it and are not told
    anyway, or of these only `watching`. The number of queries goes by that of the audiences, not of the people.
    """
    people = list(people)
    told = {user.pk for user in people} | ({by} if by else set())
    watches = list(watches_of(alert, watching).exclude(user__in=told)) if kind in WATCHED else []
    know_designations([*people, *(watch.user for watch in watches)])
    seen_by, row = to_each_audience(alert), {"key": f"{kind}:{pk}", "url": alert.get_absolute_url()}
    rows = []
    for user in people:
        for view in seen_by(user):
            row_of = row_for(user, view, (worded or latest)(view))
            rows.append(Notification(kind=kind, mail_url=link(kind, alert, user), batch=batch, **row, **row_of))
    for watch in watches:
        for view in seen_by(watch.user):
            if view.is_heard or kind in OUTSIDE:
                words = (worded or latest)(view) if view.is_heard else (OUTSIDE[kind](view), view.kind_sentence)
                reason, row_of = f"you watch the alert on {both(view)}", row_for(watch.user, view, words)
                rows.append(Notification(kind=watch.kind, reason=reason, **row, **row_of))
    put(rows)


def watches_of(alert: Alert, users: Collection[int] | None) -> QuerySet[Watch]:
    watches = Watch.objects.filter(page=alert.get_absolute_url(), user__is_active=True).select_related("user")
    return watches if users is None else watches.filter(user__in=users)


def to_each_audience(alert: Alert) -> Callable[[User], list[AlertView]]:
    """The alert as a person sees it, presented once for all who see the same; nothing to who does not see it."""
    views: dict[tuple[bool, frozenset[int]], list[AlertView]] = {}

    def seen_by(user: User) -> list[AlertView]:
        audience = (user.sees_everything, user.own_partners)
        if audience not in views:
            views[audience] = present(Alert.objects.visible_to(user).filter(pk=alert.pk), user)
        return views[audience]

    return seen_by


def row_for(user: User, view: AlertView, words: tuple[str, str]) -> dict[str, Any]:
    subject, text = words
    return {"user": user, "subject": subject, "text": text, "about": given_away(view)}


def decided(view: AlertView) -> str:
    """Or that it is open again, where the verdict stands no longer."""
    return f"Decided: {view.verdict}. {titles(view)}" if view.verdict else reopened(view)


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
