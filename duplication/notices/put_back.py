"""Whether the change that opened an alert again is still there, to those who were told of it.

To who may not read what it was nothing is told: neither that it is there, nor that it was put back.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.utils import timezone

from duplication.models import Alert, Reopening
from duplication.presentation.alerts import AlertView
from duplication.presentation.statements import in_full
from partners.models import Notification, User
from partners.notifications import HELD, not_under_way, put

from .telling import Telling, rows_of
from .verdicts import key_of, speaking_for, telling
from .words import Words, latest, paragraphs, projects, titles

BACK = "back"
AS_THEN = "What had changed was put back: both projects say today what they said then."


def tell_otherwise(found: Mapping[Reopening, bool]) -> None:
    """Which are put back, and which are not: of those of which the opposite was told last."""
    told = last_told([one.verdict.alert for one in found])
    turned = [one for one, is_back in found.items() if told.get(one.verdict.alert_id, is_back) != is_back]
    if not turned:
        return
    people = speaking_for(one.verdict.alert for one in turned)
    coordinators = {user.pk: user for user in User.objects.coordinators()}
    stamp = f"{timezone.now():%Y%m%d%H%M%S%f}"

    def told_now(one: Reopening) -> Telling:
        key = f"{key_of(one)}:{BACK if found[one] else 'again'}:{stamp}"
        now = telling(one.verdict.alert, "reopened", key, people, None, coordinators)
        return replace(now, worded=as_it_was if found[one] else latest, wanted=knows_why)

    rows = rows_of([told_now(one) for one in turned])
    unheard = Notification.objects.filter(mailed_at__isnull=True, read_at__isnull=True, key__startswith="reopened:")
    unheard = unheard.filter(url__in={row.url for row in rows}, user__in={row.user_id for row in rows})
    not_under_way(unheard).delete()
    put(rows, held=HELD)


def last_told(alerts: Collection[Alert]) -> dict[int, bool]:
    """By alert of which it was told that it is open again: whether last that the change was put back."""
    pages = {alert.get_absolute_url(): alert.pk for alert in alerts}
    rows = Notification.objects.filter(kind="reopened", url__in=pages).order_by("created_at", "pk")
    return {pages[url]: f":{BACK}:" in key for url, key in rows.values_list("url", "key")}


def knows_why(view: AlertView) -> bool:
    return view.is_told_why_open


def as_it_was(view: AlertView) -> Words:
    fell = view.fallen
    fallen = f"“{fell}” of {in_full(fell.created_at)} stands no longer, as something had changed." if fell else ""
    asks = "A coordinator decides anew. You need not answer again."
    return f"Open again, as it was: {titles(view)}", paragraphs(fallen, AS_THEN, asks, projects(view))
