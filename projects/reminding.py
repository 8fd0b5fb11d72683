"""Asking those who speak for a partner whether its records are still right: one mail, its link needs no password."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from partners.models import FocalPoint, Notification, Partner, User
from partners.notifications import notify
from partners.text import day_in_words
from projects import confirming
from projects.models import Project, Reminder
from projects.models.project import ProjectQuerySet
from projects.models.reminder import VALID

SHOWN = 20  # projects a mail lists; the page behind it lists them all
AT_MOST = 300  # projects one mail may confirm

Lists = list[dict[str, Any]]


def remind_weekly(user: User, week: date, others: Lists) -> bool:
    """The mail of this week, once, if something waits; `others` is what waits besides projects to confirm."""
    with transaction.atomic():
        reminder, is_new = Reminder.objects.get_or_create(user=user, week=week)
        return is_new and tell(reminder, confirming.to_confirm(user), confirming.ended(user), others)


@transaction.atomic
def remind_partner(partner: Partner, asked_by: User) -> list[User]:
    """A coordinator asks: those who speak for the partner are mailed, at most once a week. Returns who is."""
    Partner.objects.select_for_update().get(pk=partner.pk)  # a second press waits, and then finds the first
    if Reminder.objects.requested().recent().filter(partner=partner).exists():
        return []
    asked = []
    for designation in FocalPoint.objects.active().filter(partner=partner).select_related("user"):
        user = designation.user
        reminder = Reminder.objects.create(user=user, partner=partner, asked_by=asked_by)
        stale = confirming.to_confirm(user).filter(partner=partner)
        if tell(reminder, stale, confirming.ended(user).filter(partner=partner), []):
            asked.append(user)
    return asked


def tell(reminder: Reminder, stale: ProjectQuerySet, ended: ProjectQuerySet, others: Lists) -> bool:
    """Keep what is asked with the reminder, and put the mail in the outbox. False when nothing waits."""
    to_confirm, over = list(stale[:AT_MOST]), list(ended[:AT_MOST])
    counts = stale.count(), ended.count()
    if not (to_confirm or over or others):
        return False
    reminder.listed = confirming.state_of([*to_confirm, *over])
    reminder.save(update_fields=["listed"])

    kind = "request" if reminder.partner_id else "freshness"
    earlier = Notification.objects.filter(user=reminder.user_id, kind=kind)
    earlier.mark_read()
    notify(
        [reminder.user],
        kind=kind,
        key=f"reminder:{reminder.pk}",
        subject=subject(*counts, others),
        text=opening(reminder, to_confirm, over),
        url=reverse("projects:portfolio"),
        mail_url=reminder.mail_url if reminder.listed else "",
        lists=[*project_lists(to_confirm, over, counts), *others],
        in_time=True,
    )
    return True


def subject(stale: int, ended: int, others: Lists) -> str:
    """Such as "7 projects to confirm, 2 whose end date has passed, alerts that wait for your answer (3)"; with none to
    confirm "2 projects whose end date has passed"."""
    parts = []
    if stale:
        parts.append(ngettext("%(n)s project to confirm", "%(n)s projects to confirm", stale) % {"n": stale})
    if ended:
        one, more = "%(n)s project whose end date has passed", "%(n)s projects whose end date has passed"
        text = gettext("%(n)s whose end date has passed") if stale else ngettext(one, more, ended)
        parts.append(text % {"n": ended})
    parts += [f"{one['title']} ({len(one['rows']) + one['more']})" for one in others]
    return ", ".join(parts[:1] + [part[:1].lower() + part[1:] for part in parts[1:]])


def opening(reminder: Reminder, stale: Sequence[Project], ended: Sequence[Project]) -> str:
    asks = gettext("%(who)s asks you to look at the records of %(partner)s.")
    said = [asks % {"who": reminder.asked_by, "partner": reminder.partner}] if reminder.partner else []
    if stale:
        said.append(gettext("If all is still right, one press says so."))
    elif ended:
        said.append(gettext("Say whether they have ended; no password is needed."))
    if stale or ended:
        until = day_in_words(timezone.localdate() + VALID)
        said.append(gettext("The link works once, until %(until)s.") % {"until": until})
    return " ".join(said) or gettext("This waits for you.")


def project_lists(stale: Sequence[Project], ended: Sequence[Project], counts: tuple[int, int]) -> Lists:
    portfolio = reverse("projects:portfolio")
    lists = []
    if stale:
        rows = [row(project, last_said(project)) for project in stale[:SHOWN]]
        lists.append(listing(gettext("Still right?"), rows, counts[0], portfolio))
    if ended:
        over = gettext("its end was %(day)s")
        rows = [row(project, over % {"day": day(project.end)}) for project in ended[:SHOWN]]
        lists.append(listing(gettext("Has it ended?"), rows, counts[1], portfolio))
    return lists


def listing(title: str, rows: list[dict[str, str]], total: int, url: str) -> dict[str, Any]:
    return {"title": title, "rows": rows, "more": total - len(rows), "url": url}


def row(project: Project, said: str) -> dict[str, str]:
    meta = " · ".join(filter(None, [project.number, project.years, said]))
    return {"text": Truncator(project.title).chars(140), "url": project.get_absolute_url(), "meta": meta}


def last_said(project: Project) -> str:
    if project.confirmed_at is None:
        return gettext("never confirmed")
    return gettext("confirmed %(day)s") % {"day": day(timezone.localdate(project.confirmed_at))}


def day(value: date | None) -> str:
    return day_in_words(value) if value else ""
