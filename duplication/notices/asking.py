"""What has asked for an answer says before its words that nothing is asked any more, and why; and asks again where that
is taken back.
"""

from collections.abc import Collection, Iterable

from django.db.models import Q, Value
from django.db.models.functions import Concat, Left, Replace, Substr

from duplication.models import Alert
from partners.kinds import KINDS
from partners.models import Notification
from partners.models.notification import NotificationQuerySet

WITHDRAWN, DECIDED = "Withdrawn. ", "Decided. "  # before the subject


def asking(alerts: Iterable[Alert]) -> NotificationQuerySet:
    kinds = [kind.name for kind in KINDS.values() if kind.asks]
    return Notification.objects.filter(kind__in=kinds, url__in=[alert.get_absolute_url() for alert in alerts])


def still_asking(alerts: Collection[Alert]) -> NotificationQuerySet:
    return asking(alerts).exclude(Q(subject__startswith=WITHDRAWN) | Q(subject__startswith=DECIDED))


def ask_no_longer(rows: NotificationQuerySet, why: str) -> None:
    rows.update(subject=Left(Concat(Value(why), "subject"), 250), text=Concat(Value(told_before(why)), "text"))


def done_asking(alerts: Iterable[Alert], why: str) -> NotificationQuerySet:
    return asking(alerts).filter(subject__startswith=why)


def ask_again(rows: NotificationQuerySet, why: str) -> None:
    rows.update(subject=Substr("subject", len(why) + 1), text=Replace("text", Value(told_before(why)), Value("")))


def told_before(why: str) -> str:
    return f"Nothing is asked of you any more. Told before it was {why.rstrip('. ').lower()}:\n\n"
